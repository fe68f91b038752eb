"""Every reason the judge gives, on both sides of every threshold, with plain values and no picture."""

import ast
import inspect
from dataclasses import replace

import pytest

from print.scanning.page.flat_page import flatten
from print.scanning.page.printed import prints
from print.scanning.page.quality import is_bilevel
from print.scanning.page.registration import register
from print.scanning.page.surroundings import surroundings
from print.scanning.reading import RULE
from print.scanning.rows.classify import classify
from print.scanning.rows.foreign_ink import foreign_ink
from print.scanning.rows.handwriting import ink_in
from print.scanning.rows.ink_origin import with_origins
from print.scanning.rows.mark_shape import mark_shape
from print.scanning.rows.mark_strokes import strokes_of
from print.scanning.rows.measure import measure
from print.scanning.rows.regions import stencil
from print.scanning.rows.row_ink import MarkShape, MarkStrokes, OvalInk, RowInk
from print.scanning.rows.stroke_cuts import cuts

CLEAN = OvalInk(inside=0.0, pale=0.0, tone=0.0, ring=0.0, halo=0.0, line=0.9, struck=False)
MARK = OvalInk(inside=0.4, pale=0.0, tone=0.8, ring=0.2, halo=1.0, line=0.9, struck=False)
FULL = replace(MARK, inside=0.95)
CODES = (1, 2, 3)


def shape(**measures):
    """Return the change of a mark that gives it another shape."""
    return {"shape": MarkShape(**measures)}


def strokes(**measures):
    """Return the change of a mark that gives it other strokes."""
    return shape(strokes=MarkStrokes(**measures))


MANY = MarkStrokes(one=9.0, two=5.0, three=2.0)  # as a filled oval has, or a scribble
LINED = MarkStrokes(one=9.0, two=5.0, three=2.0, level=True)
JOINED = {"one": 4.0, "two": 2.0, "three": 0.45, "gap": 2.5, "aside": 1.25}  # a cross drawn in one go
SURE = (2, "one mark", None)
BLANK = (0, "clean band", None)


def said(*ovals, **more):
    """Return what the judge says of a row of three ovals, as (code, reason, suggestion)."""
    row = {"free": 0.0, "pale_free": 0.0, "linked": 0.0, "spilt": 0.0, "match": 0.9} | more
    verdict = classify(CODES, RowInk(ovals, **row))
    return verdict.code, verdict.reason, verdict.suggest


def of_mark(**changes):
    """Say a row whose second oval is marked; ``changes`` are those of the mark or of the row."""
    mark = {name: changes.pop(name) for name in list(changes) if hasattr(MARK, name)}
    return said(CLEAN, replace(MARK, **mark), CLEAN, **changes)


def beside_mark(**changes):
    """Say a row whose second oval is marked, and whose third has something too."""
    return said(CLEAN, MARK, replace(CLEAN, **changes))


def of_blank(**changes):
    """Say a row without a mark; ``changes`` are those of its second oval or of the row."""
    oval = {name: changes.pop(name) for name in list(changes) if hasattr(CLEAN, name)}
    return said(CLEAN, replace(CLEAN, **oval), CLEAN, **changes)


def test_a_plain_mark_is_its_oval_and_a_clean_band_is_blank():
    assert of_mark() == SURE
    assert of_blank() == BLANK


