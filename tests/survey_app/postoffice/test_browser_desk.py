"""The review desk in a real browser: words and ovals of a row are large enough to read on any screen."""

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from survey_app import db
from survey_app.tables import ScanRow
from tests.builders.pages import sign_in
from tests.survey_app.postoffice.test_desk_words import scanned

__all__ = ["scanned"]

pytestmark = pytest.mark.browser

WHOLE, COLUMN = [0, 0, 1680, 176], [0, 0, 464, 322]  # pixels of a scale row and of a list in a column


@pytest.fixture
def desk(window, site, scanned, tmp_path):
    """Open a page of the desk on a screen so wide, with the row's picture cut out so."""

    def opened(wide, crop, address="soat?dong=3"):
        picture = tmp_path / "page.jpg"
        cv2.imwrite(str(picture), np.full((2376, 1680), 200, np.uint8))
        with db.session_factory(scanned.url, durable=False) as sessions, sessions() as session:
            row = session.get(ScanRow, 3)
            row.crop, row.page.picture = crop, str(picture)
            session.commit()
        page = window(viewport={"width": wide, "height": 800})
        sign_in(page, site, "lan")
        page.goto(f"{site}/buu-dien/quet/{address}")
        page.wait_for_load_state("networkidle")
        return page

    return opened


def scale(picture, crop):
    """Return how many pixels of the screen a millimetre of the paper is."""
    return picture.bounding_box()["width"] / (crop[2] / 8)


def test_what_is_written_beside_a_row_is_typed_between_two_keys_and_answers_have_their_keys_again(desk, rows):
    page = desk(1280, WHOLE)
    page.keyboard.press("g")
    page.keyboard.type("không nhớ 3")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("1")

    assert rows("SELECT checked, text FROM scan_row WHERE id = 3") == [(1, "không nhớ 3")]


@pytest.mark.parametrize("address", ["soat?dong=3", "bang-anh?cau=D00&ma=3"])
def test_a_row_over_the_whole_paper_is_shown_in_two_parts_on_a_telephone(desk, address):
    page = desk(360, WHOLE, address)
    left, right = page.locator(".strip > span").all()
    pictures = page.locator(".strip img").all()

    assert [scale(one, WHOLE) > 2.7 for one in pictures] == [True, True]
    strip, shown = left.bounding_box(), [one.bounding_box() for one in pictures]
    assert shown[0]["x"] == pytest.approx(strip["x"], abs=1)
    assert shown[1]["x"] + shown[1]["width"] == pytest.approx(strip["x"] + strip["width"], abs=2)
    assert right.bounding_box()["y"] >= strip["y"] + strip["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_row_over_the_whole_paper_is_shown_once_where_there_is_room(desk):
    page = desk(1280, WHOLE)
    first, second = page.locator(".strip img").all()

    assert scale(first, WHOLE) > 5
    expect(second).to_be_hidden()


@pytest.mark.parametrize(("wide", "least"), [(360, 5), (1280, 7.9)])
def test_a_row_in_a_column_is_shown_once_on_any_screen(desk, wide, least):
    page = desk(wide, COLUMN)

    assert page.locator(".strip img").count() == 1
    assert scale(page.locator(".strip img"), COLUMN) > least
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
