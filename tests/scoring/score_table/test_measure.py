"""One number of a score table: its bounds never leave 0 to 1."""

import pytest

from scoring.estimation.estimate_row import Estimate
from scoring.method.method import Method
from scoring.score_table.measure import measure


@pytest.mark.parametrize(
    ("bounds", "cut", "half"),
    [((-0.05, 0.15), (0.0, 0.15), None), ((0.9, 1.1), (0.9, 1.0), None), ((0.25, 0.75), (0.25, 0.75), 0.25)],
)
def test_bounds_are_cut_at_both_ends_and_have_a_half_only_where_they_lie_evenly(bounds, cut, half):
    low, high = bounds
    row = Estimate(
        variable="1", by={}, estimate=(low + high) / 2, se=0.05, df=9, df_domain=9, low=low, high=high, deff=1.0,
        n=40, n_psu=10, sum_w=40.0,
    )  # fmt: skip

    found = measure(row, 9.0, Method())

    assert (found.low, found.high) == cut
    assert found.half == (None if half is None else pytest.approx(half))
    assert (found.n, found.df, found.se) == (40, 9, 0.05)
