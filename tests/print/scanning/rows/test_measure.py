"""What is counted in a row, with ink painted region by region; and where a row is looked for beside its neighbours."""

import numpy as np
import pytest

from print.geometry import Box, Oval, Row
from print.scanning.page.flat_page import PX, Flat
from print.scanning.rows import measure as measures
from print.scanning.rows.regions import SECTORS, stencil

PITCH = 12
SIZE = (6.0, 4.0)


def a_row(i=0):
    band = Box(20, 20 + PITCH * i, 45, 10)
    ovals = (Oval(k + 1, Box(band.x + 4.5 + 15 * k, band.y + 3, *SIZE)) for k in range(3))
    return Row(f"C{i}", band, tuple(ovals))


def flat_of(dark):
    return Flat(dark, 1.0, np.full((20, 12), 240, np.uint8), PX)


def empty(rows=1):
    return np.zeros((round((30 + PITCH * rows) * PX), round(85 * PX)), np.uint8)


@pytest.fixture
def places_of(monkeypatch):
    """Where each row is taken to lie, in millimetres off its place, by where its ovals alone fit best."""

    def places(*offsets):
        rows = [a_row(i) for i in range(len(offsets))]
        fits = iter(offsets)
        monkeypatch.setattr(measures, "_fit", lambda *_: (*next(fits), 0.9))
        found, matches = measures._find(flat_of(empty(len(rows))), rows, [stencil(row) for row in rows])
        assert matches == [0.9] * len(rows)
        return [(x / PX - row.band.x, y / PX - row.band.y) for row, (x, y) in zip(rows, found, strict=True)]

    return places


@pytest.mark.parametrize("jump", [(0.75, 0.0), (-0.75, 0.0), (0.0, 0.75), (0.0, -0.75), (1.25, -1.25)])
@pytest.mark.parametrize("at", range(5))
def test_a_row_that_jumps_away_from_its_neighbours_is_read_where_they_lie(places_of, jump, at):
    offsets = [(0.25, -0.25)] * 5
    offsets[at] = (0.25 + jump[0], -0.25 + jump[1])

    assert places_of(*offsets) == [(0.25, -0.25)] * 5


@pytest.mark.parametrize("step", [(0.5, 0.0), (-0.5, 0.5), (0.0, -0.5)])
def test_a_row_half_a_millimetre_off_its_neighbours_keeps_its_own_place(places_of, step):
    offsets = [(0.5, 0.5)] * 5
    offsets[2] = (0.5 + step[0], 0.5 + step[1])

    assert places_of(*offsets) == offsets


def test_rows_that_jump_together_as_at_a_fold_keep_their_places(places_of):
    folded = [(0.0, 0.0)] * 3 + [(0.0, 1.0)] * 3

    assert places_of(*folded) == folded


def test_rows_further_than_two_away_do_not_correct_a_row(places_of):
    offsets = [(0.0, 0.0)] * 3 + [(1.0, 0.0)] * 5

    assert places_of(*offsets) == offsets
    assert places_of(*reversed(offsets)) == offsets[::-1]


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (4, -2), (-6, 8), (3, 5)])
def test_ovals_are_found_to_a_pixel_however_the_page_has_shifted(dx, dy):
    rows = [a_row(i) for i in range(3)]
    dark = empty(3)
    for row in rows:
        for oval in row.ovals:
            draw_oval(dark, oval.box, dx, dy)

    found, matches = measures._find(flat_of(dark), rows, [stencil(row) for row in rows])

    moved = [(round(row.band.x * PX) + dx, round(row.band.y * PX) + dy) for row in rows]
    assert np.abs(np.subtract(found, moved)).max() <= 1
    assert min(matches) > 0.7


def draw_oval(dark, box, dx, dy):
    y, x = np.mgrid[0 : dark.shape[0], 0 : dark.shape[1]]
    across = (x + 0.5 - dx) / PX - box.x - box.w / 2
    down = (y + 0.5 - dy) / PX - box.y - box.h / 2
    dark[np.abs(np.hypot(across / (box.w / 2), down / (box.h / 2)) - 1) < 0.06] = 255


