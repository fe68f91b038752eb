"""``sipas estimate``: the contract of its files, its output and its mistakes."""

import csv
import io
import json
import subprocess
import sys

import numpy as np
import pytest

from tests.builders.estimate import DESIGN
from tests.scoring.reference import GOLDEN, ITEMS, close, expected

CSV = str(GOLDEN / "sipas_small.csv")
ESTIMATE = '[[estimate]]\nname = "x"\n'
FIELDS = [
    "name",
    "variable",
    "by",
    "estimate",
    "se",
    "df",
    "df_domain",
    "low",
    "high",
    "deff",
    "n",
    "n_psu",
    "sum_w",
]


def rows_of(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.output)["estimates"]


def test_the_fields_are_those_of_the_contract(ask):
    result = ask(DESIGN + '[[estimate]]\nname = "items"\ninterval = "t"\n')
    whole = json.loads(result.output)
    wanted = expected("sipas_small")["fpc3"]["items"]

    assert whole["design"] == {"n": 837, "n_psu": 49, "n_strata": 19, "df": 30}
    assert [row["variable"] for row in whole["estimates"]] == ITEMS
    assert list(whole["estimates"][0]) == FIELDS
    for ours, theirs in (
        ("estimate", "estimate"),
        ("se", "se"),
        ("low", "ci_low"),
        ("deff", "deff"),
        ("n", "n_valid"),
    ):
        close([row[ours] for row in whole["estimates"]], wanted[theirs])


def test_blocks_then_levels_then_criteria_in_their_order(ask):
    spec = DESIGN + (
        '[[estimate]]\nname = "b"\nof = "criteria"\ncombine = "pooled"\nby = ["district"]\ninterval = "t"\n'
        '[[estimate]]\nname = "a"\nof = "criteria"\nby = "sex"\nstatistic = "mean"\n'
    )
    rows = rows_of(ask(spec))
    cells = expected("sipas_small")["fpc3"]["by"]["district"]["cells"]

    assert [(row["name"], *row["by"].values(), row["variable"]) for row in rows[:3]] == [
        ("b", "H01", "C1"), ("b", "H01", "C2"), ("b", "H02", "C1")
    ]  # fmt: skip
    assert [row["by"] for row in rows[22:]] == [{"sex": "1"}] * 2 + [{"sex": "2"}] * 2
    close(
        [row["estimate"] for row in rows[:22:2]], [cell["criteria_pooled"]["estimate"][0] for cell in cells]
    )
    close([row["se"] for row in rows[1:22:2]], [cell["criteria_pooled"]["se"][1] for cell in cells])


