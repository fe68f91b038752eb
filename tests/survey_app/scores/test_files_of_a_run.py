"""Every file, line and sheet of a score run says what the run says."""

import datetime as dt
import json
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pytest
from sqlalchemy import select

from questionnaires.decimals import write_decimal
from questionnaires.missing import ILLEGIBLE
from scoring.analysis import AnalysisPart, analyse
from scoring.comparison.difference import without_result
from scoring.criteria.items import states
from scoring.diagnostics.change import WaveData
from scoring.method.method import Method
from scoring.run import score
from scoring.targets import actions, target_files
from scoring.targets.verdict import Verdict
from survey_app.collection import collect
from survey_app.scores import (
    analysis_files,
    responsibilities,
    score_files,
    score_report,
    score_terminal,
    scores,
)
from survey_app.scores.analysis_terminal import render
from survey_app.scores.method_notes import notes_of
from survey_app.tables import Form, Mode, SampleRole
from tests.builders.areas import unit
from tests.builders.waves import SIPAS
from tests.builders.waves import wave as invented
from tests.survey_app.scores.test_analysis_files import QUESTIONNAIRE as SMALL
from tests.survey_app.scores.test_analysis_files import target_set, wave
from tests.survey_app.scores.test_scores import fill
from tests.survey_app.world import QUESTIONNAIRE, SURVEY, TODAY, answers

pytestmark = pytest.mark.slow

PLAN = actions.load("plan-336-actions")
NAMES = {"26041": "Trấn Biên", "26068": "Biên Hoà"}


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


@pytest.fixture
def run(session, world):
    scores._RUNS.clear()
    fill(session, world)
    return scores.score_wave(session, world.wave, SURVEY.breakdown)


def test_the_sheets_of_a_run_hold_its_rows_its_areas_its_items_its_tasks_and_its_facts(run):
    table, areas, items, tasks, _response, notes = score_files.sheets(run, NAMES, PLAN)

    assert [sheet.name for sheet in (table, areas, items, tasks, notes)] == [
        "Kết quả",
        "Theo đơn vị",
        "Câu hỏi",
        "Nhiệm vụ",
        "Ghi chú",
    ]
    assert (table.columns[-1], {row[-1] for row in table.rows}) == ("metric", {"ty_le_hai_long"})
    assert list(areas.columns[:3]) == [*run.by_area.columns[:2], "name"]
    named = {row[1]: row[2] for row in areas.rows if row[0] == "area"}
    assert named == {"26041": "Trấn Biên", "26068": "Biên Hoà", "26206": "26206"}
    assert items.columns == ["criterion", "item", "weight", "n", "estimate", "se", *states()]
    wanted = [
        [row.code, item.id, item.weight, item.measure.n, item.measure.estimate * 100, item.measure.se * 100,
         *(item.states["n"][state] for state in states())]
        for row in run.rows if not row.parts for item in row.items
    ]  # fmt: skip
    assert wanted
    assert items.rows == wanted
    facts = dict(notes.rows)
    expected = {
        "Đợt khảo sát": "2025-1",
        "Dữ liệu mô phỏng": "không",
        "Nguồn chỉ tiêu": run.targets.source,
        "Mã băm dữ liệu (SHA-256)": run.hashes.data,
        "Mã băm bộ câu hỏi": QUESTIONNAIRE.version,
        "Mã băm chỉ tiêu": run.hashes.targets,
        "Mã băm phương pháp": run.hashes.method,
    }
    assert facts.items() >= expected.items()
    assert [row[1] for row in notes.rows if row[0] == "Ghi chú"] == [vi for vi, _ in notes_of(run)]
    # 24 people answered: every number is shown, nothing is concluded, and each file says why.
    why = "Dưới 30 phiếu trả lời: chỉ để tham khảo, chưa kết luận đạt hay chưa đạt chỉ tiêu. / Fewer than 30 answers: "
    at = [table.columns.index(name) for name in ("verdict", "why")]
    assert {row[at[0]] for row in table.rows if row[at[0]]} == {"Chưa kết luận"}
    assert all(row[at[1]].startswith(why) for row in table.rows if row[at[0]])
    assert notes_of(run)[0][1].startswith("1, 1.1, 1.2, 1.3, 1.4, 2, ")
    indicative = [row for row in areas.rows if row[areas.columns.index("publish")] == "tham khảo"]
    assert indicative
    assert {row[areas.columns.index("verdict")] for row in indicative} == {"Chưa kết luận", None}


