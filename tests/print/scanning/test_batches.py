"""What only a whole batch can tell: duplicates, missing sides, foreign forms; and the command that reads one."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from click.testing import CliRunner

from print.batch import FormToPrint
from print.errors import PaperError
from print.layout.compose import lay_out, tag, to_json
from print.number import write
from print.papers.forms import draw_batch
from print.scanning.reading import PageReading, to_line
from print.scanning.scan import Batch, layouts_of, read_files
from survey_app.cli import cli
from tests.print.blank_forms import BlankForm, printed
from tests.print.conftest import questionnaire
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import Hand, fill, page_of

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

PLAIN = CONDITIONS["200 dpi grey"]


def save(folder: Path, name: str, image: np.ndarray) -> Path:
    path = folder / name
    cv2.imwrite(str(path), image)
    return path


@pytest.fixture(scope="module")
def two_forms(small, tmp_path_factory):
    """Both sides of two filled forms, backs upside down, the forms' pages mixed by the names of their files."""
    folder = tmp_path_factory.mktemp("scans")
    layout = lay_out(small)
    pages = printed(small, [11, 12])
    truth = {}
    for i, blank in enumerate(pages):
        serial, page = 11 + i // len(layout.pages), i % len(layout.pages) + 1
        filled = fill(
            blank, page_of(layout, page), write(serial), Hand("blue", "cross", only="cross"), seed=i
        )
        truth[write(serial), page] = filled.truth
        lying = PLAIN if page % 2 else CONDITIONS["upside down"]
        save(folder, f"{page}-{serial}.png", scan(filled.image, lying, seed=i))
    return folder, truth, layout


