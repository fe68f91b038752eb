"""Estimates as the rows of a result."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from scoring.errors import Sentence
from scoring.estimation.estimate_row import Estimate
from scoring.estimation.estimates import Estimates
from scoring.specification.blocks.result import Cell, Column, Result, Writer, as_shares

FILES: tuple[Writer, ...] = ("json", "csv", "xlsx")
COLUMNS = (
    Column(name="variable", head=("Biến", "Variable"), holds="text"),
    Column(name="code", head=("Mã", "Code"), holds="text"),
    Column(name="code_label", head=("Nhãn của mã", "Label of the code"), holds="text", optional=True),
    Column(name="by", head=("Nhóm", "Domain"), holds="levels"),
    Column(name="p", head=("Phân vị", "Quantile"), writers=FILES),
    Column(name="denominator", head=("Mẫu số", "Denominator"), holds="text", writers=("json", "xlsx")),
    Column(name="estimate", head=("Ước lượng", "Estimate")),
    Column(name="se", head=("Sai số chuẩn", "Standard error")),
    Column(name="df", head=("Bậc tự do", "Degrees of freedom"), holds="count", writers=FILES),
    Column(
        name="df_domain",
        head=("Bậc tự do của nhóm", "Degrees of freedom, domain"),
        holds="count",
        writers=FILES,
    ),
    Column(name="low", head=("Cận dưới", "Lower bound")),
    Column(name="high", head=("Cận trên", "Upper bound")),
    Column(name="deff", head=("Hiệu ứng thiết kế", "Design effect")),
    Column(name="n", head=("Số dòng", "Rows"), holds="count"),
    Column(name="n_psu", head=("Số đơn vị chọn mẫu", "PSUs"), holds="count", writers=FILES),
    Column(name="sum_w", head=("Tổng trọng số", "Sum of weights"), writers=FILES),
    Column(name="why", head=("Lý do", "Reason"), holds="sentence", optional=True),
)
EXTRA = ("code", "code_label", "p", "denominator")  # columns of some statistics only


def estimate_result(
    name: str,
    table: Estimates,
    *,
    shares: bool = False,
    p: float | None = None,
    denominator: str | None = None,
    whys: Mapping[str, Sentence] = MappingProxyType({}),
    notes: Sequence[Sentence] = (),
) -> Result:
    """Return a table of estimates as the result of a block.

    Args:
        name: the block's name.
        table: its estimates.
        shares: they are proportions.
        p: which quantile they are; None for other statistics.
        denominator: what ratios are per; None for other statistics.
        whys: why numbers are missing, by the names of the rows, where the table itself does not know.
        notes: what is to be said about the block.
    """
    extra = {"p": p, "denominator": denominator}
    columns = _columns([name for name, value in extra.items() if value is not None], shares=shares)
    known = [replace(row, why=whys.get(row.key, row.why)) for row in table]
    return Result(
        kind="estimate",
        name=name,
        title=name if p is None else f"{name} p={p:g}",
        columns=columns,
        rows=[tuple(_cell(row, extra, column.name) for column in columns) for row in known],
        estimates=table,
        notes=notes,
    )


def coded_result(
    name: str, table: Estimates, rows: Sequence[tuple[str, str, str | None, Estimate]]
) -> Result:
    """Return shares of codes as the result of a block.

    Args:
        name: the block's name.
        table: the estimates.
        rows: of each row the item, the code, the word for it where there is one, and the estimate.
    """
    worded = any(word is not None for _, _, word, _ in rows)
    columns = _columns(["code", "code_label"] if worded else ["code"], shares=True)
    cells = [
        tuple(
            _cell(replace(row, variable=item), {"code": code, "code_label": word}, column.name)
            for column in columns
        )
        for item, code, word, row in rows
    ]
    return Result(kind="estimate", name=name, columns=columns, rows=cells, estimates=table)


def _columns(extra: Sequence[str], *, shares: bool) -> tuple[Column, ...]:
    """Return the columns of estimates, those that do not stand in every table only where asked for."""
    shown = tuple(column for column in COLUMNS if column.name not in EXTRA or column.name in extra)
    return as_shares(shown) if shares else shown


def _cell(row: Estimate, extra: Mapping[str, Cell], name: str) -> Cell:
    if name in extra:
        return extra[name]
    cell: Cell = getattr(row, name)
    return cell