def test_the_tasks_are_those_of_criteria_that_did_not_surely_reach_their_target(run):
    plan = responsibilities.plan_of(run, SURVEY)
    assert plan == PLAN
    open_ = [row for row in run.scored if row.judgement and row.judgement.verdict is not Verdict.REACHED]
    duties = responsibilities.duties_of(run, plan)

    assert open_
    assert set(duties) <= {row.code for row in open_}
    for code, found in duties.items():
        assert found.watch == plan.agencies(code, actions.WATCHES)
        assert found.carry_out == plan.agencies(code, actions.CARRIES_OUT)
        assert found.watch or found.carry_out
    wanted = [
        [
            row.code,
            row.judgement.verdict.value,
            one.agency,
            one.role,
            one.place,
            "; ".join(one.expected),
            task.lstrip("-+ "),
            one.deadline,
            one.due,
        ]
        for row in open_
        if not row.parts
        for one in plan.for_criterion(row.code)
        for task in one.tasks
    ]
    sheet = responsibilities.sheet(run, plan)
    assert sheet.columns == [
        "code",
        "verdict",
        "agency",
        "role",
        "place",
        "expected",
        "task",
        "deadline",
        "due",
    ]
    assert wanted
    assert sheet.rows == wanted


def test_a_criterion_without_a_target_or_surely_at_it_is_nobodys_duty(run):
    plan = responsibilities.plan_of(run, SURVEY)
    watched = list(responsibilities.duties_of(run, plan))
    without, reached, *others = watched
    judged = run[reached].judgement
    changed = {
        without: {"judgement": None},
        reached: {"judgement": replace(judged, verdict=Verdict.REACHED)},
    }
    rows = tuple(replace(row, **changed.get(row.code, {})) for row in run.rows)
    settled = replace(run, rows=rows)

    assert list(responsibilities.duties_of(settled, plan)) == others
    assert {row[0] for row in responsibilities.sheet(settled, plan).rows}.isdisjoint({without, reached})


def test_a_survey_without_a_plan_of_actions_or_with_one_for_other_targets_has_no_tasks(run):
    others = replace(run, targets=replace(run.targets, id="nghi-quyet-9"))

    assert responsibilities.plan_of(run, replace(SURVEY, actions=None)) is None
    assert responsibilities.plan_of(others, SURVEY) is None
    assert (responsibilities.duties_of(run, None), responsibilities.sheet(run, None)) == ({}, None)
    assert [sheet.name for sheet in score_files.sheets(run, {}, None)] == [
        "Kết quả",
        "Theo đơn vị",
        "Câu hỏi",
        "Tỷ lệ trả lời",
        "Ghi chú",
    ]


@pytest.mark.parametrize("synthetic", [True, False])
def test_the_files_of_a_run_are_named_and_say_when_it_was_made_up(session, world, tmp_path, synthetic):
    scores._RUNS.clear()
    world.wave.synthetic = synthetic
    fill(session, world)
    run = scores.score_wave(session, world.wave, SURVEY.breakdown)
    paths = score_files.write_files(run, tmp_path / "a" / "b", NAMES, PLAN)

    assert [path.name for path in paths] == ["scores.json", "scores.csv", "scores.xlsx"]
    assert paths[0].read_text("utf-8") == run.to_json()
    book = openpyxl.load_workbook(paths[2])
    assert book.properties.title == "SIPAS 2025-1" + (" – dữ liệu mô phỏng" if synthetic else "")
    assert dict(row[:2] for row in book["Ghi chú"].iter_rows(values_only=True))["Dữ liệu mô phỏng"] == (
        "có" if synthetic else "không"
    )
    title = score_terminal.render(run).splitlines()[0]
    assert title.strip() == "SIPAS – đợt 2025-1" + (" – DỮ LIỆU MÔ PHỎNG" if synthetic else "")


def test_a_code_that_was_used_twice_has_the_name_of_the_unit_that_began_last(session, world):
    older = unit("26041", "Cũ")
    older.valid_from = dt.date(1990, 1, 1)
    session.add(older)
    session.flush()
    assert score_files.area_names(session)["26041"] == "Trấn Biên"
    assert len(score_files.area_names(session)) == 4


