"""A score run: the contract of scores.json, like with like, and small cells."""

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtrit

from questionnaires import missing
from questionnaires.missing import BLANK, MULTIPLE
from questionnaires.model import Option, Text
from scoring.errors import ScoringError
from scoring.estimation.estimate_row import Estimate
from scoring.method.disclosure import Publish
from scoring.method.method import Method
from scoring.run import score
from scoring.score_table.measure import NO_DEGREES, measure
from scoring.targets import target_files
from scoring.targets.verdict import Verdict
from tests.builders.scores import FIVE, criterion, heading, questionnaire_of, target_set
from tests.builders.waves import SIPAS, wave

PLAN = target_files.load("plan-336")
PROMISED = [
    *("code", "name", "heading", "strategy", "n", "estimate", "se", "df", "low", "high"),
    *("baseline_2023", "target_2025", "gap", "verdict", "why"),
]


@pytest.fixture(scope="module")
def run():
    return score(wave(), SIPAS, PLAN, Method(wave="2025-1", synthetic=True, by=("district", "area")))


@pytest.fixture(scope="module")
def written(run):
    return json.loads(run.to_json())


def test_the_score_file_keeps_its_promise(written):
    assert list(written)[:3] == ["wave", "synthetic", "metric"]
    assert (written["wave"], written["synthetic"], written["confidence"]) == ("2025-1", True, 0.95)
    assert written["metric"] == "ty_le_hai_long"
    assert [row["code"] for row in written["rows"]] == [row.code for row in PLAN.rows]
    assert all(list(row)[: len(PROMISED)] == PROMISED for row in written["rows"])
    assert [row["target_2025"] for row in written["rows"]] == [float(row.target) for row in PLAN.rows]
    assert [row["baseline_2023"] for row in written["rows"]] == [float(row.baseline) for row in PLAN.rows]
    assert {row["heading"] for row in written["rows"] if "." in row["code"]} == {"1", "2"}


def test_an_independent_recomputation_from_the_responses_gives_the_same_numbers(written):
    data = wave()
    by_code = {row["code"]: row for row in written["rows"]}
    shares = {}
    for row in written["rows"]:
        if row["strategy"] == "mean_of_children":
            continue
        each = []
        for item in row["items"]:
            valid = data[item["id"]].isin([1, 2, 3, 4, 5])
            weight = data["weight"].where(valid, 0)
            each.append((weight * data[item["id"]].isin([4, 5])).sum() / weight.sum())
        shares[row["code"]] = 100 * sum(each) / len(each)
    for name in ("1", "2"):
        shares[name] = np.mean([value for code, value in shares.items() if code.startswith(f"{name}.")])

    assert {code: row["estimate"] for code, row in by_code.items()} == pytest.approx(shares, rel=1e-12)
    for row in by_code.values():
        assert row["gap"] == pytest.approx(row["estimate"] - row["target_2025"], abs=1e-9)


def test_standard_errors_come_from_the_villages(written):
    data, item = wave(), "D26"
    valid = data[item].isin([1, 2, 3, 4, 5])
    weight = data["weight"].where(valid, 0)
    share = (weight * (data[item] >= 4)).sum() / weight.sum()
    data["u"] = weight * ((data[item] >= 4) - share) / weight.sum()
    by_village = data.groupby(["stratum", "psu"])["u"].sum()
    spread = by_village.groupby("stratum").agg(lambda u: len(u) / (len(u) - 1) * ((u - u.mean()) ** 2).sum())

    row = next(row for row in written["rows"] if row["code"] == "2.6")

    assert row["se"] == pytest.approx(100 * spread.sum() ** 0.5, rel=1e-9)
    assert row["df"] == 24 - 3


@pytest.mark.parametrize(
    ("points", "verdicts"),
    [
        (-60, {"Đạt"}),
        (-10, {"Đạt", "Đạt, chưa chắc chắn", "Chưa đạt, trong sai số"}),
        (0, {"Chưa đạt", "Chưa đạt, trong sai số"}),
    ],
)
def test_verdicts_can_be_read_off_the_printed_interval(points, verdicts):
    rows = tuple(replace(row, target=row.target + points) for row in PLAN.rows)
    written = json.loads(score(wave(), SIPAS, replace(PLAN, rows=rows), Method()).to_json())

    assert {row["verdict"] for row in written["rows"]} == verdicts
    for row in written["rows"]:
        low, high, aim, value = row["low"], row["high"], row["target_2025"], row["estimate"]
        if value >= aim:
            assert row["verdict"] == ("Đạt" if low >= aim else "Đạt, chưa chắc chắn")
        else:
            assert row["verdict"] == ("Chưa đạt" if high < aim else "Chưa đạt, trong sai số")