@pytest.fixture
def measured(monkeypatch):
    """Measure a row whose regions, given by oval and place in it, are painted in a tone."""
    monkeypatch.setattr(measures, "_fit", lambda *_: (0.0, 0.0, 0.9))

    def measure(*regions, tone=255, free=()):
        row, dark = a_row(), empty()
        here = dark[round(20 * PX) : round(30 * PX), round(20 * PX) : round(65 * PX)]
        each = stencil(row)
        for oval, region in regions:
            here[each.regions == each.first(oval) + region] = tone
        for x, y, wide, high in free:
            here[y : y + high, x : x + wide] = tone
        (ink,) = measures.measure(flat_of(dark), [row]).rows
        return ink, each

    return measure


CORE, RIM, LINE, HALO = 0, 1, 2, 3


def test_the_inside_of_an_oval_is_its_core_and_its_rim(measured):
    ink, each = measured((1, CORE))
    core, rim = each.areas[each.first(1)], each.areas[each.first(1) + 1]

    assert [oval.inside for oval in ink.ovals] == [0, pytest.approx(core / (core + rim)), 0]
    assert measured((1, CORE), (1, RIM))[0].ovals[1].inside == 1
    assert measured((1, RIM))[0].ovals[1].inside == pytest.approx(rim / (core + rim))


@pytest.mark.parametrize("tone", [120, 204, 255])
def test_the_tone_of_a_mark_is_that_of_its_ink_wherever_it_lies_inside(measured, tone):
    assert measured((1, CORE), tone=tone)[0].ovals[1].tone == pytest.approx(tone / 255)
    assert measured((1, RIM), tone=tone)[0].ovals[1].tone == pytest.approx(tone / 255)
    assert measured((1, CORE), tone=tone)[0].ovals[0].tone == 0


def test_ink_on_the_printed_line_is_neither_inside_nor_round_the_oval(measured):
    ink, _ = measured((2, LINE))

    assert ink.ovals[2].line == 1
    assert (ink.ovals[2].inside, ink.ovals[2].halo, ink.ovals[1].line, ink.free) == (0, 0, 0, 0)


def test_the_ring_counts_directions_and_the_halo_square_millimetres(measured):
    ink, each = measured(*((0, HALO + k) for k in (1, 2, 5)))

    assert ink.ovals[0].ring == 3 / SECTORS
    assert ink.ovals[0].halo == sum(each.areas[each.first(0) + HALO + k] for k in (1, 2, 5)) / PX**2
    assert (ink.ovals[1].ring, ink.ovals[1].halo) == (0, 0)
    assert measured(*((0, HALO + k) for k in range(SECTORS)))[0].ovals[0].ring == 1


@pytest.mark.parametrize(
    ("sectors", "struck"),
    [
        ((0, 7), True),
        ((0, 8), True),
        ((15, 7), True),
        ((15, 8), True),
        ((0, 15), False),
        ((7, 8), False),
        ((1, 7), False),
        ((0, 6), False),
        ((3, 11), False),
    ],
)
def test_a_mark_is_struck_where_ink_leaves_the_oval_at_both_sides_of_its_middle(measured, sectors, struck):
    ink, _ = measured((1, CORE), *((1, HALO + k) for k in sectors))

    assert [oval.struck for oval in ink.ovals] == [False, struck, False]


@pytest.mark.parametrize(("size", "area"), [((8, 8), 1.0), ((4, 8), 0.5), ((12, 16), 3.0)])
def test_free_ink_is_counted_in_square_millimetres(measured, size, area):
    ink, _ = measured(free=[(0, 0, *size)])

    assert (ink.free, ink.linked, ink.spilt) == (area, 0, 0)
    assert ink.match == 0.9