def test_the_terminal_shows_each_row_and_what_a_reader_must_know(run):
    text = " ".join(score_terminal.render(run, width=400).split())

    for row in run.scored:
        low, high = write_decimal(row.measure.low * 100), write_decimal(row.measure.high * 100)
        cells = [f"{row.code} {row.name[0]}", write_decimal(row.target.baseline), f"{write_decimal(row.measure.estimate * 100)} ({low}–{high})",
                 write_decimal(row.target.target), write_decimal(row.gap * 100, sign=True), row.judgement.verdict.value]  # fmt: skip
        assert " │ ".join(cells) in text
    assert f"khoảng tin cậy 95 %; 24 phiếu, {run.design.n_psu} đơn vị chọn mẫu." in text
    for each in run.recomputed:
        said = f"{each.code}: giá trị công bố {each.year} là {write_decimal(each.published)}; tính lại từ tiêu chí là {write_decimal(each.value)}."
        differs = write_decimal(each.published) != write_decimal(each.value)
        assert (said in text) is (each.year == run.targets.baseline_year and differs)
    assert all(" ".join(vi.split()) in text for vi, _ in run.notes)
    assert "\x1b[" not in score_terminal.render(run)
    assert "\x1b[" in score_terminal.render(run, colour=True)


def test_a_run_is_computed_again_when_answers_came_and_for_the_other_metric(session, world):
    scores._RUNS.clear()
    forms = session.scalars(select(Form).where(Form.role == SampleRole.MAIN)).all()
    for form in forms[:20]:
        collect.accept(session, form, answers(4), mode=Mode.WEB, submission_id=f"{form.serial}", today=TODAY)
    first = scores.score_wave(session, world.wave, SURVEY.breakdown)
    assert scores.score_wave(session, world.wave, SURVEY.breakdown).rows is first.rows
    assert scores.score_wave(session, world.wave, SURVEY.breakdown, "ty_le_hai_long").rows is first.rows
    other = scores.score_wave(session, world.wave, SURVEY.breakdown, "diem_quy_doi")
    assert (first.method.metric, other.method.metric) == ("ty_le_hai_long", "diem_quy_doi")
    assert (first.method.wave, first.method.by) == ("2025-1", ("mode", "A1", "A2", "A6", "A7", "area"))
    collect.accept(session, forms[20], answers(1), mode=Mode.WEB, submission_id="x", today=TODAY)
    assert scores.score_wave(session, world.wave, SURVEY.breakdown).design.n == 21
    scores._RUNS.update({(n,): first for n in range(8)})
    collect.accept(session, forms[21], answers(1), mode=Mode.WEB, submission_id="y", today=TODAY)
    scores.score_wave(session, world.wave, SURVEY.breakdown)
    assert len(scores._RUNS) == 8


def told():
    now, before = (WaveData(wave(seed, shift=shift), SMALL) for seed, shift in ((1, 0.4), (2, 0.0)))
    return analyse(now, target_set(), Method(wave="2026"), before)


def test_the_sheets_of_an_analysis_hold_its_numbers(tmp_path):
    found = told()
    reliability, drivers, mode, change, areas = analysis_files.sheets(found, {"3": "Biên Hòa"})

    wanted = []
    for each in found.reliability:
        head = (
            [each.code, each.result.n, each.result.alpha, each.result.alpha_standardised, each.result.omega]
            if each.result
            else []
        )
        wanted += (
            [[*head, one.item, one.rest_correlation, one.alpha_if_dropped, None] for one in each.result.items]
            if each.result
            else [[each.code, *[None] * 7, each.why[0]]]
        )
    assert reliability.rows == wanted
    for code, part in found.drivers.items():
        points = {point.name: point for point in part.value.map.points}
        rows = [row for row in drivers.rows if row[0] == code]
        assert rows == [
            [code, part.value.outcome, part.value.drivers.n, part.value.drivers.r2, one.name, one.correlation, one.beta, one.relative_weight,
             one.shapley, points[one.name].importance * 100, points[one.name].performance * 100, points[one.name].quadrant, None]
            for one in part.value.drivers.drivers
        ]  # fmt: skip
    for sheet, part in ((mode, found.mode.value.observed), (change, found.since.value)):
        assert sheet.columns == [
            "code",
            "before",
            "after",
            "n_before",
            "n_after",
            "difference",
            "se",
            "df",
            "low",
            "high",
            "p",
            "why",
        ]
        assert sheet.rows == [
            [one.code, one.first * 100, one.second * 100, *one.n, one.estimate * 100, one.se * 100, one.df, one.low * 100, one.high * 100, one.p, None]
            for one in part
        ]  # fmt: skip
    for code, part in found.areas.items():
        assert [row for row in areas.rows if row[0] == code] == [
            [code, one.area, "Biên Hòa" if one.area == "3" else one.area,
             *(None if value is None else value * 100 for value in (one.direct, one.direct_se, one.estimate, one.benchmarked, one.rmse, one.low, one.high)),
             one.shrinkage, one.residual, one.leverage, None]
            for one in part.value.model.areas
        ] + [[code, *[None] * 12, vi] for vi, _ in part.value.notes]  # fmt: skip
        assert "hai đầu" in part.value.notes[0][0]
    paths = analysis_files.write_files(found, tmp_path / "x", {})
    assert [path.name for path in paths] == ["analysis.json", "analysis.xlsx"]
    assert json.loads(paths[0].read_text("utf-8")) == json.loads(found.to_json())
    assert openpyxl.load_workbook(paths[1]).properties.title == "SIPAS 2026"