def test_every_number_of_the_file_stands_under_its_own_name(run, written):
    for row, told in zip(run.scored, written["rows"], strict=True):
        value, judgement = row.measure, row.judgement
        assert [told[key] for key in ("estimate", "se", "low", "high")] == [
            100 * each for each in (value.estimate, value.se, value.low, value.high)
        ]
        assert told["low"] < told["estimate"] < told["high"]
        assert (told["name"], told["name_en"]) == row.name
        assert (told["publish"], told["verdict"]) == (row.cell.publish.value, judgement.verdict.value)
        assert told["test"] == {
            "verdict_key": judgement.verdict.key,
            "verdict_en": judgement.verdict.en,
            "t": judgement.t,
            "p_below": judgement.p_below,
            "p_above": judgement.p_above,
            "adjustment": "none",
            "p_adjusted": judgement.p_adjusted,
            "probability": judgement.p_below,
            "n_to_settle": judgement.n_to_settle,
        }
        assert judgement.t < 0 < judgement.p_below < 0.5 < judgement.p_above
        assert (judgement.n_to_settle is None) == judgement.verdict.decided
    assert {row["name_en"] for row in written["rows"]}.isdisjoint(row["name"] for row in written["rows"])


def test_ranks_are_written_as_they_are_printed():
    rows = (replace(PLAN.rows[0], baseline_rank="34/63", target_rank="20/63"), *PLAN.rows[1:])

    written = json.loads(score(wave(), SIPAS, replace(PLAN, rows=rows), Method()).to_json())

    assert [(row["baseline_rank"], row["target_rank"]) for row in written["rows"]][:1] == [("34/63", "20/63")]


def test_a_row_of_few_answers_is_said_to_be_an_indication():
    row = json.loads(
        score(
            pd.DataFrame({"a": [4] * 20 + [2] * 5, "weight": 1.0}),
            questionnaire_of(criterion("1", "a")),
            target_set(c1=90),
            Method(),
        ).to_json()
    )["rows"][0]

    assert (row["publish"], row["flags"]) == ("tham khảo", ["half_width", "ci_width", "n_eff"])


def test_every_number_opens_to_its_denominators_formula_and_other_metric(written):
    row = next(row for row in written["rows"] if row["code"] == "2.1")

    assert [item["id"] for item in row["items"]] == ["D21a", "D21b", "D21c", "D21d"]
    counts = row["items"][0]["denominators"]["n"]
    assert sum(counts.values()) == 360
    assert counts["valid"] == row["items"][0]["n"] == int(wave()["D21a"].isin([1, 2, 3, 4, 5]).sum())
    assert (
        row["formula"]["vi"]
        == "Tỷ lệ hài lòng (mức 4–5): trung bình cộng của các câu D21a, D21b, D21c, D21d."
    )
    assert row["other_metric"]["metric"] == "diem_quy_doi"
    assert 20 <= row["other_metric"]["estimate"] <= 100


def test_a_heading_brings_the_other_rules_beside_it_and_the_overall_question_stays_outside(written):
    first, second = (next(row for row in written["rows"] if row["code"] == code) for code in "12")

    assert first["formula"]["vi"].endswith("trung bình cộng của 1.1, 1.2, 1.3, 1.4.")
    assert list(second["parts"]) == ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]
    assert [each["strategy"] for each in first["alternatives"]] == ["overall_item", "pooled_answers"]
    assert [row["code"] for row in written["outside_mean"]] == ["1.0"]
    assert first["alternatives"][0]["estimate"] == written["outside_mean"][0]["estimate"]


def test_published_numbers_stand_beside_recomputed_ones(written):
    beside = {(each["code"], each["year"]): each for each in written["recomputed"]}

    assert beside["1", 2025]["recomputed"] == 83.25
    assert beside["2", 2025]["recomputed"] == 89.5
    assert (beside["1", 2023]["published"], beside["1", 2023]["recomputed"]) == (80.23, 79.87)
    assert (beside["2", 2023]["published"], round(beside["2", 2023]["recomputed"], 4)) == (80.74, 80.7017)
    for each in beside.values():
        assert each["difference"] == pytest.approx(each["published"] - each["recomputed"], abs=1e-9)


