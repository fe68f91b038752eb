"""``sipas score``: the table of a wave in the terminal, and the files beside it."""

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from scoring.errors import ScoringError
from survey_app import db
from survey_app.collection import collect
from survey_app.commands.score import command
from survey_app.errors import AppError
from survey_app.tables import Form, Mode, SampleRole
from survey_app.waves import catalogue
from tests.survey_app.world import QUESTIONNAIRE, TODAY, answers, make_world


def fill(session, world):
    """Let every main form be answered: four in five people tick 4, the others 2."""
    forms = session.scalars(
        select(Form).where(Form.wave_id == world.wave.id, Form.role == SampleRole.MAIN)
    ).all()
    for number, form in enumerate(forms):
        given = answers(2 if number % 5 == 0 else 4)
        collect.accept(session, form, given, mode=Mode.WEB, submission_id=f"s-{number}", today=TODAY)
    session.commit()
    return len(forms)


@pytest.fixture
def scored(sqlite_database, tmp_path, monkeypatch):
    """Run the command on a wave of synthetic answers; return its result, the folder and the number of forms."""
    sessions = db.session_factory(sqlite_database, durable=False)
    with sessions() as session:
        count = fill(session, make_world(session, double_keying=0.0, synthetic=True))
    sessions.engine.dispose()
    monkeypatch.setenv("DATABASE_URL", sqlite_database)
    monkeypatch.delenv("SIPAS_ENV", raising=False)
    result = CliRunner().invoke(command, ["--wave", "2025-1", "--out", str(tmp_path / "out")])
    return result, tmp_path / "out", count


def test_the_table_is_printed_in_vietnamese_with_decimal_commas(scored):
    result, folder, count = scored

    assert result.exit_code == 0, result.output
    for part in (
        "SIPAS – đợt 2025-1 – DỮ LIỆU MÔ PHỎNG",
        "Chỉ tiêu 2025",
        "80,23",
        "83,25",
        "89,50",
        f"{count} phiếu",
        "1: giá trị công bố 2023 là 80,23; tính lại từ tiêu chí là 79,87.",
        "Chưa kết luận",
        f"RR1 100,0 % ({count}/{count})",
        str(folder / "scores.json"),
    ):
        assert part in result.output
    assert "80.23" not in result.output


@pytest.mark.slow
def test_the_files_say_the_same(scored):
    _, folder, count = scored

    written = json.loads((folder / "scores.json").read_text("utf-8"))
    lines = list(csv.DictReader(io.StringIO((folder / "scores.csv").read_text("utf-8-sig"))))
    book = openpyxl.load_workbook(folder / "scores.xlsx")

    assert (written["wave"], written["synthetic"], written["design"]["n"]) == ("2025-1", True, count)
    assert [float(line["estimate"]) for line in lines] == [row["estimate"] for row in written["rows"]]
    assert book.sheetnames == ["Kết quả", "Theo đơn vị", "Câu hỏi", "Nhiệm vụ", "Tỷ lệ trả lời", "Ghi chú"]
    tasks = [[cell.value for cell in row] for row in book["Nhiệm vụ"].iter_rows(min_row=2)]
    assert ["2.1", "Văn phòng Ủy ban nhân dân tỉnh", "Phụ lục 3"] in [
        [row[0], row[2], row[4]] for row in tasks
    ]
    assert written["response"]["dispositions"] == [
        {"code": "1.1", "name": "Trả lời đủ", "name_en": "Complete", "n": count}
    ]
    rates = {row[0].value: row[4].value for row in book["Tỷ lệ trả lời"].iter_rows(min_row=2)}
    assert rates["RR1"] == rates["RR6"] == 100
    areas = {row[2].value for row in book["Theo đơn vị"].iter_rows(min_row=2) if row[0].value == "area"}
    assert areas == {"Trấn Biên", "Biên Hoà", "Định Quán"}
    assert book["Kết quả"]["A2"].value == "1"


