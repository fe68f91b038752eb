"""What a scanner, copier or camera did to a sheet, with plain values: tones, grey levels, streaks, sides, light."""

import numpy as np
import pytest

from print.geometry import Box, Page, Tone
from print.scanning.page.flat_page import PX, Flat
from print.scanning.page.quality import (
    Sheet,
    crosses,
    is_bilevel,
    is_copied,
    is_lit_unevenly,
    is_photo,
    is_washed_out,
    scanned_tones,
    streaks,
    within_sheet,
)
from print.scanning.page.registration import Registration, through

TEN_A_MM = Registration(np.diag([10.0, 10.0, 1.0]), 4, 0.0)
BAND = Box(100, 50, 60, 8)


@pytest.mark.parametrize(
    ("pale", "grey", "copied"),
    [
        (1.0, 1.0, False),
        (0.45, 1.0, False),
        (0.44, 1.0, True),
        (0.0, 1.0, True),
        (1.7, 1.0, False),
        (1.71, 1.0, True),
        (1.0, 0.44, True),
        (1.0, 1.71, True),
    ],
)
def test_a_copy_has_wiped_out_or_blackened_one_of_the_printed_tones(pale, grey, copied):
    assert is_copied({0.16: 0.16 * pale, 0.40: 0.40 * grey}) is copied


@pytest.mark.parametrize(("pale", "washed"), [(1.0, False), (0.81, False), (0.79, True), (0.0, True)])
def test_a_scan_whose_palest_tone_is_weak_is_washed_out(pale, washed):
    assert is_washed_out({0.40: 0.40, 0.16: 0.16 * pale}) is washed


def test_a_page_without_printed_tones_is_not_told_to_be_washed_out():
    assert is_washed_out({}) is False


@pytest.mark.parametrize(
    ("low", "high", "down", "crossed"),
    [
        (1200, 1205, True, True),
        (995, 1000, True, True),
        (995, 999, True, False),
        (1600, 1605, True, True),
        (1601, 1605, True, False),
        (520, 525, False, True),
        (490, 499, False, False),
        (581, 585, False, False),
        (1200, 1205, False, False),
        (520, 525, True, False),
    ],
)
def test_a_streak_spoils_the_rows_it_crosses_and_no_other(low, high, down, crossed):
    assert crosses((low, high, down), TEN_A_MM, BAND) is crossed


def patches(*levels):
    """A flat page whose grey patches, 4 by 6 mm, have the levels given, with soft edges a millimetre wide."""
    dark = np.full((160, 40 * max(1, len(levels))), 99, np.uint8)
    for i, level in enumerate(levels):
        x = round((5 * i + 1) * PX)
        dark[round(3 * PX) : round(7 * PX), x + 8 : x + 24] = level
    return Flat(dark, 1.0, np.full((20, 20), 240, np.uint8), PX)


def page_with(*darkness):
    tones = (Tone(Box(5 * i + 1, 2, 4, 6), dark) for i, dark in enumerate(darkness))
    return Page(1, (), (), (), tones=tuple(tones))


def test_a_printed_tone_is_measured_inside_the_soft_edge_of_its_patch():
    assert scanned_tones(patches(51, 102), page_with(0.16, 0.40)) == {0.16: 51 / 255, 0.40: 102 / 255}


@pytest.mark.parametrize("levels", [(40, 255), (255, 40), (40, 0), (0, 40), (38, 45), (45, 38)])
def test_of_two_patches_of_one_tone_the_nearer_to_it_counts(levels):
    nearer = min(levels, key=lambda level: abs(level / 255 - 0.16))

    assert scanned_tones(patches(*levels), page_with(0.16, 0.16)) == {0.16: nearer / 255}


@pytest.mark.parametrize(
    ("counts", "lost"),
    [
        ({240: 9000, 20: 900, 130: 100}, False),
        ({240: 9000, 20: 901, 130: 99}, True),
        ({240: 9000, 20: 1000}, True),
        ({240: 9000, 20: 900, 65: 100}, False),
        ({240: 9000, 20: 900, 64: 100}, True),
        ({240: 9000, 20: 900, 196: 100}, False),
        ({240: 9000, 20: 900, 197: 100}, True),
        ({60: 9000, 20: 500, 40: 500}, False),
        ({59: 9000, 20: 500, 40: 500}, True),
        ({250: 3900, 240: 5100, 20: 900, 130: 100}, False),
        ({240: 9000, 20: 900, 130: 90, 0: 10}, True),
        ({240: 9000, 200: 950, 0: 50}, True),
    ],
)
def test_a_scan_without_soft_edges_has_lost_its_grey_levels(counts, lost):
    grey = np.repeat(np.array(list(counts), np.uint8), list(counts.values())).reshape(100, -1)

    assert is_bilevel(Sheet(grey, 0, 0)) is lost


def test_the_inside_of_a_sheet_keeps_8_mm_from_its_edges():
    grey = np.arange(3200 * 2300, dtype=np.uint32).reshape(3200, 2300)
    moved = Registration(np.array([[10.0, 0, 50], [0, 10, 60], [0, 0, 1]]), 4, 0.0)

    sheet = within_sheet(grey, moved, (210.0, 297.0))

    assert (sheet.x, sheet.y, sheet.grey.shape) == (130, 140, (2810, 1940))
    assert sheet.grey[0, 0] == grey[140, 130]