def said(each):
    mark = "" if each.certain else " (chưa chắc chắn)"
    return f"{each.code} {write_decimal(each.estimate * 100, 1, sign=True)} ± {write_decimal((each.high - each.low) * 50, 1)}{mark}"


def test_the_terminal_tells_an_analysis_part_by_part():
    found = told()
    lines = render(found).splitlines()
    alphas = "; ".join(
        f"{one.code} {write_decimal(one.result.alpha)}" for one in found.reliability if one.result
    )
    assert [
        part.partition(" (")[0]
        for part in lines[0].removeprefix("Độ tin cậy của tiêu chí (alpha): ").split("; ")
    ] == alphas.split("; ")
    (part,) = [part.value for part in found.drivers.values() if part.value]
    points = sorted(part.map.points, key=lambda point: -point.importance)
    shares = ", ".join(f"{one.name} {write_decimal(one.importance * 100, 0)} %" for one in points)
    first = [one.name for one in points if one.quadrant == "Ưu tiên cải thiện"]
    tail = f"; ưu tiên cải thiện: {', '.join(first)}." if first else "."
    assert f"Yếu tố tác động tới 2.6 (R² {write_decimal(part.drivers.r2)}): {shares}{tail}" in lines
    notable = [one for one in found.mode.value.observed if one.code in found.mode.value.notable]
    assert "Web so với giấy, khác hơn 5 điểm: " + "; ".join(map(said, notable)) + "." in lines
    assert "Thay đổi so với đợt trước: " + "; ".join(map(said, found.since.value)) + "." in lines
    calm = replace(
        found,
        mode=SimpleNamespace(value=SimpleNamespace(observed=(), notable=()), why=None),
        reliability=(),
        since=AnalysisPart(None, None),
    )
    quiet = render(calm).splitlines()
    assert quiet[0] == "Độ tin cậy của tiêu chí (alpha): không tính được."
    assert quiet[-1] == "Web so với giấy: không tiêu chí nào khác hơn 5 điểm."


def test_a_criterion_nobody_answered_is_a_dash_with_its_reason_everywhere():
    data = invented()
    for name, _ in next(one for root in SIPAS.criteria for one in root.walk() if one.code == "1.1").items:
        data[name] = ILLEGIBLE
    run = score(data, SIPAS, target_files.load("plan-336"), Method())
    (row,) = [row for row in run.scored if row.code == "1.1"]
    said = f"1.1: {row.measure.why[0]}"

    text = score_terminal.render(run, width=400)
    assert (row.measure.estimate, row.gap) == (None, None)
    assert said in text.splitlines()
    line = next(line for line in text.splitlines() if f"1.1  {row.name[0]}" in line)
    assert [cell.strip() for cell in line.strip("│ ").split("│")][2::2] == ["–", "–"]
    report = score_report.report_of(run, wave="x", survey=SURVEY)
    assert said in report.notes
    assert report.notes.index(said) < len(report.notes) - len(run.notes)
    (items,) = [sheet for sheet in score_files.sheets(run, {}, None) if sheet.name == "Câu hỏi"]
    assert {tuple(line[3:6]) for line in items.rows if line[0] == "1.1"} == {(0, None, None)}


def test_a_broken_series_says_why_in_both_languages_on_the_terminal_and_in_the_workbook():
    found = told()
    why = ("Chuỗi so sánh bị đứt: câu hỏi.", "The series is broken: items.")
    first, *others = found.since.value
    broken = replace(found, since=AnalysisPart((without_result(first, why), *others)))

    assert f"  {first.code}: {why[0]} / {why[1]}" in render(broken).splitlines()
    (sheet,) = [each for each in analysis_files.sheets(broken, {}) if each.name == "So với đợt trước"]
    assert sheet.rows[0][-1] == f"{why[0]} / {why[1]}"
    assert json.loads(broken.to_json())["since"]["value"][0]["why"] == list(why)
