"""Ratios of two columns against sums made by loops: invalid codes, blanks, weights and domains."""

import math
import random

import pytest

from scoring.design.design import Design
from scoring.estimation.ratio import ratio
from tests.scoring.plain_sums import PlainDesign, variance


def invented(seed):
    chance = random.Random(seed)
    return [
        {
            "h": f"h{h}", "psu": f"{h}-{unit}", "w": chance.choice([0, 1, 2.5, 6]),
            "y": chance.choice([1, 2, 3, 4, 5, 9, math.nan]), "x": chance.choice([1, 2, 4.5, math.nan]),
            "sex": chance.choice(["1", "2", ""]),
        }
        for h in range(3) for unit in range(chance.randint(2, 4)) for _ in range(chance.randint(6, 9))
    ]  # fmt: skip


def plain_ratio(rows, counted):
    """Return Σwy/Σwx with its standard error, count and weight, over the rows that count."""
    above = sum(row["w"] * row["y"] for row, inside in zip(rows, counted, strict=True) if inside)
    below = sum(row["w"] * row["x"] for row, inside in zip(rows, counted, strict=True) if inside)
    quotient = above / below
    influence = [
        row["w"] * (row["y"] - quotient * row["x"]) / below if inside else 0.0
        for row, inside in zip(rows, counted, strict=True)
    ]
    se = math.sqrt(variance(PlainDesign(rows, "h", ("psu",), (), "w", "fail"), influence))
    weight = sum(row["w"] for row, inside in zip(rows, counted, strict=True) if inside)
    n = sum(1 for row, inside in zip(rows, counted, strict=True) if inside and row["w"] > 0)
    return quotient, se, n, weight


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("valid", [None, (1, 2, 3, 4, 5)])
def test_a_ratio_is_what_plain_sums_give(seed, valid):
    rows = invented(seed)
    data = {name: [row[name] for row in rows] for name in rows[0]}
    design = Design.from_frame(data, strata="h", clusters="psu", weight="w")
    answered = [not math.isnan(row["y"] + row["x"]) and (valid is None or row["y"] in valid) for row in rows]

    whole = ratio(design, "y", "x", valid=valid).rows
    by_sex = ratio(design, "y", "x", "sex", valid=valid).rows
    shifted = ratio(design, "y", "x", where=[row["h"] != "h0" for row in rows], valid=valid).rows

    assert [row.by.get("sex") for row in by_sex] == ["1", "2"]
    wanted = [
        plain_ratio(rows, answered),
        *(
            plain_ratio(rows, [a and r["sex"] == sex for a, r in zip(answered, rows, strict=True)])
            for sex in "12"
        ),
        plain_ratio(rows, [a and r["h"] != "h0" for a, r in zip(answered, rows, strict=True)]),
    ]
    for found, (quotient, se, n, weight) in zip([*whole, *by_sex, *shifted], wanted, strict=True):
        assert found.n == n
        assert (found.estimate, found.se, found.sum_w) == pytest.approx((quotient, se, weight), rel=1e-9)
