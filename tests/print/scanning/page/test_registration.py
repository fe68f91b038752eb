"""Where a page lies in the image, and the page laid flat, with points and grey levels by hand."""

import cv2
import numpy as np
import pytest

from print.geometry import Box, Code, Fiducial, Oval, Page, Row
from print.layout.page_frame import codes, fiducials
from print.scanning.page import registration
from print.scanning.page.flat_page import PX, flatten, straightened
from print.scanning.page.identify import read_codes
from print.scanning.page.registration import Registration, corners, find_fiducials, page_of, register, through
from print.scanning.page.upright import _pixels, upright

A4 = (210.0, 297.0)
PAGE = Page(2, fiducials(2), codes(), ())
LYING = np.array([[7.9, -0.4, 60], [0.4, 7.9, 30], [0, 0, 1.0]])


def seen(matrix, *which):
    marks = [PAGE.fiducials[i] for i in which]
    return {m.id: through(matrix, corners(Box(m.x, m.y, m.size, m.size))) for m in marks}


def test_the_corners_of_a_box_go_clockwise_from_the_top_left():
    assert corners(Box(10, 20, 3, 4)).tolist() == [[10, 20], [13, 20], [13, 24], [10, 24]]
    assert corners(Box(10, 20, 3, 4), 1).tolist() == [[9, 19], [14, 19], [14, 25], [9, 25]]


def test_points_move_by_a_homography_with_its_perspective():
    matrix = np.array([[2.0, 0, 1], [0, 3, 2], [0.1, 0, 1]])

    assert through(matrix, np.array([[0.0, 0], [10, 10]])) == pytest.approx(np.array([[1, 2], [10.5, 16]]))
    assert Registration(matrix, 4, 0.0).pixels(Box(0, 0, 10, 10))[2] == pytest.approx([10.5, 16])


@pytest.mark.parametrize("which", [(0, 1, 2, 3), (0, 1, 2), (1, 2, 3), (0, 2, 3)])
def test_three_corner_marks_tell_where_a_page_lies(which):
    found = register(PAGE, seen(LYING, *which))

    assert found.fiducials == len(which)
    assert found.error < 1e-4
    assert found.matrix == pytest.approx(LYING, abs=1e-3)


@pytest.mark.parametrize("which", [(0, 1), (0, 2), (1, 3), (2,), ()])
def test_with_fewer_marks_the_codes_help_in_whichever_order_they_were_found(which):
    places = [through(LYING, corners(code.box)) for code in PAGE.codes]

    for order in (places, places[::-1]):
        found = register(PAGE, seen(LYING, *which), order)
        assert found.fiducials == len(which)
        assert found.matrix == pytest.approx(LYING, abs=1e-3)


def test_one_mark_or_marks_of_another_page_are_too_little():
    other = {mark + 4: place for mark, place in seen(LYING, 0, 1, 2, 3).items()}

    assert register(PAGE, seen(LYING, 1)) is None
    assert register(PAGE, other) is None
    assert register(PAGE, {**other, **seen(LYING, 0, 1)}).fiducials == 2


def test_the_error_is_the_largest_miss_in_millimetres():
    found = seen(LYING, 0, 1, 2, 3)
    found[PAGE.fiducials[0].id][0] += (40.0, -24.0)

    registered = register(PAGE, found)

    back = np.linalg.inv(registered.matrix)
    misses = [through(back, found[m.id]) - corners(Box(m.x, m.y, m.size, m.size)) for m in PAGE.fiducials]
    assert registered.error == np.abs(misses).max() > 1


def test_marks_that_lie_on_one_another_tell_nothing():
    one = seen(LYING, 0)[PAGE.fiducials[0].id]

    assert register(PAGE, {mark.id: np.repeat(one[:1], 4, 0) for mark in PAGE.fiducials}) is None


@pytest.mark.parametrize(
    ("marks", "page"), [((0, 1, 2, 3), 1), ((4,), 2), ((7, 4), 2), ((3, 4), None), ((), None), ((47,), 12)]
)
def test_corner_marks_agree_on_one_page_or_on_none(marks, page):
    assert page_of({mark: np.zeros((4, 2)) for mark in marks}) == page


