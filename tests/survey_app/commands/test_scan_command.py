"""``sipas scan``: what it says about files it cannot read, and what it never writes over."""

import json
from pathlib import Path

import cv2
import pytest
from click.testing import CliRunner
from PIL import Image

from questionnaires.load import published
from survey_app.commands.scan import command
from survey_app.errors import SPOKEN_ERRORS
from tests.print.blank_forms import BlankForm
from tests.print.conftest import questionnaire

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

FORM = Path(__file__).parents[3] / "questionnaires" / "library" / "sipas-2025.toml"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    path = tmp_path_factory.mktemp("sheet") / "tờ 1.png"
    cv2.imwrite(
        str(path), cv2.cvtColor(BlankForm(published("sipas-2025"), serial=7).page(1), cv2.COLOR_RGB2GRAY)
    )
    return path


@pytest.fixture
def box(sheet, tmp_path):
    folder = tmp_path / "hộp"
    folder.mkdir()
    (folder / sheet.name).write_bytes(sheet.read_bytes())
    return folder


def run(*words):
    return CliRunner().invoke(
        command, ["-q", str(FORM), "--workers", "1", *map(str, words)], catch_exceptions=False
    )


def white(path, pages):
    sheets = [Image.new("L", (827, 1169), 255) for _ in range(pages)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:])


def test_pages_without_a_form_are_one_line_a_file_in_vietnamese(box, tmp_path):
    white(box / "trống.tif", 5)

    done = run(box, "--out", tmp_path / "m.jsonl")

    said = [line for line in done.stderr.splitlines() if "trống.tif" in line]
    assert len(said) == 1
    assert "5 ảnh (1–5): không thấy phiếu khảo sát trên ảnh." in said[0]
    assert "6 trang: 5 không đọc được (unreadable), 1 thiếu trang khác (missing side)." in done.stdout


def test_a_form_of_another_questionnaire_is_named(box, tmp_path):
    other = BlankForm(questionnaire()).page(1)
    cv2.imwrite(str(box / "khác.png"), other)

    done = run(box, "--out", tmp_path / "m.jsonl")

    assert "khác.png, ảnh 1: phiếu của bộ câu hỏi khác" in done.stderr


def test_files_that_are_left_out_are_named(box, tmp_path):
    Image.new("L", (8, 8)).save(box / "ảnh.webp")
    for i in range(8):
        (box / f"ghi chú {i}.txt").touch()

    done = run(box, "--out", tmp_path / "m.jsonl")

    assert "Bỏ qua 9 tệp không phải PDF, TIFF, PNG hay JPEG" in done.stderr
    assert "và 3 tệp khác." in done.stderr
    assert len((tmp_path / "m.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("place", ["hộp/tờ 1.png", "kept.json", "hộp", "không có/m.jsonl"])
def test_nothing_is_written_over_what_is_read_or_where_there_is_no_place(box, tmp_path, place):
    kept = tmp_path / "kept.json"
    kept.write_text("{}")
    before = (box / "tờ 1.png").read_bytes()

    with pytest.raises(SPOKEN_ERRORS, match=r"thư mục|mất tệp"):
        run(box, "--out", tmp_path / place, "--layout", kept)

    assert (box / "tờ 1.png").read_bytes() == before
    assert kept.read_text() == "{}"


def test_an_empty_folder_leaves_the_old_marks(tmp_path):
    (tmp_path / "trống").mkdir()
    (tmp_path / "m.jsonl").write_text("cũ")

    with pytest.raises(SPOKEN_ERRORS, match="Không có tệp PDF"):
        run(tmp_path / "trống", "--out", tmp_path / "m.jsonl")

    assert (tmp_path / "m.jsonl").read_text() == "cũ"


def test_a_questionnaire_or_layout_that_is_not_there_is_told_in_vietnamese(box, tmp_path):
    for option in ("--layout", "-q"):
        with pytest.raises(SPOKEN_ERRORS, match="hãy"):
            run(box, "--out", tmp_path / "m.jsonl", option, tmp_path / "không có")


@pytest.mark.parametrize("text", ["", "không phải JSON", "[1]", json.dumps({"page_mm": 3})])
def test_a_file_that_is_no_layout_is_refused_in_one_sentence(box, tmp_path, text):
    kept = tmp_path / "layout.json"
    kept.write_text(text)

    with pytest.raises(SPOKEN_ERRORS, match="bố cục"):
        run(box, "--out", tmp_path / "m.jsonl", "--layout", kept)