def test_scoring_a_wave_twice_writes_the_same_bytes(scored, tmp_path):
    _, folder, _ = scored

    CliRunner().invoke(command, ["--out", str(tmp_path / "again")])

    for name in ("scores.json", "scores.csv", "scores.xlsx"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_verdicts_can_be_adjusted_for_judging_many_criteria(scored, tmp_path):
    result = CliRunner().invoke(
        command, ["--adjust", "holm", "--weights", "nonresponse", "--out", str(tmp_path / "holm")]
    )

    written = json.loads((tmp_path / "holm" / "scores.json").read_text("utf-8"))
    assert result.exit_code == 0
    assert {row["test"]["adjustment"] for row in written["rows"]} == {"holm"}
    assert written["weights"]["kind"] == "nonresponse"
    assert written["weights"]["classes"] == 3
    assert written["weights"]["factor_high"] == pytest.approx(1), "every form came back"
    assert "hiệu chỉnh không trả lời theo 3 tầng" in result.output


def test_the_analysis_is_told_and_written_beside_the_scores(scored, tmp_path):
    folder = tmp_path / "more"

    result = CliRunner().invoke(command, ["--analysis", "--since", "2025-1", "--out", str(folder)])

    written = json.loads((folder / "analysis.json").read_text("utf-8"))
    assert result.exit_code == 0, result.output
    assert "Độ tin cậy của tiêu chí (alpha):" in result.output
    assert "Chỉ có một hình thức trả lời" in result.output
    assert {row["estimate"] for row in written["since"]["value"]} == {0.0}, "a wave against itself"
    assert {each["code"] for each in written["reliability"]} >= {"1.1", "2.5"}
    book = openpyxl.load_workbook(folder / "analysis.xlsx")
    assert book.sheetnames == [
        "Độ tin cậy",
        "Yếu tố tác động",
        "Web so với giấy",
        "So với đợt trước",
        "Ước lượng theo mô hình",
    ]
    assert "Chỉ có một hình thức" in book["Web so với giấy"]["L2"].value
    assert [row[5].value for row in book["So với đợt trước"].iter_rows(min_row=2, max_row=4)] == [0, 0, 0]


def test_a_wave_nobody_answered_is_refused(sqlite_database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", sqlite_database)
    sessions = db.session_factory(sqlite_database, durable=False)
    with sessions() as session:
        make_world(session, double_keying=0.0)
    sessions.engine.dispose()

    result = CliRunner().invoke(command, [])

    assert isinstance(result.exception, ScoringError)
    assert "Chưa có phiếu trả lời nào" in result.exception.vi


def test_an_unknown_wave_is_one_line_and_names_those_there_are(sqlite_database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", sqlite_database)

    result = CliRunner().invoke(command, ["--wave", "2030"])
    without = CliRunner().invoke(command, [])

    assert isinstance(result.exception, AppError)
    assert "Không có đợt khảo sát «2030»" in result.exception.vi
    assert "Chưa có đợt khảo sát nào" in without.exception.vi


def test_help_shows_an_example():
    assert "sipas score --wave 2025-1" in CliRunner().invoke(command, ["--help"]).output


def test_a_questionnaire_without_criteria_is_refused_in_one_sentence(sqlite_database, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", sqlite_database)
    sessions = db.session_factory(sqlite_database, durable=False)
    with sessions() as session:
        world = make_world(session, double_keying=0.0, questionnaire=replace(QUESTIONNAIRE, criteria=()))
        fill(session, world)
    sessions.engine.dispose()
    monkeypatch.setattr(catalogue, "questionnaire", lambda wave: replace(QUESTIONNAIRE, criteria=()))

    result = CliRunner().invoke(command, ["--out", str(tmp_path), "--analysis"])

    assert isinstance(result.exception, ScoringError)
    assert "không khai báo tiêu chí nào" in result.exception.vi
    assert "declares no criterion" in result.exception.en
