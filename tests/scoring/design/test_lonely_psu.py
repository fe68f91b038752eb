"""A stratum of one sampling unit: refused by its name and stage, or counted as the rule says."""

import numpy as np
import pytest

from scoring.design.design import Design
from scoring.design.lonely_psu import spreading
from scoring.errors import ScoringError

ALONE = {
    "strata": ["a", "a", "a", "a", "b", "b"],
    "clusters": [[1, 1, 2, 2, 3, 3]],
    "fpc": [[10, 10, 10, 10, 4, 4]],
}


def test_a_lonely_unit_is_refused_with_its_stratum_and_its_stage_from_1():
    with pytest.raises(ScoringError) as refused:
        spreading(Design(**ALONE).stages, "fail")

    assert refused.value.vi.startswith("Tầng «b» chỉ có một đơn vị chọn mẫu ở cấp 1; hãy gộp tầng")
    assert refused.value.en.startswith("Stratum “b” has only one PSU at stage 1; merge strata")


@pytest.mark.parametrize(
    ("lonely", "scale", "centred"),
    [
        ("adjust", [0.8 * 2, 0.75], [True, False]),
        ("certainty", [0.8 * 2, 0.0], [True, True]),
        ("average", [0.8 * 2 * 2, 0.0], [True, True]),
    ],
)
def test_every_rule_has_its_own_factor_of_the_squares(lonely, scale, centred):
    (first, *_) = spreading(Design(**ALONE).stages, lonely)

    assert first.scale == pytest.approx(np.array(scale))
    assert first.centred.tolist() == centred