@pytest.mark.parametrize(
    ("within", "beyond", "reason", "suggest"),
    [
        ({"line": 0.25}, {"line": 0.249}, "oval covered", None),
        ({"inside": 0.08}, {"inside": 0.079}, "small mark", 2),
        ({"tone": 0.30}, {"tone": 0.299}, "faint", 2),
        (
            {"ring": 0.59, **shape(dense=0.9, strokes=MANY)},
            {"ring": 0.6, **shape(dense=0.9, strokes=MANY)},
            "circled",
            0,
        ),
        (
            {"ring": 0.6, "inside": 0.85, **shape(dense=0.9, strokes=MANY)},
            {"ring": 0.6, "inside": 0.849, **shape(dense=0.9, strokes=MANY)},
            "circled",
            0,
        ),
        # Two strokes or more.
        (strokes(two=1.4), strokes(two=1.41), "scribbled", 0),
        ({"cuts": 5, **strokes(two=0.3)}, {"cuts": 5, **strokes(two=1.11)}, "scribbled", 0),
        (
            {"inside": 0.849, **strokes(two=1.4)},
            {"inside": 0.85, **strokes(two=1.4)},
            "scribbled",
            0,
        ),
        (
            {"cuts": 5, "struck": True, **strokes(one=4.0, two=0.3)},
            {"cuts": 4, "struck": True, **strokes(one=4.0, two=0.31)},
            "struck through",
            0,
        ),
        (
            {"cuts": 4, **strokes(one=4.0, two=0.31)},
            {"cuts": 5, **strokes(one=4.0, two=0.31)},
            "struck through",
            0,
        ),
        (strokes(level=False, one=0.31), strokes(level=True, one=0.31), "struck through", 0),
        # A dash is a mark, and one that runs out of its oval is suggested.
        (strokes(level=True, one=0.3), {"struck": True, **strokes(level=True, one=0.3)}, "struck through", 2),
        # A hatched oval with a line through it, and one with an even edge.
        (
            {"cuts": 4, "inside": 0.9, **shape(dense=0.9, strokes=LINED)},
            {"cuts": 5, "inside": 0.9, **shape(dense=0.9, strokes=LINED)},
            "scribbled",
            0,
        ),
        (
            {"cuts": 5, "inside": 0.97, **shape(dense=0.9, strokes=LINED)},
            {"cuts": 5, "inside": 0.969, **shape(dense=0.9, strokes=LINED)},
            "scribbled",
            0,
        ),
        # A piece of ink that is larger than any mark.
        (shape(extent=(12.5, 12.5)), shape(extent=(12.6, 3.0)), "ink beside", None),
        (shape(extent=(12.5, 12.5)), shape(extent=(3.0, 12.6)), "ink beside", None),
        # A third that joins two arms.
        ({"cuts": 6, **strokes(**JOINED)}, strokes(**JOINED | {"three": 0.46}), "scribbled", 0),
        (strokes(**JOINED), strokes(**JOINED | {"gap": 2.51}), "scribbled", 0),
        (strokes(**JOINED | {"aside": 1.0}), strokes(**JOINED | {"aside": 0.99}), "scribbled", 0),
        (
            {"cuts": 5, **strokes(**JOINED)},
            {"cuts": 5, **strokes(**JOINED | {"aside": 1.24})},
            "scribbled",
            0,
        ),
        (strokes(**JOINED), strokes(**JOINED | {"level": True}), "scribbled", 0),
        (strokes(**JOINED), {"struck": True, **strokes(**JOINED)}, "scribbled", 0),
        (
            {"inside": 0.849, **strokes(**JOINED)},
            {"inside": 0.85, **strokes(**JOINED)},
            "scribbled",
            0,
        ),
        # A filled oval may have as many strokes as it takes, as long as its edge is even.
        (
            {"cuts": 9, "struck": True, "inside": 0.97, **shape(dense=0.9, strokes=MANY)},
            {"cuts": 9, "inside": 0.97, **shape(dense=0.899, strokes=MANY)},
            "scribbled",
            0,
        ),
        (
            shape(dense=0.9, ragged=0.43, strokes=MANY),
            shape(dense=0.9, ragged=0.44, strokes=MANY),
            "scribbled",
            0,
        ),
        # And a dot may be as small as it is.
        (
            {"inside": 0.36, **shape(hugged=0.25, ragged=0.43, strokes=MANY)},
            {"inside": 0.361, **shape(hugged=0.25, ragged=0.43, strokes=MANY)},
            "scribbled",
            0,
        ),
        (
            {"inside": 0.36, **shape(hugged=0.25, strokes=MANY)},
            {"inside": 0.36, **shape(hugged=0.26, strokes=MANY)},
            "scribbled",
            0,
        ),
        (
            {"inside": 0.36, **shape(ragged=0.43, strokes=MANY)},
            {"inside": 0.36, **shape(ragged=0.44, strokes=MANY)},
            "scribbled",
            0,
        ),
        # A ring: of another piece of ink, of the mark's own, along the line.
        (shape(around=0.459, apart=True), shape(around=0.46, apart=True), "circled", 0),
        (shape(around=0.599), shape(around=0.60), "circled", 0),
        (
            shape(around=0.459, dense=0.9, strokes=MANY),
            shape(around=0.46, dense=0.9, strokes=MANY),
            "circled",
            0,
        ),
        ({"inside": 0.34, **shape(hugged=0.84)}, {"inside": 0.34, **shape(hugged=0.85)}, "circled", 0),
        ({"inside": 0.35, **shape(hugged=0.85)}, {"inside": 0.349, **shape(hugged=0.85)}, "circled", 0),
        ({"shared": False}, {"shared": True}, "ink beside", 2),
        ({"beside": 2.0}, {"beside": 2.01}, "words marked", 2),
        ({"beside": 2.0, "on": 3}, {"beside": 2.01, "on": 3}, "words marked", None),
        ({"free": 1.2}, {"free": 1.21}, "ink beside", 2),
        ({"free": 3.0, "linked": 1.8}, {"free": 3.0, "linked": 1.7}, "ink beside", 2),
        ({"free": 3.0, "spilt": 1.8}, {"free": 3.0, "spilt": 1.7}, "ink beside", 2),
        ({"free": 7.0, "linked": 7.0}, {"free": 7.1, "linked": 7.1}, "ink beside", 2),
        ({"across": False}, {"across": True}, "ink beside", 2),
        # A tick may be as large: a line over the form is one stroke.
        (
            {"across": True, **strokes(one=1.1)},
            {"across": True, **strokes(one=1.09)},
            "ink beside",
            2,
        ),
        ({"pale_free": 0.6}, {"pale_free": 0.61}, "pale ink beside", 2),
        ({"pale_halo": 3.0}, {"pale_halo": 3.1}, "pale ink beside", 2),
    ],
)
def test_a_mark_is_certain_up_to_a_threshold_and_goes_to_a_person_beyond_it(within, beyond, reason, suggest):
    assert of_mark(**within) == SURE
    assert of_mark(**beyond) == (None, reason, suggest)


