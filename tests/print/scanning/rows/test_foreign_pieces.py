"""Pieces of foreign ink on a row's paper: what marks its words and what is dust."""

import numpy as np

from print.geometry import Box, Oval, Row
from print.scanning.page.flat_page import PX
from print.scanning.rows.foreign_ink import foreign_ink


def test_a_dot_or_two_on_a_row_s_words_mark_nothing_and_three_or_a_stroke_do():
    row = Row("C1", Box(100, 50, 90, 10), (Oval(1, Box(105, 53, 6, 4)), Oval(2, Box(120, 53, 6, 4))))
    place = (round(100 * PX), round(50 * PX))
    free = np.full((600, 1680), 255, np.uint8)

    def beside(*blots):
        strong = np.zeros((600, 1680), np.uint8)
        for x, y, wide in blots:
            strong[y : y + 12, x : x + wide] = 255
        return foreign_ink(strong, free, [row], [place]).beside((row,), [place])[0][0].beside

    dots = [(200, 430, 14), (300, 430, 14), (400, 430, 14)]
    assert beside(dots[0]) == beside(*dots[:2]) == 0.0
    assert beside(*dots) > 3.0
    assert beside((200, 430, 15)) == 0.0
    assert beside((200, 430, 20)) > 3.0
