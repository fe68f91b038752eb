"""The numbers of a model as the rows of a result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.errors import Sentence
from scoring.estimation.estimate_row import number_or_none
from scoring.regression.coefficients import Coefficients
from scoring.regression.regression import Regression, RegressionModel
from scoring.specification.blocks.estimate_rows import FILES
from scoring.specification.blocks.result import Cell, Column, Result

EFFECTS = {
    "coefficient": ("hệ số", "coefficient"),
    "marginal": ("tác động cận biên trung bình", "average marginal effect"),
}
COLUMNS = (
    Column(name="effect", head=("Loại", "Kind"), holds="text", words=EFFECTS),
    Column(name="variable", head=("Biến", "Variable"), holds="text"),
    Column(name="label", head=("Nhãn", "Label"), holds="text"),
    Column(name="by", head=("Nhóm", "Domain"), holds="levels"),
    Column(name="estimate", head=("Ước lượng", "Estimate")),
    Column(name="se", head=("Sai số chuẩn", "Standard error")),
    Column(name="t", head=("Trị t", "t")),
    Column(name="df", head=("Bậc tự do", "Degrees of freedom"), holds="count"),
    Column(name="p", head=("Giá trị p", "P value"), holds="p"),
    Column(name="low", head=("Cận dưới", "Lower bound")),
    Column(name="high", head=("Cận trên", "Upper bound")),
    Column(name="odds_ratio", head=("Tỷ số chênh", "Odds ratio")),
    Column(name="odds_low", head=("Cận dưới của tỷ số chênh", "Lower bound, odds ratio")),
    Column(name="odds_high", head=("Cận trên của tỷ số chênh", "Upper bound, odds ratio")),
    Column(name="n", head=("Số dòng", "Rows"), holds="count", writers=FILES),
    Column(name="why", head=("Lý do", "Reason"), holds="sentence", optional=True),
)
ODDS = ("odds_ratio", "odds_low", "odds_high")


@dataclass(frozen=True, kw_only=True)
class ModelRow:
    """One row: a coefficient, or an effect; or why a domain has no model.

    Args:
        effect: ``coefficient`` or ``marginal``; empty where there is no model.
        variable: its name.
        by: the levels of the domain.
        numbers: its numbers by the names of the columns; None where there is none.
        why: the reason for missing numbers.
    """

    effect: str = ""
    variable: str = ""
    by: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float | int | None] = field(default_factory=dict)
    why: Sentence | None = None


def coefficient_rows(
    made: Regression, table: Coefficients, effect: str, by: Mapping[str, str], *, odds: bool
) -> list[ModelRow]:
    """Return numbers of a model as rows; with their exponentials, the odds ratios, but for the intercept."""
    rows = []
    with np.errstate(over="ignore"):
        ratios = {
            "odds_ratio": np.exp(table.value),
            "odds_low": np.exp(table.low),
            "odds_high": np.exp(table.high),
        }
    plain = {
        "estimate": table.value,
        "se": table.se,
        "t": table.t,
        "p": table.p,
        "low": table.low,
        "high": table.high,
    }
    for at, name in enumerate(table.names):
        shown = plain | (ratios if odds and at > 0 else {})
        numbers: dict[str, float | int | None] = {
            key: number_or_none(values[at]) for key, values in shown.items()
        }
        numbers |= {"df": table.df, "n": made.n}
        rows.append(ModelRow(effect=effect, variable=name, by=by, numbers=numbers, why=table.why(at)))
    return rows


def regression_result(
    name: str,
    model: RegressionModel,
    rows: Sequence[ModelRow],
    labels: Mapping[str, Mapping[str, str]],
    notes: Sequence[Sentence],
) -> Result:
    """Return rows as the result of a block.

    Args:
        name: the block's name.
        model: its model.
        rows: its rows.
        labels: the words for codes, by column.
        notes: what is to be said about it.
    """
    words = [_words(row.variable, labels) for row in rows]
    absent = {*(() if model.kind == "logistic" else ODDS), *(() if any(words) else ("label",))}
    columns = tuple(column for column in COLUMNS if column.name not in absent)
    return Result(
        kind="regression",
        name=name,
        columns=columns,
        rows=[
            tuple(_cell(row, word, column.name) for column in columns)
            for row, word in zip(rows, words, strict=True)
        ],
        notes=notes,
    )


def _cell(row: ModelRow, words: str, name: str) -> Cell:
    if name == "label":
        return words
    if name in ("effect", "variable", "by", "why"):
        cell: Cell = getattr(row, name)
        return cell
    return row.numbers.get(name)


def _words(variable: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return the words for the levels in the name of a coefficient, empty where the data has none.

    >>> _words("sex=2:age", {"sex": {"2": "Nữ"}})
    'sex=Nữ:age'
    """
    found = [part.partition("=") for part in variable.split(":")]
    said = [
        f"{name}={labels.get(name, {}).get(level, level)}" if equals else name
        for name, equals, level in found
    ]
    return ":".join(said) if ":".join(said) != variable else ""