def test_everybody_satisfied_is_100_with_room_for_error():
    data = wave()
    data[[column.name for column in SIPAS.columns]] = 5

    row = score(data.astype({"D26": "uint8"}), SIPAS, PLAN, Method())["2.6"]

    assert (row.measure.estimate, row.other.estimate, row.measure.high) == (1.0, 1.0, 1.0)
    # Wilson's bound n/(n + t²) of all 360, with t of 24 villages less 3 strata.
    assert row.measure.low == pytest.approx(360 / (360 + 2.07961**2), abs=1e-7)
    assert row.judgement.verdict is Verdict.REACHED


def test_everybody_in_the_middle_is_no_satisfaction_and_sixty_points():
    data = wave()
    data[[column.name for column in SIPAS.columns]] = 3

    row = score(data, SIPAS, PLAN, Method())["1"]

    assert (row.measure.estimate, row.measure.low) == (0.0, 0.0)
    assert row.other.estimate == pytest.approx(0.6, rel=1e-12)


def test_nobody_knowing_is_not_enough_data_and_not_zero():
    data = wave()
    data[[column.name for column in SIPAS.columns]] = 201

    row = score(data, SIPAS, PLAN, Method())["1.1"]

    assert row.measure.estimate is None
    assert row.measure.why[0] == "Chỉ có 0 phiếu trả lời, dưới mức tối thiểu 10."
    assert row.judgement.verdict is Verdict.NO_DATA


def test_weights_times_a_constant_change_nothing_but_their_sum(run):
    heavier = score(wave().assign(weight=lambda data: data["weight"] * 4), SIPAS, PLAN, run.method)

    for before, after in zip(run.rows, heavier.rows, strict=True):
        assert after.measure.estimate == pytest.approx(before.measure.estimate, rel=1e-12)
        assert after.measure.se == pytest.approx(before.measure.se, rel=1e-9)


def test_oversampling_a_stratum_with_right_weights_gives_the_mix_of_strata():
    questionnaire = questionnaire_of(criterion("1", "a"))
    first = pd.DataFrame({"a": [5] * 90 + [1] * 10, "stratum": "x", "weight": 10.0})
    second = pd.DataFrame({"a": [5] * 500 + [1] * 500, "stratum": "y", "weight": 1.0})

    row = score(pd.concat([first, second], ignore_index=True), questionnaire, target_set(), Method())["1"]

    assert row.measure.estimate == pytest.approx((0.9 + 0.5) / 2)
    assert row.judgement is None


def test_what_is_satisfied_is_what_the_scale_says_not_how_large_the_number_is():
    plain = questionnaire_of(criterion("1", "a"))
    scale = replace(FIVE, satisfied=frozenset({1, 2}), not_satisfied=frozenset({3, 4, 5}))
    (section,) = plain.sections
    asked = tuple(replace(item, scale=scale) for item in section.items)
    turned = replace(plain, sections=(replace(section, items=asked),), scales=(scale,))
    data = pd.DataFrame({"a": [1] * 30 + [2] * 30 + [4] * 10 + [5] * 30, "weight": 1.0})

    assert score(data, turned, target_set(), Method())["1"].measure.estimate == pytest.approx(0.6)
    assert score(data, plain, target_set(), Method())["1"].measure.estimate == pytest.approx(0.4)


@pytest.mark.parametrize("larger", [("district",), ("region", "district")])
def test_small_areas_are_hidden_and_say_why(larger):
    data = wave().assign(region="South")
    keep = data.groupby("area").cumcount() < np.where(
        data["area"] == "26003", 5, np.where(data["area"] == "26007", 20, 99)
    )

    run = score(data[keep], SIPAS, PLAN, Method(by=(*larger, "area")))
    cells = {(cell.level, cell.code): cell for cell in run.cells if cell.column == "area"}

    tiny, few = cells["26003", "1.1"], cells["26007", "1.1"]
    assert (tiny.publish, tiny.measure.estimate) == (Publish.HIDDEN, None)
    assert tiny.measure.why[0].startswith("Chỉ có 5 phiếu trả lời")
    assert few.publish is Publish.INDICATIVE
    by_subtraction = [
        at for at, cell in cells.items() if at[1] == "1.1" and "phép trừ" in (cell.measure.why or ("",))[0]
    ]
    assert len(by_subtraction) == 1
    assert by_subtraction[0][0] in {"26000", "26001", "26002"}, "another area of the same district"


