"""Estimates as the rows of a result."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from scoring.errors import Sentence
from scoring.estimation.estimate_row import Estimate
from scoring.estimation.estimates import Estimates
from scoring.specification.blocks.result import Cell, Column, Result, Writer

FILES: tuple[Writer, ...] = ("json", "csv", "xlsx")
COLUMNS = (
    Column(name="variable", head=("Biến", "Variable"), holds="text"),
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
SHARES = ("estimate", "se", "low", "high")


def estimate_result(
    name: str,
    table: Estimates,
    *,
    shares: bool = False,
    p: float | None = None,
    denominator: str | None = None,
    whys: Mapping[str, Sentence] = MappingProxyType({}),
) -> Result:
    """Return a table of estimates as the result of a block.

    Args:
        name: the block's name.
        table: its estimates.
        shares: they are proportions.
        p: which quantile they are; None for other statistics.
        denominator: what ratios are per; None for other statistics.
        whys: why numbers are missing, by the names of the rows, where the table itself does not know.
    """
    extra = {"p": p, "denominator": denominator}
    absent = {key for key, value in extra.items() if value is None}
    columns = tuple(column for column in COLUMNS if column.name not in absent)
    if shares:
        columns = tuple(
            replace(column, holds="share") if column.name in SHARES else column for column in columns
        )
    known = [replace(row, why=whys.get(row.key, row.why)) for row in table]
    return Result(
        kind="estimate",
        name=name,
        title=name if p is None else f"{name} p={p:g}",
        columns=columns,
        rows=[tuple(_cell(row, extra, column.name) for column in columns) for row in known],
        estimates=table,
    )


def _cell(row: Estimate, extra: Mapping[str, Cell], name: str) -> Cell:
    if name in extra:
        return extra[name]
    cell: Cell = getattr(row, name)
    return cell
