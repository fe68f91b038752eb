"""A row of weight 0 is no answer: every number is that of the rows with a weight."""

import json

import numpy as np
import pytest

from scoring import Design, estimate, estimate_groups, population_variance, quantile, ratio, tally
from scoring.reduction.numba_kernel import compiled_pass
from scoring.specification.output import to_json
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from scoring.weighting import nonresponse

TEN = {
    "h": list("aaaaabbbbb"),
    "psu": [1, 1, 2, 2, 3, 1, 1, 2, 2, 3],
    "w": [2.0, 2, 3, 3, 1, 4, 4, 2, 2, 2],
    "q": [5, 4, 2, 4, 1, 5, 5, 3, 4, 4],
}
MORE = {"h": ["b"] * 3, "psu": [3] * 3, "w": [0.0] * 3, "q": [1, 2, 5]}
THIRTEEN = {name: TEN[name] + MORE[name] for name in TEN}
VALID = range(1, 6)
KERNELS = ["numpy", pytest.param("numba", marks=pytest.mark.skipif(compiled_pass is None, reason="no numba"))]


def design(data):
    return Design.from_frame(
        {name: np.asarray(values) for name, values in data.items()},
        strata="h",
        clusters="psu",
        weight="w",
    )


def figures(row):
    return [
        row.estimate,
        row.se,
        row.low,
        row.high,
        row.deff,
        row.df,
        row.df_domain,
        row.n,
        row.n_psu,
        row.sum_w,
    ]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(("deff", "of_r"), [("wor", 1.51937), ("wr", 0.91162)])
def test_deff_is_that_of_r_which_leaves_them_out(kernel, deff, of_r):
    row = estimate(design(THIRTEEN), "q", valid=VALID, kernel=kernel, deff=deff)["q"]
    assert row.n == 10
    assert row.deff == pytest.approx(of_r, abs=5e-6)


@pytest.mark.parametrize("interval", ["t", "logit", "xlogit", "asin", "likelihood", "wilson"])
@pytest.mark.parametrize("kernel", KERNELS)
def test_share_and_its_interval_are_those_without_them(kernel, interval):
    ours, plain = (
        estimate(design(data), "q", valid=VALID, kernel=kernel, interval=interval)["q"]
        for data in (THIRTEEN, TEN)
    )
    assert figures(ours) == pytest.approx(figures(plain), rel=1e-12)


@pytest.mark.parametrize("scale", [1.0, 0.1])
@pytest.mark.parametrize("statistic", ["mean", "total"])
def test_mean_and_total_of_bytes_and_of_numbers_are_those_without_them(scale, statistic):
    ours, plain = (
        estimate(design(data), {"x": np.array(data["q"]) * scale}, statistic=statistic)["x"]
        for data in (THIRTEEN, TEN)
    )
    assert figures(ours) == pytest.approx(figures(plain), rel=1e-12)


def test_ratio_quantile_variance_and_criterion_are_those_without_them():
    def found(data):
        drawn = design(data)
        tables = [
            ratio(drawn, "q", {"one": np.ones(drawn.n)}),
            quantile(drawn, "q"),
            population_variance(drawn, "q"),
            estimate_groups(drawn, {"C": ["q"]}, combine="pooled", valid=VALID),
        ]
        return [
            [number for number in figures(row) if number is not None] for table in tables for row in table
        ]

    for ours, plain in zip(found(THIRTEEN), found(TEN), strict=True):
        assert ours == pytest.approx(plain, rel=1e-12)


def test_domain_of_such_rows_only_has_no_answer():
    data = {**THIRTEEN, "d": ["x"] * 10 + ["y"] * 3}
    row = estimate(design(data), "q", "d", valid=VALID, statistic="total")["q[d=y]"]
    assert (row.n, row.estimate) == (0, None)
    assert row.why is not None
    assert row.why[1] == "no valid answer in this cell"


def test_partial_answers_of_nonrespondents_are_no_answers():
    answered = np.array([1, 0, 1, 1, 1, 1, 0, 1, 1, 1], dtype=bool)
    weighted = nonresponse(design(TEN), answered).design
    row = estimate(weighted, "q", valid=VALID)["q"]
    assert row.n == 8
    assert row.deff == pytest.approx(0.7388, abs=5e-5)


def test_denominators_leave_them_out_as_well():
    counts = tally(design(THIRTEEN), "q")
    assert sum(int(n[0]) for n in counts.n["q"].values()) == 10


# ibis uses a function and an option that DuckDB and pandas have since renamed
@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_engine_leaves_them_out_as_well(tmp_path):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("ibis")
    from scoring.engine.run import reducible, run_on

    spec = read_spec(
        {
            "design": {"strata": "h", "clusters": "psu", "weight": "w"},
            "items": {"columns": ["q"], "valid": [1, 2, 3, 4, 5]},
            "estimate": [{"name": "wor"}, {"name": "wr", "deff": "wr"}],
        }
    )
    assert reducible(spec)
    pd.DataFrame(THIRTEEN).to_parquet(tmp_path / "thirteen.parquet")
    there = json.loads(to_json(run_on("duckdb", str(tmp_path / "thirteen.parquet"), spec)))
    here = json.loads(to_json(run({n: np.asarray(v) for n, v in THIRTEEN.items()}, list(THIRTEEN), spec)))
    assert [row["n"] for row in there["estimates"]] == [10, 10]
    for one, other in zip(there["estimates"], here["estimates"], strict=True):
        assert one["deff"] == pytest.approx(other["deff"], rel=1e-12)


def test_a_sampling_unit_of_such_rows_only_is_no_unit_of_its_domain():
    data = {"y": [2.0, 4, 9, 3, 5, 1, 7, 7], "x": [1.0, 2, 3, 1, 2, 2, 1, 1], "g": [1] * 8}
    drawn = Design(
        clusters=[[1, 1, 2, 2, 3, 3, 4, 4]], strata=["a"] * 4 + ["b"] * 4, weights=[1, 1, 2, 2, 1, 1, 0, 0], data=data
    )  # fmt: skip

    row = estimate(drawn, "y", "g", statistic="mean").rows[0]
    assert (row.n, row.n_psu, row.df_domain, row.sum_w) == (6, 3, 1, 8.0)


def test_a_ratio_has_t_bounds_unless_others_are_asked_for():
    drawn = Design(clusters=[[1, 1, 2, 2, 3, 3]], data={"y": [2.0, 4, 9, 3, 5, 1], "x": [1.0, 2, 3, 1, 2, 2]})

    row = ratio(drawn, "y", "x")["y/x"]
    half = 4.302652729911275 * row.se
    assert row.estimate > 1
    assert (row.low, row.high) == pytest.approx((row.estimate - half, row.estimate + half))