def test_the_error_of_a_cell_has_the_degrees_of_freedom_of_its_own_villages(run):
    df = {(cell.column, cell.measure.df) for cell in run.cells}

    assert df == {("district", 8 - 1), ("area", 2 - 1)}
    for cell in run.cells:
        assert (cell.measure.low, cell.measure.high) == pytest.approx(logit_bounds(cell.measure), rel=1e-9)


def logit_bounds(each):
    """Return expit(logit p ± t·error/(p(1 − p))), computed apart from the code."""
    p = each.estimate
    half = stdtrit(each.df, 0.975) * (each.error or each.se) / (p * (1 - p))
    return tuple(1 / (1 + math.exp(-(math.log(p / (1 - p)) + side * half))) for side in (-1, 1))


def test_areas_that_are_one_unit_of_the_sample_have_the_error_of_the_villages_in_them():
    data = wave().assign(ssu=lambda each: each["psu"], psu=lambda each: each["area"])

    run = score(data, SIPAS, PLAN, Method(by=("area",)))

    assert {cell.measure.df for cell in run.cells} == {2 - 1}
    assert all(cell.measure.se is not None for cell in run.cells)


def few_and_many(few):
    """Return answers that are nearly all 5: ``few`` people of area x, 60 of area y."""
    n = few + 60
    return pd.DataFrame(
        {"a": [4] + [5] * (n - 2) + [1], "area": ["x"] * few + ["y"] * 60, "psu": range(n), "weight": 1.0}
    )


@pytest.mark.parametrize("adjust", ["none", "holm"])
def test_nothing_is_concluded_from_a_cell_that_is_published_as_indicative(adjust):
    run = score(
        few_and_many(29),
        questionnaire_of(criterion("1", "a")),
        target_set(c1=50),
        Method(by=("area",), adjust=adjust),
    )
    x, y = json.loads(run.to_json())["by"]

    assert (x["publish"], x["verdict"], x["estimate"]) == ("tham khảo", "Chưa kết luận", 100.0)
    assert x["gap"] == 50
    assert x["why"]["vi"].startswith("Dưới 30 phiếu trả lời: chỉ để tham khảo, chưa kết luận")
    assert x["why"]["en"].startswith("Fewer than 30 answers: indicative only, so nothing is concluded")
    assert (y["publish"], y["verdict"], y["why"]) == ("công bố", "Đạt", None)


def test_thirty_answers_are_enough_for_a_verdict():
    run = score(
        few_and_many(30), questionnaire_of(criterion("1", "a")), target_set(c1=50), Method(by=("area",))
    )

    assert [cell.judgement.verdict.value for cell in run.cells] == ["Đạt", "Đạt"]


@pytest.mark.parametrize("adjust", ["none", "holm", "bh"])
def test_nothing_is_concluded_from_a_table_of_fewer_than_thirty_answers(adjust):
    data = few_and_many(0).iloc[-29:]

    run = score(data, questionnaire_of(criterion("1", "a")), target_set(c1=50), Method(adjust=adjust))
    (row,) = json.loads(run.to_json())["rows"]

    assert (row["publish"], row["verdict"]) == ("tham khảo", "Chưa kết luận")
    assert row["why"]["vi"].startswith("Dưới 30 phiếu")
    assert (row["test"]["p_below"], row["test"]["n_to_settle"]) == (None, None)
    assert run.table["verdict"].tolist() == ["Chưa kết luận"]


def test_the_interval_of_a_share_is_the_logit_interval_and_the_t_interval_where_that_was_declared():
    of = {
        kind: score(
            few_and_many(0), questionnaire_of(criterion("1", "a")), target_set(), Method(interval=kind)
        )["1"].measure
        for kind in ("logit_floor", "logit", "t")
    }

    assert Method().interval == "logit_floor"
    assert of["logit_floor"] == of["logit"], "61 people drawn one by one: 60 degrees of freedom"
    assert (of["logit"].low, of["logit"].high) == pytest.approx(logit_bounds(of["logit"]), rel=1e-9)
    assert of["logit"].half is None
    half = stdtrit(of["t"].df, 0.975) * of["t"].se
    assert of["t"].low == pytest.approx(of["t"].estimate - half, rel=1e-9)


