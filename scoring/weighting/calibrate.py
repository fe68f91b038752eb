"""Calibration: the weights meet totals of any variables while they change as little as possible."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.columns.columns import Numbers, add_up, missing
from scoring.columns.levels import label
from scoring.design.calibration_residuals import Regressed
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.reduction.coded_answers import finite
from scoring.weighting.replicate_weights import reweighted
from scoring.weighting.report import Weighted, report

Distance = Literal["linear", "raking", "logit"]
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
) -> Weighted:
    """Change weights so that they meet totals (Deville and Särndal 1992).

    Args:
        design: the design with the weights so far.
        totals: ``(intercept)`` for the population, ``column=level`` for the count of a level, a bare column for
            the sum of a number.
        method: the distance between old and new weights.
        bounds: the smallest and the largest ratio of new to old weight; ``logit`` needs them.

    Raises:
        ScoringError: a total that cannot be met within the bounds, by name; a row whose weight becomes negative.

    >>> step = calibrate(Design(data={"age": [20, 40]}), {"(intercept)": 10, "age": 280})
    >>> step.design.weight.round(6).tolist()
    [6.0, 4.0]
    """
    shape = _shape(method, bounds)
    names = list(totals)
    variables = np.stack([_variable(design, name) for name in names], axis=1)
    population_totals = np.array([float(totals[name]) for name in names])
    before = design.weight
    ratio, rounds = _solve(variables, before, population_totals, shape)
    after = before * ratio
    gap, worst = _widest(variables, after, population_totals)
    if not gap <= GOOD:
        raise _missed(names[worst], population_totals[worst], bounds)
    _refuse_negative(after)
    cells, place = np.unique(variables, axis=0, return_inverse=True)

    def again(weights: Numbers, first: int) -> Numbers:
        sums = add_up(weights, place.ravel(), len(cells))
        ratios = np.empty(sums.shape)
        for at, column in enumerate(sums.T):
            ratios[:, at] = _solve(cells, column, population_totals, shape)[0]
            gap, worst = _widest(cells, column * ratios[:, at], population_totals)
            if not gap <= GOOD:
                raise _missed(names[worst], population_totals[worst], bounds, replicate=first + at + 1)
        return np.asarray(weights * ratios[place.ravel()], np.float64)

    made = reweighted(design, after, again, Regressed(variables, before, after))
    return Weighted(made, report("calibrate", before, after, iterations=rounds, gap=gap))


def _widest(variables: Numbers, weight: Numbers, population_totals: Numbers) -> tuple[float, int]:
    """Return the largest relative distance from a total, and which total it is."""
    gaps = np.abs(variables.T @ weight - population_totals) / np.maximum(np.abs(population_totals), 1)
    worst = int(np.where(np.isnan(gaps), np.inf, gaps).argmax())
    return float(gaps[worst]), worst


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
            f"calibrate: dòng dữ liệu {rows[0] + 1} nhận trọng số âm; hãy đặt bounds hoặc method = raking.",
            f"calibrate: data row {rows[0] + 1} gets a negative weight; set bounds or method = raking.",
        )


def _variable(design: Design, name: str) -> Numbers:
    if name.casefold() == INTERCEPT:
        return np.ones(design.n)
    if "=" not in name:
        values = finite(design.column(name), name)
        blank = np.flatnonzero(np.isnan(values) & (design.weight > 0))
        if blank.size:
            raise ScoringError(
                f"Cột «{name}», dòng dữ liệu {blank[0] + 1}: bị trống nên không hiệu chỉnh được.",
                f"Column “{name}”, data row {blank[0] + 1}: blank, so it cannot be calibrated.",
            )
        return np.nan_to_num(values)
    column, level = name.split("=", 1)
    hit = [not missing(value) and label(value) == level for value in design.column(column).tolist()]
    if not np.any(np.array(hit) & (design.weight > 0)):
        raise ScoringError(
            f"Ô «{name}» không có người trả lời nào nên không thể đạt tổng.",
            f"Cell “{name}” has no rows, so its total cannot be met.",
        )
    return np.array(hit, np.float64)


@dataclass(frozen=True, eq=False)
class _Shape:
    """The ratio of new to old weight as a function of the linear predictor, and its slope."""

    ratio: Callable[[Numbers], Numbers]
    slope: Callable[[Numbers], Numbers]


def _shape(method: Distance, bounds: tuple[float, float] | None) -> _Shape:
    low, high = bounds or (-np.inf, np.inf)
    if bounds is not None and not low < 1 < high:
        raise ScoringError(
            f"bounds = [{low:g}, {high:g}] phải chứa 1 ở giữa.",
            f"bounds = [{low:g}, {high:g}] must contain 1.",
        )
    if method == "linear":
        return _clipped(lambda u: 1 + u, np.ones_like, low, high)
    if method == "raking":
        return _clipped(lambda u: np.exp(np.minimum(u, 500)), lambda u: np.exp(np.minimum(u, 500)), low, high)
    if method != "logit":
        raise ScoringError(
            f"method = «{method}» không có; chọn linear, raking hoặc logit.",
            f"method = “{method}” is unknown; choose linear, raking or logit.",
        )
    if bounds is None:
        raise ScoringError("method = logit cần bounds.", "method = logit needs bounds.")
    return _logit(low, high)


def _clipped(
    ratio: Callable[[Numbers], Numbers], slope: Callable[[Numbers], Numbers], low: float, high: float
) -> _Shape:
    def inside(u: Numbers) -> Numbers:
        g = ratio(u)
        return np.where((g > low) & (g < high), slope(u), 0.0)

    return _Shape(lambda u: np.clip(ratio(u), low, high), inside)


def _logit(low: float, high: float) -> _Shape:
    a = (high - low) / ((1 - low) * (high - 1))

    def ratio(u: Numbers) -> Numbers:
        e = np.exp(np.clip(a * u, -500, 500))
        return np.asarray(
            (low * (high - 1) + high * (1 - low) * e) / ((high - 1) + (1 - low) * e), np.float64
        )

    def slope(u: Numbers) -> Numbers:
        g = ratio(u)
        return np.asarray(a * (g - low) * (high - g) / (high - low), np.float64)

    return _Shape(ratio, slope)


def _solve(
    variables: Numbers, weight: Numbers, population_totals: Numbers, shape: _Shape
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