def paper(level=240, black=40, scale=8):
    """A sheet with the dark borders of its corner marks, and a square of ink that is half as dark."""
    image = np.full((round(297 * scale), round(210 * scale)), level, np.uint8)
    for mark in PAGE.fiducials:
        x, y, side = (round(v * scale) for v in (mark.x, mark.y, mark.size))
        image[y : y + side, x : x + side] = black
    image[100 * scale : 103 * scale, 100 * scale : 103 * scale] = (level + black) // 2
    return image


@pytest.mark.parametrize(
    ("level", "black", "scale"), [(240, 40, 8), (200, 100, 8), (240, 40, 12), (250, 10, 4)]
)
def test_a_flat_page_goes_from_paper_to_printed_black(level, black, scale):
    flat = flatten(paper(level, black, scale), PAGE, Registration(np.diag([scale, scale, 1.0]), 4, 0.0), A4)

    assert flat.dark.shape == (2376, 1680)
    assert flat.sharp == pytest.approx(scale)
    assert flat.black == pytest.approx(1 - black / level, abs=0.01)
    assert flat.dark[1500, 800] == 0
    assert int(flat.dark[812, 812]) == pytest.approx(127, abs=3)
    mark = PAGE.fiducials[2]
    assert flat.dark[round((mark.y + 1) * PX), round((mark.x + 5) * PX)] >= 253
    assert flat.paper.shape == (297, 210)
    assert np.abs(flat.paper.astype(int) - level).max() <= 2


def test_a_covered_corner_mark_does_not_lighten_the_printed_black():
    image = paper()
    mark = PAGE.fiducials[0]
    image[: round((mark.y + 12) * 8), : round((mark.x + 12) * 8)] = 240

    flat = flatten(image, PAGE, Registration(np.diag([8.0, 8.0, 1.0]), 3, 0.0), A4)

    assert flat.black == pytest.approx(1 - 40 / 240, abs=0.01)


def test_ink_is_sure_above_its_threshold_and_pale_far_below_it():
    image = paper(250, 0)
    for x, darkness in ((40, 0.30), (60, 0.26), (80, 0.11), (100, 0.07)):
        image[1600:1624, x * 8 : x * 8 + 24] = round(250 * (1 - darkness))
    flat = flatten(image, PAGE, Registration(np.diag([8.0, 8.0, 1.0]), 4, 0.0), A4)

    spots = [(1612, x * 8 + 12) for x in (40, 60, 80, 100)]
    assert [int(flat.strong()[spot]) for spot in spots] == [255, 0, 0, 0]
    assert [int(flat.pale()[spot]) for spot in spots] == [255, 255, 255, 0]


SIZE = (1680, 2376)


@pytest.mark.parametrize(
    ("box", "left", "crop"),
    [
        (Box(107.5, 50, 90, 8), 70.0, (300, 360, 1304, 144)),
        (Box(107.5, 50, 90, 8), 3.0, (836, 360, 768, 144)),
        (Box(12.5, 50, 185, 8), 70.0, (0, 360, 1604, 144)),
        (Box(107.5, 1, 90, 8), 70.0, (300, 0, 1304, 112)),
        (Box(107.5, 290, 102, 8), 70.0, (300, 2280, 1380, 96)),
    ],
)
def test_a_box_is_shown_with_a_margin_and_the_words_at_its_left_as_far_as_the_page_goes(box, left, crop):
    assert _pixels(box, SIZE, left=left) == crop


def picture_of(grey, page, matrix):
    found = Registration(matrix, 4, 0.0)
    return upright(straightened(grey, found, A4), page, found, grey.shape)


def test_an_upright_page_shows_every_row_at_its_place():
    oval = (Oval(1, Box(16.5, 52, 6, 4.2)),)
    rows = (Row("A1", Box(12.5, 50, 14, 8), oval), Row("A2", Box(60, 50, 14, 8), oval))
    page = Page(2, PAGE.fiducials, PAGE.codes, rows)
    turned = np.array([[0, -8, 2376], [8, 0, 0], [0, 0, 1.0]])

    shown = picture_of(np.full((1680, 2376), 255, np.uint8), page, turned)

    # Words and oval: the first up to where the second begins, the second to the edge of the paper.
    assert shown.crops == {"A1": (0, 160, 464, 347), "A2": (416, 160, 1264, 347)}
    assert shown.jpeg.startswith(b"\xff\xd8")


