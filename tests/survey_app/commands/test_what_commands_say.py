"""What each command says, writes and asks, option by option."""

import datetime as dt
import json
import os
import sys
from dataclasses import replace

import pandas as pd
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from questionnaires import load
from questionnaires.model import Text
from survey_app import db
from survey_app.cli import COMMANDS, cli
from survey_app.closing import closing
from survey_app.commands import serve
from survey_app.commands.scan import _BatchSummary, _left_out
from survey_app.errors import AppError
from survey_app.tables import AuditEvent, Form, FormState, User, Wave
from survey_app.waves import catalogue, notices
from tests.survey_app.commands.test_commands import files, opened, run
from tests.survey_app.scores.test_scores import fill
from tests.survey_app.world import QUESTIONNAIRE, SURVEY, World

__all__ = ["files", "opened", "run"]


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


def invoke(*words, **more):
    return CliRunner().invoke(cli, [str(word) for word in words], **more)


def test_the_commands_are_listed_in_the_order_of_the_survey_with_their_words():
    said = invoke("--help").output
    places = [said.index(f"  {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert all(" ".join(words.split()) in " ".join(said.split()) for words in COMMANDS.values())
    for name in COMMANDS:
        shown = invoke(name, "--help")
        assert (shown.exit_code, f"sipas {name}" in shown.output) == (0, True)


def test_a_wave_is_opened_with_every_option(run, opened, session, files):
    told = opened("--name", "Đợt một", "--double-keying", "0.5", "--metric", "diem_quy_doi", "--batch-size", "10",
                  "--synthetic", "--frame-made", "2025-08-01", "--area-column", "commune",
                  "--help-line", "0000 000 000", "--purpose", "Để phục vụ tốt hơn.")  # fmt: skip
    assert (
        told
        == "Đã mở đợt 2025-1: 36 phiếu trong 5 lô.\nTiếp theo: sipas print --wave 2025-1 --out var/print\n"
    )
    wave = session.scalars(select(Wave)).one()
    assert (wave.name, wave.double_keying, wave.metric, wave.synthetic, wave.seed) == (
        "Đợt một",
        0.5,
        "diem_quy_doi",
        True,
        "xổ số",
    )
    notice = notices.of_wave(wave)
    assert notice == replace(SURVEY.notice, help_line="0000 000 000", purpose=Text("Để phục vụ tốt hơn."))
    assert (wave.closes_on, wave.targets, wave.targets_text) == (dt.date(2026, 12, 31), "plan-336", None)
    assert session.scalars(select(AuditEvent.details)).one()["frame_made_on"] == "2025-08-01"
    assert all(form.label.startswith("Ấp ") for form in session.scalars(select(Form)))


def test_a_wave_is_opened_with_what_is_usual(run, opened, session, files, tmp_path):
    (tmp_path / "mine.toml").write_text('format = 1\nextends = "sipas-2025"\nid = "mine"\n', "utf-8")
    opened("--questionnaire", tmp_path / "mine.toml")
    wave = session.scalars(select(Wave)).one()
    assert (wave.name, wave.double_keying, wave.metric, wave.synthetic) == (
        "2025-1",
        0.15,
        "ty_le_hai_long",
        False,
    )
    assert wave.questionnaire.name == "mine"
    assert session.scalars(select(AuditEvent.details)).one()["frame_made_on"] is None


def test_the_database_says_what_to_do_next(run, session, files, monkeypatch):
    assert run("init-db").splitlines()[-1] == "Tiếp theo: sipas open-wave --help"
    monkeypatch.delenv("SIPAS_PASSWORD")
    done = invoke("init-db", "--account", "boss", input="mot-mat-khau\nmot-mat-khau\n")
    assert "Đã tạo tài khoản boss." in done.output
    assert "mot-mat-khau" not in done.output
    kept = session.scalars(select(User)).one()
    assert (kept.name, kept.full_name, kept.role.value) == ("boss", "boss", "department")


def test_the_database_says_whether_it_was_made_upgraded_or_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'older.db'}")
    newest = max(path.name[:4] for path in (db.MIGRATIONS / "versions").glob("0*.py"))

    made = invoke("init-db").output
    again = invoke("init-db").output
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'before.db'}")
    db.migrate(f"sqlite:///{tmp_path / 'before.db'}", revision="0008")
    upgraded = invoke("init-db").output

    assert f"Đã tạo các bảng, phiên bản {newest}. / The tables were made, version {newest}." in made
    assert (
        f"Các bảng đã ở phiên bản mới nhất {newest}, không đổi gì. / The tables are up to date at {newest}."
        in again
    )
    assert (
        f"Cơ sở dữ liệu đã nâng từ 0008 lên {newest}. / The database was upgraded from 0008 to {newest}."
        in upgraded
    )


