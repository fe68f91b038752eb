"""What holds of every sample drawn with unequal probabilities, and what is refused."""

import numpy as np
import pytest

from sampling.selection.joint_inclusion import joint
from scoring import (
    Design,
    JointProbabilities,
    Pps,
    RegressionModel,
    ScoringError,
    contrast,
    estimate,
    jackknife,
    ratio,
    regress,
)
from scoring.weighting import poststratify
from tests.scoring.reference import close

PI = np.array([0.5, 0.25, 0.4, 0.3, 0.6, 0.2])
Y = np.array([3.0, 1.0, 7.0, 2.0, 9.0, 4.0])
PAIRS = np.outer(PI, PI) * 0.9


def known(matrix=PAIRS, ids=None):
    matrix = np.array(matrix)
    np.fill_diagonal(matrix, PI)
    return Pps("yates_grundy", JointProbabilities(tuple(ids or map(str, range(6))), matrix))


def sample(pps, pi=PI, **options):
    data = {
        "id": np.arange(6),
        "y": Y,
        "z": Y[::-1] ** 2,
        "g": [1, 1, 1, 2, 2, 2],
        "h": ["a", "a", "a", "b", "b", "b"],
    }
    return Design(
        clusters=[data["id"]], weights=1 / np.maximum(pi, 0.1), fpc=[pi], pps=pps, data=data, **options
    )


def total(design, what="y", **options):
    return estimate(design, what, statistic="total", **options)


def by_pairs(weight):
    """Return the variance of the total of y by the definition, pair by pair."""
    t = Y / PI
    return sum(weight(i, j) * (t[i] - t[j]) ** 2 for i in range(6) for j in range(i))


def test_the_formulas_pair_by_pair():
    yates_grundy = by_pairs(lambda i, j: (PI[i] * PI[j] - PAIRS[i, j]) / PAIRS[i, j])
    hartley_rao = by_pairs(lambda i, j: (1 - PI[i] - PI[j] + 2.0 / 6) / 5)
    t = Y / PI
    brewer = 6 / 5 * ((1 - PI) * (t - t.mean()) ** 2).sum()

    close(total(sample(known())).se[0, 0] ** 2, yates_grundy)
    close(total(sample(Pps("hartley_rao", squares={"": 2.0}))).se[0, 0] ** 2, hartley_rao)
    close(total(sample(Pps("brewer"))).se[0, 0] ** 2, brewer)


def test_equal_chances_give_the_variance_of_simple_random_sampling_by_all_three():
    pi = np.full(6, 0.3)
    plain = Design(clusters=[np.arange(6)], weights=1 / pi, fpc=[np.full(6, 20)], data={"y": Y})
    pairs = np.full((6, 6), 6 * 5 / (20 * 19))
    np.fill_diagonal(pairs, pi)
    exact = Pps("yates_grundy", JointProbabilities(tuple(map(str, range(6))), pairs))

    for pps in (Pps("brewer"), Pps("hartley_rao"), Pps("hartley_rao", squares={"": 20 * 0.09}), exact):
        close(total(sample(pps, pi)).se, total(plain).se)


def test_the_mean_of_the_variances_of_all_samples_is_the_true_variance_under_sampford():
    """Yates–Grundy is unbiased: seen on every sample of 2 of 5 units, weighed by its chance."""
    pi = np.array([0.2, 0.3, 0.4, 0.5, 0.6])
    y, pairs = np.array([2.0, 5.0, 3.0, 8.0, 1.0]), joint(pi, "sampford")
    true = mean = 0.0
    for i in range(5):
        for j in range(i):
            made = Pps("yates_grundy", JointProbabilities((str(i), str(j)), pairs[np.ix_([i, j], [i, j])]))
            both = [i, j]
            design = Design(
                clusters=[both], weights=1 / pi[both], fpc=[pi[both]], pps=made, data={"y": y[both]}
            )
            row = estimate(design, "y", statistic="total")
            variance = row.variances[0, 0]
            true += pairs[i, j] * (row.value[0, 0] - y.sum()) ** 2
            mean += pairs[i, j] * variance

    close(pairs.sum() - pi.sum(), 2)
    close(mean, true)


def test_a_negative_yates_grundy_variance_is_no_standard_error_and_says_so():
    matrix = np.outer(PI, PI) * 0.9
    matrix[4, 5] = matrix[5, 4] = PI[4] * PI[5] * 1.6
    design = Design(
        clusters=[np.arange(6)], weights=1 / PI, fpc=[PI], pps=known(matrix), data={"y": [1, 1, 1, 1, 100 * PI[4], -100 * PI[5]], "x": Y}
    )  # fmt: skip
    table = total(design, ["y", "x"])

    assert table.variances[0, 0] < 0
    assert np.isnan(table.se[0, 0])
    assert table.rows[0].low is None
    assert "variance is negative" in table.rows[0].why[1]
    assert np.isnan(contrast({"y": 1.0}, table).se)
    assert table.rows[1].se > 0


def test_what_has_no_error_has_none_although_rounding_makes_its_variance_negative():
    matrix = np.outer(PI, PI) * 0.9
    matrix[4, 5] = matrix[5, 4] = PI[4] * PI[5] * 1.6
    design, factors = sample(known(matrix)), np.random.default_rng(1).uniform(0.1, 10, 200)
    tables = [ratio(design, {"y": Y * factor}, {"x": Y}) for factor in factors]

    assert min(table.spread.variances()[0, 0] for table in tables) < 0
    for table, factor in zip(tables, factors, strict=True):
        assert table.value[0, 0] == pytest.approx(factor)
        assert table.se[0, 0] == pytest.approx(0, abs=1e-9 * factor)


