"""Linear calibration may make weights negative: refused, or computed as R computes it and said."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from scoring import Design, ScoringError, estimate
from scoring.design.replication import jackknife
from scoring.estimation.quantile import quantile
from scoring.estimation.ratio import ratio
from scoring.specification.output import to_json, to_table
from scoring.specification.run import run
from scoring.specification.spec_file import load_spec
from scoring.weighting import calibrate, nonresponse, poststratify, trim
from tests.scoring.reference import api, close, expected

REFERENCE = expected("negative_weights")
TOTALS = {"(intercept)": 6194.0, "api99": 6194.0 * 530}


def schools():
    """The schools of the districts, drawn with replacement as the reference takes them."""
    design = api("apiclus1")
    return Design.from_frame(design.data, clusters="dnum", weight="pw")


@pytest.fixture(params=["linear", "jackknife"])
def calibrated(request):
    design = schools() if request.param == "linear" else jackknife(schools())
    return REFERENCE[request.param], calibrate(design, TOTALS, negative="allow")


def test_weights_means_totals_ratios_and_domains_are_those_of_r(calibrated):
    wanted, step = calibrated
    mean, total = (
        estimate(step.design, name, statistic=statistic, interval="t").rows[0]
        for name, statistic in (("api00", "mean"), ("enroll", "total"))
    )
    per = ratio(step.design, ["api.stu"], "enroll", interval="t").rows[0]
    by = estimate(step.design, "api00", "stype", statistic="mean", interval="t").rows

    close(step.design.weight, wanted["weights"], 1e-9)
    for row, name in ((mean, "mean"), (total, "total"), (per, "ratio")):
        close([row.estimate, row.se], [wanted[name]["estimate"], wanted[name]["se"]], 1e-9)
    close([row.estimate for row in by], wanted["by"]["estimate"], 1e-9)
    close([row.se for row in by], wanted["by"]["se"], 1e-9)


def test_a_row_of_negative_weight_counts_as_an_answer(calibrated):
    wanted, step = calibrated
    row = estimate(step.design, "api00", statistic="mean", interval="t").rows[0]

    assert (row.n, row.n_psu, row.sum_w) == (183, 15, pytest.approx(6194))
    assert step.report.n == 183
    assert step.report.negative == sum(weight < 0 for weight in wanted["weights"]) == 13
    assert step.report.low == pytest.approx(min(wanted["weights"]))


def test_it_is_refused_unless_it_is_allowed():
    with pytest.raises(
        ScoringError, match=r'nhận trọng số âm; hãy đặt bounds, method = raking, hoặc negative = "allow"'
    ):
        calibrate(schools(), TOTALS)
    with pytest.raises(ScoringError, match="negative = «yes» không có"):
        calibrate(schools(), TOTALS, negative="yes")
    # Where no weight becomes negative, allowing changes nothing.
    mild = {"(intercept)": 6194.0, "api99": 6194.0 * 607}
    assert not calibrate(schools(), mild, negative="allow").design.negative


AFTER = {
    "quantile": lambda design: quantile(design, "api00"),
    "likelihood": lambda design: estimate(design, "sch.wide", satisfied=["Yes"], interval="likelihood"),
    "trim": lambda design: trim(design, lower=1),
    "poststratify": lambda design: poststratify(design, "stype", {"E": 4000, "H": 1000, "M": 1194}),
    "nonresponse": lambda design: nonresponse(design, np.ones(183, dtype=bool), "stype"),
    "calibrate": lambda design: calibrate(design, TOTALS, negative="allow"),
}


# The step refused, in Vietnamese and English; classes of rows are asked for by several steps.
CALLED = {
    "quantile": ("phân vị", "quantiles"),
    "likelihood": ("interval = likelihood", "interval = likelihood"),
    "trim": ("trim", "trim"),
    "poststratify": ("bước trọng số", "this weighting step"),
    "nonresponse": ("bước trọng số", "this weighting step"),
    "calibrate": ("calibrate", "calibrate"),
}


@pytest.mark.parametrize("name", AFTER)
def test_what_needs_weights_above_0_is_refused_after_it(name):
    design = calibrate(schools(), TOTALS, negative="allow").design

    with pytest.raises(ScoringError) as refused:
        AFTER[name](design)
    vi, en = CALLED[name]
    assert refused.value.vi.startswith(
        f"{vi}: có trọng số âm sau calibrate nên không tính được; hãy đặt bounds"
    )
    assert refused.value.en.startswith(f"{en}: calibration made weights negative, so this cannot be computed")


def test_a_cell_whose_weights_do_not_add_up_to_a_positive_number_has_no_mean_but_a_total():
    design = calibrate(schools(), TOTALS, negative="allow").design
    heavy = np.where(design.weight < 0, "âm", "dương")

    mean = estimate(design, "api00", {"dấu": heavy}, statistic="mean", interval="t")["api00[dấu=âm]"]
    total = estimate(design, "api00", {"dấu": heavy}, statistic="total", interval="t")["api00[dấu=âm]"]

    assert (mean.estimate, mean.low, mean.n) == (None, None, 13)
    assert "không dương, vì calibrate đã cho trọng số âm" in mean.why[0]
    assert total.estimate < 0


SPEC = """
[design]
clusters = ["dnum"]
weight = "pw"
{replicates}
[items]
columns = ["api00"]
[[weighting]]
kind = "calibrate"
totals = {{ "(intercept)" = 6194, api99 = 3282820 }}
{negative}
[[estimate]]
statistic = "mean"
"""


@pytest.mark.parametrize(("replicates", "kind"), [("", "linear"), ('make = "jk1"', "jackknife")])
def test_a_specification_allows_it_and_every_output_says_how_many(tmp_path, replicates, kind):
    data = {name: np.asarray(api("apiclus1").data[name]) for name in ("dnum", "pw", "api00", "api99")}
    Path(tmp_path / "s.toml").write_text(
        SPEC.format(replicates=replicates, negative='negative = "allow"'), "utf-8"
    )
    done = run(data, list(data), load_spec(tmp_path / "s.toml"))

    (row,) = done.results[0].estimates
    close([row.estimate, row.se], [REFERENCE[kind]["mean"][each] for each in ("estimate", "se")], 1e-9)
    assert re.search("calibrate: 13 trọng số âm, nhỏ nhất .24,3742", to_table(done))
    written = json.loads(to_json(done, language="en"))
    assert "calibrate: 13 weights are negative, the smallest is -24.3742" in written["notes"][0]
    assert written["weighting"][0]["negative"] == 13


def test_a_specification_that_says_nothing_refuses_it(tmp_path):
    data = {name: np.asarray(api("apiclus1").data[name]) for name in ("dnum", "pw", "api00", "api99")}
    Path(tmp_path / "s.toml").write_text(SPEC.format(replicates="", negative=""), "utf-8")
    Path(tmp_path / "t.toml").write_text(SPEC.format(replicates="", negative='negative = "maybe"'), "utf-8")

    with pytest.raises(ScoringError, match="nhận trọng số âm"):
        run(data, list(data), load_spec(tmp_path / "s.toml"))
    with pytest.raises(ScoringError, match="negative"):
        run(data, list(data), load_spec(tmp_path / "t.toml"))