def test_an_empty_database_asks_for_its_areas(run):
    assert run("init-db").splitlines()[-1] == "Tiếp theo: sipas load-areas"


@pytest.mark.parametrize(("typed", "closed"), [("y\n", True), ("n\n", False)])
def test_closing_asks_first_and_then_says_what_is_left(run, opened, session, typed, closed):
    opened()
    done = invoke("close-wave", "2025-1", input=typed)
    session.expire_all()
    assert "Đóng đợt 2025-1? Việc này không thể hoàn lại." in done.output
    assert (session.scalars(select(Wave)).one().is_open, done.exit_code) == (not closed, 0 if closed else 1)
    if closed:
        assert done.output.splitlines()[1:] == [
            "Đã đóng đợt 2025-1: 0 phiếu trả lời không còn đường về số phiếu.",
            "Nhóm nhỏ nhất cùng nơi chọn mẫu và cùng cách trả lời có 0 phiếu.",
            "Ảnh quét đã xoá; tệp cơ sở dữ liệu đã được ghi lại, không còn dấu vết đã xoá.",
            "Hãy huỷ các bản sao lưu cũ: chúng còn giữ liên kết.",
        ]


def test_forms_that_wait_are_given_up_only_when_told_and_traces_can_be_erased_again(
    run, opened, session, monkeypatch
):
    opened()
    session.execute(select(Form.id))
    form = session.scalars(select(Form)).first()
    from survey_app.fieldwork import movements
    from survey_app.people.stamp import Stamp

    stamp = Stamp(None, dt.datetime(2025, 11, 18, tzinfo=dt.UTC))
    for to in (FormState.ISSUED, FormState.RETURNED):
        movements.record(session, form, to, stamp=stamp)
    session.commit()
    with pytest.raises(AppError, match="Còn 1 phiếu đã thu"):
        run("close-wave", "2025-1", "--yes")
    monkeypatch.setattr(closing, "forget", lambda _: False)
    said = run("close-wave", "2025-1", "--yes", "--abandon-pending")
    assert "Hãy dừng máy chủ rồi chạy sipas close-wave 2025-1 --rewrite." in said
    monkeypatch.undo()
    monkeypatch.setenv("DATABASE_URL", str(session.get_bind().engine.url))
    assert run("close-wave", "2025-1", "--rewrite") == (
        "Ảnh quét đã xoá; tệp cơ sở dữ liệu đã được ghi lại, không còn dấu vết đã xoá.\n"
    )


def test_an_export_names_its_files_and_counts_what_is_in_them(run, opened, session, tmp_path):
    opened()
    wave = session.scalars(select(Wave)).one()
    count = fill(session, World(wave, None, (), None))
    out = tmp_path / "x" / "y"
    assert run("export", "2025-1", "--out", out) == f"{out / 'responses.csv'}: {count} phiếu\n"
    assert run("export", "2025-1", "--out", out, "--kind", "all").splitlines() == [
        f"{out / 'responses.csv'}: {count} phiếu", f"{out / 'answers.csv'}: {count} phiếu", f"{out / 'texts.csv'}: 0 ý kiến"
    ]  # fmt: skip
    assert (
        run("export", "2025-1", "--out", tmp_path / "t", "--kind", "texts")
        == f"{tmp_path / 't' / 'texts.csv'}: 0 ý kiến\n"
    )
    assert [path.name for path in (tmp_path / "t").iterdir()] == ["texts.csv"]