@pytest.mark.parametrize(
    ("within", "beyond", "reason", "suggest"),
    [
        ({"line": 0.25}, {"line": 0.249}, "oval covered", None),
        ({"inside": 0.039}, {"inside": 0.04}, "several marks", None),
        ({"pale": 0.029}, {"pale": 0.03}, "faint", None),
        ({"ring": 0.59}, {"ring": 0.6}, "circled", None),
        ({"pale_halo": 0.6}, {"pale_halo": 0.61}, "pale ink beside", 2),
    ],
)
def test_what_another_oval_of_the_row_may_have_beside_a_certain_mark(within, beyond, reason, suggest):
    assert beside_mark(**within) == SURE
    assert beside_mark(**beyond) == (None, reason, suggest)


@pytest.mark.parametrize(
    ("within", "beyond", "reason", "suggest"),
    [
        ({"inside": 0.012}, {"inside": 0.0121}, "small mark", 2),
        ({"pale": 0.012}, {"pale": 0.0121}, "small mark", 2),
        ({"inside": 0.006, "pale": 0.006}, {"inside": 0.006, "pale": 0.0061}, "small mark", 2),
        ({"ring": 0.59}, {"ring": 0.6}, "circled", 2),
        ({"free": 0.3}, {"free": 0.31}, "ink beside", None),
        ({"halo": 0.3}, {"halo": 0.31}, "ink beside", None),
        ({"free": 0.1, "halo": 0.15}, {"free": 0.2, "halo": 0.15}, "ink beside", None),
        ({"pale_free": 0.6}, {"pale_free": 0.61}, "pale ink beside", None),
        ({"pale_halo": 0.6}, {"pale_halo": 0.61}, "pale ink beside", None),
        ({"beside": 0.9}, {"beside": 0.91}, "words marked", None),
        ({"beside": 0.9, "on": 3}, {"beside": 0.91, "on": 3}, "words marked", 3),
    ],
)
def test_a_row_is_blank_up_to_a_threshold_and_goes_to_a_person_beyond_it(within, beyond, reason, suggest):
    assert of_blank(**within)[:2] == (0, "clean band")
    assert of_blank(**beyond) == (None, reason, suggest)


