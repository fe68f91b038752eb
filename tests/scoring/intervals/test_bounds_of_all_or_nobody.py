"""Intervals of a share of 0 % or 100 %: as many effective answers as rows, and a bound at the share itself."""

import numpy as np
import pytest
from scipy import stats

from scoring.intervals.intervals import Basis, intervals


def basis(value):
    numbers = {"value": value, "se": 0.0, "df": 24.0, "rows": 25.0, "n": 25.0, "weight": 25.0}
    return Basis(**{name: np.array([number]) for name, number in numbers.items()})


def test_all_alike_count_as_many_answers_as_there_are_rows():
    assert basis(0.0).effective.tolist() == [25.0]
    assert basis(0.5).effective.tolist() == [25.0]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_korn_and_graubards_interval_begins_at_the_share_and_ends_where_clopper_and_pearsons_does(share):
    low, high = (float(bound[0]) for bound in intervals(basis(share), "korn_graubard"))
    reach = stats.beta.ppf(0.975, 1, 25)

    assert (low, high) == pytest.approx((0.0, reach) if share == 0 else (1 - reach, 1.0))
