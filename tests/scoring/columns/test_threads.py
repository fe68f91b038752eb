"""Threads that stay must not be waited for by a process that was forked from theirs."""

import multiprocessing

import numpy as np
import pytest

from scoring import Design, estimate
from scoring.columns.threads import in_parallel

ROWS = 200_000
DATA = {"q": np.tile(np.array([1, 5], np.uint8), ROWS // 2), "psu": np.repeat(np.arange(ROWS // 10), 10)}


def share():
    items = {f"q{k}": DATA["q"] for k in range(4)}
    return estimate(Design(clusters=[DATA["psu"]]), items, valid=range(1, 6))["q0"].estimate


def test_parts_come_back_in_their_order():
    assert list(in_parallel(lambda part: part * 2, range(50))) == [2 * part for part in range(50)]


def test_what_goes_wrong_in_a_part_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(in_parallel(lambda part: 1 / part, [1, 0]))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_estimates_with_threads_of_its_own():
    assert share() == 0.5

    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply_async(share).get(timeout=60) == 0.5
