"""The edge of a letter that lies a little off is no ink of a pen."""

import numpy as np
import pytest

from print.geometry import Box, Oval, Row
from print.scanning.page.flat_page import PX
from print.scanning.rows.foreign_ink import foreign_ink

ROW = Row("A1", Box(100, 20, 60, 8), (Oval(1, Box(110, 22, 6, 4)),))


def beside(wide, high):
    """Return the mm² beside the row where a line so many pixels wide and high stands on its words."""
    ink = np.zeros((round(60 * PX), round(200 * PX)), np.uint8)
    ink[180 : 180 + high, 400 : 400 + wide] = 255
    places = [(round(ROW.band.x * PX), round(ROW.band.y * PX))]
    found, _ = foreign_ink(ink, np.full_like(ink, 255), [ROW], places).beside((ROW,), places)
    return found[0].beside


@pytest.mark.parametrize(("wide", "high"), [(2, 28), (28, 2)])
def test_a_line_of_a_quarter_of_a_millimetre_is_the_edge_of_a_letter(wide, high):
    assert beside(wide, high) == 0


@pytest.mark.parametrize(("wide", "high"), [(4, 32), (32, 4), (2, 80)])
def test_a_broader_or_longer_line_is_ink(wide, high):
    assert beside(wide, high) > 0.3
