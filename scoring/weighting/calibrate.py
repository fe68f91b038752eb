"""Calibration: the weights meet totals of any variables while they change as little as possible."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from sampling.labels import label_of
from scoring.columns.columns import Numbers, add_up, missing
from scoring.columns.levels import label
from scoring.design.calibration_residuals import Regressed
from scoring.design.design import Design
from scoring.design.negative_weights import refuse_negative_weights
from scoring.errors import ScoringError
from scoring.reduction.coded_answers import finite
from scoring.weighting.calibration_distances import Distance, Shape, shape_of
from scoring.weighting.replicate_weights import Again, reweighted
from scoring.weighting.report import Weighted, report

Negative = Literal["refuse", "allow"]
EXACT = 1e-12
GOOD = 1e-7
ROUNDS = 100
INTERCEPT = "(intercept)"


def calibrate(
    design: Design,
    totals: Mapping[str, float],
    *,
    method: Distance = "linear",
    bounds: tuple[float, float] | None = None,
    negative: Negative = "refuse",
) -> Weighted:
    """Change weights so that they meet totals (Deville and Särndal 1992).

    Args:
        design: the design with the weights so far.
        totals: ``(intercept)`` for the population, ``column=level`` for the count of a level, a bare column for
            the sum of a number.
        method: the distance between old and new weights.
        bounds: the smallest and the largest ratio of new to old weight; ``logit`` needs them.
        negative: what to do where the linear distance makes a weight negative: ``refuse``, or ``allow``, as R does; the
            report says how many are, and quantiles, likelihood intervals and later steps are refused.

    Raises:
        ScoringError: a total that cannot be met within the bounds, by name; a row whose weight becomes negative.

    >>> step = calibrate(Design(data={"age": [20, 40]}), {"(intercept)": 10, "age": 280})
    >>> step.design.weight.round(6).tolist()
    [6.0, 4.0]
    """
    refuse_negative_weights(design, "calibrate", "calibrate")
    if negative not in get_args(Negative):
        raise ScoringError(
            f"negative = «{negative}» không có; chọn refuse hoặc allow.",
            f"negative = “{negative}” is unknown; choose refuse or allow.",
        )
    shape, before = shape_of(method, bounds), design.weight
    wanted = Wanted(tuple(totals), np.array([float(total) for total in totals.values()]), bounds)
    variables = np.stack([_variable(design, name) for name in totals], axis=1)
    ratio, rounds = _solve(variables, before, wanted.totals, shape)
    after = before * ratio
    gap = wanted.gap(variables, after)
    if negative == "refuse":
        _refuse_negative(after)
    again = _again(variables, wanted, shape)
    allowed = replace(design, negative=True) if after.min(initial=0.0) < 0 else design
    made = reweighted(allowed, after, again, Regressed(variables, before, after))
    return Weighted(made, report("calibrate", before, after, iterations=rounds, gap=gap))


@dataclass(frozen=True, eq=False)
class Wanted:
    """The totals that weights have to meet.

    Args:
        names: the name of each total.
        totals: the totals.
        bounds: of the ratios, for messages.
    """

    names: tuple[str, ...]
    totals: Numbers
    bounds: tuple[float, float] | None

    def gap(self, variables: Numbers, weight: Numbers, *, replicate: int | None = None) -> float:
        """Return the largest relative distance from a total.

        Raises:
            ScoringError: it is not met; names the total and the replicate.
        """
        gaps = np.abs(variables.T @ weight - self.totals) / np.maximum(np.abs(self.totals), 1)
        worst = int(np.where(np.isnan(gaps), np.inf, gaps).argmax())
        if not gaps[worst] <= GOOD:
            raise _missed(self.names[worst], self.totals[worst], self.bounds, replicate=replicate)
        return float(gaps[worst])


def _again(variables: Numbers, wanted: Wanted, shape: Shape) -> Again:
    """Return the step for replicates: solved for the sums of weights of rows that have the same variables."""
    cells, place = np.unique(variables, axis=0, return_inverse=True)

    def again(weights: Numbers, first: int) -> Numbers:
        sums = add_up(weights, place.ravel(), len(cells))
        ratios = np.empty(sums.shape)
        for at, column in enumerate(sums.T):
            ratios[:, at] = _solve(cells, column, wanted.totals, shape)[0]
            wanted.gap(cells, column * ratios[:, at], replicate=first + at + 1)
        return np.asarray(weights * ratios[place.ravel()], np.float64)

    return again


def _missed(
    name: str, total: float, bounds: tuple[float, float] | None, *, replicate: int | None = None
) -> ScoringError:
    within = "" if bounds is None else f" trong giới hạn [{bounds[0]:g}, {bounds[1]:g}]"
    inside = "" if bounds is None else f" within [{bounds[0]:g}, {bounds[1]:g}]"
    where_vi, where_en = (
        ("", "") if replicate is None else (f" mẫu lặp {replicate}", f" replicate {replicate}")
    )
    return ScoringError(
        f"calibrate{where_vi}: không đạt được tổng «{name}» = {total:.10g}{within}; hãy nới bounds hoặc bỏ tổng này.",
        f"calibrate{where_en}: the total “{name}” = {total:.10g} cannot be met{inside}; widen the bounds or drop it.",
    )


def _refuse_negative(weight: Numbers) -> None:
    rows = np.flatnonzero(weight < 0)
    if rows.size:
        raise ScoringError(
            f'calibrate: dòng dữ liệu {rows[0] + 1} nhận trọng số âm; hãy đặt bounds, method = raking, hoặc negative = "allow".',
            f'calibrate: data row {rows[0] + 1} gets a negative weight; set bounds, method = raking, or negative = "allow".',
        )


def _variable(design: Design, name: str) -> Numbers:
    if name.casefold() == INTERCEPT:
        return np.ones(design.n)
    if "=" not in name:
        values = finite(design.column(name), name)
        blank = np.flatnonzero(np.isnan(values) & design.counts)
        if blank.size:
            raise ScoringError(
                f"Cột «{name}», dòng dữ liệu {blank[0] + 1}: bị trống nên không hiệu chỉnh được.",
                f"Column “{name}”, data row {blank[0] + 1}: blank, so it cannot be calibrated.",
            )
        return np.nan_to_num(values)
    column, level = name.split("=", 1)
    wanted = label_of(level)
    hit = [
        not missing(value) and label_of(label(value)) == wanted for value in design.column(column).tolist()
    ]
    if not np.any(np.array(hit) & design.counts):
        raise ScoringError(
            f"Ô «{name}» không có người trả lời nào nên không thể đạt tổng.",
            f"Cell “{name}” has no rows, so its total cannot be met.",
        )
    return np.array(hit, np.float64)


def _solve(
    variables: Numbers, weight: Numbers, population_totals: Numbers, shape: Shape
) -> tuple[Numbers, int]:
    """Solve by Newton's method with step halving; columns are scaled first so that ages and counts mix."""
    scale = np.sqrt(np.maximum((weight[:, None] * variables**2).sum(axis=0) / weight.sum(), 0))
    scale = np.where(scale > 0, scale, 1.0)
    x, target = variables / scale, population_totals / scale
    beta = np.zeros(population_totals.size)
    size = np.maximum(np.abs(target), 1e-300)

    def miss(b: Numbers) -> Numbers:
        return np.asarray(target - x.T @ (weight * shape.ratio(x @ b)), np.float64)

    gap = miss(beta)
    rounds = 0
    while np.max(np.abs(gap) / size) > EXACT and rounds < ROUNDS:
        rounds += 1
        slope = weight * shape.slope(x @ beta)
        move = np.linalg.lstsq((x * slope[:, None]).T @ x, gap, rcond=1e-12)[0]
        step = 1.0
        while step > 1e-6 and not np.linalg.norm(miss(beta + step * move)) < np.linalg.norm(gap):
            step /= 2
        if step <= 1e-6:
            break
        beta = beta + step * move
        gap = miss(beta)
    return shape.ratio(x @ beta), rounds
