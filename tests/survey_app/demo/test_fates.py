"""Every fate comes as often as its share says, in any part of the sample."""

from collections import Counter

import numpy as np
import pytest

from survey_app.demo.fates import SHARES, Fate, draw_fates

COUNT = 4000


@pytest.mark.parametrize("seed", [1, 2])
def test_each_fate_has_its_share_in_each_half_of_the_sample(seed):
    fates = draw_fates(COUNT, rng=np.random.default_rng(seed))

    assert len(fates) == COUNT
    assert min(SHARES.values()) > 0
    assert set(SHARES) == set(Fate)
    for half in (fates[: COUNT // 2], fates[COUNT // 2 :]):
        found = Counter(half)
        for fate, share in SHARES.items():
            wanted = share / sum(SHARES.values()) * len(half)
            assert abs(found[fate] - wanted) < 5 * wanted**0.5


def test_the_same_seed_draws_the_same_fates():
    one, other = (draw_fates(50, rng=np.random.default_rng(336)) for _ in range(2))

    assert one == other != draw_fates(50, rng=np.random.default_rng(337))