def test_a_row_with_pale_ink_alone_is_faint_and_suggests_it():
    assert of_blank(pale=0.03) == (None, "faint", 2)
    assert of_blank(pale=0.029) == (None, "small mark", 2)
    assert said(CLEAN, *[replace(CLEAN, pale=0.03)] * 2) == (None, "faint", None)


def test_two_specks_in_two_ovals_suggest_neither():
    assert said(CLEAN, *[replace(CLEAN, inside=0.02)] * 2) == (None, "small mark", None)


def test_ovals_that_are_not_in_their_place_say_so_before_anything_else():
    faded = replace(MARK, line=0.149)

    assert said(CLEAN, faded, CLEAN, match=0.29)[1] == "ovals not found"
    assert said(CLEAN, faded, CLEAN, match=0.30)[1] == "oval covered"
    assert said(CLEAN, replace(MARK, line=0.15), CLEAN, match=0.29)[1] == "oval covered"
    assert said(CLEAN, MARK, CLEAN, match=0.0) == SURE


@pytest.mark.parametrize(
    ("ovals", "suggest"),
    [
        ((FULL, CLEAN, MARK), 3),
        ((replace(MARK, inside=0.85), MARK, CLEAN), 2),
        ((replace(MARK, inside=0.849), MARK, CLEAN), None),
        ((replace(MARK, ring=0.6), MARK, CLEAN), 2),
        ((replace(MARK, ring=0.59), MARK, CLEAN), None),
        ((FULL, FULL, CLEAN), None),
        ((MARK, MARK, CLEAN), None),
        ((FULL, FULL, MARK), None),
        ((FULL, MARK, MARK), None),
        # The repair that the form teaches: the wrong one is crossed out, the right one marked.
        ((replace(MARK, **shape(dense=0.9, ragged=0.9, strokes=MANY)), CLEAN, MARK), 3),
        ((MARK, replace(MARK, cuts=6, **strokes(one=4.0, two=2.0)), CLEAN), 1),
    ],
)
def test_of_several_marks_the_plain_one_is_suggested_where_the_other_is_cancelled(ovals, suggest):
    assert said(*ovals) == (None, "several marks", suggest)


def test_a_ring_round_an_empty_oval_suggests_it_and_one_round_the_only_mark_suggests_that_nothing_is_chosen():
    ringed = {"ring": 0.7, **shape(dense=0.9, strokes=MANY)}
    assert said(CLEAN, replace(CLEAN, **ringed), CLEAN) == (None, "circled", 2)
    assert said(CLEAN, replace(MARK, **ringed), CLEAN) == (None, "circled", 0)


def test_a_ring_beside_a_mark_suggests_nothing():
    assert said(MARK, replace(CLEAN, ring=0.7), CLEAN) == (None, "circled", None)


def test_two_circles_suggest_nothing():
    assert said(CLEAN, *[replace(CLEAN, ring=0.7)] * 2) == (None, "circled", None)