def test_pictures_come_with_the_readings_and_change_no_line(small, two_forms):
    folder, _, _ = two_forms
    bare = list(read_files([folder], small, workers=1))
    readings = list(read_files([folder], small, workers=2, pictures=True))

    assert [to_line(reading) for reading in readings] == [to_line(reading) for reading in bare]
    assert "upright" not in json.loads(to_line(readings[0]))
    assert {reading.upright for reading in bare} == {None}
    for reading in readings:
        picture = cv2.imdecode(np.frombuffer(reading.upright.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert picture.shape == (2376, 1680)
        assert set(reading.upright.crops) == {row.item for row in reading.rows} | {
            box.item for box in reading.writing
        }


def test_every_page_of_a_folder_is_read_in_steady_order(small, two_forms):
    folder, truth, _ = two_forms

    first = list(read_files([folder], small, workers=2))
    again = list(read_files([folder], small, workers=1))

    assert first == again
    assert {(r.number, r.page) for r in first} == set(truth)
    for reading in first:
        meant = truth[reading.number, reading.page]
        assert all(row.code in {None, meant[row.item].code} for row in reading.rows)


def test_a_page_scanned_twice_counts_once(small, two_forms, tmp_path):
    folder, _, _ = two_forms
    copy = tmp_path / "again.png"
    copy.write_bytes((folder / "1-11.png").read_bytes())

    readings = list(read_files([folder, copy], small, workers=1))

    twice = [reading.state for reading in readings if (reading.number, reading.page) == (write(11), 1)]
    assert twice[0] != "duplicate"
    assert twice[1:] == ["duplicate"]


def test_copies_whose_marks_differ_are_all_given_to_a_person(small, two_forms, tmp_path):
    folder, _, layout = two_forms
    other = fill(
        next(printed(small, [11])),
        page_of(layout, 1),
        write(11),
        Hand("black", "tick", only="tick"),
        seed=99,
    )
    path = save(tmp_path, "other.png", scan(other.image, PLAIN, seed=99))

    readings = list(read_files([folder, path], small, workers=1))

    assert [r.state for r in readings if (r.number, r.page) == (write(11), 1)] == ["duplicate"] * 2
    assert {r.reason_codes for r in readings if r.state == "duplicate"} == {("copies differ",)}


def test_a_form_without_its_other_side_is_told(small, two_forms):
    folder, _, layout = two_forms
    assert len([page for page in layout.pages if page.rows or page.writing]) > 1

    (reading,) = read_files([folder / "1-12.png"], small, workers=1)

    assert reading.state == "missing side"
    assert "2" in reading.reason
    assert reading.rows


@pytest.mark.parametrize(
    ("state", "settled"),
    [
        ("read", "missing side"),
        ("needs review", "missing side"),
        ("bilevel", "bilevel"),
        ("photocopied", "photocopied"),
    ],
)
def test_only_a_page_that_was_read_is_said_to_lack_its_other_side(small, state, settled):
    layouts = layouts_of(small)
    version = next(iter(layouts.values())).version

    assert settle(layouts, PageReading("a.png", 0, write(11), 1, state, version=version)).state == settled


def test_a_side_with_nothing_but_a_box_for_writing_is_missed_too(small):
    layout = lay_out(small)
    boxes = replace(layout, pages=tuple(replace(page, rows=()) for page in layout.pages))
    (written,) = [page.number for page in boxes.pages if page.writing]

    lone = settle({tag(boxes): boxes}, PageReading("a.png", 0, write(11), 9, "read", version=layout.version))

    assert lone.reason == f"page {written} was not scanned"


def settle(layouts, reading):
    batch = Batch(layouts)
    batch.note(reading)
    return batch.settle(reading)


def test_a_form_of_another_questionnaire_is_foreign(small, tmp_path):
    stranger = BlankForm(questionnaire(rows=9))
    path = save(tmp_path, "stranger.png", stranger.page(1))

    (reading,) = read_files([path], small, workers=1)

    assert (reading.state, reading.number, reading.rows) == ("foreign", None, ())
    assert reading.reason_codes == ("other questionnaire",)


def test_a_layout_kept_from_printing_reads_forms_of_an_earlier_version(small, tmp_path):
    earlier = BlankForm(questionnaire(rows=9))
    path = save(tmp_path, "earlier.png", earlier.page(1))

    (reading,) = read_files([path], small, printed_as=[earlier.layout], workers=1)

    assert reading.number == earlier.number
    assert {row.code for row in reading.rows} == {0}


def test_large_print_and_ordinary_print_are_told_apart_by_themselves(small, tmp_path):
    large = BlankForm(small, serial=21, large=True)
    paths = [save(tmp_path, f"{i}.png", large.page(i)) for i in large.pages_with_rows]

    readings = list(read_files(paths, small, workers=1))

    assert all(reading.version.endswith("large") for reading in readings)


@pytest.mark.parametrize("kind", ["pdf", "tiff"])
def test_files_of_many_pages_are_read_page_by_page(small, tmp_path, kind):
    draw_batch(tmp_path / "forms.pdf", small, None, [FormToPrint(write(31)), FormToPrint(write(32))])
    path = tmp_path / "forms.pdf"
    if kind == "tiff":
        document = pypdfium2.PdfDocument(path)
        pictures = [page.render(scale=150 / 72).to_pil().convert("L") for page in document]
        document.close()
        path = tmp_path / "forms.tiff"
        pictures[0].save(path, save_all=True, append_images=pictures[1:], compression="tiff_lzw")

    readings = list(read_files([path], small, workers=2))

    sides = len(lay_out(small).pages)
    assert [reading.image for reading in readings] == list(range(2 * sides))
    assert [reading.number for reading in readings] == [write(31)] * sides + [write(32)] * sides


def test_the_command_writes_one_line_a_page(two_forms, tmp_path, monkeypatch):
    folder, truth, _ = two_forms
    monkeypatch.setattr("survey_app.commands.scan.load", lambda path: questionnaire())
    out, source, kept = tmp_path / "marks.jsonl", tmp_path / "q.toml", tmp_path / "layout.json"
    source.touch()
    kept.write_text(json.dumps(to_json(lay_out(questionnaire()))))

    done = CliRunner().invoke(
        cli,
        [
            "scan",
            str(folder),
            "--questionnaire",
            str(source),
            "--out",
            str(out),
            "--workers",
            "1",
            "--large",
            "--layout",
            str(kept),
        ],
    )

    assert done.exit_code == 0, done.output
    assert f"{len(truth)} trang" in done.output
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert {(line["number"], line["page"]) for line in lines} == set(truth)


def test_a_path_that_does_not_exist_is_told_in_one_sentence(small, tmp_path):
    with pytest.raises(PaperError, match="Không thấy tệp"):
        list(read_files([tmp_path / "nothing"], small, workers=1))