def test_an_upright_page_shows_a_note_where_it_was_written():
    page = Page(2, PAGE.fiducials, PAGE.codes, ())
    lies = Registration(np.diag([8.0, 8.0, 1.0]), 4, 0.0)

    shown = upright(
        np.full((2376, 1680), 255, np.uint8), page, lies, A4, {"#margin-2-1": Box(20, 100, 30, 5)}
    )

    assert shown.crops == {"#margin-2-1": (136, 760, 288, 120)}


def test_a_page_without_codes_has_none():
    blank = np.full((2376, 1680), 255, np.uint8)
    page = Page(1, (Fiducial(0, 12, 12, 10),), (Code("main", Box(500, 500, 14, 14)),), ())

    assert read_codes(blank, page, Registration(np.diag([8.0, 8, 1]), 4, 0.0)).payloads == ()
    assert read_codes(blank, None, None).strangers == ()


@pytest.mark.parametrize(("off", "fits"), [(0.0, True), (1.0, True), (12.0, False)])
def test_codes_that_do_not_lie_where_they_were_printed_tell_nothing(off, fits):
    first, second = (corners(code.box) for code in PAGE.codes)
    second[2] += off

    found = register(PAGE, {}, [through(LYING, first), through(LYING, second)])

    assert (found is not None) is fits


def marks_of(*placed, scale=8):
    """White paper with corner marks of a page, each at its millimetres."""
    image = np.full((round(297 * scale), round(210 * scale)), 255, np.uint8)
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for mark, x, y in placed:
        top, left, side = round(y * scale), round(x * scale), 10 * scale
        image[top : top + side, left : left + side] = cv2.aruco.generateImageMarker(dictionary, mark, side)
    return image


def test_a_mark_is_found_with_its_corners_clockwise_to_a_tenth_of_a_millimetre():
    found = find_fiducials(marks_of((4, 12, 12), (6, 188, 275)))

    assert set(found) == {4, 6}
    for mark, x, y in ((4, 12, 12), (6, 188, 275)):
        assert (found[mark] + 0.5) / 8 == pytest.approx(corners(Box(x, y, 10, 10)), abs=0.1)


def test_a_mark_that_is_seen_twice_tells_nothing():
    assert set(find_fiducials(marks_of((4, 12, 12), (4, 100, 100), (5, 188, 12)))) == {5}


@pytest.mark.parametrize(("first", "looks"), [((), 2), ((4, 5, 6), 2), ((4, 5, 6, 7), 1)])
def test_marks_are_looked_for_again_in_more_detail_where_one_is_missing(monkeypatch, first, looks):
    tried = []

    def search(grey, shrink):
        tried.append(shrink)
        return [(mark, np.full((4, 2), 100.0)) for mark in (first if len(tried) == 1 else (4, 5, 6, 7))]

    monkeypatch.setattr(registration, "_search", search)
    monkeypatch.setattr(registration, "_refine", lambda _, points: points)

    assert set(find_fiducials(np.zeros((2600, 1800), np.uint8))) == {4, 5, 6, 7}
    assert tried == [0.5, 1.0][:looks]


def test_two_covered_corner_marks_do_not_lighten_the_printed_black():
    image = paper()
    for mark in PAGE.fiducials[:2]:
        x, y = round((mark.x - 2) * 8), round((mark.y - 2) * 8)
        image[y : y + 14 * 8, x : x + 14 * 8] = 240

    flat = flatten(image, PAGE, Registration(np.diag([8.0, 8.0, 1.0]), 2, 0.0), A4)

    assert flat.black == pytest.approx(1 - 40 / 240, abs=0.01)


def test_what_the_scan_does_not_show_of_a_page_is_white():
    cut_off = np.array([[8, 0, 0], [0, 8, -400], [0, 0, 1.0]])

    shown = picture_of(np.full((1976, 1680), 128, np.uint8), PAGE, cut_off)

    flat = cv2.imdecode(np.frombuffer(shown.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert flat[:390].min() > 250
    assert np.abs(flat[410:].astype(int) - 128).max() < 5
