"""Classes of rows by columns, matched with given population counts."""

from collections.abc import Mapping, Sequence

import numpy as np

from scoring.columns.columns import Indices, Numbers
from scoring.columns.levels import cross, factorize
from scoring.design.design import Design
from scoring.design.negative_weights import refuse_negative_weights
from scoring.errors import ScoringError


def classes(design: Design, columns: str | Sequence[str]) -> tuple[Indices, list[str]]:
    """Return the class of each row and the names of the classes (``level`` or ``level,level``).

    Raises:
        ScoringError: a row has a blank in one of the columns.
    """
    refuse_negative_weights(design, "bước trọng số", "this weighting step")
    names = [columns] if isinstance(columns, str) else list(columns)
    codes, levels = cross([factorize(design.column(name)) for name in names])
    blank = np.flatnonzero((codes < 0) & design.counts)
    if blank.size:
        raise ScoringError(
            f"Cột «{', '.join(names)}», dòng dữ liệu {blank[0] + 1}: bị trống nên không biết thuộc ô nào.",
            f"Column “{', '.join(names)}”, data row {blank[0] + 1}: blank, so its class is not known.",
        )
    return np.maximum(codes, 0), [",".join(level) for level in levels]


def matched(counts: Mapping[str, float], levels: Sequence[str], weight: Numbers, *, column: str) -> Numbers:
    """Return the count of each class of the data.

    Args:
        counts: the population of each class by its name.
        levels: the classes of the data.
        weight: the sum of weights of each class.
        column: the column's name for messages.

    Raises:
        ScoringError: names the class that has no count, no rows, or a count that is not positive.
    """
    population = {str(name): float(count) for name, count in counts.items()}
    for level in levels:
        if level not in population:
            raise ScoringError(
                f"Ô «{column}={level}» có trong dữ liệu nhưng không có tổng; hãy thêm vào counts.",
                f"Cell “{column}={level}” is in the data but has no total; add it to counts.",
            )
    for name, count in population.items():
        here = weight[levels.index(name)] if name in levels else 0.0
        _check_total(f"{column}={name}", count, float(here))
    found = np.array([population[level] for level in levels])
    if not found.sum() > 0:
        raise ScoringError(
            f"Cột «{column}»: các tổng đều bằng 0 nên không còn trọng số nào.",
            f"Column “{column}”: all totals are 0, which leaves no weight.",
        )
    return found


def _check_total(cell: str, count: float, weight: float) -> None:
    if not (np.isfinite(count) and count >= 0):
        raise ScoringError(
            f"Ô «{cell}»: tổng {count} phải là số không âm.",
            f"Cell “{cell}”: the total {count} must be a number that is not negative.",
        )
    if count > 0 and not weight > 0:
        raise ScoringError(
            f"Ô «{cell}» không có người trả lời nào nên không thể đạt tổng {count:g}; hãy gộp ô.",
            f"Cell “{cell}” has no rows, so its total {count:g} cannot be met; merge cells.",
        )
