"""Forms in another language, and forms that an earlier version of the program printed, are read as well."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from print.errors import PaperError
from print.layout.compose import compose, from_json, lay_out, tag
from print.number import write
from print.scanning.page_reader import read_image
from print.scanning.scan import layouts_of, read_files
from questionnaires.load import published
from questionnaires.model import Section, Text, TextItem
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import Hand, fill, page_of

# Pages are drawn, printed or read here.
pytestmark = pytest.mark.slow

BEFORE = Path(__file__).parents[2] / "golden" / "paper" / "printed-before"
MEANT = json.loads((BEFORE / "meant.json").read_text())
INSTRUMENT = published("sipas-2025")


@pytest.fixture(scope="module")
def kept():
    return from_json(json.loads((BEFORE / "layout.json").read_text(encoding="utf-8")))


def test_a_form_printed_before_rows_moved_is_read_by_its_kept_layout(small, kept):
    assert tag(kept) not in layouts_of(small)

    (reading,) = read_files([BEFORE / "page.jpg"], small, printed_as=[kept], workers=1)

    assert (reading.number, reading.page) == (MEANT["number"], MEANT["page"])
    read = {row.item: row.code for row in reading.rows if row.code is not None}
    assert read == {item: MEANT["codes"][item] for item in read}
    assert len(read) >= 0.9 * len(MEANT["codes"])


def test_without_the_kept_layout_it_is_foreign_and_nothing_is_read(small):
    (reading,) = read_files([BEFORE / "page.jpg"], small, workers=1)

    assert (reading.state, reading.rows) == ("foreign", ())


def test_forms_are_read_by_a_kept_layout_though_the_questionnaire_no_longer_fits_the_paper(small, kept):
    endless = TextItem(id="X1", section="X", text=Text("rất dài " * 2000))
    wide = replace(small, sections=(Section("X", Text("X"), None, (endless,)),))
    with pytest.raises(PaperError):
        layouts_of(wide)

    (reading,) = read_files([BEFORE / "page.jpg"], wide, printed_as=[kept], workers=1)

    assert reading.number == MEANT["number"]


def test_a_layout_that_is_kept_and_known_has_the_print_of_its_pages(small, tmp_path):
    form = BlankForm(small)
    path = tmp_path / "page.png"
    import cv2

    cv2.imwrite(str(path), form.grey_page(form.pages_with_rows[0]))

    (reading,) = read_files([path], small, printed_as=[form.layout], workers=1)

    assert "print unknown" not in reading.reason_codes


def test_every_language_of_a_questionnaire_has_a_layout_of_its_own(small):
    versions = {layout.version for layout in layouts_of(INSTRUMENT).values()}

    assert versions == {INSTRUMENT.version + kind for kind in ("", "-large", "-en", "-large-en")}
    assert all(not layout.version.endswith("en") for layout in layouts_of(small).values())


@pytest.mark.slow
@pytest.mark.parametrize("large", [False, True], ids=["ordinary", "large"])
def test_an_english_form_reads_back(large):
    form = BlankForm(INSTRUMENT, large=large, language="en")
    layouts = layouts_of(INSTRUMENT)
    assert form.layout.version.endswith("-en")

    for number in form.pages_with_rows[:2]:
        hand = Hand("black", "cross", only="cross", strays=0)
        filled = fill(form.page(number), page_of(form.layout, number), write(1234), hand, seed=number)
        reading = read_image(
            scan(filled.image, CONDITIONS["200 dpi grey"], seed=number), layouts, file="a", image=0
        )
        read = {row.item: row.code for row in reading.rows if row.code is not None}

        assert reading.version == form.layout.version
        assert read == {item: filled.truth[item].code for item in read}
        assert len(read) >= 0.9 * len(filled.truth)


def test_a_language_that_items_lack_is_refused_with_their_names(small):
    with pytest.raises(PaperError) as error:
        lay_out(small, language="en")

    assert "A2" in error.value.vi
    assert "title" in error.value.en
    assert "«en»" in error.value.vi


def test_an_english_form_says_nothing_in_vietnamese():
    form = compose(INSTRUMENT, language="en")
    said = " ".join(thing.text for ink in form.ink for thing in ink if hasattr(thing, "text"))

    assert "Trang" not in said
    assert "Xin" not in said
    assert "Please turn over" in said
    assert "Page 1/" in said
