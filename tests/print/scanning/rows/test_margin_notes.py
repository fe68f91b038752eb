"""What is written outside all rows becomes a place to be shown to a person; what a row owns does not."""

import cv2
import numpy as np
import pytest

from print.scanning.rows.margin_notes import LEAST_NOTE, MARGIN_MM2, MOST, margin_notes

PER_MM = 4.0
HIGH, WIDE = 297, 210
ROWS_END = 200  # millimetres: above it all paper belongs to rows


def seen(*strokes):
    """Return the notes of a page with strokes of ink: x, y, width, height in millimetres."""
    ink = np.zeros((round(HIGH * PER_MM), round(WIDE * PER_MM)), np.uint8)
    for x, y, wide, high in strokes:
        ink[_px(y) : _px(y + high), _px(x) : _px(x + wide)] = 1
    labels = cv2.connectedComponents(ink, ltype=cv2.CV_32S)[1]
    off = labels > 0
    off[: _px(ROWS_END)] = False
    return margin_notes(labels, off, PER_MM)


def _px(millimetres):
    return round(millimetres * PER_MM)


def places(notes):
    return [(note.box.x, note.box.y, note.box.w, note.box.h) for note in notes]


WORD = (20, 220, 24, 0.5)  # 12 mm²


def test_a_note_is_the_place_of_its_ink():
    (note,) = seen(WORD)

    assert places([note]) == [(20, 220, 24, 0.5)]
    assert note.ink == 12


@pytest.mark.parametrize(("high", "noted"), [(MARGIN_MM2 / 20, False), (MARGIN_MM2 / 20 + 0.25, True)])
def test_a_page_with_no_more_than_a_stray_line_has_no_note(high, noted):
    assert bool(seen((20, 220, 20, high))) is noted


@pytest.mark.parametrize(("apart", "notes"), [(7.5, 1), (9.0, 2)])
def test_words_near_one_another_are_one_note(apart, notes):
    assert len(seen(WORD, (20, 220.5 + apart, 24, 0.5))) == notes


def test_notes_come_from_top_to_bottom_and_a_speck_is_none():
    found = seen((120, 250, 24, 0.5), (20, 210, 24, 0.5), (180, 280, 1, LEAST_NOTE - 0.5))

    assert places(found) == [(20, 210, 24, 0.5), (120, 250, 24, 0.5)]


@pytest.mark.parametrize(("beyond", "noted"), [(9.0, False), (11.0, True)])
def test_a_piece_that_lies_mostly_on_a_rows_paper_is_that_rows(beyond, noted):
    assert bool(seen((20, ROWS_END - 10, 4, 10 + beyond))) is noted


@pytest.mark.parametrize("place", [(2, 220, 3, 20), (205, 220, 3, 20), (40, 292, 20, 3)])
def test_ink_that_runs_over_the_sheets_edge_is_no_writing(place):
    assert seen(place) == ()


def test_more_notes_than_anybody_writes_are_shown_in_one_picture():
    spots = [(10 + 40 * n, 210 + 10 * n, 10, 0.5) for n in range(MOST + 1)]

    assert len(seen(*spots[:MOST])) == MOST
    assert places(seen(*spots)) == [(10, 210, 170, 40.5)]


def test_many_specks_that_are_much_together_are_shown_in_one_picture():
    specks = [(20 + 30 * n, 210 + 20 * (n % 3), 5, 0.5) for n in range(5)]

    assert places(seen(*specks)) == [(20, 210, 125, 40.5)]