def test_the_inside_of_a_sheet_that_lies_askew_holds_no_bed():
    turn = np.deg2rad(2)
    c, s = 10 * np.cos(turn), 10 * np.sin(turn)
    askew = Registration(np.array([[c, -s, 200], [s, c, 0], [0, 0, 1]]), 4, 0.0)

    sheet = within_sheet(np.zeros((3200, 2400)), askew, (210.0, 297.0))

    corners = [
        (sheet.x + i * sheet.grey.shape[1], sheet.y + j * sheet.grey.shape[0]) for i in (0, 1) for j in (0, 1)
    ]
    inside = through(np.linalg.inv(askew.matrix), np.array(corners))
    assert inside.min() > 7.8
    assert (inside < (202.2, 289.2)).all()
    assert sheet.grey.shape > (2600, 1800)


def test_a_sheet_that_reaches_out_of_the_image_ends_where_the_image_does():
    out = Registration(np.array([[10.0, 0, -100], [0, 10, -90], [0, 0, 1]]), 4, 0.0)

    sheet = within_sheet(np.zeros((3000, 2100)), out, (210.0, 297.0))

    assert (sheet.x, sheet.y, sheet.grey.shape) == (0, 0, (2970 - 80 - 90, 2100 - 80 - 100))


def lined(depth=40, *, first=500, wide=3, start=0.0, end=1.0, gap=0.0):
    """White paper, 1200 by 960 pixels, with a dark line down it."""
    grey = np.full((960, 1200), 230, np.uint8)
    grey[round(960 * start) : round(960 * end), first : first + wide] -= np.uint8(depth)
    grey[round(960 * 0.4) : round(960 * (0.4 + gap)), first : first + wide] = 230
    return grey


@pytest.mark.parametrize("down", [True, False])
def test_a_streak_is_told_where_it_runs_with_two_pixels_on_either_side(down):
    grey = lined() if down else lined().T

    assert streaks(Sheet(grey, 100, 200)) == [((598.0, 605.0, True) if down else (698.0, 705.0, False))]


def test_two_streaks_are_two_and_both_ways_are_told():
    both = np.minimum(lined(first=300), lined(first=600))
    both[700:703] = 180

    assert streaks(Sheet(both, 0, 0)) == [(298.0, 305.0, True), (598.0, 605.0, True), (698.0, 705.0, False)]


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ({"depth": 15}, True),
        ({"depth": 14}, False),
        ({"gap": 0.35}, True),
        ({"gap": 0.45}, False),
        ({"start": 0.05}, False),
        ({"end": 0.95}, False),
        ({"wide": 9}, True),
        ({"wide": 14}, False),
    ],
)
def test_a_streak_is_a_narrow_line_from_edge_to_edge_darker_than_the_paper(line, seen):
    assert bool(streaks(Sheet(lined(**line), 0, 0))) is seen


A4 = (210.0, 297.0)


@pytest.mark.parametrize(
    ("matrix", "photo"),
    [
        ([[8, 0, 0], [0, 8, 0]], False),
        ([[0, -8, 3000], [8, 0, 0]], False),
        ([[8, 0, 0], [0, 8 * 1.025, 0]], False),
        ([[8, 0, 0], [0, 8 * 1.026, 0]], True),
        ([[8, 0, 0], [0, 8 * 0.976, 0]], False),
        ([[8, 0, 0], [0, 8 * 0.974, 0]], True),
        ([[8, 8 * 0.006, 0], [0, 8, 0]], False),
        ([[8, 8 * 0.007, 0], [0, 8, 0]], True),
        ([[8, -8 * 0.007, 0], [0, 8, 0]], True),
    ],
)
def test_a_sheet_out_of_proportion_or_askew_in_itself_is_a_photo(matrix, photo):
    assert is_photo(Registration(np.array([*matrix, [0, 0, 1]], float), 4, 0.0), A4) is photo


@pytest.mark.parametrize(("across", "down"), [(1, 0), (0, 1)])
def test_a_sheet_one_of_whose_sides_is_shorter_than_its_opposite_is_a_photo(across, down):
    def tapered(share):
        tilt = np.array([[8, 0, 0], [0, 8, 0], [across * share / A4[0], down * share / A4[1], 1]])
        return Registration(tilt, 4, 0.0)

    assert not is_photo(tapered(0.005), A4)
    assert is_photo(tapered(0.0065), A4)


def flat_lit(paper):
    return Flat(np.zeros((8, 8), np.uint8), 1.0, np.asarray(paper, np.uint8), PX)


@pytest.mark.parametrize(("low", "uneven"), [(200, False), (185, False), (183, True), (150, True)])
def test_paper_that_darkens_by_more_than_a_twelfth_is_lit_unevenly(low, uneven):
    paper = np.full((296, 208), 200)
    paper[:, :60] = low

    assert is_lit_unevenly(flat_lit(paper)) is uneven
    assert is_lit_unevenly(flat_lit(paper.T)) is uneven


@pytest.mark.parametrize(("share", "uneven"), [(0.05, False), (0.2, True), (0.8, True), (0.95, False)])
def test_what_darkens_less_than_a_tenth_of_the_page_is_no_shadow(share, uneven):
    paper = np.full((400, 200), 200)
    paper[: round(400 * share)] = 100

    assert is_lit_unevenly(flat_lit(paper)) is uneven
