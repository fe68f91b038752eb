"""Nonresponse adjustment in weighting classes: respondents carry the weight of the nonrespondents of their class.

``w_i · Σ_class w / Σ_{class, answered} w`` for respondents, so that the total of each class is kept (Oh and Scheuren
1983; Särndal, Swensson and Wretman 1992, §15.6.2, response homogeneity groups).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Indices, Numbers, add_up
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.weighting.classes import classes
from scoring.weighting.replicate_weights import reweighted, scaled
from scoring.weighting.report import Weighted, report


def nonresponse(
    design: Design, responded: npt.ArrayLike, columns: str | Sequence[str] = (), *, least: int = 1
) -> Weighted:
    """Move the weight of nonrespondents to the respondents of their class; their own becomes 0.

    Args:
        design: the design of all sampled rows, those who did not answer included.
        responded: true for the rows that answered.
        columns: the column or columns whose levels are the classes; absent: one class.
        least: how many respondents a class needs.

    The rows stay in the design, so that the standard error still counts their PSUs.

    Raises:
        ScoringError: names the class in which too few answered.

    >>> nonresponse(Design(weights=[2, 2, 2]), [True, True, False]).design.weight.tolist()
    [3.0, 3.0, 0.0]
    """
    answered = np.asarray(responded, dtype=bool)
    if answered.shape != (design.n,):
        raise ScoringError(
            f"responded có {answered.size} dòng, thiết kế mẫu có {design.n}.",
            f"responded has {answered.size} rows, the design has {design.n}.",
        )
    group, levels = classes(design, columns) if columns else (np.zeros(design.n, np.int64), [""])
    drawn = np.bincount(group, design.weight, minlength=len(levels)).astype(np.float64)
    cells = [_cell(columns, level) for level in levels]
    made = _adjusted(design, answered, group, drawn, cells, least)

    def again(weights: Numbers, first: int) -> Numbers:
        sampled = add_up(weights, group, len(cells))
        return scaled(weights * answered[:, None], group, sampled, cells, first, "nonresponse")

    return replace(made, design=reweighted(design, made.design.weight, again))


def nonresponse_to_drawn(
    design: Design, drawn: Mapping[str, float], columns: str | Sequence[str], *, least: int = 1
) -> Weighted:
    """Raise the weight of respondents to the weight drawn in their class, where only respondents have rows.

    Args:
        design: the design of the respondents.
        drawn: by class (``level`` or ``level,level``), the sum of the weights of all sampled units.
        columns: the column or columns whose levels are the classes.
        least: how many respondents a class needs.

    Replicates take the factors of the full sample: what was drawn in a replicate is not known from respondents.

    Raises:
        ScoringError: names the class in which too few answered, or that ``drawn`` lacks.

    >>> rows = Design(weights=[2, 2, 3], data={"h": ["a", "a", "b"]})
    >>> nonresponse_to_drawn(rows, {"a": 10, "b": 3}, "h").design.weight.tolist()
    [5.0, 5.0, 3.0]
    """
    group, levels = classes(design, columns)
    foreign = [level for level in levels if level not in drawn]
    if foreign:
        cell = _cell(columns, foreign[0])
        raise ScoringError(
            f"Ô «{cell}» có phiếu trả lời nhưng không có trong mẫu đã rút.",
            f"Cell “{cell}” has respondents and is not in the drawn sample.",
        )
    names = [*levels, *sorted(set(drawn) - set(levels))]
    totals = np.array([drawn[name] for name in names], dtype=np.float64)
    answered = np.ones(design.n, dtype=bool)
    made = _adjusted(design, answered, group, totals, [_cell(columns, name) for name in names], least)
    before, after = design.weight, made.design.weight
    factor = np.divide(after, before, out=np.zeros(design.n), where=before > 0)
    return replace(
        made, design=reweighted(design, after, lambda weights, _: np.asarray(weights * factor[:, None]))
    )


def _adjusted(
    design: Design, answered: npt.NDArray[np.bool_], group: Indices, drawn: Numbers, names: list[str], least: int
) -> Weighted:  # fmt: skip
    """Raise the weights of who answered to the total drawn in each class."""
    before = design.weight
    carried = np.bincount(group, before * answered, minlength=len(names))
    counts = np.bincount(group, answered & (before > 0), minlength=len(names)).astype(int)
    used = drawn > 0
    thin = np.flatnonzero(used & ((counts < least) | (carried <= 0)))
    if thin.size:
        raise _too_few(names[thin[0]], int(counts[thin[0]]), least)
    factor = drawn / np.where(carried > 0, carried, 1)
    after = np.where(answered, before * factor[group], 0.0)
    step = report("nonresponse", before, after)
    step = replace(step, classes=int(used.sum()), fewest=int(counts[used].min()))
    return Weighted(design.with_weights(after), step)


def _cell(columns: str | Sequence[str], level: str) -> str:
    name = columns if isinstance(columns, str) else ",".join(columns)
    return f"{name}={level}"


def _too_few(cell: str, count: int, least: int) -> ScoringError:
    if count == 0:
        return ScoringError(
            f"Ô «{cell}» không có ai trả lời; hãy gộp với ô khác.",
            f"Cell “{cell}” has no respondents; merge it with another.",
        )
    return ScoringError(
        f"Ô «{cell}» chỉ có {count} phiếu trả lời, cần ít nhất {least}; hãy gộp với ô khác.",
        f"Cell “{cell}” has {count} respondents, {least} are needed; merge it with another.",
    )
