"""The reduction as one Ibis expression: wide conditional sums and counts, which every engine understands.

Casting booleans and unpivoting are not portable between engines; ``sum(where=…)`` and ``count(where=…)`` are.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sampling.labels import label_of
from scoring.columns.levels import label
from scoring.engine.check import LARGEST, refuse_absent
from scoring.errors import ScoringError
from scoring.reduction.code_scores import Code

if TYPE_CHECKING:
    import ibis.expr.types as ir

BLANK = "blank"


@dataclass(frozen=True, kw_only=True)
class Reduction:
    """The histograms to compute: of items, by units of the design and by domains.

    Args:
        keys: the columns to group by: strata, clusters, populations, domains.
        weight: the column of weights; None: every row counts 1.
        items: the columns of answers.
        codes: the valid codes.
    """

    keys: Sequence[str]
    weight: str | None
    items: Sequence[str]
    codes: Sequence[Code]


def expression(table: "ir.Table", reduction: Reduction) -> "ir.Table":
    """Return the grouped table: the keys, then one weighted sum and one count per item and code.

    Columns: ``rows``, ``weight``, ``bad`` (rows whose weight cannot be used), ``w_I_C`` and ``n_I_C`` (rows of
    positive weight) for item number I and code number C.

    Raises:
        ScoringError: the table has not the column.
    """
    refuse_absent(
        table, [*reduction.keys, *reduction.items, *([reduction.weight] if reduction.weight else [])]
    )
    weight = None if reduction.weight is None else table[reduction.weight].cast("float64")
    sums = {"rows": table.count()}
    if weight is None:
        sums |= {
            "weight": table.count(),
            "bad": table.count(where=table[reduction.items[0]].isnull() & False),
        }
    else:
        sums |= {"weight": weight.sum(), "bad": table.count(where=unusable(weight))}
    for i, item in enumerate(reduction.items):
        column = table[item]
        text = column.type().is_string()
        plain = column.replace("\u00a0", " ").strip() if text else column
        for c, code in enumerate(reduction.codes):
            same = plain.isin(_spellings(code)) if text else column == _number(code, item)
            sums[f"n_{i}_{c}"] = table.count(where=same if weight is None else same & (weight > 0))
            if weight is not None:
                sums[f"w_{i}_{c}"] = weight.sum(where=same)
    return table.group_by([table[name] for name in reduction.keys]).aggregate(**sums)


def unusable(weight: "ir.NumericValue") -> "ir.BooleanValue":
    """Return the condition that a weight is blank, negative, infinite or no number."""
    return weight.isnull() | (weight < 0) | (weight > LARGEST)


def _spellings(code: Code) -> list[str]:
    text = label_of(label(code))
    return [text, f"{text}.0"] if text.lstrip("-").isdigit() else [text, unicodedata.normalize("NFD", text)]


def _number(code: Code, item: str) -> float | int:
    try:
        number = float(code)
    except ValueError:
        raise ScoringError(
            f"Cột «{item}» là số nhưng mã «{code}» không phải số.",
            f"“{item}” is a number, the code “{code}” is not.",
        ) from None
    return int(number) if number.is_integer() else number