def test_an_interval_that_lies_evenly_has_a_half_and_one_cut_at_the_end_has_two_bounds():
    even = Estimate(
        variable="q", by={}, estimate=0.8, se=0.02, df=50, df_domain=50, low=None, high=None, deff=1.0,
        n=100, n_psu=51, sum_w=100.0,
    )  # fmt: skip

    assert measure(even, 50, Method(interval="t")).half == pytest.approx(stdtrit(50, 0.975) * 0.02)
    assert measure(even, 50, Method(interval="logit")).half is None
    assert measure(replace(even, estimate=0.99), 50, Method(interval="t")).half is None


def test_a_heading_is_hidden_with_a_row_that_could_be_had_from_it():
    root = heading("1", criterion("1.1", "a"), criterion("1.2", "b"))
    data = pd.DataFrame({"a": [4] * 6 + [2] * 3 + [0] * 91, "b": [5] * 50 + [1] * 50, "weight": 1.0})

    run = score(data, questionnaire_of(root), target_set(c1=80, c1_2=80), Method())

    assert [run[code].cell.publish for code in ("1", "1.1", "1.2")] == [
        Publish.HIDDEN,
        Publish.HIDDEN,
        Publish.FULL,
    ]
    assert "phép trừ" in run["1"].measure.why[0]
    assert run["1"].judgement.verdict is Verdict.NO_DATA
    assert run["1.2"].judgement.verdict is not Verdict.NO_DATA


def test_a_heading_that_lacks_a_number_says_its_own_reason_not_that_of_a_hidden_row():
    root = heading("1", criterion("1.1", "a"), criterion("1.2", "b"))
    data = pd.DataFrame({"a": [0] * 100, "b": [5] * 6 + [1] * 2 + [0] * 92, "weight": 1.0})

    run = score(data, questionnaire_of(root), target_set(c1=80), Method())

    assert run["1"].cell.publish is Publish.HIDDEN
    assert run["1"].measure.why == (
        "Chỉ có 8 phiếu trả lời, dưới mức tối thiểu 10.",
        "Only 8 answers, below the minimum of 10.",
    )
    assert run["1.1"].measure.why[0] != run["1"].measure.why[0]


def test_a_row_has_its_name_in_both_languages_vietnamese_first():
    root = heading("1", replace(criterion("1.1", "a"), name=Text("Trụ sở", "Premises")))
    run = score(
        pd.DataFrame({"a": [4, 2] * 20, "weight": 1.0}), questionnaire_of(root), target_set(), Method()
    )

    assert run["1.1"].name == ("Trụ sở", "Premises")
    assert run["1"].name == ("Phần 1", "Phần 1"), "what has no English is told in Vietnamese"


@pytest.mark.parametrize(("df", "estimate"), [(1, 0.8), (0, None), (-1, None)])
def test_without_a_degree_of_freedom_there_is_no_number(df, estimate):
    row = Estimate(
        variable="q", by={}, estimate=0.8, se=0.02, df=df, df_domain=df, low=0.7, high=0.9, deff=1.0,
        n=100, n_psu=2, sum_w=100.0,
    )  # fmt: skip

    found = measure(row, df, Method())

    assert (found.estimate, found.n) == (estimate, 100)
    assert found.why == (None if estimate else NO_DEGREES)


def test_a_hidden_row_has_no_number_under_another_metric_or_rule_either():
    root = heading(
        "1", criterion("1.0", "b", strategy="overall_item", outside_mean=True), criterion("1.1", "a")
    )
    data = pd.DataFrame({"a": [4] * 6 + [2] * 3 + [0] * 9, "b": [5] * 9 + [1] * 9, "weight": 1.0})

    (row, one) = json.loads(score(data, questionnaire_of(root), target_set(), Method()).to_json())["rows"]

    for told in (row, one):
        assert (told["publish"], told["estimate"]) == ("không công bố", None)
        other = told["other_metric"]
        assert {key for key in ("estimate", "se", "low", "high") if other[key] is not None} == set()
        assert told["alternatives"] == []
        assert told["why"]["vi"]


def test_an_item_in_points_has_its_error_in_points(run):
    other = score(wave(), SIPAS, PLAN, replace(run.method, metric="diem_quy_doi", by=()))

    for row in other.rows:
        for item in row.items:
            bounds = (item.measure.low, item.measure.high)
            assert bounds == pytest.approx(logit_bounds(item.measure), rel=1e-9)
            assert 0.2 <= item.measure.estimate <= 1


