"""Small-area estimates by the Fay–Herriot model, with their mean squared errors.

The model: direct estimate = x'β + v + e, with v of variance σ² between areas and e of known sampling variance D.

References: Fay & Herriot (1979) JASA 74, 269–277; Rao & Molina (2015) Small Area Estimation, 2nd ed., §6.1 (EBLUP), §6.2
(MSE), §6.4 (benchmarking); Datta & Lahiri (2000) Statistica Sinica 10, 613–627 (no bias term under REML).
"""

from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError
from scoring.small_area.area_variances import reml


@dataclass(frozen=True, slots=True)
class AreaEstimate:
    """The estimate of one area; without answers ``direct`` is None and ``estimate`` the model's prediction.

    ``shrinkage`` is the part that comes from the model rather than from the area's own answers.
    ``benchmarked`` makes the areas add up to the province; ``mse`` includes the square of that shift.
    """

    area: str
    direct: float | None
    estimate: float
    benchmarked: float
    mse: float
    shrinkage: float

    @property
    def rmse(self) -> float:
        """The root of the mean squared error, in the units of the estimate."""
        return float(np.sqrt(self.mse))


@dataclass(frozen=True, slots=True)
class SmallArea:
    """A fitted model: ``sigma2`` between areas, coefficients ``beta``, and ``factor`` that benchmarks the areas."""

    sigma2: float
    beta: tuple[float, ...]
    factor: float
    areas: tuple[AreaEstimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaInput:
    """The inputs of one area: direct estimate and sampling variance, covariates, share of the population."""

    area: str
    direct: float | None
    variance: float | None
    covariates: tuple[float, ...] = ()
    share: float = 1.0


def fay_herriot(areas: list[AreaInput], province: float | None = None) -> SmallArea:
    """Return the model's estimate for every area, benchmarked to ``province`` where that is given.

    Raises:
        ScoringError: with too few areas that have answers, a variance that is not positive, or shares that are not.

    >>> inputs = [AreaInput(area=str(i), direct=0.7 + i / 50, variance=0.002) for i in range(6)]
    >>> fitted = fay_herriot(inputs, province=0.75)
    >>> round(sum(each.benchmarked for each in fitted.areas) / 6, 12)
    0.75
    """
    observed = [each for each in areas if each.direct is not None]
    _check(areas, observed)
    y = np.array([each.direct for each in observed], dtype=float)
    d = np.array([each.variance for each in observed], dtype=float)
    x = _covariates(observed)
    sigma2 = reml(y, d, x)
    inverse, beta = _regression(y, d, x, sigma2)
    found = [_predict(each, sigma2, beta, inverse, third=_g3(d, sigma2)) for each in areas]
    shares = np.array([each.share for each in areas])
    mean = float(np.average([estimate for estimate, _, _ in found], weights=shares))
    factor = 1.0 if province is None else province / mean
    return SmallArea(
        sigma2=sigma2,
        beta=tuple(float(each) for each in beta),
        factor=factor,
        areas=tuple(_area(each, result, factor) for each, result in zip(areas, found, strict=True)),
    )


def _regression(y: Numbers, d: Numbers, x: Numbers, sigma2: float) -> tuple[Numbers, Numbers]:
    v = 1 / (sigma2 + d)
    inverse = np.linalg.inv((x.T * v) @ x)
    return np.asarray(inverse), np.asarray(inverse @ (x.T * v) @ y)


def _g3(d: Numbers, sigma2: float) -> float:
    """The asymptotic variance of σ² under REML, 2/Σ(σ²+D)⁻² (Rao & Molina §6.2)."""
    return float(2 / np.sum(1 / (sigma2 + d) ** 2))


def _predict(
    area: AreaInput, sigma2: float, beta: Numbers, inverse: Numbers, *, third: float
) -> tuple[float, float, float]:
    """Return estimate, MSE and the model's part."""
    x = np.array([1.0, *area.covariates])
    expected = float(x @ beta)
    spread = float(x @ inverse @ x)
    if area.direct is None or area.variance is None:
        return expected, sigma2 + spread, 1.0
    d = area.variance
    gamma = sigma2 / (sigma2 + d)
    mse = gamma * d + (1 - gamma) ** 2 * spread + 2 * d**2 / (sigma2 + d) ** 3 * third
    return gamma * area.direct + (1 - gamma) * expected, mse, 1 - gamma


def _area(area: AreaInput, result: tuple[float, float, float], factor: float) -> AreaEstimate:
    estimate, mse, shrinkage = result
    shift = estimate * (factor - 1)
    return AreaEstimate(area.area, area.direct, estimate, estimate * factor, mse + shift**2, shrinkage)


def _covariates(areas: list[AreaInput]) -> Numbers:
    return np.array([[1.0, *each.covariates] for each in areas])


def _check(areas: list[AreaInput], observed: list[AreaInput]) -> None:
    widths = {len(each.covariates) for each in areas}
    if len(widths) > 1:
        raise ScoringError(
            "Các đơn vị phải có cùng số biến giải thích.", "All areas need the same number of covariates."
        )
    needed = widths.pop() + 3 if widths else 3
    if len(observed) < needed:
        raise ScoringError(
            f"Chỉ có {len(observed)} đơn vị có kết quả; mô hình cần ít nhất {needed}.",
            f"Only {len(observed)} areas have a result; the model needs {needed}.",
        )
    for each in observed:
        if each.variance is None or not np.isfinite(each.variance) or each.variance <= 0:
            raise ScoringError(
                f"Đơn vị {each.area}: phương sai mẫu phải là số dương; dùng smoothed_variance.",
                f"Area {each.area}: its sampling variance must be positive; use smoothed_variance.",
            )
    if any(each.share < 0 for each in areas) or sum(each.share for each in areas) <= 0:
        raise ScoringError(
            "Tỷ trọng dân số phải không âm và có tổng dương.", "Population shares must be positive."
        )
    if np.linalg.matrix_rank(_covariates(observed)) < needed - 2:
        raise ScoringError(
            "Các biến giải thích suy ra được từ nhau; hãy bỏ bớt.",
            "The covariates determine one another; drop some.",
        )
