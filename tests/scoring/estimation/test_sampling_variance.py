"""From how many sampling units an error can be made."""

from dataclasses import replace

import pytest

from scoring.design.design import Design
from scoring.estimation.estimate import estimate


@pytest.mark.parametrize(
    ("answers", "srs_varies", "enough"),
    [
        ([5, 5, 5, 5], True, False),
        ([5, 5, 5, 5], False, True),
        ([5, 5, 5, 1], True, True),
    ],
    ids=["no influence though answers vary", "nothing varies", "two units"],
)
def test_an_error_wants_two_units_or_none_where_a_simple_random_sample_has_none_either(
    answers, srs_varies, enough
):
    spread = estimate(Design(clusters=[[1, 1, 2, 2]]), {"q": answers}).spread

    assert replace(spread, answered=None).has_enough_psus(0, 0, srs_varies=srs_varies) is enough
