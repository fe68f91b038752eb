"""What stands below an oval of the block above keeps 4 mm off it, and the other way round."""

import pytest

from print.drawing.ink import LIGHT, Rule, Tint
from print.geometry import Box, Oval, Row
from print.layout.blocks import Block
from print.layout.clearance import kept_clear


def block(height, *ink, oval=None):
    rows = (Row("A", Box(0, 0, 14, height), (Oval(1, oval),)),) if oval else ()
    return Block(height, ink, "A", rows)


def heights(*blocks):
    return [each.height for each in kept_clear(blocks)]


def test_a_block_grows_by_what_the_ink_below_lacks_to_its_oval():
    row = block(9, oval=Box(4, 2.4, 6, 4.2))

    assert heights(row, block(5, Rule(0, 0.3, 100, 0.3))) == [pytest.approx(9 + 4 - 2.4 - 0.3), 5]
    assert heights(row, block(5, Rule(0, 2.0, 100, 2.0))) == [9, 5]


def test_ink_beside_an_oval_needs_nothing():
    row = block(9, oval=Box(4, 2.4, 6, 4.2))

    assert heights(row, block(5, Rule(14.1, 0.3, 100, 0.3))) == [9, 5]
    assert heights(row, block(5, Rule(13.9, 0.3, 100, 0.3)))[0] > 9


def test_a_light_tint_is_no_ink():
    row = block(9, oval=Box(4, 2.4, 6, 4.2))

    assert heights(row, block(5, Tint(Box(0, 0, 100, 5), LIGHT))) == [9, 5]
    assert heights(row, block(5, Tint(Box(0, 0, 100, 5), 0.2)))[0] == pytest.approx(9 + 4 - 2.4)


def test_an_oval_below_keeps_off_the_ink_above():
    assert heights(block(5, Rule(0, 4.5, 100, 4.5)), block(9, oval=Box(4, 2.4, 6, 4.2)))[0] == pytest.approx(
        5 + 4 - 2.4 - 0.5
    )
