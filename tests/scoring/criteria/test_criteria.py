"""Criteria equal R's svycontrast over items; strategies, missing items and denominators behave as declared."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from questionnaires import missing
from scoring.criteria.items import ScoredItem, read_answers, read_codes, scored_items
from scoring.design.design import Design
from scoring.design.replication import jackknife
from scoring.errors import ScoringError
from scoring.method.method import Method
from scoring.score_table.recipes_of_questionnaire import recipes
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.wave_design import lonely_strata, read_design, within
from tests.builders.scores import criterion, heading, questionnaire_of, target_set

COLUMNS = {
    "wr": ["stratum", "psu", "weight"],
    "fpc1": ["stratum", "psu", "weight", "fpc_1"],
    "fpc3": ["stratum", "psu", "ssu", "tsu", "weight", "fpc_1", "fpc_2", "fpc_3"],
}
STRATEGY = {"mean_of_items": "item_weighted", "pooled": "pooled_answers"}


def eight(strategy):
    blocks = [[f"q{5 * i + j:02d}" for j in range(1, 6)] for i in range(8)]
    criteria = [criterion(f"1.{i}", *items, strategy=strategy) for i, items in enumerate(blocks, 1)]
    return questionnaire_of(heading("1", *criteria))


def rows(data, questionnaire, method=None, targets=None, *, metric="ty_le_hai_long", by=None):
    method = method or Method()
    sampled_answers = SampledAnswers(read_answers(data, questionnaire), read_design(data, method), method)
    return sampled_answers.rows(metric, recipes(questionnaire, targets or target_set()), by)


@pytest.mark.parametrize("block", ["wr", "fpc1", "fpc3"])
@pytest.mark.parametrize("combine", ["mean_of_items", "pooled"])
def test_criteria_and_their_covariance_equal_r(small, expected, block, combine):
    told = expected[block]["criteria"]
    questionnaire = eight(STRATEGY[combine])
    data = small[[*questionnaire.items, *COLUMNS[block]]]

    # R's bounds of a sum of items are t bounds.
    found = rows(data, questionnaire, Method(interval="t")).table
    codes = [f"1.{i}" for i in range(1, 9)]
    at = [found.variables.index(code) for code in codes]

    assert found.value[0, at] == pytest.approx(told[combine]["estimate"], rel=1e-9)
    assert found.se[0, at] == pytest.approx(told[combine]["se"], rel=1e-9)
    assert found.low[0, at] == pytest.approx(told[combine]["ci_low"], rel=1e-9)
    assert found.high[0, at] == pytest.approx(told[combine]["ci_high"], rel=1e-9)
    assert found.vcov[np.ix_(at, at)] == pytest.approx(np.array(told[combine]["vcov"]), rel=1e-8)
    overall = found["1"]
    assert overall.estimate == pytest.approx(told["overall_mean_of_criteria"][combine]["estimate"], rel=1e-9)
    assert overall.se == pytest.approx(told["overall_mean_of_criteria"][combine]["se"], rel=1e-9)


@pytest.mark.parametrize("column", ["district", "mode"])
@pytest.mark.parametrize("combine", ["mean_of_items", "pooled"])
def test_criteria_by_domain_equal_r(small, expected, column, combine):
    questionnaire = eight(STRATEGY[combine])
    data = small[[*questionnaire.items, *COLUMNS["wr"]]]

    found = rows(data, questionnaire, by={column: small[column].to_numpy()}).table

    for cell in expected["wr"]["by"][column]["cells"]:
        told = cell[f"criteria_{combine}"]
        mine = [found[f"1.{i}[{column}={cell['level']}]"] for i in range(1, 9)]
        assert [each.estimate for each in mine] == pytest.approx(told["estimate"], rel=1e-9)
        assert [each.se for each in mine] == pytest.approx(told["se"], rel=1e-9)


@pytest.mark.parametrize("strategy", ["item_weighted", "pooled_answers"])
def test_the_jackknife_agrees_with_linearisation(small, strategy):
    questionnaire = eight(strategy)
    data = small[[*questionnaire.items, *COLUMNS["wr"]]]
    design = read_design(data, Method(lonely="fail"))
    wanted = recipes(questionnaire, target_set())

    plain, replicated = (
        SampledAnswers(read_answers(data, questionnaire), each, Method()).rows("ty_le_hai_long", wanted).table
        for each in (design, jackknife(design))
    )

    assert replicated.value == pytest.approx(plain.value, rel=1e-12)
    assert replicated.se == pytest.approx(plain.se, rel=0.03)


def tiny(answers, **design):
    frame = pd.DataFrame(answers)
    return frame.assign(weight=1.0, **design)


def test_weights_of_items_count_within_the_criterion():
    questionnaire = questionnaire_of(criterion("1", "a", "b", weights=[3.0, 1.0]))

    found = rows(tiny({"a": [4, 5], "b": [1, 2]}), questionnaire).table["1"]

    assert found.estimate == pytest.approx(0.75)


def test_explicit_weights_combine_criteria():
    whole = heading(
        "1",
        criterion("1.1", "a"),
        criterion("1.2", "b"),
        strategy="explicit_weights",
        child_weights=(0.6, 0.4),
    )

    found = rows(tiny({"a": [4, 5], "b": [1, 2]}), questionnaire_of(whole)).table["1"]

    assert found.estimate == pytest.approx(0.6)


def test_a_heading_follows_the_rule_that_made_its_target():
    children = (
        criterion("1.1", "a"),
        criterion("1.2", "b"),
        criterion("1.0", "c", strategy="overall_item", outside_mean=True),
    )
    questionnaire = questionnaire_of(
        heading("1", *children, strategy="explicit_weights", child_weights=(1.0, 0.0))
    )
    data = tiny({"a": [4, 4], "b": [1, 4], "c": [1, 1]})

    own = rows(data, questionnaire).table["1"].estimate
    like_its_target = (
        rows(data, questionnaire, targets=target_set(c1=(80, ("1.1", "1.2")))).table["1"].estimate
    )

    assert (own, like_its_target) == (1.0, 0.75)


def test_other_rules_stand_beside_a_heading():
    children = (criterion("1.1", "a", "b"), criterion("1.0", "c", strategy="overall_item", outside_mean=True))
    questionnaire = questionnaire_of(heading("1", *children))

    found = rows(tiny({"a": [4, 4, 4], "b": [1, 0, 0], "c": [1, 4, 4]}), questionnaire).table

    assert found["1"].estimate == pytest.approx(0.5)
    assert found["1~overall_item"].estimate == pytest.approx(2 / 3)
    assert found["1~pooled_answers"].estimate == pytest.approx(0.75)


@pytest.mark.parametrize("metric", ["ty_le_hai_long", "diem_quy_doi"])
def test_pooled_and_mean_agree_where_everybody_answered_everything(small, metric):
    items = [f"q{i:02d}" for i in range(1, 6)]
    complete = small[small[items].isin([1, 2, 3, 4, 5]).all(axis=1)]

    pooled = rows(
        complete, questionnaire_of(criterion("1", *items, strategy="pooled_answers")), metric=metric
    )
    mean = rows(complete, questionnaire_of(criterion("1", *items)), metric=metric)

    assert pooled.table["1"].estimate == pytest.approx(mean.table["1"].estimate, rel=1e-12)
    assert pooled.table["1"].se == pytest.approx(mean.table["1"].se, rel=1e-9)


def test_the_converted_score_is_the_mean_over_five():
    questionnaire = questionnaire_of(criterion("1", "a"))

    assert rows(tiny({"a": [3, 4, 5, 201]}), questionnaire, metric="diem_quy_doi").table[
        "1"
    ].estimate == pytest.approx(0.8)


def test_what_is_no_answer_is_left_out_of_the_share_and_counted_in_the_denominators():
    questionnaire = questionnaire_of(criterion("1", "a"))
    data = tiny({"a": [4, 1, 0, 201, 202, 203, 204, 7]}).assign(weight=[1, 3, 1, 2, 1, 1, 1, 1.0])
    answers = read_answers(data, questionnaire)

    found = rows(data, questionnaire).table["1"]
    states = answers.states("a", data["weight"].to_numpy())

    assert (found.estimate, found.n, found.sum_w) == (0.25, 2, 4.0)
    assert states["n"] == {
        "valid": 2,
        "dont_know": 1,
        "not_applicable": 1,
        "blank": 1,
        "multiple": 1,
        "illegible": 1,
        "other": 1,
    }
    assert states["sum_w"]["valid"] == 4
    assert states["sum_w"]["dont_know"] == 2


def test_a_criterion_counts_who_answered_any_of_its_items():
    questionnaire = questionnaire_of(criterion("1", "a", "b"))

    found = rows(tiny({"a": [4, 0, 0, 5], "b": [0, 3, 0, 4]}), questionnaire).table["1"]

    assert found.n == 3


def test_a_criterion_needs_half_of_its_item_weight():
    questionnaire = questionnaire_of(heading("1", criterion("1.1", "a", "b", "c"), criterion("1.2", "d")))
    data = tiny({"a": [4, 5], "b": [0, 201], "c": [0, 0], "d": [4, 4]})

    short = rows(data, questionnaire)
    enough = rows(data.assign(b=5), questionnaire)

    assert short.table["1.1"].estimate is None
    assert short.whys[0, "1.1"] == (
        "Chỉ 33 % trọng số câu hỏi có câu trả lời hợp lệ, cần ít nhất 50 %.",
        "Only 33 % of the item weight has valid answers; 50 % is needed.",
    )
    assert short.whys[0, "1"] == ("Thiếu kết quả của 1.1.", "The result of 1.1 is missing.")
    assert enough.table["1.1"].estimate == 1.0
    assert enough.table["1"].estimate == 1.0


def test_a_heading_whose_target_needs_a_row_nobody_measures_says_so():
    questionnaire = questionnaire_of(heading("1", criterion("1.1", "a")))

    found = rows(tiny({"a": [4, 5]}), questionnaire, targets=target_set(c1=(80, ("1.1", "1.9"))))

    assert found.whys[0, "1"][0] == "Thiếu kết quả của 1.9."


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (pd.DataFrame({"weight": [1.0]}), "thiếu cột a"),
        (pd.DataFrame({"a": [4, -1], "weight": 1.0}), "Cột a, dòng 2: «-1»"),
        (pd.DataFrame({"a": [4, 4.5], "weight": 1.0}), "dòng 2: «4.5»"),
        (pd.DataFrame({"a": [4, None], "weight": 1.0}), "bỏ trống là 0"),
        (pd.DataFrame({"a": ["4", "tốt"], "weight": 1.0}), "«tốt»"),
        (pd.DataFrame({"a": [4, 255], "weight": 1.0}), "«255»"),
        (pd.DataFrame({"a": [4]}), "thiếu cột weight"),
        (pd.DataFrame({"a": [4], "weight": 1.0, "ssu": 1}), "thiếu psu"),
        (pd.DataFrame({"a": [4], "weight": 1.0, "psu": 1, "fpc_2": 4}), "thiếu fpc_1"),
        (pd.DataFrame({"a": [4, 4], "weight": [1.0, -1.0]}), "2 trống, âm"),
    ],
)
def test_data_that_cannot_be_scored_says_where(data, part):
    with pytest.raises(ScoringError) as refused:
        rows(data, questionnaire_of(criterion("1", "a"))).table.se.sum()

    assert part in refused.value.vi


def test_an_item_without_a_satisfaction_scale_cannot_be_scored():
    questionnaire = questionnaire_of(criterion("1", "a"))
    item = questionnaire.items["a"]
    section = questionnaire.sections[0]
    bare = replace(item, scale=replace(item.scale, satisfied=frozenset()))

    with pytest.raises(ScoringError, match="Câu a"):
        scored_items(replace(questionnaire, sections=(replace(section, items=(bare,)),)))


@pytest.mark.parametrize(
    "options",
    [
        {"metric": "trung_binh"},
        {"interval": "wald"},
        {"lonely": "x"},
        {"adjust": "x"},
        {"confidence": 1.0},
        {"minimum_item_weight": 0},
    ],
)
def test_a_method_that_does_not_exist_is_refused(options):
    with pytest.raises(ScoringError):
        Method(**options)


def with_certain_communes(small):
    """Take the first two strata as if each were one commune that was certain, its communes being villages in it."""
    certain = small["stratum"].isin(sorted(small["stratum"].unique())[:2])
    return certain, small.assign(
        tsu=small["tsu"].astype(str),
        ssu=small["ssu"].where(~certain, small["psu"]),
        psu=small["psu"].where(~certain, small["stratum"]),
        fpc_1=small["fpc_1"].where(~certain, 1),
        fpc_2=small["fpc_2"].where(~certain, small["fpc_1"]),
        fpc_3=np.inf,
    )


def test_where_few_units_are_left_a_certain_commune_is_a_stratum_of_the_villages_drawn_in_it(small):
    questionnaire = eight("item_weighted")
    _, data = with_certain_communes(small)
    few = data[data["stratum"].isin(sorted(data["stratum"].unique())[:4])]
    closed = Design.from_frame(
        few,
        strata="stratum",
        clusters=["psu", "ssu", "tsu"],
        weight="weight",
        fpc=["fpc_1", "fpc_2", "fpc_3"],
    )
    sampled_answers = SampledAnswers(read_answers(few, questionnaire), closed, Method())

    opened = rows(few[[*questionnaire.items, *COLUMNS["fpc3"]]], questionnaire, Method(lonely="fail")).table
    plain = sampled_answers.rows("ty_le_hai_long", recipes(questionnaire, target_set())).table

    assert opened["1"].se == pytest.approx(plain["1"].se, rel=1e-9)
    assert opened.design.df > plain.design.df
    assert lonely_strata(opened.design) == 0


def test_where_units_are_many_degrees_of_freedom_are_counted_as_in_r(small):
    certain, data = with_certain_communes(small)

    design = read_design(data[COLUMNS["fpc3"]], Method(lonely="fail"))

    assert design.df == data["psu"].nunique() - data["stratum"].nunique()
    assert lonely_strata(design) == 0
    assert certain.any()


@pytest.mark.parametrize(("drawn", "df"), [(9, 8), (8, 3 + 8 - 2)])
def test_eight_degrees_of_freedom_are_enough_to_count_them_as_r_does(drawn, df):
    # One certain commune with three villages, beside communes that were drawn.
    rows = [("A", "a", village, 1.0, 40.0) for village in ("a1", "a2", "a3")]
    rows += [("B", f"b{n}", f"b{n}-1", 100.0, 40.0) for n in range(drawn)]
    data = pd.DataFrame(rows, columns=["stratum", "psu", "ssu", "fpc_1", "fpc_2"]).assign(weight=1.0)

    assert read_design(data, Method(lonely="fail")).df == df


@pytest.mark.parametrize(("communes", "lonely", "df"), [(1, 0, 3 + 4 - 2), (40, 1, 5 - 2)])
def test_a_commune_that_is_alone_without_being_certain_is_no_stratum(communes, lonely, df):
    rows = [("A", "a", village, communes, 40.0) for village in ("a1", "a2", "a3")]
    rows += [("B", f"b{n}", f"b{n}-1", 100, 40.0) for n in range(4)]
    data = pd.DataFrame(rows, columns=["stratum", "psu", "ssu", "fpc_1", "fpc_2"]).assign(weight=1.0)

    design = read_design(data, Method())

    assert (lonely_strata(design), design.df) == (lonely, df)


def test_a_wave_of_certain_communes_only_still_has_an_error():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"a": rng.integers(1, 6, 240), "weight": 2.0})
    village = np.arange(240) // 10
    data = data.assign(stratum=village // 6, psu=village // 6, ssu=village, fpc_1=1, fpc_2=40)

    found = rows(data, questionnaire_of(criterion("1", "a"))).table

    assert found.design.df == 24 - 4
    assert found["1"].se > 0


def test_an_area_that_is_one_sampling_unit_varies_by_who_was_drawn_within_it(small):
    questionnaire = eight("item_weighted")
    data = small[[*questionnaire.items, *COLUMNS["wr"], "ssu", "area"]]
    design = read_design(data, Method())
    one = data["area"] == data["area"].iloc[0]

    local = within(design, data["area"].to_numpy())
    alone = read_design(data[one].drop(columns=["psu", "stratum"]).rename(columns={"ssu": "psu"}), Method())

    sampled_answers = SampledAnswers(read_answers(data, questionnaire), design, Method())
    there = SampledAnswers(read_answers(data[one], questionnaire), alone, Method())
    wanted = recipes(questionnaire, target_set())
    cell = sampled_answers.rows("ty_le_hai_long", wanted, {"area": data["area"].to_numpy()}, local).table
    name = f"1[area={data['area'].iloc[0]}]"
    assert cell[name].se == pytest.approx(there.rows("ty_le_hai_long", wanted).table["1"].se, rel=1e-9)
    assert within(design, small["district"].to_numpy()) is design


NO_CODES = {
    "below 0": -1,
    "a fraction": 4.5,
    "above the missing kinds": missing.largest_code() + 1,
    "a word": "tốt",
    "nothing": None,
    "infinity": np.inf,
}


@pytest.mark.parametrize("value", NO_CODES.values(), ids=NO_CODES)
def test_the_first_row_that_holds_no_answer_code_is_named(value):
    column = pd.Series([5, 0, value, 4, value, missing.largest_code()], dtype=object)

    with pytest.raises(ScoringError) as refused:
        read_codes(column, "q01")

    assert refused.value.vi.startswith(
        f"Cột q01, dòng 3: «{value}» không phải mã trả lời 0–{missing.largest_code()};"
    )
    assert refused.value.en.startswith(
        f"Column q01, row 3: “{value}” is no answer code 0–{missing.largest_code()};"
    )


def test_answer_codes_are_read_whatever_the_column_is_made_of():
    codes = [0, 1, 5, missing.DONT_KNOW, missing.largest_code()]

    for column in (pd.Series(codes), pd.Series(codes, dtype=float), pd.Series([str(code) for code in codes])):
        assert read_codes(column, "q01").tolist() == codes


AREAS_AND_PSUS = {
    "each area one unit": (list("aabbcc"), ["1", "1", "2", "2", "3", "3"], True),
    "two areas of one unit": (list("aabbcc"), ["1", "1", "1", "1", "2", "3"], False),
    "an area of two units": (list("aabbbb"), ["1", "1", "2", "2", "3", "3"], False),
    "as many areas as units, but crossed": (list("ababcc"), ["1", "1", "2", "2", "3", "3"], False),
}


@pytest.mark.parametrize(("areas", "psus", "opened"), AREAS_AND_PSUS.values(), ids=AREAS_AND_PSUS)
def test_areas_become_strata_only_where_each_is_one_sampling_unit(areas, psus, opened):
    data = pd.DataFrame({"stratum": "s", "psu": psus, "ssu": list("uvwxyz"), "weight": 1.0})
    design = read_design(data, Method())

    found = within(design, np.array(areas))

    assert (found is not design) == opened
    if opened:
        assert (found.df, found.psu.parent.size) == (6 - 3, 6)


def test_the_highest_score_is_the_highest_code_of_the_scale_wherever_satisfaction_lies():
    assert ScoredItem("q", frozenset({1, 2, 3, 4, 5}), frozenset({1, 2})).highest == 5
