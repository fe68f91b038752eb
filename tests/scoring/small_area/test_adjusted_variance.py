"""The variance between areas that is never 0, and the errors and bounds made with it, by hand."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit

from scoring.errors import ScoringError
from scoring.small_area.area_variances import adjusted_reml, reml
from scoring.small_area.fay_herriot import AreaInput, fay_herriot

D = 0.004
Z = 1.959963984540054


def alike(m: int = 12, apart: float = 0.02) -> list[AreaInput]:
    """Areas of one sampling variance that differ by less than chance would make them."""
    direct = 0.75 + apart * np.linspace(-1, 1, m)
    return [AreaInput(area=str(i), direct=each, variance=D) for i, each in enumerate(direct.tolist())]


def root_of_equal_variances(direct: np.ndarray) -> float:
    """Solve 2/σ² + S/(σ² + D)² = (m − 1)/(σ² + D), a quadratic in σ² + D, S the sum of squares about the mean."""
    m, s = len(direct), float(np.sum((direct - direct.mean()) ** 2))
    return max(np.roots([3 - m, s + (m - 1) * D, -D * s])) - D


@pytest.mark.parametrize("apart", [0.0001, 0.02, 0.3])
def test_with_equal_variances_it_is_the_root_of_a_quadratic(apart):
    direct = np.array([each.direct for each in alike(apart=apart)])

    found = adjusted_reml(direct, np.full(12, D), np.ones((12, 1)))

    assert found == pytest.approx(root_of_equal_variances(direct), rel=1e-6)
    assert found > reml(direct, np.full(12, D), np.ones((12, 1)))


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_top_of_the_restricted_likelihood_times_itself(seed):
    rng = np.random.default_rng(seed)
    d = rng.uniform(0.001, 0.006, 25)
    x = np.column_stack([np.ones(25), rng.normal(size=25)])
    y = x @ [0.78, 0.02] + rng.normal(scale=np.sqrt(d + 0.0004))

    def minus(log_sigma2):
        v = np.exp(log_sigma2) + d
        xtx = (x.T / v) @ x
        beta = np.linalg.solve(xtx, (x.T / v) @ y)
        whole = np.log(v).sum() + np.linalg.slogdet(xtx)[1] + ((y - x @ beta) ** 2 / v).sum()
        return whole / 2 - log_sigma2

    best = minimize_scalar(minus, bounds=(-14, 0), method="bounded", options={"xatol": 1e-10})

    assert np.log(adjusted_reml(y, d, x)) == pytest.approx(best.x, abs=1e-5)


def test_areas_that_chance_explains_keep_a_part_of_their_own_result():
    fitted = fay_herriot(alike())

    assert fitted.reml == 0
    assert 0.1 < 1 - fitted.areas[0].shrinkage < 0.25
    assert fitted.areas[0].estimate < fitted.areas[-1].estimate


def test_the_error_is_that_of_the_area_of_the_mean_and_twice_that_of_the_variance_between_areas():
    fitted = fay_herriot(alike())

    v = fitted.sigma2 + D
    gamma = fitted.sigma2 / v
    third = D**2 / v**3 * 2 * v**2 / 12
    assert fitted.areas[0].mse == pytest.approx(gamma * D + (1 - gamma) ** 2 * v / 12 + 2 * third, rel=1e-12)


@pytest.mark.parametrize("scale", ["logit", "arcsine"])
def test_bounds_are_1_96_errors_on_the_scale_moved_with_the_benchmark(scale):
    direct = [0.75 + 0.02 * (i - 5) / 5 for i in range(11)]
    inputs = [AreaInput(area=str(i), direct=each, variance=D, n=10**9) for i, each in enumerate(direct)]
    to, back = {
        "logit": (logit, expit),
        "arcsine": (lambda p: np.arcsin(np.sqrt(p)), lambda t: np.sin(t) ** 2),
    }[scale]
    slope = {"logit": 1 / (0.75 * 0.25), "arcsine": 0.5 / np.sqrt(0.75 * 0.25)}[scale]

    free, tied = (fay_herriot(inputs, province=each, scale=scale) for each in (None, 0.8))

    v = free.sigma2 + D * slope**2
    gamma = free.sigma2 / v
    error = gamma * D * slope**2 + (1 - gamma) ** 2 * v / 11 + 4 * (1 - gamma) ** 2 * v / 11
    assert tied.shift == pytest.approx(logit(0.8) - logit(0.75), abs=0.01)
    for one, other in zip(free.areas, tied.areas, strict=True):
        ends = [back(to(one.estimate) + way * Z * np.sqrt(error)) for way in (-1, 1)]
        assert (one.low, one.high) == pytest.approx(ends, rel=1e-9)
        assert (other.low, other.high) == pytest.approx(expit(logit(ends) + tied.shift), rel=1e-9)
        assert other.benchmarked == pytest.approx(expit(logit(one.estimate) + tied.shift), rel=1e-12)


def test_three_areas_are_too_few_for_a_variance_above_0():
    with pytest.raises(ScoringError) as refused:
        fay_herriot(alike(3))

    assert "ít nhất 4" in refused.value.vi
    assert fay_herriot(alike(4)).sigma2 > 0