def test_a_sample_is_drawn_verified_and_drawn_again_with_units_of_last_time(files, tmp_path):
    frame, plan, out = files / "frame.csv", files / "plan.toml", tmp_path / "out"
    drawn = invoke("sample", frame, plan, "--seed", "xổ số", "--out", out)
    assert drawn.output == f"Đã chọn 24 đơn vị và 12 dự phòng: {out / 'sample.csv'}\n"
    assert len(pd.read_csv(out / "sample.csv")) == 36
    manifest = out / "manifest.json"
    assert invoke("sample", "--verify", manifest).exit_code == 0
    assert invoke("sample", "--verify", manifest, "--frame", frame).exit_code == 0
    again = invoke(
        "sample", frame, plan, "--seed", "khác", "--out", tmp_path / "2", "--last", manifest, "--keep", "1"
    )
    assert again.exit_code == 0, again.output
    units = [
        set(map(tuple, pd.read_csv(folder / "sample.csv")[["commune", "village"]].to_numpy()))
        for folder in (out, tmp_path / "2")
    ]
    assert units[0] == units[1]
    (out / "sample.csv").write_text(
        (out / "sample.csv").read_text("utf-8").replace("main", "reserve", 1), "utf-8"
    )
    touched = invoke("sample", "--verify", manifest)
    assert (touched.exit_code, touched.output != "") == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["f"],
        ["f", "p"],
        ["f", "p", "--seed", "x"],
        ["f", "p", "--out", "o"],
        ["--seed", "x", "--out", "o"],
        ["f", "--seed", "x", "--out", "o"],
    ],
)
def test_a_draw_of_which_something_is_missing_is_refused(words):
    with pytest.raises(AppError, match="Hãy cho FRAME, PLAN, --seed và --out"):
        cli.main(["sample", *words], standalone_mode=False)


def test_who_starts_the_server_reads_where_the_pages_are(run, opened, session, tmp_path):
    opened("--synthetic")
    url = str(session.get_bind().engine.url)
    lines = list(serve.welcome(session, url, "http://h:1", "Sở Nội vụ"))
    assert lines == [
        "Người dân:   http://h:1/",
        "Bưu cục:     http://h:1/buu-dien/",
        "Sở Nội vụ:   http://h:1/so-noi-vu/",
        "Dừng: Ctrl+C",
    ]
    first, second = session.scalars(select(Form).order_by(Form.serial).limit(2))
    first.state = second.state = FormState.HANDED_OUT
    (tmp_path / "accounts.txt").write_text("lan: mật khẩu", "utf-8")
    session.commit()
    lines = list(serve.welcome(session, url, "http://h:1", "Sở Nội vụ"))
    assert lines[3:5] == [
        "lan: mật khẩu",
        f"Mã phiếu của một người dân mô phỏng: {catalogue.access_code(first)}",
    ]
    session.scalars(select(Wave)).one().synthetic = False
    assert len(list(serve.welcome(session, "postgresql://x/sipas", "http://h:1", "Sở Nội vụ"))) == 4


def test_the_server_is_started_on_the_address_and_database_that_were_asked_for(
    run, files, session, monkeypatch
):
    asked = []
    monkeypatch.setattr("os.execv", lambda program, words: asked.append(words))
    monkeypatch.delenv("SIPAS_BASE_URL", raising=False)
    url = str(session.get_bind().engine.url)
    said = run("serve", "--port", "8123", "--host", "0.0.0.0", "--workers", "3", "--database", url)

    assert "Người dân:   http://0.0.0.0:8123/" in said
    assert asked == [[sys.executable, "-m", "gunicorn", "--bind", "0.0.0.0:8123", "--workers", "3", "--log-level", "warning", "survey_app:create_app()"]]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "environment", "demo", "served"),
    [
        ("sqlite:///a.db", "sqlite:///b.db", True, "sqlite:///a.db"),
        (None, "sqlite:///b.db", True, "sqlite:///b.db"),
        (None, "", True, "sqlite:///var/demo/sipas.db"),
        (None, "", False, "sqlite:///var/sipas.db"),
    ],
)
def test_the_demo_is_served_only_where_no_database_is_named(
    tmp_path, monkeypatch, given, environment, demo, served
):
    shown, started = [], []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", environment)
    monkeypatch.setenv("SIPAS_BASE_URL", "https://khaosat.example")
    monkeypatch.setattr("os.execv", lambda program, words: started.append(words))
    monkeypatch.setattr(serve, "_print_welcome", lambda *told: shown.append(told))
    if demo:
        (tmp_path / serve.DEMO).parent.mkdir(parents=True)
        (tmp_path / serve.DEMO).touch()

    told = invoke("serve", *(("--database", given) if given else ()))

    assert (told.exit_code, shown) == (0, [(served, "https://khaosat.example")])
    assert (len(started), os.environ["DATABASE_URL"]) == (1, served)


