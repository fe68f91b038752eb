"""Small-area estimates by the Fay-Herriot model, with their mean squared errors.

The model, on the scale of ``area_scales``: direct estimate = x'β + v + e, with v of variance σ² between areas and e of known
sampling variance D. Estimates are turned back into shares, their errors by the delta method.

References: Fay & Herriot (1979) JASA 74, 269–277; Rao & Molina (2015) Small Area Estimation, 2nd ed., §6.1 (EBLUP), §6.2
(MSE), §6.4 (benchmarking); Datta & Lahiri (2000) Statistica Sinica 10, 613–627 (no bias term under REML); Li & Lahiri (2010)
Journal of Multivariate Analysis 101, 882–892 (σ² that is never 0). Why that σ²: ``docs/decisions/0014-areas-never-all-alike.md``.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError
from scoring.small_area.area_benchmark import logit_shift, moved_share, wilson_bounds
from scoring.small_area.area_scales import SCALES, Scale
from scoring.small_area.area_variances import Between, adjusted_reml, reml


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaEstimate:
    """The estimate of one area, shares; without answers ``direct`` is None and ``estimate`` the model's prediction.

    ``direct_se`` is √D, ``expected`` what the model expects of an area like this (x'β), ``shrinkage`` the part of the
    estimate that comes from it (1 − γ). ``benchmarked`` makes the areas add up to the province; ``mse`` includes the
    square of that shift, ``low`` and ``high`` are the bounds about it. ``residual`` is (direct − x'β)/√(σ² + D) and
    ``leverage`` the part of x'β that the area's own direct estimate makes, both on the model's scale.
    """

    area: str
    direct: float | None
    direct_se: float | None
    expected: float
    estimate: float
    benchmarked: float
    mse: float
    low: float
    high: float
    shrinkage: float
    residual: float | None
    leverage: float | None

    @property
    def rmse(self) -> float:
        """The root of the mean squared error, in the units of the estimate."""
        return float(np.sqrt(self.mse))


@dataclass(frozen=True, slots=True)
class SmallArea:
    """A fitted model: ``sigma2`` between areas and coefficients ``beta`` on its scale, the benchmark's shift of logits.

    ``reml`` is the variance between areas by plain REML, 0 where the data show no difference between areas.
    """

    sigma2: float
    reml: float
    beta: tuple[float, ...]
    shift: float
    scale: Scale
    areas: tuple[AreaEstimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaInput:
    """The inputs of one area: direct estimate and sampling variance, covariates, share of the population.

    ``n`` answers keep an area at 0 or 100 % on the logit scale.
    """

    area: str
    direct: float | None
    variance: float | None
    covariates: tuple[float, ...] = ()
    share: float = 1.0
    n: int = 30


@dataclass(frozen=True, slots=True)
class _Fit:
    """The model on its scale: values and variances of observed areas, and what was estimated from them."""

    y: Numbers
    d: Numbers
    sigma2: float
    reml: float
    beta: Numbers
    inverse: Numbers


def fay_herriot(
    areas: list[AreaInput],
    province: float | None = None,
    *,
    scale: Scale = "share",
    between: Between = "adjusted",
    confidence: float = 0.95,
) -> SmallArea:
    """Return the model's estimate for every area, benchmarked to ``province`` where that is given.

    Args:
        areas: every area, with or without a direct estimate.
        province: what the areas have to add up to.
        scale: what the model is fitted on.
        between: how σ² is estimated: ``adjusted`` (Li & Lahiri, never 0) or plain ``reml``.
        confidence: of the intervals.

    Raises:
        ScoringError: with too few areas that have answers, a variance that is not positive, or shares that are not;
            where areas cannot be made to add up between 0 and 1.

    >>> inputs = [AreaInput(area=str(i), direct=0.7 + i / 50, variance=0.002) for i in range(6)]
    >>> fitted = fay_herriot(inputs, province=0.75)
    >>> round(sum(each.benchmarked for each in fitted.areas) / 6, 12)
    0.75
    """
    observed = [each for each in areas if each.direct is not None]
    _check(areas, observed)
    fit = _fitted(observed, scale, between)
    found = np.array([_predict(each, fit, at) for each, at in zip(areas, _places(areas), strict=True)])
    estimate = SCALES[scale].share(found[:, 1])
    shares = np.array([each.share for each in areas])
    shift = 0.0 if province is None else logit_shift(estimate, shares, province)
    benchmarked = estimate if province is None else moved_share(estimate, shift)
    inside = estimate if scale == "share" else np.clip(estimate, 1e-9, 1 - 1e-9)
    mse = found[:, 2] / SCALES[scale].slope(inside) ** 2 + (benchmarked - estimate) ** 2
    times = float(ndtri(0.5 + confidence / 2))
    if scale == "share":
        low, high = wilson_bounds(np.clip(benchmarked, 0, 1), mse, times)
    else:
        low, high = _moved_bounds(found[:, 1], times * np.sqrt(found[:, 2]), scale, shift)
    expected = SCALES[scale].share(found[:, 0])
    columns = np.column_stack([expected, estimate, benchmarked, mse, low, high, found[:, 3:]])
    return SmallArea(
        sigma2=fit.sigma2,
        reml=fit.reml,
        beta=tuple(float(each) for each in fit.beta),
        shift=shift,
        scale=scale,
        areas=tuple(_area(each, row.tolist()) for each, row in zip(areas, columns, strict=True)),
    )


def _moved_bounds(middle: Numbers, half: Numbers, scale: Scale, shift: float) -> tuple[Numbers, Numbers]:
    """Return the bounds made on the scale of the model, turned back into shares and benchmarked with the estimates."""
    low, high = (moved_share(SCALES[scale].share(middle + way * half), shift) for way in (-1, 1))
    return low, high


def _area(area: AreaInput, row: list[float]) -> AreaEstimate:
    expected, estimate, benchmarked, mse, low, high, shrinkage, residual, leverage = row
    known = area.direct is not None and area.variance is not None
    return AreaEstimate(
        area=area.area,
        direct=area.direct,
        direct_se=float(np.sqrt(area.variance)) if area.variance is not None and known else None,
        expected=expected,
        estimate=estimate,
        benchmarked=benchmarked,
        mse=mse,
        low=low,
        high=high,
        shrinkage=shrinkage,
        residual=residual if known else None,
        leverage=leverage if known else None,
    )


def _fitted(observed: list[AreaInput], scale: Scale, between: Between) -> _Fit:
    """Fit the model; on another scale D is that of the slope at the areas' mean share, which no area's chance rules."""
    direct = np.array([each.direct for each in observed], dtype=float)
    n = np.array([each.n for each in observed], dtype=float)
    variance = np.array([each.variance for each in observed], dtype=float)
    mean = np.average(direct, weights=n)
    level = direct if scale == "share" else np.full(len(direct), np.clip(mean, 1e-6, 1 - 1e-6))
    y, d = SCALES[scale].value(direct, n), variance * SCALES[scale].slope(level) ** 2
    x = _covariates(observed)
    plain = reml(y, d, x)
    sigma2 = plain if between == "reml" else adjusted_reml(y, d, x)
    v = 1 / (sigma2 + d)
    inverse = np.asarray(np.linalg.inv((x.T * v) @ x))
    return _Fit(y, d, sigma2, plain, np.asarray(inverse @ (x.T * v) @ y), inverse)


def _places(areas: list[AreaInput]) -> list[int | None]:
    """Return the place of each area among those observed."""
    places = iter(range(len(areas)))
    return [None if each.direct is None else next(places) for each in areas]


def _predict(area: AreaInput, fit: _Fit, at: int | None) -> tuple[float, float, float, float, float, float]:
    """Return x'β, estimate, MSE g1 + g2 + 2·g3, the model's part, the standardised residual and the leverage.

    The asymptotic variance of σ² under REML is 2/Σ(σ²+D)⁻² (Rao & Molina §6.2).
    """
    x = np.array([1.0, *area.covariates])
    expected, spread = float(x @ fit.beta), float(x @ fit.inverse @ x)
    if at is None:
        return expected, expected, fit.sigma2 + spread, 1.0, 0.0, 0.0
    y, d = float(fit.y[at]), float(fit.d[at])
    gamma = fit.sigma2 / (fit.sigma2 + d)
    third = d**2 / (fit.sigma2 + d) ** 3 * float(2 / np.sum(1 / (fit.sigma2 + fit.d) ** 2))
    mse = gamma * d + (1 - gamma) ** 2 * spread + 2 * third
    residual = (y - expected) / float(np.sqrt(fit.sigma2 + d))
    leverage = spread / (fit.sigma2 + d)
    return expected, gamma * y + (1 - gamma) * expected, mse, 1 - gamma, residual, leverage


def _covariates(areas: list[AreaInput]) -> Numbers:
    return np.array([[1.0, *each.covariates] for each in areas])


def _check(areas: list[AreaInput], observed: list[AreaInput]) -> None:
    widths = {len(each.covariates) for each in areas}
    if len(widths) > 1:
        raise ScoringError(
            "Các đơn vị phải có cùng số biến giải thích.", "All areas need the same number of covariates."
        )
    needed = widths.pop() + 4 if widths else 4
    if len(observed) < needed:
        raise ScoringError(
            f"Chỉ có {len(observed)} đơn vị có kết quả; mô hình cần ít nhất {needed}.",
            f"Only {len(observed)} areas have a result; the model needs {needed}.",
        )
    for each in observed:
        if each.variance is None or not np.isfinite(each.variance) or each.variance <= 0:
            raise ScoringError(
                f"Đơn vị {each.area}: phương sai mẫu phải là số dương; dùng answer_variance.",
                f"Area {each.area}: its sampling variance must be positive; use answer_variance.",
            )
    if any(each.share < 0 for each in areas) or sum(each.share for each in areas) <= 0:
        raise ScoringError(
            "Tỷ trọng dân số phải không âm và có tổng dương.", "Population shares must be positive."
        )
    if np.linalg.matrix_rank(_covariates(observed)) < needed - 3:
        raise ScoringError(
            "Các biến giải thích suy ra được từ nhau; hãy bỏ bớt.",
            "The covariates determine one another; drop some.",
        )
