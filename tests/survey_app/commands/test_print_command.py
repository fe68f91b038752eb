"""``sipas print``: a questionnaire file in, forms and their layout out."""

import json
from contextlib import nullcontext
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from print.number import write
from survey_app.cli import cli
from survey_app.commands.print import command
from survey_app.errors import SPOKEN_ERRORS, AppError
from survey_app.tables import Wave

FORM = Path(__file__).parents[3] / "questionnaires" / "library" / "sipas-2025.toml"


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)


def test_forms_and_layout_are_written_as_asked(tmp_path):
    done = run(
        FORM, "--numbers", 3, "--start", 501, "--out", tmp_path / "f.pdf", "--layout", tmp_path / "l.json"
    )

    assert done.exit_code == 0, done.output
    layout = json.loads((tmp_path / "l.json").read_text("utf-8"))
    with pypdfium2.PdfDocument((tmp_path / "f.pdf").read_bytes()) as pdf:
        assert len(pdf) == 3 * len(layout["pages"])
        assert write(503) in pdf[len(pdf) - 1].get_textpage().get_text_range()


def test_the_layout_has_the_agreed_keys_in_millimetres(tmp_path):
    run(FORM, "--numbers", 1, "--out", tmp_path / "f.pdf", "--layout", tmp_path / "l.json")

    layout = json.loads((tmp_path / "l.json").read_text("utf-8"))
    assert layout["page_mm"] == [210, 297]
    first = layout["pages"][0]
    assert first["page"] == 1
    assert set(first["fiducials"][0]) == {"id", "x", "y", "size"}
    assert set(first["codes"][0]) == {"role", "x", "y", "w", "h"}
    row = first["rows"][0]
    assert set(row) == {"item", "band", "ovals"}
    assert len(row["band"]) == 4
    assert set(row["ovals"][0]) == {"code", "x", "y", "w", "h"}


def test_large_print_takes_more_pages(tmp_path):
    run(FORM, "--numbers", 1, "--large", "--out", tmp_path / "f.pdf", "--layout", tmp_path / "l.json")

    assert len(json.loads((tmp_path / "l.json").read_text("utf-8"))["pages"]) > 4


def test_synthetic_forms_are_labelled(tmp_path):
    run(FORM, "--numbers", 1, "--synthetic", "--out", tmp_path / "f.pdf")

    with pypdfium2.PdfDocument((tmp_path / "f.pdf").read_bytes()) as pdf:
        assert all("DỮ LIỆU MÔ PHỎNG" in page.get_textpage().get_text_range() for page in pdf)


@pytest.mark.parametrize(
    "words",
    [
        ["--out", "f.pdf"],
        [FORM, "--out", "f.pdf"],
        [FORM, "--numbers", 1, "--wave", "2025-1", "--out", "f.pdf"],
        [FORM, "--numbers", 1, "--office", "BC1", "--out", "f.pdf"],
    ],
    ids=["nothing", "how many", "file and wave", "office without wave"],
)
def test_an_unclear_request_is_refused_with_an_example(words):
    with pytest.raises(AppError, match="--numbers"):
        run(*words)