@pytest.mark.parametrize("pps", [Pps("brewer"), Pps("hartley_rao", squares={"a": 1.0, "b": 1.0})])
def test_strata_add_up(pps):
    design = sample(pps, strata=["a", "a", "a", "b", "b", "b"])
    parts = total(design, by="h")

    close(total(design).se[0, 0] ** 2, (parts.se**2).sum())


def test_pairs_of_two_strata_add_nothing_to_yates_and_grundy():
    matrix = PAIRS.copy()
    matrix[:3, 3:], matrix[3:, :3] = np.outer(PI[:3], PI[3:]), np.outer(PI[3:], PI[:3])
    one, two = (sample(known(matrix), strata=strata) for strata in (None, ["a"] * 3 + ["b"] * 3))

    close(total(one).se, total(two).se)


@pytest.mark.parametrize("kind", ["brewer", "hartley_rao", "yates_grundy"])
def test_units_drawn_for_sure_are_set_apart(kind):
    pi = np.array([0.5, 0.25, 0.4, 0.3, 0.6, 1.0])
    pairs = PAIRS.copy()
    pairs[5], pairs[:, 5] = pi, pi
    np.fill_diagonal(pairs, pi)

    def pps(n):
        named = JointProbabilities(tuple(map(str, range(n))), pairs[:n, :n])
        return Pps(kind, named if kind == "yates_grundy" else None)

    rest = Design(clusters=[np.arange(5)], weights=1 / pi[:5], fpc=[pi[:5]], pps=pps(5), data={"y": Y[:5]})

    close(total(sample(pps(6), pi)).se, total(rest).se)


def test_a_stratum_of_one_open_unit_follows_the_rule_for_lonely_ones():
    strata = ["a", "a", "a", "a", "a", "b"]
    with pytest.raises(ScoringError, match="Tầng «b» chỉ có một đơn vị"):
        _ = total(sample(Pps("brewer"), strata=strata)).se
    rest = total(sample(Pps("brewer"), strata=strata, lonely="remove")).se[0, 0] ** 2
    alone = (1 - PI[5]) * (Y[5] / PI[5]) ** 2

    close(total(sample(Pps("brewer"), strata=strata, lonely="certainty")).se ** 2, [[rest]])
    for kind in ("brewer", "hartley_rao"):
        close(total(sample(Pps(kind), strata=strata, lonely="adjust")).se ** 2, [[rest + alone]])
    close(total(sample(Pps("brewer"), strata=strata, lonely="average")).se ** 2, [[2 * rest]])


def test_calibrated_weights_leave_residuals():
    design = sample(Pps("brewer"))
    step = poststratify(design, "g", {"1": 10, "2": 12})

    assert total(step.design, {"one": np.ones(6)}).se[0, 0] == pytest.approx(0, abs=1e-9)
    assert total(step.design).se[0, 0] > 0


def test_a_regression_has_the_error_of_the_pairs():
    plain, pairs = (
        regress(design, RegressionModel(outcome="y", terms=["z"])).coefficients
        for design in (sample(Pps("brewer")), sample(known()))
    )

    close(plain.value, pairs.value)
    assert (plain.se != pairs.se).all()


@pytest.mark.parametrize(
    ("make", "en"),
    [
        (lambda: Pps("tille"), "pps = “tille” is unknown"),
        (lambda: Pps("yates_grundy"), "Joint probabilities (joint) are needed"),
        (lambda: Pps("brewer", known().joint), "for that only"),
        (lambda: Pps("brewer", squares={"": 1}), "for pps = hartley_rao only"),
        (lambda: Design(weights=[1, 2], pps=Pps("brewer")), "pps needs the chance of each sampled unit"),
        (lambda: jackknife(sample(Pps("brewer"))), "pps cannot stand beside replicate weights"),
        (lambda: total(sample(Pps("brewer"), [0.5, 0.2, 0.3, 0, 0.1, 0.2])), "data row 4: 0 must be above 0 and at most 1"),
        (lambda: total(sample(Pps("brewer"), [0.5, 0.2, 0.3, 3, 0.1, 0.2])), "data row 4: 3 must be above 0 and at most 1"),
        (
            lambda: total(Design(clusters=[[1, 1, 2]], weights=[1, 1, 1], fpc=[[0.5, 0.4, 0.3]], pps=Pps("brewer"), data={"y": [1, 2, 3]})),
            "data row 2: must be the same within a sampled unit",
        ),
        (lambda: total(sample(Pps("hartley_rao", squares={"": 0.1}))), "at least 0.9625 (the sample's)"),
        (lambda: total(sample(Pps("hartley_rao", squares={"a": 9}))), "squares, stratum “”"),
        (lambda: total(sample(known(ids="abcdef"))), "the unit “0” of the data is missing"),
        (lambda: total(sample(known(PAIRS * 30))), "pair “0” and “1”: a joint probability must be above 0 and at most"),
        (lambda: total(sample(known(PAIRS * 0))), "pair “0” and “1”: a joint probability must be above 0"),
        (lambda: total(sample(known(np.triu(PAIRS) + np.tril(PAIRS) * 1.05))), "the pair has two different values"),
        (lambda: total(sample(known(), PI * 1.1)), "the diagonal is not the column of probabilities"),
        (lambda: total(sample(known(), strata=["a"] * 3 + ["b"] * 3)), "units of two strata must be drawn independently"),
        (lambda: total(sample(known(np.where(np.eye(6)[::-1], np.nan, PAIRS)))), "pair “0” and “5”: there is no joint"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_pps_design_is_refused(make, en):
    with pytest.raises(ScoringError) as error:
        np.asarray(make().se)

    assert en in error.value.en
    assert error.value.vi != error.value.en