def test_a_raked_specification_gives_the_weights_of_r(ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wanted = expected("sipas_small")["rake"]
    margins = []
    for rows in wanted["margins"]:
        name = next(iter(rows[0]))
        counts = ", ".join(f'"{row[name]}" = {row["Freq"]!r}' for row in rows)
        margins.append(f'{{ column = "{name}", counts = {{ {counts} }} }}')
    spec = (
        'weights_out = "weights.csv"\n[design]\nstrata = "stratum"\nclusters = "psu"\nweight = "w"\n'
        '[items]\ncolumns = ["q??"]\nvalid = [1, 2, 3, 4, 5]\n'
        f'[[weighting]]\nkind = "rake"\nmargins = [{", ".join(margins)}]\n[[estimate]]\nname = "items"\n'
    )
    result = ask(spec)

    close([row["estimate"] for row in rows_of(result)], wanted["items"]["estimate"])
    close([row["se"] for row in rows_of(result)], wanted["items"]["se"], 1e-8)
    close(np.loadtxt(tmp_path / "weights.csv", skiprows=1), wanted["weights"], 1e-6)
    assert json.loads(result.output)["weighting"][0]["kind"] == "rake"


SCHOOLS = '[design]\nclusters = "dnum"\nweight = "pw"\nfpc = "fpc"\n[items]\ncolumns = ["{}"]\n[[estimate]]\nname = "x"\n{}'


@pytest.mark.parametrize(
    ("column", "keys", "pick"),
    [
        ("api00", 'statistic = "mean"\n', lambda e: (e["mean"]["estimate"][0], e["mean"]["se"][0])),
        ("enroll", 'statistic = "total"\n', lambda e: (e["total"]["estimate"][0], e["total"]["se"][0])),
        ("api.stu", 'statistic = "ratio"\ndenominator = "enroll"\n', lambda e: (e["ratio"]["estimate"], e["ratio"]["se"])),
        ("api00", 'statistic = "quantile"\np = 0.5\n', lambda e: (e["quantile_math"]["table"][2][0], e["quantile_math"]["table"][2][3])),
        ("comp.imp", 'satisfied = ["Yes"]\n', lambda e: (e["ciprop"]["logit"]["estimate"], e["ciprop"]["logit"]["se"])),
    ],
)  # fmt: skip
def test_every_statistic_of_the_schools(ask, column, keys, pick):
    (row,) = rows_of(ask(SCHOOLS.format(column, keys), data=GOLDEN / "apiclus1.csv"))

    assert row["variable"] == column
    close([row["estimate"], row["se"]], pick(expected("apiclus1")))


@pytest.mark.parametrize("kind", ["poststratify", "linear", "raking", "logit", "trim"])
def test_every_step_of_weighting_of_the_schools(ask, kind):
    steps = {
        "poststratify": 'kind = "poststratify"\ncolumn = "stype"\ncounts = { E = 4421, H = 755, M = 1018 }\n',
        "linear": 'kind = "calibrate"\nmethod = "linear"\n',
        "raking": 'kind = "calibrate"\nmethod = "raking"\n',
        "logit": 'kind = "calibrate"\nmethod = "logit"\nbounds = [0.5, 2.5]\n',
    }
    totals = 'totals = { "(intercept)" = 6194, "stype=H" = 755, "stype=M" = 1018, "api99" = 3914069 }\n'
    steps |= {name: steps[name] + totals for name in ("linear", "raking", "logit")}
    steps["trim"] = steps["poststratify"] + '[[weighting]]\nkind = "trim"\nlower = 30\nupper = 40\n'
    wanted = expected("apiclus1")
    wanted = (wanted["calibrate"] | wanted)[kind]["mean"]
    spec = SCHOOLS.format("api00", 'statistic = "mean"\n') + f"[[weighting]]\n{steps[kind]}"
    (row,) = rows_of(ask(spec, data=GOLDEN / "apiclus1.csv"))

    close([row["estimate"], row["se"]], [wanted["estimate"][0], wanted["se"][0]], 1e-8)


def test_rows_whose_weight_was_cut_are_counted_from_one_without_the_header(ask, tmp_path):
    data = tmp_path / "small.csv"
    data.write_text("w,q\n1,5\n9,4\n2,1\n8,4\n", "utf-8")
    spec = '[design]\nweight = "w"\n[items]\ncolumns = ["q"]\n' + ESTIMATE
    spec += '[[weighting]]\nkind = "trim"\nupper = 7\n'

    (step,) = json.loads(ask(spec, data=data).output)["weighting"]

    assert (step["kind"], step["trimmed"]) == ("trim", [2, 4])
    assert (step["low"], step["high"], step["total"]) == (2.5, 7.0, 20.0)


def test_a_missing_number_is_null_with_a_reason(ask, tmp_path):
    data = tmp_path / "small.csv"
    data.write_text("psu,q\n1,9\n1,9\n2,\n", "utf-8")
    spec = '[design]\nclusters = "psu"\n[items]\ncolumns = ["q"]\nvalid = [1, 2, 3, 4, 5]\n[[estimate]]\nname = "x"\n'
    (row,) = rows_of(ask(spec, data=data))

    assert (row["estimate"], row["se"], row["low"], row["deff"], row["n"]) == (None, None, None, None, 0)
    assert "không có câu trả lời" in row["why"]


def test_csv_has_the_same_numbers_and_disarms_formulas(ask, tmp_path):
    data = tmp_path / "small.csv"
    data.write_text("psu,area,q\n1,=cmd(),5\n1,b,4\n2,b,1\n3,=cmd(),4\n", "utf-8")
    spec = '[design]\nclusters = "psu"\n[items]\ncolumns = ["q"]\n[[estimate]]\nname = "x"\nby = ["area"]\n'
    (one, two) = csv.DictReader(io.StringIO(ask(spec, "--format", "csv", data=data).output))
    json_rows = rows_of(ask(spec, data=data))

    assert (one["area"], two["area"]) == ("'=cmd()", "b")
    assert float(two["se"]) == json_rows[1]["se"]
    assert one["low"] == ""
    assert one["why"]


def test_the_table_is_for_people(ask):
    output = ask(DESIGN + '[[estimate]]\nname = "items"\n', "--format", "table").output

    assert "n=837 n_psu=49 n_strata=19 df=30" in output
    assert any(line.split()[:2] == ["q01", "0.8769"] for line in output.splitlines())


def test_a_criterion_may_have_weights_and_a_heading_criteria(ask):
    spec = DESIGN + 'H = ["C1", "C2"]\nW = { q01 = 3, q02 = 1 }\n[[estimate]]\nof = "criteria"\n'
    rows = {row["variable"]: row["estimate"] for row in rows_of(ask(spec))}
    items = expected("sipas_small")["fpc3"]["items"]["estimate"]

    assert rows["H"] == pytest.approx((rows["C1"] + rows["C2"]) / 2)
    assert rows["W"] == pytest.approx((3 * items[0] + items[1]) / 4)


def test_a_semicolon_separates_too(ask, tmp_path):
    data = tmp_path / "vn.csv"
    data.write_bytes("\ufeffđơn vị;q\nA;5\nB;4\nB;1\n".encode())
    spec = '[design]\nclusters = ["đơn vị"]\n[items]\ncolumns = ["q"]\n[[estimate]]\nname = "x"\n'

    assert rows_of(ask(spec, data=data))[0]["estimate"] == pytest.approx(2 / 3)


def sipas(*arguments):
    return subprocess.run(
        [sys.executable, "-c", "from survey_app.cli import main; main()", *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def test_as_a_process_it_says_one_line_and_exits_with_two(tmp_path):
    spec = tmp_path / "spec.toml"
    spec.write_text(DESIGN.replace('"w"', '"ww"') + ESTIMATE, "utf-8")
    done = sipas("estimate", CSV, str(spec))

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "«ww»" in done.stderr


def test_as_a_process_it_gives_every_item_in_every_district(tmp_path):
    spec = tmp_path / "spec.toml"
    spec.write_text(
        DESIGN + '[[estimate]]\nname = "x"\n[[estimate]]\nname = "y"\nby = ["district"]\n', "utf-8"
    )

    assert len(json.loads(sipas("estimate", CSV, str(spec)).stdout)["estimates"]) == 40 * 12


def test_importing_scoring_loads_nothing_that_takes_long():
    program = "import sys, scoring; print(sorted({'scipy', 'pandas', 'numba', 'ibis'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
