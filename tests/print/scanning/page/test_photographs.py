"""Pages that were photographed say so, and pages that were scanned do not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from print.scanning.image_files import darkest
from print.scanning.page.flat_page import Flat
from print.scanning.page.quality import is_lit_unevenly, is_photo
from print.scanning.page.registration import Registration
from print.scanning.page_reader import read_image
from print.scanning.reading import PageReading
from print.scanning.scan import Batch, layouts_of
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS
from tests.print.trial import one_page, run

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

A4 = (210.0, 297.0)
FOCAL = 3000.0  # pixels of a phone's picture


@pytest.fixture(scope="module")
def paper(small):
    return BlankForm(small)


def scanned(*, angle=0.0, lean=0.0, along=1.0, scale=8.0, taper=0.0):
    """A sheet in a scanner: turned, sheared by ``lean``, stretched ``along`` the feed; ``taper`` no scanner has."""
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, -s, 40], [s, c, 30], [0, 0, 1]])
    feed = np.array([[scale, lean * scale, 0], [0, along * scale, 0], [0, 0, 1]])
    narrow = np.array([[1, 0, 0], [0, 1, 0], [0, taper / A4[1], 1]])
    return Registration(turn @ feed @ narrow, 4, 0.0)


def photographed(tilt, towards, turn, distance):
    """A sheet under a phone's camera ``distance`` mm away that leans by ``tilt`` degrees."""
    t, a, r = np.deg2rad((tilt, towards, turn))
    axis = np.array([np.cos(a), np.sin(a), 0])
    cross = np.array([[0, 0, axis[1]], [0, 0, -axis[0]], [-axis[1], axis[0], 0]])
    leaning = np.eye(3) + np.sin(t) * cross + (1 - np.cos(t)) * cross @ cross
    turned = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    pose = leaning @ turned
    plane = np.column_stack([pose[:, 0], pose[:, 1], [0, 0, distance]])
    middle = np.array([[1, 0, -A4[0] / 2], [0, 1, -A4[1] / 2], [0, 0, 1]])
    return Registration(np.diag([FOCAL, FOCAL, 1]) @ plane @ middle, 4, 0.0)


@settings(derandomize=True)
@given(
    angle=st.floats(-np.pi, np.pi),
    lean=st.floats(-0.004, 0.004),
    along=st.floats(0.98, 1.02),
    scale=st.floats(3.5, 12.5),
)
def test_what_glass_and_feeders_do_to_a_sheet_is_no_photo(angle, lean, along, scale):
    assert not is_photo(scanned(angle=angle, lean=lean, along=along, scale=scale), A4)


@settings(derandomize=True)
@given(
    tilt=st.floats(2, 40),
    towards=st.floats(0, 360),
    turn=st.floats(-180, 180),
    distance=st.floats(300, 550),
)
def test_a_phone_held_two_degrees_aslant_is_noticed(tilt, towards, turn, distance):
    assert is_photo(photographed(tilt, towards, turn, distance), A4)


@pytest.mark.parametrize(
    "seen",
    [
        scanned(lean=0.01),
        scanned(lean=-0.01, angle=2.0),
        scanned(along=1.04),
        scanned(along=0.96),
        scanned(taper=0.01),
    ],
    ids=["leans right", "leans left", "drawn out", "pressed", "tapers"],
)
def test_a_sheet_that_is_no_rectangle_of_its_proportion_is_a_photo(seen):
    assert is_photo(seen, A4)


def flat_of(paper):
    return Flat(np.zeros((8, 8), np.uint8), 0.9, paper.astype(np.uint8), 8.0)


def test_a_lamp_beside_the_page_is_noticed_and_a_scanner_lamp_is_not():
    across = np.linspace(0, 1, 210)[None, :] * np.ones((297, 1))

    assert is_lit_unevenly(flat_of(235 - 35 * across))
    assert is_lit_unevenly(flat_of(235 - 35 * across.T))
    assert is_lit_unevenly(flat_of(235 - 60 * np.abs(across - 0.5)))
    assert not is_lit_unevenly(flat_of(235 - 8 * across))


def test_a_stain_and_a_torn_corner_are_not_taken_for_a_shadow():
    paper = np.full((297, 210), 235)
    paper[100:160, 90:150] = 140
    paper[:45, :45] = 15

    assert not is_lit_unevenly(flat_of(paper))


# Pages of the phone condition whose opposite sides are as long as each other, to a scanner's tolerance.
LEVEL = [(1, 19), (1, 233), (1, 1425), (2, 331), (2, 439), (1, 1168), (1, 1031), (2, 954)]


@pytest.mark.parametrize(("page", "seed"), LEVEL)
def test_a_phone_photo_whose_sides_are_equal_is_still_flagged(paper, small, page, seed):
    _, image = one_page(paper, page, CONDITIONS["phone"], seed=seed)

    reading = read_image(darkest(image), layouts_of(small), file="x", image=0)

    assert reading.number == paper.number
    assert {"photo", "uneven light"} & set(reading.reason_codes)


@pytest.mark.parametrize(
    "name",
    ["200 dpi grey", "100 dpi grey", "skew 5", "print 93 to 105 %", "torn corner", "fold", "stain", "stamp"],
)
def test_a_scanned_page_is_not_taken_for_a_photo(paper, name):
    tally = run(paper, CONDITIONS[name], range(500, 502))

    assert (tally.pages, tally.photos, tally.uneven) == (2, 0, 0)


def test_a_shadow_on_the_page_is_told_and_the_page_is_read(paper):
    tally = run(paper, CONDITIONS["shadow"], range(500, 502))

    assert (tally.uneven, tally.photos) == (2, 0)
    assert tally.accepted


def test_a_missing_side_does_not_silence_the_warning(small):
    layouts = layouts_of(small)
    version = next(iter(layouts.values())).version
    reading = PageReading("a.jpg", 0, "000123-4", 1, "read", version=version).with_reasons("photo")
    batch = Batch(layouts)
    batch.note(reading)

    settled = batch.settle(reading)

    assert settled.state == "missing side"
    assert "was not scanned" in settled.reason
    assert settled.reason.endswith(", photo")
    assert settled.reason_codes == ("other side missing", "photo")
