"""Fay–Herriot: REML found another way, errors that simulations confirm, and communes that add up to the province."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from scoring.errors import ScoringError
from scoring.small_area.area_variances import answer_variance, reml
from scoring.small_area.fay_herriot import AreaInput, fay_herriot


def world(rng, *, areas=40, sigma=0.05):
    d = rng.uniform(0.001, 0.006, areas)
    z = rng.normal(size=areas)
    truth = 0.78 + 0.02 * z + rng.normal(scale=sigma, size=areas)
    return truth, truth + rng.normal(scale=np.sqrt(d)), d, z


def minus_restricted_likelihood(sigma2, y, d, x):
    v = sigma2 + d
    xtx = (x.T / v) @ x
    beta = np.linalg.solve(xtx, (x.T / v) @ y)
    return 0.5 * (np.log(v).sum() + np.linalg.slogdet(xtx)[1] + ((y - x @ beta) ** 2 / v).sum())


@pytest.mark.parametrize("seed", range(6))
def test_fisher_scoring_finds_the_top_of_the_restricted_likelihood(seed):
    _, y, d, z = world(np.random.default_rng(seed))
    x = np.column_stack([np.ones(len(y)), z])

    best = minimize_scalar(
        minus_restricted_likelihood,
        bounds=(0, 0.05),
        args=(y, d, x),
        method="bounded",
        options={"xatol": 1e-12},
    )

    assert reml(y, d, x) == pytest.approx(best.x, rel=1e-4, abs=1e-9)


def test_areas_without_real_differences_are_all_given_the_common_mean_by_plain_reml():
    inputs = [AreaInput(area=str(i), direct=0.8 + 0.001 * (-1) ** i, variance=0.01) for i in range(10)]

    fitted = fay_herriot(inputs, between="reml")

    assert fitted.sigma2 == fitted.reml == 0
    assert {round(each.estimate, 12) for each in fitted.areas} == {0.8}
    assert {each.shrinkage for each in fitted.areas} == {1.0}


def test_an_area_with_many_answers_keeps_its_own_result():
    inputs = [
        AreaInput(area=str(i), direct=0.6 + 0.05 * i, variance=1e-9 if i == 7 else 0.004) for i in range(8)
    ]

    fitted = fay_herriot(inputs)

    assert fitted.areas[7].estimate == pytest.approx(0.95, abs=1e-6)
    assert fitted.areas[7].rmse == pytest.approx(1e-9**0.5, rel=1e-2)
    assert fitted.areas[0].shrinkage > 0.05


def test_an_area_nobody_answered_in_gets_what_the_model_expects():
    inputs = [
        AreaInput(area=str(i), direct=0.7 + i / 40, variance=0.002, covariates=(float(i),)) for i in range(8)
    ]
    inputs.append(AreaInput(area="trống", direct=None, variance=None, covariates=(4.0,)))

    fitted = fay_herriot(inputs)

    assert fitted.areas[-1].estimate == pytest.approx(0.8, abs=1e-9)
    assert fitted.areas[-1].direct is None
    assert fitted.areas[-1].shrinkage == 1.0


def test_the_error_of_an_area_nobody_answered_in_is_that_of_areas_and_of_the_model():
    _, y, d, z = world(np.random.default_rng(4))
    inputs = [AreaInput(area=str(i), direct=y[i], variance=d[i], covariates=(z[i],)) for i in range(len(y))]
    inputs.append(AreaInput(area="trống", direct=None, variance=None, covariates=(2.0,)))

    fitted = fay_herriot(inputs)

    x, new = np.column_stack([np.ones(len(y)), z]), np.array([1.0, 2.0])
    spread = new @ np.linalg.solve((x.T / (fitted.sigma2 + d)) @ x, new)
    assert fitted.sigma2 > 0.0005
    assert spread > 0.1 * fitted.sigma2 / len(y)
    assert fitted.areas[-1].mse == pytest.approx(fitted.sigma2 + spread, rel=1e-9)
    assert all(fitted.areas[-1].mse > each.mse for each in fitted.areas[:-1])


def test_communes_add_up_to_the_province_and_the_shift_is_in_their_error():
    rng = np.random.default_rng(3)
    _, y, d, _ = world(rng)
    share = rng.uniform(0.5, 2, len(y))
    inputs = [AreaInput(area=str(i), direct=y[i], variance=d[i], share=share[i]) for i in range(len(y))]

    free, tied = fay_herriot(inputs), fay_herriot(inputs, province=0.8)

    assert np.average([each.benchmarked for each in tied.areas], weights=share) == pytest.approx(
        0.8, rel=1e-12
    )
    assert [each.estimate for each in free.areas] == [each.estimate for each in tied.areas]
    assert free.shift == 0
    shift = [each.benchmarked - each.estimate for each in tied.areas]
    assert min(abs(each) for each in shift) > 1e-4
    assert [each.mse for each in tied.areas] == pytest.approx(
        [each.mse + moved**2 for each, moved in zip(free.areas, shift, strict=True)], rel=1e-12
    )


@pytest.mark.slow
@pytest.mark.parametrize(("between", "least", "most"), [("reml", 0.95, 1.05), ("adjusted", 1.0, 1.25)])
def test_the_mean_squared_error_is_what_simulations_find(between, least, most):
    """Plain REML's is right; the adjusted one errs to the safe side, by the upward bias of its variance."""
    rng = np.random.default_rng(11)
    d = np.linspace(0.001, 0.008, 30)
    errors, claimed = np.zeros(30), np.zeros(30)
    repeats = 1500
    for _ in range(repeats):
        truth = 0.78 + rng.normal(scale=0.05, size=30)
        y = truth + rng.normal(scale=np.sqrt(d))
        inputs = [AreaInput(area=str(i), direct=y[i], variance=d[i]) for i in range(30)]
        fitted = fay_herriot(inputs, between=between)
        errors += (np.array([each.estimate for each in fitted.areas]) - truth) ** 2
        claimed += np.array([each.mse for each in fitted.areas])

    assert least <= claimed.sum() / errors.sum() <= most
    assert (errors / repeats < d).mean() > 0.9


