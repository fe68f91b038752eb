"""The pass over the answers gives the same in one block or many, in any order, with numpy or compiled."""

from dataclasses import replace

import numpy as np
import pytest

from scoring import Design, estimate
from scoring.reduction.numba_kernel import compiled_pass
from scoring.reduction.numpy_kernel import numpy_pass

pytestmark = pytest.mark.slow

VALID = range(1, 6)
ROWS = 200_000
PLACES = {
    "numpy": ("scoring.reduction.cell_sums.numpy_pass", numpy_pass),
    "numba": ("scoring.reduction.numba_kernel.compiled_pass", compiled_pass),
}


@pytest.fixture(scope="module")
def survey():
    """A long file: units come in runs, answers of every kind, some missing, some rows in no area."""
    rng = np.random.default_rng(7)
    return {
        "h": np.repeat(["Bắc", "Nam"], ROWS // 2),
        "psu": np.repeat(np.arange(ROWS // 10), 10),
        "area": rng.choice(["x", "y", ""], ROWS),
        "w": rng.uniform(1, 9, ROWS),
        **{f"q{k}": rng.choice(np.array([0, 1, 2, 3, 4, 5, 9], np.uint8), ROWS) for k in range(3)},
    }


@pytest.fixture(params=PLACES)
def kernel(request, monkeypatch):
    """A kernel that takes small blocks, so that there are many."""
    place, whole = PLACES[request.param]
    monkeypatch.setattr(place, replace(whole, block=30_000))
    return request.param


def table(survey, kernel, statistic):
    design = Design.from_frame(survey, strata="h", clusters="psu", weight="w")
    return estimate(design, ["q0", "q1", "q2"], by="area", valid=VALID, statistic=statistic, kernel=kernel)


@pytest.mark.parametrize("statistic", ["satisfied", "mean", "total"])
def test_the_order_of_a_long_file_is_irrelevant(survey, kernel, statistic):
    order = np.random.default_rng(1).permutation(ROWS)

    there, back = (
        table(data, kernel, statistic)
        for data in (survey, {name: values[order] for name, values in survey.items()})
    )

    assert there.kernel == kernel
    for field in ("value", "se", "deff", "n", "sum_w"):
        np.testing.assert_allclose(getattr(there, field), getattr(back, field), rtol=1e-10)


@pytest.mark.parametrize("statistic", ["satisfied", "mean", "total"])
def test_many_blocks_give_the_sums_that_one_line_gives(survey, kernel, statistic):
    row = table(survey, kernel, statistic)["q1[area=x]"]

    inside = (survey["area"] == "x") & np.isin(survey["q1"], VALID)
    weight, code = survey["w"][inside], survey["q1"][inside].astype(float)
    score = (code >= 4) if statistic == "satisfied" else code
    wanted = (weight * score).sum() / (1 if statistic == "total" else weight.sum())
    assert row.estimate == pytest.approx(wanted, rel=1e-12)
    assert (row.n, row.sum_w) == (inside.sum(), pytest.approx(weight.sum(), rel=1e-12))


def test_a_unit_larger_than_a_block_is_read_a_few_variables_at_a_time(survey, kernel):
    halves = np.repeat([1, 2], ROWS // 2)
    items = ["q0", "q1", "q2"]

    row = estimate(Design(clusters=[halves], data=survey), items, valid=VALID, kernel=kernel)["q2"]

    shares = [np.isin(survey["q2"][halves == half], [4, 5]).sum() for half in (1, 2)]
    n = np.isin(survey["q2"], VALID).sum()
    assert row.estimate == pytest.approx(sum(shares) / n, rel=1e-12)
    assert row.n == n
    sizes = [np.isin(survey["q2"][halves == half], VALID).sum() for half in (1, 2)]
    gaps = [(share - row.estimate * size) / n for share, size in zip(shares, sizes, strict=True)]
    assert row.se == pytest.approx(np.sqrt(2 * sum((gap - sum(gaps) / 2) ** 2 for gap in gaps)), rel=1e-9)


@pytest.mark.parametrize(
    "answers", [np.array([1, 4, 5, 5, 9]), np.array([1.0, 4, 5, 5, 9]), ["1", "4", "5", "5", "9"]]
)
@pytest.mark.parametrize(
    ("satisfied", "valid"), [((4, 5), (1, 4, 5)), (("4", "5"), ("1", "4", "5")), ((4.0, "5"), ("1", 4, 5.0))]
)
def test_a_code_is_the_same_code_as_a_number_and_as_text(answers, satisfied, valid):
    row = estimate(Design.from_frame({"q": answers}), "q", satisfied=satisfied, valid=valid).rows[0]

    assert (row.n, row.estimate) == (4, 0.75)
