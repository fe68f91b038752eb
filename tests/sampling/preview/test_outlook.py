"""What a plan promises of each stratum before the draw: forms, answers and half of the interval, by the formulas."""

import math
from statistics import NormalDist

import pytest

from sampling.plan.plan_file import plan_from
from sampling.preview.first_stage import PlannedStratum
from sampling.preview.outlook import outlook, outlook_by_stratum

STRATA = [PlannedStratum(name, 40, 400.0, take, None, ()) for name, take in (("a", 6), ("b", 2), ("c", 0))]
Z = NormalDist().inv_cdf(0.975)


def plan(*later):
    return plan_from('[[stage]]\nunit = "u0"\ntake = 2\n' + "".join(
        f'[[stage]]\nunit = "u{n}"\ntake = {take}\n' for n, take in enumerate(later, start=1)
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("later", "below"),
    [((), 1), ((10,), 10), ((3, 5), 15), (("{ total = 80 }",), 10), ((5, "{ total = 80 }"), 10)],
)
def test_the_forms_of_a_stratum_are_its_units_times_what_is_taken_below_each(later, below):
    rows = outlook_by_stratum(STRATA, plan(*later), p=0.7, rho=0.1, response=0.5)

    assert [(row.stratum, row.units, row.size, row.take) for row in rows] == [
        ("a", 40, 400.0, 6), ("b", 40, 400.0, 2), ("c", 40, 400.0, 0)
    ]  # fmt: skip
    assert [row.forms for row in rows] == [6 * below, 2 * below, 0]
    assert [row.answers for row in rows] == [3 * below, below, 0]
    deff = 1 + (max(1, below / 2) - 1) * 0.1 if later else 1.0
    half = [Z * math.sqrt(deff * 0.7 * 0.3 / n) for n in (3 * below, below)]
    assert [row.half_width for row in rows] == pytest.approx([*half, math.inf])


def test_the_outlook_of_a_number_of_answers_follows_its_formulas():
    found = outlook(400, 0.8, gap=0.05, deff=1.5, population=2000)

    error = math.sqrt(1.5 * 0.8 * 0.2 / 400 * (1 - 400 / 2000))
    one_sided = NormalDist().inv_cdf(0.95)
    assert found.error == pytest.approx(error)
    assert found.half_width == pytest.approx(Z * error)
    assert found.power == pytest.approx(NormalDist().cdf(0.05 / error - one_sided))
    assert found.detectable == pytest.approx((one_sided + NormalDist().inv_cdf(0.8)) * error)