def test_the_variance_of_one_answer_is_pooled_over_areas_by_their_degrees_of_freedom():
    assert answer_variance([0.01, 0.02, np.nan, 5], [30, 30, 30, 30], [1, 2, 1, 0]) == pytest.approx(0.5)


@pytest.mark.parametrize(("variance", "df"), [([0.0, 0.0], [1, 1]), ([0.1, 0.1], [0, 0])])
def test_areas_in_which_nothing_varies_have_no_known_error(variance, df):
    with pytest.raises(ScoringError) as refused:
        answer_variance(variance, [10, 10], df)

    assert "Trong từng đơn vị" in refused.value.vi


@pytest.mark.parametrize("scale", ["share", "logit", "arcsine"])
def test_no_benchmarked_share_or_bound_leaves_0_to_100_percent(scale):
    rng = np.random.default_rng(8)
    direct = np.clip(0.96 + rng.normal(scale=0.04, size=30), 0.7, 1)
    inputs = [AreaInput(area=str(i), direct=direct[i], variance=0.0004) for i in range(30)]

    fitted = fay_herriot(inputs, province=0.995, scale=scale)

    shares = [each.benchmarked for each in fitted.areas]
    assert np.mean(shares) == pytest.approx(0.995, abs=1e-12)
    assert max(each.estimate for each in fitted.areas) * 0.995 / np.mean(direct) > 1, (
        "one factor would leave it"
    )
    assert all(0 < each.low < each.benchmarked < each.high <= 1 for each in fitted.areas)


def test_a_prediction_above_100_percent_is_not_made_to_add_up():
    inputs = [AreaInput(area=str(i), direct=0.7 + i / 28, variance=1e-4, covariates=(i,)) for i in range(8)]
    inputs.append(AreaInput(area="xa", direct=None, variance=None, covariates=(20,)))

    with pytest.raises(ScoringError) as refused:
        fay_herriot(inputs, province=0.9)

    assert "thang logit" in refused.value.vi
    assert all(each.benchmarked < 1 for each in fay_herriot(inputs, province=0.9, scale="logit").areas)


@pytest.mark.parametrize("scale", ["logit", "arcsine"])
def test_scales_agree_where_shares_are_near_one_half(scale):
    rng = np.random.default_rng(2)
    direct = 0.5 + rng.normal(scale=0.03, size=40)
    inputs = [AreaInput(area=str(i), direct=direct[i], variance=0.0004, n=10**9) for i in range(40)]

    plain, other = (fay_herriot(inputs, scale=each) for each in ("share", scale))

    for one, two in zip(plain.areas, other.areas, strict=True):
        assert two.estimate == pytest.approx(one.estimate, abs=2e-3)
        assert two.rmse == pytest.approx(one.rmse, rel=0.05)


def test_residuals_are_those_of_the_fitted_model_and_leverages_add_up_to_its_coefficients():
    _, y, d, z = world(np.random.default_rng(5))
    inputs = [AreaInput(area=str(i), direct=y[i], variance=d[i], covariates=(z[i],)) for i in range(len(y))]

    fitted = fay_herriot(inputs)

    expected = fitted.beta[0] + fitted.beta[1] * z
    residuals = (y - expected) / np.sqrt(fitted.sigma2 + d)
    assert [each.residual for each in fitted.areas] == pytest.approx(residuals)
    assert sum(each.leverage for each in fitted.areas) == pytest.approx(2)
    assert [each.direct_se for each in fitted.areas] == pytest.approx(np.sqrt(d))


@pytest.mark.parametrize(
    ("inputs", "part"),
    [
        ([AreaInput(area="a", direct=0.8, variance=0.01)] * 2, "Chỉ có 2 đơn vị"),
        ([AreaInput(area="a", direct=0.8, variance=0.0)] * 4, "Đơn vị a: phương sai"),
        ([AreaInput(area="a", direct=0.8, variance=None)] * 4, "Đơn vị a: phương sai"),
        ([AreaInput(area="a", direct=0.8, variance=0.1, share=0)] * 4, "Tỷ trọng"),
        ([AreaInput(area="a", direct=0.8, variance=0.1, covariates=(1.0,))] * 5, "suy ra được"),
        (
            [
                AreaInput(area="a", direct=0.8, variance=0.1),
                *[AreaInput(area="b", direct=0.8, variance=0.1, covariates=(1.0,))] * 4,
            ],
            "cùng số biến",
        ),
        ([], "Chỉ có 0"),
    ],
)
def test_a_model_that_cannot_be_fitted_says_why(inputs, part):
    with pytest.raises(ScoringError) as refused:
        fay_herriot(inputs)

    assert part in refused.value.vi