def test_what_came_of_a_batch_of_scans_is_counted_and_named():
    from types import SimpleNamespace as Reading

    seen = _BatchSummary()
    row = Reading(state="accepted"), Reading(state="review"), Reading(state="accepted")
    for image, (state, rows) in enumerate(
        [("read", row), ("read", ()), ("foreign", ()), ("unreadable", ()), ("unreadable", ())]
    ):
        seen.note(
            Reading(
                state=state,
                rows=rows,
                file="a.pdf",
                image=image,
                reason_codes=("no form",) if state != "foreign" else ("x",),
                reason="lý do",
            )
        )
    assert (
        seen.pages()
        == "5 trang: 2 đọc chắc chắn (read), 2 không đọc được (unreadable), 1 không phải phiếu này (foreign)."
    )
    assert seen.certain() == "2 dòng chắc chắn, 1 dòng cần người soát"
    first, second = seen.not_taken()
    assert first == "a.pdf, ảnh 3: lý do"
    assert second.startswith("a.pdf, 2 ảnh (4–5): không thấy phiếu khảo sát trên ảnh.")
    assert list(_left_out([])) == []
    assert next(_left_out(list("abcdef"))).endswith(": a, b, c, d, e, f.")
    assert next(_left_out(list("abcdefg"))).endswith(": a, b, c, d, e, f và 1 tệp khác.")


def test_a_sound_questionnaire_is_summed_up():
    lines = invoke("questionnaire", load.LIBRARY / "sipas-2025.toml").output.splitlines()
    kinds = [type(item).__name__ for item in QUESTIONNAIRE.items.values()]
    counted = ", ".join(f"{kinds.count(kind)} {said}" for kind, said in (("ScaleItem", "thang đo"), ("ChoiceItem", "chọn một"), ("ChoicesItem", "chọn nhiều"), ("TextItem", "ghi chữ")))  # fmt: skip
    criteria = sum(1 for heading in QUESTIONNAIRE.criteria for _ in heading.walk())
    assert lines[:4] == [
        f"sipas-2025: {QUESTIONNAIRE.title.vi}",
        f"phiên bản {QUESTIONNAIRE.short_version} ({QUESTIONNAIRE.version})",
        f"{len(QUESTIONNAIRE.sections)} phần, {len(kinds)} câu ({counted}), {sum(item.scored for item in QUESTIONNAIRE.items.values())} câu tính điểm",
        f"{criteria} tiêu chí, {len(QUESTIONNAIRE.checks)} kiểm tra, {len(QUESTIONNAIRE.columns)} cột dữ liệu",
    ]


def test_scores_are_written_where_they_were_asked_for_and_said_so(run, opened, session, tmp_path):
    opened()
    fill(session, World(session.scalars(select(Wave)).one(), None, (), None))
    out = tmp_path / "diem"
    said = run("score", "--wave", "2025-1", "--metric", "diem_quy_doi", "--out", out)
    assert f"Đã ghi: {out / 'scores.json'}, {out / 'scores.csv'}, {out / 'scores.xlsx'}" in said
    assert json.loads((out / "scores.json").read_text("utf-8"))["metric"] == "diem_quy_doi"


def test_settings_are_read_from_the_environment():
    from survey_app.config import Config, from_environment

    assert from_environment({}) == Config(
        "sqlite:///var/sipas.db", "chi-dung-khi-thu-nghiem", False, "http://127.0.0.1:8000"
    )
    given = {
        "DATABASE_URL": "sqlite:///x",
        "SECRET_KEY": "k" * 32,
        "SIPAS_ENV": "production",
        "SIPAS_BASE_URL": "https://x/",
    }
    assert from_environment(given) == Config("sqlite:///x", "k" * 32, True, "https://x")
    with pytest.raises(AppError):
        from_environment(given | {"SECRET_KEY": "k" * 31})
    assert not from_environment({"SIPAS_ENV": "test"}).production


def test_a_database_of_another_version_says_what_to_run(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.db'}"
    with pytest.raises(AppError) as told:
        db.opened(url)
    assert told.value.vi.startswith(
        f"Cơ sở dữ liệu {url} chưa có bảng của phiên bản này: hãy chạy «sipas init-db»"
    )
    with pytest.raises(AppError) as unknown:
        db.session_factory("mysql://host/x")
    assert unknown.value.vi.startswith("DATABASE_URL loại «mysql» không dùng được: ")
    with db.session_factory(url, durable=False) as quick, quick() as session:
        assert session.connection().exec_driver_sql("PRAGMA synchronous").scalar() == 1