def test_an_item_in_points_is_the_mean_over_the_highest_code_with_its_error_on_that_scale():
    root = heading("1", criterion("1.1", "a"))
    data = pd.DataFrame({"a": [5, 4, 2, 1, 3, 5, 5, 2] * 5, "weight": 1.0})
    method = Method(metric="diem_quy_doi", interval="t")

    (item,) = score(data, questionnaire_of(root), target_set(), method)["1.1"].items

    points = data["a"].to_numpy() / 5
    error = points.std(ddof=1) / math.sqrt(40)
    half = stdtrit(39, 0.975) * error
    told = item.measure
    assert (told.estimate, told.se, told.df) == pytest.approx((points.mean(), error, 39))
    assert (told.low, told.high) == pytest.approx((points.mean() - half, points.mean() + half))


@pytest.mark.parametrize(("weights", "told"), [("base", True), ("nonresponse", False)])
def test_weights_that_know_nothing_of_the_missing_are_told(weights, told):
    notes = score(wave(), SIPAS, PLAN, Method(weights=weights)).notes

    assert ("chưa tính đến phiếu không thu được" in " ".join(vi for vi, _ in notes)) is told


def test_no_cell_has_a_number_without_its_error_and_n(run):
    for cell in run.cells:
        each = cell.measure
        numbers = (each.estimate, each.se, each.low, each.high)
        assert all(value is not None for value in numbers) or all(value is None for value in numbers)
        assert (each.estimate is None) == (each.why is not None)
        assert each.estimate is None or 0 <= each.low <= each.estimate <= each.high <= 1


def test_a_heading_of_an_area_is_hidden_with_its_row():
    data = wave()
    mine = (data["area"] == "26000").to_numpy()
    few = mine & (data.groupby("area").cumcount() >= 5).to_numpy()
    data.loc[few, ["D24a", "D24b", "D24c"]] = 202

    cells = {(cell.level, cell.code): cell for cell in score(data, SIPAS, PLAN, Method(by=("area",))).cells}

    assert cells["26000", "2.4"].publish is Publish.HIDDEN
    assert cells["26000", "2"].publish is Publish.HIDDEN
    assert cells["26000", "2.1"].publish is not Publish.HIDDEN


def test_the_tables_are_frames_in_percent(run):
    assert list(run.table.columns) == PROMISED
    assert len(run.table) == 12
    assert run.table["estimate"].between(50, 100).all()
    assert set(run.by_area["column"]) == {"district", "area"}
    assert len(run.by_area) == (3 + 12) * 13


def broken_down_by(codes):
    data = wave()
    data["A1"] = np.resize(np.array(codes, dtype="int64"), len(data))
    run = score(data, SIPAS, PLAN, Method(by=("A1",)))
    return {cell.level: cell for cell in run.cells if cell.code == "1"}


def test_an_item_breaks_the_table_down_by_its_options_and_by_every_missing_kind():
    kinds = {kind.code: kind.state for kind in missing.KINDS}

    cells = broken_down_by([1, 2, 3, *kinds])

    assert {level: cell.missing and cell.missing.state for level, cell in cells.items()} == {
        "1": None, "2": None, "3": None
    } | {str(code): state for code, state in kinds.items()}  # fmt: skip
    assert all(cell.measure.estimate is not None for cell in cells.values())


def test_who_gave_no_answer_is_published_under_the_same_minimum_and_takes_no_option_with_it():
    few, enough = MULTIPLE, BLANK

    cells = broken_down_by([*[1, 2] * 150, *[few] * 3])

    assert cells[str(few)].publish is Publish.HIDDEN
    assert {cells["1"].publish, cells["2"].publish} == {Publish.FULL}

    cells = broken_down_by([*[1, 2] * 150, *[few] * 3, *[enough] * 40])

    # The two kinds are hidden together, so that the few cannot be had by subtraction.
    assert {cells[str(few)].publish, cells[str(enough)].publish} == {Publish.HIDDEN}
    assert {cells["1"].publish, cells["2"].publish} == {Publish.FULL}


def test_adjusting_for_many_criteria_is_declared_and_only_weakens(run):
    holm = score(wave(), SIPAS, PLAN, replace(run.method, adjust="holm"))

    for before, after in zip(run.scored, holm.scored, strict=True):
        assert after.judgement.adjustment == "holm"
        assert after.judgement.p_adjusted >= min(before.judgement.p_above, before.judgement.p_below)
        assert before.judgement.verdict.decided or not after.judgement.verdict.decided
    assert "chưa hiệu chỉnh" in " ".join(vi for vi, _ in run.notes)
    assert "chưa hiệu chỉnh" not in " ".join(vi for vi, _ in holm.notes)


