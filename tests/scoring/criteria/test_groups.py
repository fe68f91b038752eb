"""Criteria of a specification are made the way the score table makes them, from other recipes."""

import numpy as np
import pytest

from questionnaires.model import Questionnaire
from scoring import Design, estimate, estimate_groups
from scoring.criteria.groups import factors_of
from scoring.criteria.items import read_answers
from scoring.errors import ScoringError
from scoring.method.method import Method
from scoring.score_table.recipes_of_questionnaire import recipes
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.wave_design import read_design
from tests.builders.scores import criterion, heading, questionnaire_of, target_set
from tests.scoring.reference import ITEMS, VALID, close, sipas

BLOCKS = {"1.1": ITEMS[:5], "1.2": ITEMS[5:12]}


def questionnaire(strategy) -> Questionnaire:
    return questionnaire_of(
        heading("1", *(criterion(code, *items, strategy=strategy) for code, items in BLOCKS.items()))
    )


@pytest.mark.parametrize(
    ("strategy", "combine"), [("item_weighted", "mean_of_items"), ("pooled_answers", "pooled")]
)
@pytest.mark.parametrize("by", [(), "district"])
def test_both_doors_give_the_same_criteria(small, strategy, combine, by):
    asked, method = questionnaire(strategy), Method(lonely="fail", minimum_item_weight=1.0, interval="t")
    columns = ["stratum", "psu", "weight"]
    sampled_answers = SampledAnswers(read_answers(small, asked), read_design(small[columns], method), method)
    wanted = [each for each in recipes(asked, target_set()) if each.code in BLOCKS]

    table = sampled_answers.rows("ty_le_hai_long", tuple(wanted), {by: small[by]} if by else {}).table
    groups = estimate_groups(
        Design.from_frame(small, strata="stratum", clusters="psu", weight="weight"),
        BLOCKS,
        by,
        combine=combine,
        valid=VALID,
        interval="t",
    )

    close(groups.value, table.value, 1e-12)
    close(groups.se, table.se, 1e-12)
    close(groups.n, table.n)
    close(groups.high, table.high, 1e-12)


@pytest.mark.parametrize("statistic", ["satisfied", "mean", "mean5", "mean01", "total"])
@pytest.mark.parametrize("combine", ["mean_of_items", "pooled", "item_weighted"])
def test_a_criterion_of_one_item_is_that_item(statistic, combine):
    options = {"statistic": statistic, "valid": VALID, "by": ["district", "urban"]}
    item = estimate(sipas("fpc3"), "q04", **options)
    group = estimate_groups(sipas("fpc3"), {"C": ["q04"]}, combine=combine, **options)

    for name in ("value", "se", "low", "high", "deff", "n", "sum_w"):
        close(getattr(group, name), getattr(item, name), 1e-9)


@pytest.mark.parametrize("statistic", ["mean", "total"])
def test_saying_the_same_twice_changes_neither_estimate_nor_design_effect(statistic):
    data = sipas("wr")
    once = estimate(data, "q04", statistic=statistic, valid=VALID)["q04"]
    twice = estimate_groups(
        Design.from_frame(
            {**data.data, "again": data.column("q04")}, strata="stratum", clusters="psu", weight="w"
        ),
        {"C": ["q04", "again"]},
        statistic=statistic,
        valid=VALID,
    )["C"]

    close([twice.estimate, twice.se, twice.deff], [once.estimate, once.se, once.deff])


def test_a_mean_wants_all_of_its_items_and_a_pool_any_of_them():
    design = Design(data={"a": [5, 1, 5], "b": [9, 9, 9], "area": ["x", "x", "y"]})
    nobody = Design(data={"a": [9, 9], "b": [9, 9]})

    mean = estimate_groups(design, {"C": ["a", "b"]}, "area", valid=VALID)
    pool = estimate_groups(design, {"C": ["a", "b"]}, "area", combine="pooled", valid=VALID)
    none = estimate_groups(nobody, {"C": ["a", "b"]}, combine="pooled", valid=VALID)["C"]

    assert [row.estimate for row in mean] == [None, None]
    assert [row.estimate for row in pool] == [0.5, 1.0]
    assert (none.estimate, none.n) == (None, 0)
    assert none.why is not None


@pytest.mark.parametrize(
    ("groups", "combine", "factors"),
    [
        ({"A": {"q1": 3.0, "q2": 1.0, "q3": 0.0}}, "mean_of_items", {"q1": 0.75, "q2": 0.25, "q3": 0.0}),
        ({"A": ["B", "q1"], "B": ["q1", "q2"]}, "mean_of_items", {"q1": 0.75, "q2": 0.25}),
        ({"A": ["B", "q3"], "B": ["q1", "q2"]}, "item_weighted", {"q1": 1 / 3, "q2": 1 / 3, "q3": 1 / 3}),
        ({"A": ["B", "q1"], "B": ["q1", "q2"]}, "item_weighted", {"q1": 2 / 3, "q2": 1 / 3}),
        ({"A": ["B", "q1"], "B": ["q1", "q2"]}, "pooled", {"q1": 1.0, "q2": 1.0}),
        (
            {"A": {"B": 1.0, "q3": 3.0}, "B": ["q1", "q2"]},
            "item_weighted",
            {"q1": 0.125, "q2": 0.125, "q3": 0.75},
        ),
    ],
)
def test_every_item_has_the_factor_its_groups_give_it_wherever_it_stands(groups, combine, factors):
    assert factors_of("A", groups, combine) == pytest.approx(factors)


@pytest.mark.parametrize(
    ("groups", "part"),
    [
        ({"A": ["B"], "B": ["A"]}, "«A»"),
        ({"A": []}, "«A» trống"),
        ({"A": {"q01": 1.0, "q02": -1.0}}, "Tiêu chí «A»: hệ số"),
        ({"A": {"q01": 0.0}}, "Tiêu chí «A»: hệ số"),
        ({"A": {"q01": np.inf}}, "Tiêu chí «A»: hệ số"),
        ({"A": ["q99"]}, "«q99»"),
    ],
)
def test_a_criterion_that_cannot_be_made_is_named(groups, part):
    with pytest.raises(ScoringError) as refused:
        estimate_groups(sipas("wr"), groups)

    assert part in refused.value.vi


@pytest.mark.parametrize("combine", ["mean_of_items", "pooled"])
def test_under_simple_random_sampling_the_design_effect_is_one_though_answers_are_missing(combine):
    rng = np.random.default_rng(3)
    answers = {name: rng.choice([1.0, 2, 4, 5, np.nan], 400) for name in ("a", "b", "c")}

    group = estimate_groups(Design.from_frame(answers), {"C": ["a", "b", "c"]}, combine=combine, deff="wr")

    assert group.deff[0, 0] == pytest.approx(1, rel=0.02)