# What each rule decides by. Marks that were read by one rule are never mixed with those of another, so an entry
# is never changed: whoever changes a threshold raises RULE in print/scanning/reading.py and writes an entry for it here.
THRESHOLDS = {
    "row-band-3": {
        "ALIGN_PX": 4.0,
        "CLEAN_MM2": 0.3,
        "COVERED_SHARE": 0.25,
        "CURVES": (-1.4, -1.2, -1.0, -0.8, -0.6, 0.6, 0.9, 1.2, 1.5),
        "DARK": 0.28,
        "FAINT_TONE": 0.3,
        "FULL_HALO_MM2": 5.5,
        "FULL_SHARE": 0.85,
        "GUARD": 0.75,
        "HALO": 1.7,
        "HARDLY_SHARE": 0.012,
        "LINE": 0.45,
        "MARKED_SHARE": 0.08,
        "MATCH_SCORE": 0.3,
        "OVERFLOW_MM2": 7.0,
        "PALE": 0.09,
        "PALE_FREE_MM2": 0.6,
        "PALE_HALO_MM2": 3.0,
        "PALE_SHARE": 0.03,
        "PAPER_REACH": 11,
        "PAPER_STEP": 8,
        "PX": 8.0,
        "REGIONS_PER_OVAL": 19,
        "RING_SHARE": 0.6,
        "SEARCH": 1.25,
        "SECTORS": 16,
        "SPECKS_MM2": 1.2,
        "SQUARE": 0.006,
        "STRETCH": 0.025,
        "TWO_STROKES_CUTS": 4,
        "UNEVEN": 0.08,
        "UNTOUCHED_SHARE": 0.04,
        "WRITTEN": 2.0,
        "_EDGE": 8.0,
        "_EDGES_BETWEEN": 0.1,
        "_FINE": 2000,
        "_INSET": 1.5,
        "_JUMP": 0.5,
        "_LEAST": 0.3,
        "_LEAST_TONE": 0.45,
        "_LOOSE": 1.5,
        "_MOST_TONE": 1.7,
        "_NEIGHBOURS": 5,
        "_PALE_RULE": 0.1,
        "_PATCH_INSET": 1.0,
        "_PER_PAGE": 4,
        "_RULE": 0.35,
        "_SEARCH_SIDE": 1300,
        "_SIDE_INK": 5,
        "_STREAK_DEPTH": 14,
        "_STREAK_LENGTH": 0.6,
        "_STRIPS": 96,
        "_TENTH": 0.1,
    },
    "row-band-4": {
        "ALIGN_PX": 4.0,
        "ALIKE": 0.26,
        "ALONE": 0.8,
        "AROUND_SHARE": 0.46,
        "ASIDE_MM": (1.0, 1.25),
        "BEND": 0.35,
        "BENT_MM": 1.4,
        "BESIDE": 5.0,
        "CLEAN_MM2": 0.3,
        "COVERED_SHARE": 0.25,
        "CURVES": (-1.4, -1.2, -1.0, -0.8, -0.6, 0.6, 0.9, 1.2, 1.5),
        "DARK": 0.28,
        "DIRECTIONS": 32,
        "DOT": 8,
        "DOTS": 2,
        "DOT_HUGGED_SHARE": 0.25,
        "DOT_SHARE": 0.36,
        "EDGES": (16, 24),
        "FAINT_TONE": 0.3,
        "FAR": 0.9,
        "FEW_STROKES_SHARE": 0.35,
        "FULL_SHARE": 0.85,
        "GROWN": 2,
        "GUARD": 0.75,
        "HALF": 2,
        "HALO": 1.7,
        "HARDLY_SHARE": 0.012,
        "HUG": (0.3, 0.6),
        "HUGGED_SHARE": 0.85,
        "JOINED_MM": 2.5,
        "LABELS": 12.0,
        "LARGEST_EDGE": 1.0,
        "LARGEST_MARK_MM": 12.5,
        "LEAST_PIECE": 0.25,
        "LEFT_BY_THREE_MM": 0.45,
        "LEFT_MM": 1.1,
        "LEVEL": 0.45,
        "LINE": 0.45,
        "LIST_BAND": 20.0,
        "LONG": 4.0,
        "LOOK_FAR": 0.6,
        "MARKED_SHARE": 0.08,
        "MATCH_SCORE": 0.3,
        "NEAR": 0.45,
        "NEXT_ROW": 1.0,
        "OFF_LINE": 0.35,
        "OVERFLOW_MM2": 7.0,
        "PALE": 0.09,
        "PALE_FREE_MM2": 0.6,
        "PALE_HALO_MM2": 3.0,
        "PALE_SHARE": 0.03,
        "PAPER_REACH": 11,
        "PAPER_STEP": 8,
        "PATCH_SHARE": 0.9,
        "PEN": (0.45, 1.5),
        "PRINTED": 0.1,
        "PX": 8.0,
        "QUESTION": 25.0,
        "RAGGED_MM": 0.43,
        "REACH": 9.5,
        "REGIONS_PER_OVAL": 19,
        "RING_SHARE": 0.6,
        "SEARCH": 1.25,
        "SECTORS": 16,
        "SOLID_SHARE": 0.97,
        "SPECKS_MM2": 1.2,
        "SQUARE": 0.006,
        "STEADY": 0.5,
        "STRAIGHT_MM": 0.3,
        "STRETCH": 0.025,
        "STROKES": 3,
        "STROKES_REACH": 2.5,
        "THICK": 9,
        "TURN": 6,
        "TWO_STROKES_CUTS": 4,
        "UNEVEN": 0.08,
        "UNTOUCHED_SHARE": 0.04,
        "WHOLE": 0.55,
        "WIDE_SHARE": 0.6,
        "WORDS_BESIDE_MARK_MM2": 2.0,
        "WORDS_MM2": 0.9,
        "WRITTEN": 2.0,
        "_CHANGING": 2.0,
        "_EDGE": 8.0,
        "_EDGES_BETWEEN": 0.1,
        "_FINE": 2000,
        "_GAP": 0.4,
        "_INSET": 1.5,
        "_JUMP": 0.5,
        "_LEAST": 0.3,
        "_LEAST_POINTS": 6,
        "_LEAST_TONE": 0.45,
        "_LEAST_TONE_OF_BLANKS": 0.8,
        "_LOOSE": 1.5,
        "_MOST_TONE": 1.7,
        "_NEIGHBOURS": 5,
        "_OVER": 1.5,
        "_PALE_RULE": 0.1,
        "_PATCH_INSET": 1.0,
        "_PER_MM2": 16.0,
        "_PER_PAGE": 4,
        "_RULE": 0.35,
        "_SEARCH_SIDE": 1300,
        "_SHEET_EDGE": 3.0,
        "_SIDE_INK": 5,
        "_STEP": 2,
        "_STREAK_DEPTH": 14,
        "_STREAK_LENGTH": 0.6,
        "_STRIPS": 96,
        "_TENTH": 0.1,
        "_TIP": 2,
    },
}


def thresholds() -> dict[str, object]:
    """Return the numbers written at the top of every module that reads a row, by name."""
    found: list[tuple[str, object]] = []
    for reader in (
        classify,
        RowInk,
        measure,
        foreign_ink,
        surroundings,
        prints,
        mark_shape,
        strokes_of,
        with_origins,
        stencil,
        cuts,
        flatten,
        ink_in,
        is_bilevel,
        register,
    ):
        module = inspect.getmodule(reader)
        for statement in ast.parse(inspect.getsource(module)).body:
            if isinstance(statement, ast.Assign):
                names = [name.id for name in ast.walk(statement.targets[0]) if isinstance(name, ast.Name)]
                found += [(name, vars(module)[name]) for name in names]
    numbers = [(name, value) for name, value in found if isinstance(value, int | float | tuple)]
    assert len(dict(numbers)) == len(numbers), "two thresholds of one name"
    return dict(sorted(numbers))


def test_a_threshold_is_changed_together_with_the_name_of_the_rule():
    assert thresholds() == THRESHOLDS.get(RULE), "raise RULE and write its thresholds above"
