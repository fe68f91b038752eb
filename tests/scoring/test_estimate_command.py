"""``sipas estimate``: the contract of its files, its output and its mistakes."""

import csv
import io
import json
import subprocess
import sys
import time

import numpy as np
import pytest
from click.testing import CliRunner

from survey_app.cli import cli
from survey_app.errors import SPOKEN_ERRORS
from tests.scoring.reference import GOLDEN, ITEMS, close, expected

CSV = str(GOLDEN / "sipas_small.csv")
DESIGN = """
[design]
strata   = "stratum"
clusters = ["psu", "ssu"]
weight   = "w"
fpc      = ["fpc1", "fpc2", "fpc3"]
nest     = true
lonely   = "fail"
[items]
columns  = ["q??"]
valid    = [1, 2, 3, 4, 5]
[criteria]
C1 = ["q01", "q02", "q03", "q04", "q05"]
C2 = ["q06", "q07", "q08", "q09", "q10"]
"""
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


@pytest.fixture
def ask(tmp_path):
    """Run the command on a specification, in a folder of its own."""

    def run(spec, *options, data=CSV):
        path = tmp_path / "spec.toml"
        path.write_text(spec, "utf-8")
        return CliRunner().invoke(cli, ["estimate", str(data), str(path), *options])

    return run


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


ESTIMATE = '[[estimate]]\nname = "x"\n'
MISTAKES = {
    "a column that is not there": (DESIGN.replace('"w"', '"ww"') + ESTIMATE, "«ww»"),
    "a pattern that matches nothing": (DESIGN.replace("q??", "z??") + ESTIMATE, "«z??»"),
    "a key nobody knows": (DESIGN.replace("lonely  ", "lonley  ") + ESTIMATE, "[design] khóa «lonley»"),
    "a rule nobody knows": (DESIGN.replace('"fail"', '"never"') + ESTIMATE, "«never»"),
    "a list where a word is due": (DESIGN.replace('"w"', "[1]") + ESTIMATE, "[design] khóa «weight»"),
    "a word where a list of codes is due": (DESIGN.replace("[1, 2, 3, 4, 5]", '"1-5"') + ESTIMATE, "[items] khóa «valid»"),
    "nothing to estimate": (DESIGN, "estimate"),
    "no columns": ("[[estimate]]\n", "[items] khóa «columns»"),
    "an unknown statistic": (DESIGN + ESTIMATE + 'statistic = "mode"\n', "[[estimate]] 1 khóa «statistic»"),
    "an unknown interval": (DESIGN + ESTIMATE + ESTIMATE + 'interval = "wald"\n', "[[estimate]] 2 khóa «interval»"),
    "a confidence in percent": (DESIGN + ESTIMATE + "confidence = 95\n", "khóa «confidence»"),
    "a ratio of nothing": (DESIGN + ESTIMATE + 'statistic = "ratio"\n', "khóa «denominator»"),
    "a quantile above one": (DESIGN + ESTIMATE + 'statistic = "quantile"\np = [0.5, 7]\n', "khóa «p»"),
    "a domain that is not there": (DESIGN + ESTIMATE + 'by = ["village"]\n', "«village»"),
    "criteria that are not there": ('[items]\ncolumns = ["q01"]\n[[estimate]]\nof = "criteria"\n', "[criteria]"),
    "an unknown step": (DESIGN + ESTIMATE + '[[weighting]]\nkind = "magic"\n', "[[weighting]] 1 khóa «kind»"),
    "a cell without rows": (
        DESIGN + ESTIMATE + '[[weighting]]\nkind = "poststratify"\ncolumn = "sex"\ncounts = { 1 = 5, 2 = 6, 3 = 7 }\n',
        "«sex=3»",
    ),
    "margins that disagree": (
        DESIGN + ESTIMATE + '[[weighting]]\nkind = "rake"\nmargins = [{ column = "sex", counts = { 1 = 5, 2 = 6 } }, '
        '{ column = "urban", counts = { 0 = 5, 1 = 7 } }]\n',
        "«urban» 12",
    ),
    "bounds that cannot be met": (
        DESIGN + ESTIMATE + '[[weighting]]\nkind = "calibrate"\ntotals = { "sex=1" = 1e6 }\nbounds = [0.9, 1.1]\n',
        "«sex=1»",
    ),
    "broken TOML": ("[design\n", "TOML"),
    "strata of one PSU": (DESIGN.replace('"stratum"', '["stratum", "psu"]') + ESTIMATE, "chỉ có một đơn vị"),
}  # fmt: skip


@pytest.mark.parametrize(("spec", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_sentence_that_names_it(ask, spec, said):
    error = ask(spec).exception

    assert isinstance(error, SPOKEN_ERRORS), error
    assert said in error.vi
    assert error.en
    assert "\n" not in error.vi


FILES = {
    "a missing file": (None, "Không có tệp"),
    "an empty file": (b"", "trống"),
    "only a header": (b"q,w\n", "không có dòng"),
    "a short row": (b"q,w\n5,1\n4\n", "dòng dữ liệu 2"),
    "two columns of one name": (b"q,q\n5,1\n", "«q»"),
    "no UTF-8": ("q,tên\n5,Đồng\n".encode("utf-16"), "UTF-8"),
    "an open quotation": (b'q,w\n"5,1\n', "CSV"),
    "a weight that is a word": (b"q,w\n5,1\n4,x\n", "«w», dòng dữ liệu 2"),
    "a blank weight": (b"q,w\n5,1\n4,\n", "dòng dữ liệu 2"),
}


@pytest.mark.parametrize(("content", "said"), FILES.values(), ids=FILES)
def test_a_bad_file_is_refused_by_row_or_column(ask, tmp_path, content, said):
    data = tmp_path / "data.csv"
    if content is not None:
        data.write_bytes(content)
    error = ask('[design]\nweight = "w"\n[items]\ncolumns = ["q"]\n' + ESTIMATE, data=data).exception

    assert isinstance(error, SPOKEN_ERRORS), error
    assert said in error.vi


def sipas(*arguments):
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from survey_app.cli import main; main()", *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done, time.perf_counter() - started


def test_as_a_process_it_says_one_line_and_exits_with_two(tmp_path):
    spec = tmp_path / "spec.toml"
    spec.write_text(DESIGN.replace('"w"', '"ww"') + ESTIMATE, "utf-8")
    done, _ = sipas("estimate", CSV, str(spec))

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "«ww»" in done.stderr


def test_as_a_process_it_takes_less_than_two_seconds(tmp_path):
    spec = tmp_path / "spec.toml"
    spec.write_text(
        DESIGN + '[[estimate]]\nname = "x"\n[[estimate]]\nname = "y"\nby = ["district"]\n', "utf-8"
    )
    done, seconds = min((sipas("estimate", CSV, str(spec)) for _ in range(3)), key=lambda pair: pair[1])

    assert len(json.loads(done.stdout)["estimates"]) == 40 * 12
    assert seconds < 2


def test_importing_scoring_takes_less_than_a_second_and_no_scipy():
    program = (
        "import sys, time; t = time.perf_counter(); import scoring; t = time.perf_counter() - t;"
        "print(t, sorted({'scipy', 'pandas', 'numba', 'ibis'} & set(sys.modules)))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout.split(" ", 1)
        for _ in range(3)
    ]

    assert min(float(seconds) for seconds, _ in runs) < 1
    assert runs[0][1].strip() == "[]"
