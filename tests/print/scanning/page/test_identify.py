"""Whose page it is, with plain values: every way in which codes and corner marks may disagree."""

import cv2
import numpy as np
import pytest

from print.drawing.qr import modules
from print.geometry import Box, Code, Page
from print.number import Payload, write_payload
from print.scanning.page.identify import Codes, Unknown, identify, read_codes
from print.scanning.page.registration import Registration

OURS = Payload("AB12CD", 123, 2)
KNOWN = {"AB12CD": None}


def test_a_page_all_of_whose_marks_agree_has_its_form_and_its_number():
    assert identify(Codes((OURS, OURS)), 2, 4, KNOWN) == OURS


@pytest.mark.parametrize(
    ("codes", "page", "fiducials", "why", "state", "tag"),
    [
        (Codes(), None, 0, "no form", "unreadable", ""),
        (Codes(), 2, 1, "no code", "unreadable", ""),
        (Codes(strangers=("https://example.org/",)), None, 0, "strange code", "foreign", ""),
        (Codes(strangers=("https://example.org/",)), 2, 1, "no code", "unreadable", ""),
        (Codes((OURS, Payload("AB12CD", 124, 2))), 2, 4, "codes disagree", "unreadable", ""),
        (Codes((OURS, Payload("AB12CD", 123, 3))), 2, 4, "codes disagree", "unreadable", ""),
        (Codes((Payload("ZZ12CD", 123, 2),)), 2, 4, "other questionnaire", "foreign", "ZZ12CD"),
        (Codes((OURS,)), None, 0, "no corner mark", "unreadable", ""),
        (Codes((OURS,)), 1, 4, "corner marks disagree", "unreadable", ""),
        (Codes((OURS,)), None, 2, "corner marks disagree", "unreadable", ""),
    ],
)
def test_a_page_whose_marks_do_not_agree_says_how(codes, page, fiducials, why, state, tag):
    assert identify(codes, page, fiducials, KNOWN) == Unknown(why, state, tag)


TEXT = write_payload("AB12CD", 123, 2)
PAGE = Page(2, (), (Code("main", Box(40, 20, 14.5, 14.5)), Code("repeat", Box(10, 70, 14.2, 14.2))), ())
MATRIX = np.diag([8.0, 8.0, 1.0])


def coded(*placed):
    """White paper, 70 by 100 mm at 8 pixels a millimetre, with codes at their millimetres."""
    image = np.full((800, 560), 255, np.uint8)
    for text, x, y in placed:
        rows = np.array([list(row) for row in modules(text)], np.uint8)
        code = np.kron(rows, np.ones((5, 5), np.uint8))
        image[round(y * 8) : round(y * 8) + len(code), round(x * 8) : round(x * 8) + len(code)] = code
    return image


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("off", [0.0, 2.5, -2.5])
def test_codes_are_found_in_their_places_however_the_page_lies_and_a_little_off(turns, off):
    image = coded((TEXT, 40 + off, 20 - off), (TEXT, 10 + off, 70 + off))
    high, wide = image.shape
    quarter = np.array([[0, 1.0, 0], [-1.0, 0, wide], [0, 0, 1]])
    matrix = MATRIX
    for _ in range(turns):
        matrix = quarter @ matrix
        quarter = np.array([[0, 1.0, 0], [-1.0, 0, high if quarter[1, 2] == wide else wide], [0, 0, 1]])

    found = read_codes(np.ascontiguousarray(np.rot90(image, turns)), PAGE, Registration(matrix, 4, 0.0))

    assert found == Codes((OURS, OURS)), "read in both places, not looked for in the whole image"


def test_codes_out_of_their_places_are_looked_for_in_the_whole_image_and_told_with_their_corners():
    found = read_codes(
        coded((TEXT, 5, 40), ("https://example.org/", 40, 70)), PAGE, Registration(MATRIX, 4, 0.0)
    )

    assert (found.payloads, found.strangers) == ((OURS,), ("https://example.org/",))
    (corners,) = found.places
    assert corners / 8 == pytest.approx(np.array([[5, 40], [18.1, 40], [18.1, 53.1], [5, 53.1]]), abs=0.3)


@pytest.mark.parametrize("lean", [20, 35])
def test_codes_too_small_and_askew_to_be_read_as_they_are_are_laid_straight_and_enlarged(lean):
    cos, sin = np.cos(np.deg2rad(lean)) / 4, np.sin(np.deg2rad(lean)) / 4
    askew = np.array([[cos, -sin, 200], [sin, cos, 20], [0, 0, 1]])
    image = cv2.warpPerspective(
        coded((TEXT, 40, 20), (TEXT, 10, 70)), askew, (400, 400), flags=cv2.INTER_AREA, borderValue=255.0
    )

    assert read_codes(image, None, None).payloads == (), "two pixels a millimetre"
    assert read_codes(image, PAGE, Registration(askew @ MATRIX, 4, 0.0)).payloads == (OURS, OURS)
