"""A scanned page is shown to people upright, each row cut out where it stands, however the page lay."""

import cv2
import numpy as np
import pytest

from print.geometry import Box
from print.scanning.image_files import darkest
from print.scanning.page.flat_page import PX
from print.scanning.page.registration import corners, find_fiducials
from print.scanning.page.surroundings import surroundings
from print.scanning.page.upright import AROUND, cut
from print.scanning.page_reader import read_image
from print.scanning.scan import layouts_of
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS
from tests.print.filled_forms import page_of
from tests.print.trial import one_page

# Pages are drawn, printed or read here.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def paper(small):
    return BlankForm(small)


@pytest.fixture(scope="module")
def layouts(small):
    return layouts_of(small)


def scanned(paper, layouts, condition):
    _, image = one_page(paper, 2, CONDITIONS[condition], seed=3)
    return read_image(darkest(image), layouts, file="scan.png", image=0, pictures=True).upright


def picture(jpeg):
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)


@pytest.mark.parametrize("condition", ["200 dpi grey", "upside down", "sideways", "skew 5"])
def test_a_page_stands_upright_however_it_was_laid(paper, layouts, condition):
    page = page_of(paper.layout, 2)

    shown = scanned(paper, layouts, condition)

    flat = picture(shown.jpeg)
    assert flat.shape == (round(297 * PX), round(210 * PX))
    found = find_fiducials(flat)
    for mark in page.fiducials:
        place = corners(Box(mark.x, mark.y, mark.size, mark.size)) * PX
        assert np.abs(found[mark.id] - place).max() < 0.3 * PX
    assert set(shown.crops) == {*(row.item for row in page.rows), *(each.item for each in page.writing)}


def test_a_row_is_cut_out_with_its_words_and_ovals(paper, layouts):
    page = page_of(paper.layout, 2)

    shown = scanned(paper, layouts, "skew 5")

    for row, each in zip(page.rows, surroundings(page.rows), strict=True):
        x, y, wide, high = shown.crops[row.item]
        for box in (row.band, each.paper, *(words for _, words in each.words)):
            assert x <= box.x * PX
            assert y <= box.y * PX
            assert x + wide >= min(box.x + box.w, 210) * PX - 1
            assert y + high >= (box.y + box.h) * PX - 1
        assert high <= (each.paper.h + 2 * AROUND) * PX + 1, "a row, not its neighbours"


def test_what_lies_above_and_below_a_row_is_pale_and_the_row_is_as_scanned(paper, layouts):
    shown = scanned(paper, layouts, "skew 5")
    flat, edge = picture(shown.jpeg).astype(float), round(AROUND * PX)

    for x, y, wide, high in shown.crops.values():
        part, whole = picture(cut(shown.jpeg, (x, y, wide, high))), flat[y : y + high, x : x + wide]
        assert np.array_equal(part[edge:-edge], whole[edge:-edge])
        for outside in (slice(edge), slice(-edge, None)):
            darkness = 255 - whole[outside]
            assert np.abs((255.0 - part[outside]) - 0.45 * darkness).max() <= 1


def test_a_page_that_is_not_identified_has_no_picture(layouts):
    blank = np.full((2339, 1654), 255, np.uint8)

    assert read_image(blank, layouts, file="scan.png", image=0, pictures=True).upright is None
