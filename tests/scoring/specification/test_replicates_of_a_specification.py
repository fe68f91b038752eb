"""Replicate weights in a specification: given as columns or made, through every statistic, out again beside the weights."""

import csv
import json

import numpy as np
import pytest

from scoring import Design, ScoringError, estimate
from scoring.design.replication import balanced, bootstrap, jackknife
from tests.scoring.reference import GOLDEN, close, expected, frame, sipas

WANTED = expected("replicates")
JACKKNIFE = '[design]\nweight = "finalwgt"\nreplicates = "jkw_*"\nscale = 1\nrscales = 0.5\n'
BODIES = (
    '[items]\ncolumns = ["weight"]\n[[estimate]]\nstatistic = "mean"\n[[estimate]]\nstatistic = "total"\n'
)
RATIO = '[[estimate]]\nstatistic = "ratio"\ndenominator = "height"\n[[estimate]]\nstatistic = "quantile"\n'


def rows_of(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.output)["estimates"]


@pytest.mark.parametrize("mse", ["false", "true"])
def test_a_jackknife_that_came_with_the_data_gives_what_r_gives(ask, mse):
    spec = JACKKNIFE + f"mse = {mse}\n" + BODIES + RATIO
    mean, total, ratio, median = rows_of(ask(spec, data=GOLDEN / "nhanes2jk.csv"))
    wanted, share = WANTED[f"nhanesjk_w_{mse.upper()}"], WANTED[f"nhanesjk_ratio_{mse.upper()}"]

    close([mean["estimate"], mean["se"], mean["df"]], [wanted["mean"], wanted["se"], wanted["df"]])
    close([total["estimate"], total["se"]], [wanted["total"], wanted["total_se"]])
    close([ratio["estimate"], ratio["se"]], [share["ratio"], share["se"]])
    assert median["low"] < median["estimate"] < median["high"]


@pytest.mark.parametrize("mse", ["false", "true"])
def test_half_samples_named_one_by_one_give_what_r_gives(ask, mse):
    listed = json.dumps([f"brr_{number}" for number in range(1, 33)])
    spec = f'[design]\nweight = "finalwgt"\nreplicates = {listed}\nscale = 0.03125\nmse = {mse}\n' + BODIES
    mean, total = rows_of(ask(spec, data=GOLDEN / "nhanes2brr.csv"))
    wanted = WANTED[f"nhanesbrr_w_{mse.upper()}"]

    close([mean["se"], total["se"]], [wanted["se"], wanted["total_se"]])


SAMPLE = '[design]\nstrata = "stratum"\nclusters = "psu"\nweight = "w"\n'
HALVES = '[design]\nstrata = "half"\nclusters = "psu"\nweight = "w"\n'
ITEMS = '[items]\ncolumns = ["q01", "q02"]\nvalid = [1, 2, 3, 4, 5]\n[criteria]\nC = ["q01", "q02"]\n'
BLOCKS = '[[estimate]]\nby = ["sex"]\n[[estimate]]\nof = "criteria"\nby = ["sex"]\n'


def halves(tmp_path):
    """Write a file of 6 strata of 2 PSUs."""
    data = frame("sipas_small").copy()
    data = data[data["psu"].isin(sorted(data["psu"].unique())[:12])].copy()
    data["half"] = data["psu"].rank(method="dense").astype(int).sub(1) // 2
    data.to_csv(tmp_path / "halves.csv", index=False)
    return tmp_path / "halves.csv", data


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        ('make = "brr"', balanced),
        ('make = "fay"\nfay = 0.3', lambda design: balanced(design, fay=0.3)),
        ('make = "jkn"', jackknife),
        ('make = "jkn"\nmse = true', lambda design: jackknife(design).around_the_estimate()),
        ('make = "bootstrap"\nnumber = 20\nseed = 7', lambda design: bootstrap(design, 20, np.random.default_rng(7))),
    ],
)  # fmt: skip
def test_replicates_are_made_as_the_functions_make_them(ask, tmp_path, keys, made):
    path, data = halves(tmp_path)
    design = made(Design.from_frame(data, strata="half", clusters="psu", weight="w"))
    wanted = estimate(design, ["q01", "q02"], "sex", valid=range(1, 6))
    rows = rows_of(ask(HALVES + keys + "\n" + ITEMS + BLOCKS, data=path))

    assert wanted.se.min() > 0
    close([row["se"] for row in rows[:4]], wanted.se.ravel())
    close([row["estimate"] for row in rows[4:]], wanted.value.mean(axis=1))
    assert all(row["se"] > 0 for row in rows[4:])


def test_without_strata_it_is_the_jackknife_of_the_whole_sample(ask):
    spec = '[design]\nclusters = "psu"\nweight = "w"\nmake = "jk1"\n' + ITEMS + "[[estimate]]\n"
    design = jackknife(Design.from_frame(frame("sipas_small"), clusters="psu", weight="w"))

    wanted = estimate(design, ["q01", "q02"], valid=range(1, 6))
    close([row["se"] for row in rows_of(ask(spec))], wanted.se.ravel())


RAKE = '[[weighting]]\nkind = "poststratify"\ncolumn = "sex"\ncounts = { "1" = 487358.9, "2" = 507251.1 }\n'