def test_the_converted_score_can_be_the_primary_metric(run):
    other = score(wave(), SIPAS, PLAN, replace(run.method, metric="diem_quy_doi"))

    for share, points in zip(run.rows, other.rows, strict=True):
        assert points.measure.estimate == share.other.estimate
        assert points.other.estimate == share.measure.estimate


def test_the_logit_interval_never_leaves_0_to_100_and_its_verdict_follows_it(run):
    logit = score(wave(), SIPAS, PLAN, replace(run.method, interval="logit"))

    for row, plain in zip(logit.scored, run.scored, strict=True):
        each = row.measure
        assert (each.estimate, each.se) == (plain.measure.estimate, plain.measure.se)
        assert each.estimate - each.low > each.high - each.estimate > 0, "longer towards the middle"
        reached = {
            Verdict.REACHED: each.low >= row.target.share,
            Verdict.MISSED: each.high < row.target.share,
        }
        assert reached.get(row.judgement.verdict, True)


@pytest.mark.parametrize(
    ("root", "sentence"),
    [
        (criterion("1", "a", "b", weights=[2.0, 1.0]), "trung bình có trọng số của các câu a × 2, b × 1."),
        (criterion("1", "a", strategy="overall_item"), "câu hỏi chung a."),
        (criterion("1", "a", "b", strategy="pooled_answers"), "gộp mọi câu trả lời của a, b."),
        (
            heading(
                "1",
                criterion("1.1", "a"),
                criterion("1.2", "b"),
                strategy="explicit_weights",
                child_weights=(0.6, 0.4),
            ),
            "trung bình có trọng số của 1.1 × 0,6, 1.2 × 0,4.",
        ),
    ],
)
def test_every_strategy_is_told_as_a_formula(root, sentence):
    data = pd.DataFrame({"a": [4] * 6 + [2] * 6, "b": [4] * 12, "weight": 1.0})

    written = json.loads(score(data, questionnaire_of(root), target_set(), Method()).to_json())

    assert written["rows"][0]["formula"]["vi"] == f"Tỷ lệ hài lòng (mức 4–5): {sentence}"


def test_one_sampling_unit_in_all_gives_no_error_and_so_no_number():
    data = wave().assign(stratum="s", psu="p")

    row = score(data, SIPAS, PLAN, Method())["1"]

    assert row.measure.estimate is None
    assert row.measure.why[0]
    assert row.judgement.verdict is Verdict.NO_DATA


def test_a_criterion_nobody_measures_is_told():
    run = score(
        pd.DataFrame({"a": [4] * 12, "weight": 1.0}),
        questionnaire_of(heading("1", criterion("1.1", "a"))),
        PLAN,
        Method(),
    )

    assert run["1"].judgement.verdict is Verdict.NO_DATA
    assert run["1"].measure.why[0] == "Thiếu kết quả của 1.2, 1.3, 1.4."
    assert any("Bộ câu hỏi không đo 1.2" in vi for vi, _ in run.notes)
    assert any("không có cột psu" in vi for vi, _ in run.notes)


@pytest.mark.parametrize("villages", [1, 2])
def test_spellings_of_one_area_are_one_row_one_stratum_one_village_and_a_note(villages):
    clean, data = wave(villages=villages), wave(villages=villages)
    for name in ("area", "stratum", "psu"):
        first = data.index[data[name] == data[name].iloc[0]][::2]
        data.loc[first, name] = data[name].iloc[0] + "\u00a0"
    method = Method(by=("area",))

    run, same = score(data, SIPAS, PLAN, method), score(clean, SIPAS, PLAN, method)

    assert run.table.drop(columns="why").equals(same.table.drop(columns="why"))
    assert run.by_area.drop(columns="why").equals(same.by_area.drop(columns="why"))
    (note,) = (vi for vi, _ in run.notes if vi.startswith("Đã gộp"))
    assert "Đã gộp 3 cách viết" in note
    assert all(f"cột «{name}»" in note for name in ("area", "stratum", "psu"))
    assert not any(vi.startswith("Đã gộp") for vi, _ in same.notes)


