"""Numbers that the pages of docs/ give and the code decides: a page that says otherwise turns red."""

import json
import re
from pathlib import Path

import pytest

from print.layout.compose import lay_out, to_json
from print.layout.option_lists import MOST_COLUMNS
from print.layout.room import LARGER, LARGER_PRINT, ROOMIER
from print.layout.sizes import (
    FIDUCIAL,
    FIDUCIAL_EDGE,
    FIDUCIAL_RING,
    FREE_ROUND_OVAL,
    HEAD_GAP,
    KEY_POINTS,
    LARGE,
    LEAST_COLUMN,
    LEAST_ROW,
    MAIN_CODE,
    MOST_PAGES,
    ORDINARY,
    REPEAT_CODE,
)
from print.papers.labels import ACROSS, DOWN, HIGH, WIDE
from print.scanning.image_files import MOST_PIXELS
from print.scanning.page.flat_page import DARK, PALE, PX
from print.scanning.page.quality import SQUARE, STRETCH, UNEVEN
from print.scanning.rows.classify import COVERED_SHARE, MARKED_SHARE, TWO_STROKES_CUTS, UNTOUCHED_SHARE
from print.scanning.rows.regions import SEARCH
from print.scanning.rows.stroke_cuts import CURVES
from print.scanning.worker_pool import PAGE_SECONDS
from questionnaires.load import published
from questionnaires.model import ChoiceItem, ChoicesItem, ScaleItem, TextItem
from survey_app.people.authentication import FAILURES, WINDOW
from survey_app.scanning.intake import SEEDED

ROOT = Path(__file__).parent.parent
INSTRUMENT = published("sipas-2025")
WORDS = {1: "one", 4: "four", 5: "five", 6: "six", 9: "nine"}


def page(name: str) -> str:
    """Return a page of docs/ with its lines joined."""
    return " ".join((ROOT / "docs" / name).read_text(encoding="utf-8").split())


def percent(share: float) -> str:
    return f"{100 * share:g} %"


def ovals(measures) -> str:
    return " × ".join(f"{side:g}" for side in measures.oval)


TONES = sorted({tone.darkness for sheet in lay_out(INSTRUMENT).pages for tone in sheet.tones})


@pytest.mark.parametrize(
    "said",
    [
        f"exactly one oval has ink (at least {percent(MARKED_SHARE)} of its inside), "
        f"all others none (under {percent(UNTOUCHED_SHARE)})",
        f"surely dark ({percent(DARK)} of the way to black) and perhaps ({percent(PALE)}, smoothed)",
        f"printed ovals are looked for within {SEARCH:g} mm",
        f"at most {MOST_PIXELS // 1_000_000} megapixels",
        f"{PX:g} pixels a millimetre",
        f"opposite sides or the two diagonals differ by more than {percent(SQUARE)}",
        f"width to height is off by more than {percent(STRETCH)}",
        f"is {percent(UNEVEN)} below that of the lightest tenth",
        f"silent for {PAGE_SECONDS:g} seconds costs one page",
        f"One row in {SEEDED} is one the machine was certain of",
        f"cuts one of {WORDS[len(CURVES)]} ellipses in and round an oval {WORDS[TWO_STROKES_CUTS + 1]} times or more",
        f"patches of {percent(TONES[0])} and {percent(TONES[1])} grey",
    ],
)
def test_the_page_about_reading_gives_the_thresholds_of_the_code(said):
    assert said in page("paper.md")


def test_an_oval_is_covered_when_less_than_a_quarter_of_its_line_is_dark():
    assert COVERED_SHARE == 1 / 4
    assert "(less than a quarter of its printed line is dark;" in page("paper.md")


@pytest.mark.parametrize(
    "said",
    [
        f"{FIDUCIAL:g} mm, {FIDUCIAL_EDGE:g} mm from the edges, {FIDUCIAL_RING:g} mm white round each",
        f"50 ids make {MOST_PAGES} pages at most",
        f"QR code of {MAIN_CODE.w:g} mm top right and again, of {REPEAT_CODE.w:g} mm, bottom left",
        f"empty ovals of {ovals(ORDINARY)} mm (large print {ovals(LARGE)}), line 0.3 mm, at least {LEAST_COLUMN:g} mm "
        f"apart across or {LEAST_ROW:g} mm down, {FREE_ROUND_OVAL:g} mm free of print",
        f"{ORDINARY.points:g} points at least, `--large` {LARGE.points:g}",
        f"at {ORDINARY.points:g} points; rows keep {LEAST_ROW:g} mm",
        f"{', '.join(f'{ORDINARY.points + more:g}' for more in LARGER[:-1])} or {ORDINARY.points:g} points, in large print "
        f"{', '.join(f'{LARGE.points + more:g}' for more in LARGER_PRINT[:-1])} or {LARGE.points:g}",
        f"rows, up to {LEAST_ROW + ROOMIER[0][0]:g} mm high and {ROOMIER[0][1]:g} mm more between two texts",
        f"{HEAD_GAP:g} mm between the words of two headings",
        f"in {KEY_POINTS:g} points grey",
        f"two to {WORDS[MOST_COLUMNS]} columns",
        f"{ACROSS * DOWN} on A4 ({WIDE:g} × {HIGH:.0f} mm)",
    ],
)
def test_the_page_about_forms_gives_the_measures_of_the_code(said):
    assert said in page("forms.md")


def test_the_page_about_forms_counts_the_items_of_the_instrument():
    items = list(INSTRUMENT.items.values())
    count = {
        kind: sum(isinstance(item, kind) for item in items) for kind in (ScaleItem, ChoiceItem, TextItem)
    }
    ticks = sum(len(item.options) for item in items if isinstance(item, ChoicesItem))
    layout = lay_out(INSTRUMENT)

    assert (
        f"({count[ScaleItem]} rows of grids, {count[ChoiceItem]} single choices, {ticks} options to tick, "
        f"{WORDS[count[TextItem]]} open text) fills two duplex sheets"
    ) in page("forms.md")
    rows = len({row.item for sheet in layout.pages for row in sheet.rows})
    assert rows == count[ScaleItem] + count[ChoiceItem] + ticks
    assert f"({rows} rows on {WORDS[len(layout.pages)]} pages)" in page("paper.md")


def test_the_example_of_a_layout_is_a_part_of_the_real_one():
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    example = json.loads(text.split("```json\n")[1].split("```")[0])

    assert is_part(example, to_json(lay_out(INSTRUMENT)))


def is_part(shown, whole) -> bool:
    """Tell whether what is shown stands in ``whole``; a list of objects may leave some out."""
    if isinstance(shown, dict):
        return shown.keys() <= whole.keys() and all(is_part(shown[key], whole[key]) for key in shown)
    if isinstance(shown, list) and shown and isinstance(shown[0], dict):
        return all(any(is_part(one, other) for other in whole) for one in shown)
    return bool(shown == whole)


def test_the_page_about_security_gives_the_limit_of_passwords():
    assert f"{WORDS[FAILURES]} wrong ones close a name for {WINDOW.seconds // 60} minutes" in page("web.md")


def test_every_measurement_that_the_pages_cite_is_run_by_make():
    scripts = {
        f"bench/{path.name}" for path in (ROOT / "bench").glob("*.py") if "__main__" in path.read_text()
    }
    made = set(re.findall(r"bench/\w+\.py", (ROOT / "Makefile").read_text(encoding="utf-8")))

    assert scripts == made
