"""The numbers of replicate designs are those of their references."""

import numpy as np

from tests.scoring.replicate_numbers import everything


def test_more_than_seven_hundred_numbers_of_replicate_designs_equal_their_references():
    made = list(everything())

    assert {one.name: one.gap for one in made if not one.gap <= one.rtol} == {}
    assert sum(one.ours.size for one in made) > 700
    assert all(np.isfinite(one.wanted).all() and one.wanted.all() for one in made)
