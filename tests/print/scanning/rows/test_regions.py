"""Which part of a row's band is which: core, rim, line and sectors of an oval, and what is free."""

import numpy as np
import pytest

from print.geometry import Box, Oval, Row
from print.scanning.page.flat_page import PX
from print.scanning.rows.regions import SECTORS, stencil

CENTRES = ((7.5, 5.0), (22.5, 5.0), (37.5, 5.0))
ROW = Row(
    "C1",
    Box(100, 50, 45, 10),
    tuple(Oval(k + 1, Box(100 + x - 3, 50 + y - 2, 6, 4)) for k, (x, y) in enumerate(CENTRES)),
)
STENCIL = stencil(ROW)


def region(x, y):
    return int(STENCIL.regions[int(y * PX), int(x * PX)])


@pytest.mark.parametrize("oval", range(3))
@pytest.mark.parametrize(
    ("dx", "dy", "part"),
    [(0, 0, 0), (2.0, 0, 0), (0, 1.0, 0), (2.4, 0, 1), (0, -1.4, 1), (3, 0, 2), (-3.3, 0, 2), (0, 2.2, 2)],
)
def test_an_oval_has_a_core_a_rim_and_its_printed_line(oval, dx, dy, part):
    x, y = CENTRES[oval]

    assert region(x + dx, y + dy) == STENCIL.first(oval) + part


@pytest.mark.parametrize("oval", range(3))
@pytest.mark.parametrize(
    ("dx", "dy", "sectors"),
    [
        (-4.0, -0.3, {0}),
        (-4.0, 0.3, {SECTORS - 1}),
        (-0.3, -3.0, {SECTORS // 4 - 1}),
        (0.3, -3.0, {SECTORS // 4}),
        (4.0, -0.3, {SECTORS // 2 - 1}),
        (4.0, 0.3, {SECTORS // 2}),
        (0.3, 3.0, {3 * SECTORS // 4 - 1}),
        (-0.3, 3.0, {3 * SECTORS // 4}),
    ],
)
def test_the_sectors_round_an_oval_go_clockwise_from_its_left(oval, dx, dy, sectors):
    x, y = CENTRES[oval]

    assert region(x + dx, y + dy) - STENCIL.first(oval) - 3 in sectors


def test_what_lies_further_off_is_free_and_every_pixel_is_counted_once():
    assert {region(x, y) for x, y in ((0.5, 0.5), (15, 5), (30, 5), (44, 9))} == {0}
    assert STENCIL.areas.sum() == STENCIL.regions.size == round(45 * PX) * round(10 * PX)
    assert (STENCIL.areas[1:] > 0).all()
    sectors = STENCIL.areas[STENCIL.first(1) + 3 : STENCIL.first(2)]
    assert sectors.max() < 2 * sectors.min()


def test_an_oval_is_as_large_in_the_stencil_as_on_paper():
    inside = sum(STENCIL.areas[STENCIL.first(0) + part] for part in (0, 1)) / PX**2

    assert inside == pytest.approx(np.pi * (3 - 0.45) * (2 - 0.45), rel=0.03)


def test_the_outline_is_the_printed_line_at_half_the_pixels():
    outline = STENCIL.outline > 128

    assert outline.shape == (40, 180)
    for x, y in CENTRES:
        rows, columns = np.nonzero(outline[:, round((x - 4) * 4) : round((x + 4) * 4)])
        left, right = columns.min() / 4 + x - 4, (columns.max() + 1) / 4 + x - 4
        assert (left, right) == pytest.approx((x - 3, x + 3), abs=0.3)
        assert (rows.min() / 4, (rows.max() + 1) / 4) == pytest.approx((y - 2, y + 2), abs=0.3)