def test_weights_are_written_with_those_of_the_replicates_and_can_be_read_again(ask, tmp_path):
    out = tmp_path / "weights.csv"
    spec = f'weights_out = "{out}"\n' + SAMPLE + 'make = "jkn"\n' + ITEMS + BLOCKS + RAKE
    first = rows_of(ask(spec))
    with out.open(encoding="utf-8", newline="") as file:
        weights = list(csv.DictReader(file))
    data = frame("sipas_small").copy()
    for name in weights[0]:
        data[f"out_{name}"] = [float(row[name]) for row in weights]
    data.to_csv(tmp_path / "again.csv", index=False)
    rscales = jackknife(sipas("wr")).replicates.rscales.tolist()
    given = (
        f'[design]\nweight = "out_weight"\nreplicates = "out_replicate_*"\nscale = 1\nrscales = {rscales}\n'
    )
    second = rows_of(ask(given + ITEMS + BLOCKS, data=tmp_path / "again.csv"))

    assert len(weights) == 837
    assert list(weights[0])[:2] == ["weight", "replicate_1"]
    assert len(weights[0]) == 1 + len(rscales)
    assert sum(float(row["replicate_3"]) for row in weights) == pytest.approx(487358.9 + 507251.1)
    for key in ("estimate", "se"):
        close([row[key] for row in second], [row[key] for row in first])


def test_the_share_of_a_poststratum_has_no_error_in_the_command_either(ask):
    spec = SAMPLE + 'make = "jkn"\n[items]\ncolumns = ["sex"]\n[[estimate]]\nsatisfied = [2]\n' + RAKE
    (row,) = rows_of(ask(spec))

    assert row["estimate"] == pytest.approx(507251.1 / (487358.9 + 507251.1))
    assert row["se"] < 1e-12


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_an_engine_fetches_the_columns_of_the_replicates(ask):
    pytest.importorskip("ibis")
    there, here = (
        rows_of(ask(JACKKNIFE + BODIES, *options, data=GOLDEN / "nhanes2jk.csv"))
        for options in (["--engine", "duckdb"], [])
    )

    close([row["se"] for row in there], [row["se"] for row in here])


NHANES = '[design]\nweight = "finalwgt"\n'
REFUSED = {
    "no column": (NHANES + 'replicates = "rep_*"\nscale = 1\n', ["[design]", "replicates", "rep_*"]),
    "no scale": (NHANES + 'replicates = "jkw_*"\n', ["[design]", "scale"]),
    "negative scale": (NHANES + 'replicates = "jkw_*"\nscale = -1\n', ["[design]", "scale", "-1"]),
    "too few rscales": (NHANES + 'replicates = "jkw_*"\nscale = 1\nrscales = [0.5, 0.5]\n', ["rscales", "2", "62", "jkw_62"]),
    "negative rscales": (NHANES + 'replicates = "jkw_*"\nscale = 1\nrscales = [-0.5]\n', ["[design]", "rscales"]),
    "no weight": ('[design]\nreplicates = "jkw_*"\nscale = 1\n', ["[design]", "weight"]),
    "the weight among them": (NHANES + 'replicates = ["jkw_*", "finalwgt"]\nscale = 1\n', ["replicates", "finalwgt"]),
    "both": (NHANES + 'replicates = "jkw_*"\nscale = 1\nmake = "jkn"\n', ["make", "replicates"]),
    "scale of made ones": (NHANES + 'make = "jkn"\nscale = 1\n', ["scale", "make"]),
    "scale alone": (NHANES + "scale = 1\n", ["scale", "replicates"]),
    "mse alone": (NHANES + "mse = true\n", ["mse", "replicates"]),
    "unknown make": (NHANES + 'make = "sdr"\n', ["make", "sdr", "jkn"]),
    "fay missing": (NHANES + 'make = "fay"\n', ["[design]", "fay"]),
    "fay too large": (NHANES + 'make = "fay"\nfay = 1\n', ["[design]", "fay"]),
    "seed of a jackknife": (NHANES + 'make = "jk1"\nseed = 1\n', ["seed", "bootstrap"]),
    "half a replicate": (NHANES + 'make = "bootstrap"\nnumber = 2.5\n', ["[design]", "number"]),
    "jk1 of strata": (NHANES + 'strata = "jkw_1"\nmake = "jk1"\n', ["make", "jk1", "jkn"]),
}  # fmt: skip


@pytest.mark.parametrize(("design", "named"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_by_key_and_column(ask, design, named):
    error = ask(design + BODIES, data=GOLDEN / "nhanes2jk.csv").exception

    assert isinstance(error, ScoringError)
    for text in (error.vi, error.en):
        assert all(word in text for word in named), text


def test_a_replicate_that_weighs_nothing_is_named(ask, tmp_path):
    data = tmp_path / "short.csv"
    data.write_text("y,w,r1,r2\n1,1,1,2\n2,1,1,-2\n", "utf-8")
    spec = '[design]\nweight = "w"\nreplicates = "r?"\nscale = 1\n[items]\ncolumns = ["y"]\n[[estimate]]\n'

    assert ask(spec, data=data).exception.vi == (
        "Cột trọng số lặp «r2»: tổng không lớn hơn 0; hãy bỏ cột này khỏi «replicates»."
    )


@pytest.mark.parametrize(("cell", "said"), [("", "trống"), ("inf", "vô hạn"), ("x", "không phải là số")])
def test_a_replicate_weight_that_is_no_number_is_named_by_column_and_row(ask, tmp_path, cell, said):
    data = tmp_path / "short.csv"
    data.write_text(f"y,w,r1,r2\n1,1,1,2\n2,1,{cell},1\n3,1,1,1\n", "utf-8")
    spec = '[design]\nweight = "w"\nreplicates = "r?"\nscale = 1\n[items]\ncolumns = ["y"]\n[[estimate]]\n'
    error = ask(spec, data=data).exception

    assert "«r1», dòng dữ liệu 2" in error.vi
    assert "“r1”, data row 2" in error.en
    assert said in error.vi
