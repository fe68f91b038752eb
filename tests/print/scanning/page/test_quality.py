"""What a scanner or copier did to a sheet, with plain values: kept tones, and which rows a streak crosses."""

import numpy as np
import pytest

from print.geometry import Box
from print.scanning.page.quality import crosses, is_copied
from print.scanning.page.registration import Registration

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
