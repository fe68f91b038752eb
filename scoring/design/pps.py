"""First-stage units drawn with probability proportional to size, without replacement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from scoring.columns.columns import Indices, Numbers
from scoring.columns.rounding import ROUNDING
from scoring.design.lonely_psu import Lonely, refuse_lonely
from scoring.design.stages import Stage, Units
from scoring.design.unequal_spreading import UnequalSpreading
from scoring.errors import ScoringError

PpsKind = Literal["brewer", "hartley_rao", "yates_grundy"]
SAME = 1e-6  # relative: joint probabilities are often written with seven digits


@dataclass(frozen=True, eq=False)
class JointProbabilities:
    """The chances of pairs of first-stage units to be drawn together.

    Args:
        ids: the units, by their id in the data.
        matrix: units × units; the diagonal is each unit's own chance. NaN for a pair that is not known.
    """

    ids: tuple[str, ...]
    matrix: Numbers


@dataclass(frozen=True, eq=False)
class Pps:
    """How the variance takes unequal probabilities without replacement into account.

    Args:
        kind: ``brewer``, ``hartley_rao`` (both from the chances of the units alone) or ``yates_grundy``.
        joint: for ``yates_grundy``, the joint probabilities of the units drawn.
        squares: for ``hartley_rao``, by stratum the sum of π² over all units of the population but those with π = 1
            (a design without strata has the one stratum ``""``); None: estimated from the sample.
    """

    kind: PpsKind
    joint: JointProbabilities | None = None
    squares: Mapping[str, float] | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(PpsKind):
            raise ScoringError(
                f"pps = «{self.kind}» không có; chọn một trong: {', '.join(get_args(PpsKind))}.",
                f"pps = “{self.kind}” is unknown; choose one of: {', '.join(get_args(PpsKind))}.",
            )
        if (self.kind == "yates_grundy") != (self.joint is not None):
            raise ScoringError(
                "Xác suất chọn đồng thời (joint) cần cho pps = yates_grundy, và chỉ cho cách đó.",
                "Joint probabilities (joint) are needed for pps = yates_grundy, and for that only.",
            )
        if self.squares is not None and self.kind != "hartley_rao":
            raise ScoringError(
                "Tổng bình phương xác suất (squares) chỉ dùng với pps = hartley_rao.",
                "Sums of squared probabilities (squares) are for pps = hartley_rao only.",
            )


def chances(units: Units, values: Numbers, name: str) -> Numbers:
    """Return the chance of every first-stage unit.

    Raises:
        ScoringError: a chance is not above 0 and at most 1, or changes within its unit.
    """
    out = np.zeros(units.parent.size)
    out[units.of_row[::-1]] = values[::-1]  # the first row of a unit tells
    outside = np.flatnonzero(~((values > 0) & (values <= 1)))
    if outside.size:
        raise ScoringError(
            f"Cột xác suất chọn «{name}», dòng dữ liệu {outside[0] + 1}: {values[outside[0]]:g} phải lớn hơn 0 và không quá 1.",
            f"Probability column “{name}”, data row {outside[0] + 1}: {values[outside[0]]:g} must be above 0 and at most 1.",
        )
    varying = np.flatnonzero(out[units.of_row] != values)
    if varying.size:
        raise ScoringError(
            f"Cột xác suất chọn «{name}», dòng dữ liệu {varying[0] + 1}: phải như nhau trong cùng một đơn vị chọn mẫu.",
            f"Probability column “{name}”, data row {varying[0] + 1}: must be the same within a sampled unit.",
        )
    return out


def unequal_stage(of_leaf: Indices, units: Units, values: Numbers, name: str, labels: Sequence[str]) -> Stage:
    """Return the first stage with the chance of every unit.

    Args:
        of_leaf: the unit that each leaf lies in.
        units: the units by row.
        values: the chance of each row's unit.
        name: the column's name, for messages.
        labels: the strata.
    """
    chance = chances(units, values, name)
    drawn = np.bincount(units.parent, minlength=len(labels)).astype(np.float64)
    drawn_open = np.bincount(units.parent, chance < 1, minlength=len(labels))
    rate = (drawn_open == 0).astype(np.float64)  # a stratum of certain units only is taken in full
    return Stage(of_leaf, units.parent, drawn, rate, labels, chance)


def refuse_without_chances(populations: int, *, replicates: bool) -> None:
    """Refuse a design that says ``pps`` but not how likely its units were, or that also has replicates."""
    if not populations:
        raise ScoringError(
            "pps cần xác suất chọn của từng đơn vị chọn mẫu (fpc đầu tiên).",
            "pps needs the chance of each sampled unit (the first fpc).",
        )
    if replicates:
        raise ScoringError(
            "pps không dùng cùng trọng số lặp: trọng số lặp đã chứa cách chọn mẫu; hãy bỏ một trong hai.",
            "pps cannot stand beside replicate weights, which hold how the sample was drawn; leave one out.",
        )


def unequal_spreading(stage: Stage, pps: Pps, lonely: Lonely, ids: Sequence[str]) -> UnequalSpreading:
    """Return the variance factors of the first stage.

    Args:
        stage: the first stage, with the chance of every unit.
        pps: how they enter.
        lonely: what to do with a stratum of one unit that was not drawn for sure.
        ids: the ids of the units, for joint probabilities.

    Raises:
        ScoringError: a stratum has one such unit and the rule is ``fail``; a pair of units has no joint probability.
    """
    drawn_open = np.bincount(stage.parent, stage.chances < 1, minlength=stage.drawn.size)
    alone = drawn_open == 1
    if lonely == "fail" and alone.any():
        raise refuse_lonely(stage, int(np.flatnonzero(alone)[0]), 0)
    scale = np.where(alone & (lonely != "adjust"), 0.0, 1.0)
    sampled = drawn_open > 0
    if lonely == "average" and alone.any() and (sampled & ~alone).any():
        scale = scale * sampled.sum() / (sampled & ~alone).sum()
    return UnequalSpreading(
        stage=stage,
        kind=pps.kind,
        scale=scale,
        alone=alone,
        squares=None if pps.squares is None else _squares(stage, pps.squares),
        pairs=() if pps.joint is None else tuple(_pairs(stage, pps.joint, ids)),
    )


def _squares(stage: Stage, squares: Mapping[str, float]) -> Numbers:
    """Return Σπ² of every stratum, at least that of its sample."""
    out = np.array([squares.get(name, np.nan) for name in stage.labels])
    least = np.bincount(stage.parent, np.where(stage.chances < 1, stage.chances**2, 0.0), minlength=out.size)
    wrong = np.flatnonzero(~(out >= least * (1 - SAME)))
    if wrong.size:
        name = stage.labels[wrong[0]]
        raise ScoringError(
            f"squares, tầng «{name}»: cần tổng bình phương xác suất chọn của mọi đơn vị trong tầng, ít nhất {least[wrong[0]]:g} (của mẫu).",
            f"squares, stratum “{name}”: the sum of squared chances of all its units is needed, at least {least[wrong[0]]:g} (the sample's).",
        )
    return out


def _pairs(stage: Stage, joint: JointProbabilities, ids: Sequence[str]) -> list[tuple[Indices, Numbers]]:
    place = {name: at for at, name in enumerate(joint.ids)}
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if list(ids).count(name) > 1)
        raise ScoringError(
            f"Xác suất chọn đồng thời: mã đơn vị «{twice}» có ở nhiều tầng; hãy dùng mã duy nhất.",
            f"Joint probabilities: the unit id “{twice}” is in several strata; use ids that are unique.",
        )
    lacking = [name for name in ids if name not in place]
    if lacking:
        raise ScoringError(
            f"Xác suất chọn đồng thời: thiếu đơn vị «{lacking[0]}» của dữ liệu.",
            f"Joint probabilities: the unit “{lacking[0]}” of the data is missing.",
        )
    at = np.array([place[name] for name in ids])
    matrix = joint.matrix[np.ix_(at, at)]
    _check(matrix, stage, ids)
    out = []
    for parent in range(stage.drawn.size):
        units = np.flatnonzero(stage.parent == parent)
        inside = matrix[np.ix_(units, units)]
        chance = stage.chances[units]
        gaps = 1 - np.outer(chance, chance) / inside
        certain = chance == 1
        gaps[np.abs(gaps) < ROUNDING] = 0.0
        gaps[certain] = gaps[:, certain] = 0.0
        np.fill_diagonal(gaps, 0.0)
        out.append((units, gaps))
    return out


def _check(matrix: Numbers, stage: Stage, ids: Sequence[str]) -> None:
    """Refuse joint probabilities that are missing, impossible, or not those of the design."""
    chance, same = stage.chances, stage.parent[:, None] == stage.parent[None, :]
    own = np.eye(chance.size, dtype=bool)
    wanted = np.where(own, chance[:, None], np.outer(chance, chance))
    absent = np.isnan(matrix)
    below = ~(matrix > 0) | (matrix > np.minimum(chance[:, None], chance[None, :]) * (1 + SAME))
    other = np.abs(matrix - wanted) > SAME * wanted
    for wrong, vi, en in (
        (absent & same & ~own, "không có xác suất chọn đồng thời", "there is no joint probability"),
        (
            ~absent & same & ~own & below,
            "xác suất chọn đồng thời phải lớn hơn 0 và không vượt xác suất chọn của từng đơn vị",
            "a joint probability must be above 0 and at most the chance of either unit",
        ),
        (
            ~absent & same & ~own & (np.abs(matrix - matrix.T) > SAME * np.abs(matrix)),
            "hai chiều của cặp này có hai giá trị khác nhau",
            "the pair has two different values",
        ),
        (
            ~absent & own & other,
            "giá trị trên đường chéo khác cột xác suất chọn",
            "the diagonal is not the column of probabilities",
        ),
        (
            ~absent & ~same & other,
            "hai đơn vị ở hai tầng phải được chọn độc lập (tích hai xác suất)",
            "units of two strata must be drawn independently (the product of their chances)",
        ),
    ):
        if wrong.any():
            i, j = np.argwhere(wrong)[0]
            raise ScoringError(
                f"Xác suất chọn đồng thời, cặp «{ids[i]}» và «{ids[j]}»: {vi}.",
                f"Joint probabilities, pair “{ids[i]}” and “{ids[j]}”: {en}.",
            )