def test_a_serial_beyond_the_last_number_is_refused(tmp_path):
    with pytest.raises(SPOKEN_ERRORS, match="999999999"):
        run(FORM, "--numbers", 2, "--start", 999_999_999, "--out", tmp_path / "f.pdf")

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("out", "layout", "says"),
    [
        (".", "l.json", "là thư mục"),
        ("không có/f.pdf", "l.json", "Không có thư mục"),
        ("f.pdf", "không có/l.json", "Không có thư mục"),
        ("f.pdf", "f.pdf", "mất tệp"),
        ("q.toml", "l.json", "mất tệp"),
        ("f.pdf", "q.toml", "mất tệp"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_refused_before_drawing(tmp_path, out, layout, says):
    source = tmp_path / "q.toml"
    source.write_bytes(FORM.read_bytes())

    with pytest.raises(AppError, match=says):
        run(source, "--numbers", 1, "--out", tmp_path / out, "--layout", tmp_path / layout)

    assert [path.name for path in tmp_path.iterdir()] == ["q.toml"]
    assert source.read_bytes() == FORM.read_bytes()


def test_a_questionnaire_that_is_not_there_is_told_in_vietnamese(tmp_path):
    with pytest.raises(SPOKEN_ERRORS, match="Không mở được tệp"):
        run(tmp_path / "không có.toml", "--numbers", 1, "--out", tmp_path / "f.pdf")


def test_what_the_disk_refuses_is_one_sentence(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("print.papers.forms.draw_batch", full)
    with pytest.raises(AppError, match=r"Không ghi được .*f\.pdf: No space left"):
        run(FORM, "--numbers", 1, "--out", tmp_path / "f.pdf")


def test_a_file_where_the_folder_of_a_wave_should_be_is_one_sentence(tmp_path, monkeypatch):
    def in_the_way(_session, _wave, _office, job):
        job.out.mkdir(exist_ok=True)
        yield from ()

    monkeypatch.setattr("survey_app.fieldwork.papers.print_wave", in_the_way)
    monkeypatch.setattr("survey_app.fieldwork.print_warnings.warnings", lambda *_: [])
    monkeypatch.setattr("survey_app.waves.catalogue.find", lambda _session, code: Wave(code=code, notice={}))
    monkeypatch.setattr("survey_app.db.opened", lambda _url: nullcontext(lambda: nullcontext(None)))
    (tmp_path / "in").touch()
    with pytest.raises(AppError, match=r"Không ghi được .*in: File exists"):
        run("--wave", "2025-1", "--out", tmp_path / "in")


def test_help_shows_an_example():
    done = CliRunner().invoke(cli, ["print", "--help"])

    assert "sipas print phieu.toml --numbers 100" in done.output


SAID = {
    "--help-line": "0000 000 000",
    "--until": "2025-11-30",
    "--purpose": "Sở hỏi để phục vụ tốt hơn.",
    "--use": "Chỉ công bố số liệu chung.",
    "--giving-back": "Đưa lại người phát phiếu.",
}


def test_forms_from_a_file_say_what_the_command_was_given(tmp_path):
    done = run(
        FORM, "--numbers", 1, "--out", tmp_path / "f.pdf", *(word for pair in SAID.items() for word in pair)
    )

    assert done.exit_code == 0, done.output
    with pypdfium2.PdfDocument((tmp_path / "f.pdf").read_bytes()) as pdf:
        first = " ".join(pdf[0].get_textpage().get_text_range().split())
    assert "Sở hỏi để phục vụ tốt hơn. Chỉ công bố số liệu chung." in first
    assert "Xin trả lời đến hết ngày 30/11/2025. Cần hỏi, xin gọi 0000 000 000." in first
    assert "Đưa lại người phát phiếu." in first


@pytest.mark.parametrize("option", SAID)
def test_what_a_wave_says_is_not_given_to_the_command_that_prints_it(tmp_path, option):
    with pytest.raises(AppError, match="ghi ở trang của đợt"):
        run("--wave", "2025-1", "--out", tmp_path / "in", option, SAID[option])


def test_forms_come_in_the_language_asked_for(tmp_path):
    done = run(
        FORM, "--numbers", 1, "--lang", "en", "--out", tmp_path / "f.pdf", "--layout", tmp_path / "l.json"
    )

    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "l.json").read_text("utf-8"))["version"].endswith("-en")
    with pypdfium2.PdfDocument((tmp_path / "f.pdf").read_bytes()) as pdf:
        first = pdf[0].get_textpage().get_text_range()
    assert "Page 1/" in first
    assert "Trang" not in first


def test_a_questionnaire_without_words_in_the_language_is_refused_with_the_items_named(tmp_path):
    bare = "\n".join(
        line for line in FORM.read_text("utf-8").splitlines() if not line.startswith(("en =", "en  ="))
    )
    (tmp_path / "q.toml").write_text(bare, "utf-8")

    with pytest.raises(SPOKEN_ERRORS) as error:
        run(tmp_path / "q.toml", "--numbers", 1, "--lang", "en", "--out", tmp_path / "f.pdf")

    assert "title" in error.value.en
    assert not (tmp_path / "f.pdf").exists()
