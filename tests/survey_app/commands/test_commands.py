"""The commands a province types, from an empty database to a closed wave."""

import csv
import io

import pandas as pd
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from sampling.errors import SamplingError
from scoring.errors import ScoringError
from survey_app import db
from survey_app.cli import cli
from survey_app.collection import collect, microdata, results
from survey_app.errors import AppError
from survey_app.tables import Form, Mode, SampleRole, User
from survey_app.waves import catalogue
from tests.survey_app.waves.test_target_sets import OWN
from tests.survey_app.world import PLAN, QUESTIONNAIRE, ROWS, TODAY, add_areas, answers

OFFICES = "area,office,name\n75,BC1,Bưu cục Biên Hoà\n26206,BC2,Bưu cục Định Quán\n"


@pytest.fixture
def run(database_url, monkeypatch):
    """Run ``sipas`` on a fresh database, and return what it prints."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SIPAS_PASSWORD", "mot-mat-khau-dai")

    def invoke(*words):
        done = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return invoke


@pytest.fixture
def files(tmp_path, session):
    """A frame, a plan and a list of offices as files, beside the areas in the database."""
    add_areas(session)
    session.commit()
    pd.DataFrame(ROWS).to_csv(tmp_path / "frame.csv", index=False)
    (tmp_path / "plan.toml").write_text(PLAN.text, "utf-8")
    (tmp_path / "offices.csv").write_text(OFFICES, "utf-8")
    return tmp_path


@pytest.fixture
def opened(run, files):
    """Open a wave by the command."""

    def invoke(*more):
        return run(
            *("open-wave", "2025-1", files / "frame.csv", files / "plan.toml", "--seed", "xổ số"),
            *(
                "--closes",
                "2026-12-31",
                "--offices",
                files / "offices.csv",
                "--label-column",
                "village",
                *more,
            ),
        )

    return invoke


def test_the_database_is_made_with_its_first_account(run, session):
    printed = run("init-db", "--account", "so-noi-vu")

    assert "sẵn sàng" in printed
    assert [user.name for user in session.scalars(select(User))] == ["so-noi-vu"]


def test_a_password_in_the_address_is_not_printed(tmp_path):
    factory = db.session_factory("postgresql://sipas:bi-mat@localhost/sipas")

    assert "bi-mat" not in factory.engine.url.render_as_string()


def test_a_wave_is_opened_exported_and_closed(run, opened, session, tmp_path):
    told = opened()
    assert "36 phiếu trong 2 lô" in told
    next_step = told.partition("Tiếp theo: sipas ")[2].splitlines()[0]
    printed = run(*next_step.replace("var/print", str(tmp_path / "print")).split())
    assert "Chưa có điện thoại hỗ trợ" in told
    assert printed.splitlines()[0].startswith("sipas: Chưa có điện thoại hỗ trợ")
    for form in session.scalars(select(Form).where(Form.role == SampleRole.MAIN)).all()[:7]:
        given = answers(2, text="=HYPERLINK(0)")
        collect.accept(session, form, given, mode=Mode.WEB, submission_id=str(form.serial), today=TODAY)

    run("export", "2025-1", "--out", tmp_path / "out", "--kind", "all")
    wide = pd.read_csv(tmp_path / "out" / "responses.csv", dtype={"area": str, "psu": str, "ssu": str})
    long = pd.read_csv(tmp_path / "out" / "answers.csv")
    texts = list(csv.reader(io.StringIO((tmp_path / "out" / "texts.csv").read_text("utf-8-sig"))))

    assert len(wide) == 7
    assert list(wide.columns[:8]) == ["area", "stratum", "psu", "ssu", "fpc_1", "fpc_2", "weight", "mode"]
    assert not {"serial", "form", "number", "day"} & set(wide.columns)
    assert len(long) == 7 * len(QUESTIONNAIRE.columns)
    assert {row[2] for row in texts[1:]} == {"'=HYPERLINK(0)"}
    assert "7 phiếu trả lời" in run("close-wave", "2025-1", "--yes")


def test_a_wave_is_held_against_a_file_of_targets(run, opened, session, tmp_path):
    (tmp_path / "noi-bo.toml").write_text(OWN, "utf-8")
    opened("--targets", tmp_path / "noi-bo.toml")

    assert catalogue.find(session, "2025-1").targets == "noi-bo-2026"


def test_a_list_older_than_its_areas_opens_nothing(opened, session):
    with pytest.raises(SamplingError, match="trước khi đơn vị hành chính thay đổi"):
        opened("--frame-made", "2025-06-30")
    assert catalogue.all_waves(session) == []


def test_a_bad_file_of_targets_is_named_and_opens_nothing(opened, session, tmp_path):
    (tmp_path / "noi-bo.toml").write_text(OWN.replace("84.25", '"nhiều"'), "utf-8")

    with pytest.raises(ScoringError, match=r"noi-bo\.toml có 1 lỗi.*«nhiều» không phải là một số") as told:
        opened("--targets", tmp_path / "noi-bo.toml")
    assert "\n" not in told.value.vi
    assert catalogue.all_waves(session) == []


def test_the_export_reads_back_as_what_was_stored(run, opened, session, tmp_path):
    opened()
    wave = catalogue.find(session, "2025-1")
    for form in session.scalars(select(Form).where(Form.role == SampleRole.MAIN)):
        given = answers(1 + form.serial % 5)
        collect.accept(session, form, given, mode=Mode.PAPER, submission_id=str(form.serial), today=TODAY)
    data = results.responses(session, wave)

    read = pd.read_csv(
        io.BytesIO(microdata.wide(data, QUESTIONNAIRE)), dtype={"area": str, "stratum": str, "ssu": str}
    )

    pd.testing.assert_frame_equal(
        read[list(data.columns)], data, check_dtype=False, check_exact=True, check_categorical=False
    )


def test_the_long_rows_say_what_was_ticked(run, opened, session):
    opened()
    form = session.scalars(select(Form).where(Form.role == SampleRole.MAIN)).first()
    collect.accept(session, form, answers(2), mode=Mode.WEB, submission_id="s", today=TODAY)

    sheet = microdata.long(results.responses(session, form.wave), QUESTIONNAIRE)

    scale = QUESTIONNAIRE.items["C11a"].scale
    said = {row[7]: row[9] for row in sheet.rows}
    assert said["C11a"] == next(option.text.vi for option in scale.options if option.code == 2)
    assert said["B2_1"].startswith(("có", "không"))


@pytest.mark.parametrize(
    ("offices", "message"),
    [
        ("area,office\n75,BC1\n", "thiếu cột name"),
        ("", "thiếu cột area"),
        ("area,office,name\n99999,BC1,Bưu cục\n", "dòng 2: không có đơn vị hành chính mã «99999»"),
        ("area,office,name\n75,,Bưu cục\n", "dòng 2"),
        ("area,office,name\n26041,BC1,Bưu cục\n", "Chưa có bưu cục phụ trách đơn vị 26068, 26206"),
        (b"\xff\xfe", "không phải UTF-8"),
        ("a" * 10_485_761, "quá lớn"),
    ],
    ids=["no name", "empty", "unknown area", "no office", "area without office", "bytes", "large"],
)
def test_a_list_of_offices_with_a_mistake_opens_nothing(opened, files, session, offices, message):
    data = offices if isinstance(offices, bytes) else offices.encode()
    (files / "offices.csv").write_bytes(data)

    with pytest.raises(AppError, match=message):
        opened()

    assert catalogue.all_waves(session) == []


def test_a_closed_wave_cannot_be_closed_again(run, opened):
    opened()
    run("close-wave", "2025-1", "--yes")

    with pytest.raises(AppError, match="đã kết thúc"):
        run("close-wave", "2025-1", "--yes")


def test_an_unknown_wave_names_those_there_are(run, opened):
    opened()

    with pytest.raises(AppError, match="Các đợt hiện có: 2025-1"):
        run("export", "2026-9")


@pytest.mark.parametrize("name", ["init-db", "open-wave", "close-wave", "export"])
def test_help_shows_an_example(name):
    printed = CliRunner().invoke(cli, [name, "--help"]).output

    assert f"sipas {name}" in printed.split("Options:")[0]
    assert "\\b" not in printed


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("score", []),
        ("export", ["2025-1"]),
        ("close-wave", ["2025-1", "--yes"]),
        ("print", ["--wave", "2025-1", "--out", "x"]),
        ("load-areas", ["dong-nai"]),
        ("serve", []),
    ],
)
def test_a_database_without_tables_is_one_line_that_says_what_to_do(command, arguments, tmp_path):
    empty = f"sqlite:///{tmp_path / 'empty.db'}"

    with pytest.raises(AppError, match="sipas init-db"):
        cli.main([command, *arguments, "--database", empty], standalone_mode=False)


def test_a_database_that_is_not_there_is_named():
    with pytest.raises(AppError, match="Không mở được"):
        db.opened("sqlite:////no/such/folder/sipas.db")