def test_pale_ink_is_no_sure_ink(measured):
    ink, each = measured((1, CORE), tone=60)

    assert (ink.ovals[1].inside, ink.ovals[1].tone) == (0, 0)
    assert ink.ovals[1].pale > 0.95
    assert (ink.ovals[0].pale, ink.free) == (0, 0)
    round_it, _ = measured(*((1, HALO + k) for k in range(SECTORS)), tone=60)
    area = each.areas[each.first(1) + HALO : each.first(1) + HALO + SECTORS].sum() / PX**2
    assert round_it.ovals[1].pale_halo == pytest.approx(area, rel=0.1)
    assert round_it.ovals[1].halo == 0


def test_pale_ink_that_lies_free_is_counted_in_square_millimetres(measured):
    ink, _ = measured(free=[(0, 0, 10, 80)], tone=60)

    assert ink.pale_free == pytest.approx(10 * 80 / PX**2, rel=0.1)
    assert ink.free == 0


def test_the_soft_edge_of_sure_ink_is_no_pale_ink(measured):
    ink, _ = measured(free=[(0, 20, 8, 8)])

    assert ink.free == 1
    assert ink.pale_free == 0


@pytest.mark.parametrize("oval", range(3))
def test_strokes_are_counted_in_every_inked_oval(measured, oval):
    other = (oval + 1) % 3
    beside = [(oval, HALO + k) for k in (1, 4, 9, 14)] + [(other, HALO + k) for k in (1, 3, 6, 9, 12)]

    ink, _ = measured((oval, CORE), (other, RIM), *beside)

    assert [each.cuts for each in ink.ovals] == [{oval: 4, other: 5}.get(k, 0) for k in range(3)]


def test_a_row_without_ink_inside_has_no_strokes(measured):
    assert [oval.cuts for oval in measured((1, HALO + 4))[0].ovals] == [0, 0, 0]


@pytest.mark.parametrize(("pixels", "seen"), [(0, 0), (4, 0), (5, 1), (30, 1)])
def test_a_direction_is_inked_from_five_pixels_on(monkeypatch, pixels, seen):
    monkeypatch.setattr(measures, "_fit", lambda *_: (0.0, 0.0, 0.9))
    row, dark = a_row(), empty()
    each = stencil(row)
    rows, columns = np.nonzero(each.regions == each.first(1) + HALO + 4)
    dark[round(20 * PX) + rows[:pixels], round(20 * PX) + columns[:pixels]] = 255

    (ink,) = measures.measure(flat_of(dark), [row]).rows

    assert ink.ovals[1].ring * SECTORS == seen


def test_ovals_are_found_on_grey_and_grainy_paper_beside_black_ink():
    rows = [a_row(i) for i in range(3)]
    dark = np.random.default_rng(5).integers(0, 50, empty(3).shape).astype(np.uint8)
    for row in rows:
        for oval in row.ovals:
            draw_oval(dark, oval.box, 4, -2)

    found, matches = measures._find(flat_of(dark), rows, [stencil(row) for row in rows])

    moved = [(round(row.band.x * PX) + 4, round(row.band.y * PX) - 2) for row in rows]
    assert np.abs(np.subtract(found, moved)).max() <= 1
    assert min(matches) > 0.6


@pytest.mark.parametrize(
    ("scores", "top"),
    [((0.2, 0.9, 0.2), 1.0), ((0.5, 0.9, 0.2), 0.864), ((0.2, 0.9, 0.5), 1.136), ((0.9, 0.9, 0.2), 0.5)],
)
def test_the_best_offset_lies_nearer_the_better_neighbour(scores, top):
    assert measures._peak(np.array(scores), 1) == pytest.approx(top, abs=0.001)


@pytest.mark.parametrize("at", [0, 2])
def test_a_best_offset_at_the_end_of_the_search_is_taken_as_it_is(at):
    assert measures._peak(np.array([0.9, 0.5, 0.9]), at) == at