def test_codes_that_no_scale_has_are_left_out_and_told_by_item():
    data = wave()
    data.loc[[3, 5], "C11a"] = 9

    notes = [vi for vi, _ in score(data, SIPAS, PLAN, Method()).notes]

    assert [note for note in notes if "C11a = 9 × 2" in note] == [
        "Mã không có trong thang đo của câu hỏi được bỏ ra ngoài, như không trả lời: C11a = 9 × 2; hãy kiểm tra dữ liệu."
    ]
    assert not any("Mã không có" in vi for vi, _ in score(wave(), SIPAS, PLAN, Method()).notes)


def test_a_stratum_with_one_village_is_told():
    data = wave()
    data.loc[data["psu"] == "V0", "stratum"] = "một mình"

    run = score(data, SIPAS, PLAN, Method())

    assert run.design.lonely_strata == 1
    assert any("1 tầng chỉ có một đơn vị" in vi for vi, _ in run.notes)


@pytest.mark.parametrize(
    ("data", "method", "part"),
    [
        (wave().iloc[:0], Method(), "Chưa có phiếu trả lời nào"),
        (wave(), Method(by=("tinh",)), "không có cột tinh"),
        (wave().drop(columns=["C11a", "D26"]), Method(), "thiếu cột C11a, D26"),
        (wave().assign(weight=np.nan), Method(), "rọng số"),
        (wave().assign(weight=0.0), Method(), "rọng số"),
        (wave().assign(psu=None), Method(), "bị trống"),
    ],
)
def test_a_wave_that_cannot_be_scored_says_why(data, method, part):
    with pytest.raises(ScoringError) as refused:
        score(data, SIPAS, PLAN, method)

    assert part in refused.value.vi


@pytest.mark.parametrize("highest", [2, 4, 7, 10])
@pytest.mark.parametrize("strategy", ["item_weighted", "pooled_answers"])
def test_a_converted_score_is_the_mean_over_the_highest_code_of_its_scale(highest, strategy):
    scale = replace(
        FIVE,
        options=tuple(Option(code, Text(str(code))) for code in range(1, highest + 1)),
        satisfied=frozenset({highest}),
        not_satisfied=frozenset(range(1, highest)),
    )
    plain = questionnaire_of(criterion("1", "a", strategy=strategy))
    (section,) = plain.sections
    asked = tuple(replace(item, scale=scale) for item in section.items)
    long = replace(plain, sections=(replace(section, items=asked),), scales=(scale,))
    data = pd.DataFrame({"a": [highest] * 30 + [1] * 50 + [0, 201] * 10, "weight": 1.0})

    row = score(data, long, target_set(), Method())["1"]

    assert row.measure.estimate == pytest.approx(30 / 80)
    assert row.other.estimate == pytest.approx((30 * highest + 50) / 80 / highest)


@pytest.mark.parametrize(("answers", "hidden"), [(9, {"a", "b"}), (10, {"a"}), (11, {"a"})])
def test_an_area_without_a_number_takes_no_other_with_it_unless_few_answered_there(answers, hidden):
    # Area a is one village: no error can be estimated there, whoever answered.
    sizes = {"a1": answers, "b1": 20, "b2": 20, "c1": 25, "c2": 25}
    village = np.repeat(list(sizes), list(sizes.values()))
    data = pd.DataFrame({"a": np.arange(village.size) % 5 + 1, "psu": village, "stratum": "s", "weight": 1.0})
    data["area"] = data["psu"].str[0]

    run = score(data, questionnaire_of(criterion("1", "a")), target_set(), Method(by=("area",)))

    assert {cell.level for cell in run.cells if cell.publish is Publish.HIDDEN} == hidden


def test_rows_of_weight_zero_are_no_responses():
    data = wave()
    more = pd.concat([data, data.iloc[:40].assign(weight=0.0)], ignore_index=True)
    method = Method(wave="2025-1", by=("district",))
    plain, ours = (score(each, SIPAS, PLAN, method) for each in (data, more))

    assert replace(ours.design, df=plain.design.df) == plain.design
    for one, other in zip(ours.rows, plain.rows, strict=True):
        assert one.measure.n == other.measure.n
        assert [each.states["n"] for each in one.items] == [each.states["n"] for each in other.items]
    assert [each.measure.n for each in ours.cells] == [each.measure.n for each in plain.cells]


def test_a_questionnaire_without_criteria_scores_nothing_and_says_so():
    with pytest.raises(ScoringError, match="không khai báo tiêu chí nào") as refused:
        score(wave(), replace(SIPAS, criteria=()), PLAN, Method())
    assert "declares no criterion" in refused.value.en
