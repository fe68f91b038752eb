"""``where``: a rule over the columns of the file picks rows, and the others stay in the design."""

import json

import numpy as np
import pandas as pd
import pytest

from scoring import Design, contrast, estimate
from scoring.errors import ScoringError
from scoring.specification.columns.where import read_where
from scoring.specification.data.csv_table import TextTable
from scoring.specification.toml_keys import Keys
from tests.scoring.reference import GOLDEN, close

DATA = {
    "age": ["15", "18", "60.0", "", "34"],
    "district": ["H01", "H01 ", "H02", "H03", "01"],
    "day": ["1/9/2025", "2025-09-02", "15/09/2025", "", "1/10/2025"],
    "code": ["-1", "1.0", "1", "9", "NA"],
    "Nơi ở": ["phường", "xã", "xã", "phường", ""],
    "sex": ["1", "2", "2", "1", "2"],
}
WORDS = {"sex": {"1": "Nam", "2": "Nữ"}}
RULES = {
    "age >= 18": [1, 2, 4],
    "age >= 18 and age < 60": [1, 4],
    "not age < 18": [1, 2, 3, 4],
    "answered(age)": [0, 1, 2, 4],
    "age != 18": [0, 2, 4],
    "age == 60": [2],
    "age > 17.5": [1, 2, 4],
    'district == "H01"': [0, 1],
    'district in ["H01", "H03"]': [0, 1, 3],
    "district == 01": [4],
    "district == '01'": [4],
    'day >= "2025-09-02"': [1, 2, 4],
    'day < "2/9/2025"': [0],
    'day == "2025-09-01"': [0],
    "code == -1": [0],
    "code in [1, 9]": [1, 2, 3],
    '"Nơi ở" == "xã"': [1, 2],
    "«Nơi ở» == «phường» or age == 34": [0, 3, 4],
    'sex == "Nữ"': [1, 2, 4],
    "not (sex == 1 or age == 18)": [2, 4],
}
REFUSED = {
    "aeg >= 18": ("không có cột «aeg»; gần giống: «age»", "no column “aeg”; near it: “age”"),
    "age = 18": ("viết ==", "written =="),
    "age >= ": ("cần một số", "a number"),
    "age == old": ("chữ trong dấu nháy", "words in quotes"),
    "age == 99": ("không dòng nào thỏa điều kiện; dữ liệu có «age»: 15, 18, 34, 60", "no row fits"),
    "district > 3": ("không phải số", "not among the numbers"),
    'age > "trẻ"': ("«trẻ» là chữ", "“trẻ” is a word"),
    "district and age == 1": ("sau district cần", "after district"),
    "__import__('os')": ("sau __import__ cần", "after __import__"),
}


def picked(rule, data=None):
    table = TextTable(DATA if data is None else data, WORDS)
    where = read_where(Keys("[[estimate]] 1", {"where": rule}))
    design, notes = where.within(Design.from_frame(table), table, list(DATA))
    return np.flatnonzero(design.subpopulation).tolist(), notes


@pytest.mark.parametrize(("rule", "rows"), RULES.items())
def test_a_rule_picks_rows_by_numbers_labels_dates_and_words(rule, rows):
    assert picked(rule)[0] == rows


@pytest.mark.parametrize(("rule", "said"), REFUSED.items())
def test_what_cannot_be_done_is_refused_in_both_languages_under_its_key(rule, said):
    with pytest.raises(ScoringError) as refusal:
        picked(rule)

    assert refusal.value.vi.startswith("[[estimate]] 1 khóa «where»: ")
    assert said[0] in refusal.value.vi
    assert said[1] in refusal.value.en


def test_a_code_that_nobody_has_is_told():
    rows, notes = picked('district in ["H01", "H77"]')

    assert rows == [0, 1]
    assert notes == [
        (
            "khóa «where»: không dòng nào có district = «H77»; hãy xem lại cách viết mã.",
            "key “where”: no row has district = «H77»; check how the code is written.",
        )
    ]


def test_numbers_in_columns_of_numbers_are_compared_alike():
    data = {"age": np.array([15.0, np.nan, 40.0]), "one": np.array([1, 2, 1])}

    assert picked("age < 20 or one == 2", data)[0] == [0, 1]


SPEC = """
{top}
[design]
strata = "stratum"
clusters = "psu"
weight = "w"
[items]
columns = ["q01"]
valid = [1, 2, 3, 4, 5]
[[estimate]]
name = "here"
by = ["urban"]
{block}
"""


def rows_of(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@pytest.fixture(scope="module")
def design():
    data = pd.read_csv(GOLDEN / "sipas_small.csv")
    return Design.from_frame(data, strata="stratum", clusters="psu", weight="w")


@pytest.mark.parametrize("place", ["top", "block"])
def test_rows_outside_stay_in_the_design(ask, design, place):
    parts = {"top": "", "block": "", place: "where = 'sex == 2 and age > 1'"}
    whole = rows_of(ask(SPEC.format(**parts)))
    data = design.data
    wanted = estimate(design, "q01", "urban", where=(data["sex"] == 2) & (data["age"] > 1), valid=range(1, 6))

    assert whole["design"]["n_psu"] == 49
    for field in ("estimate", "se", "low", "deff", "n", "df"):
        close([row[field] for row in whole["estimates"]], [getattr(row, field) for row in wanted])


def test_the_rule_of_the_file_and_that_of_a_block_hold_together(ask):
    both = rows_of(ask(SPEC.format(top="where = 'sex == 2'", block="where = 'age > 1'")))
    one = rows_of(ask(SPEC.format(top="", block="where = 'sex == 2 and age > 1'")))
    apart = ask(SPEC.format(top="where = 'sex == 2'", block="where = 'sex == 1'"))

    assert both["estimates"] == one["estimates"]
    assert "«where» chung" in apart.exception.vi


def test_a_level_that_no_row_of_the_rule_has_makes_no_domain(ask):
    whole = rows_of(ask(SPEC.format(top="", block="where = 'urban == 1'")))

    assert [row["by"] for row in whole["estimates"]] == [{"urban": "1"}]


def test_blocks_with_different_rules_can_be_contrasted(design):
    from scoring.design.domains import within

    women, men = (
        estimate(within(design, (design.data["sex"] == sex).to_numpy()), "q01", {"side": [sex] * design.n})
        for sex in (2, 1)
    )
    one = contrast({"q01[side=2]": 1, "q01[side=1]": -1}, women, men)
    table = estimate(design, "q01", "sex")
    other = contrast({"q01[sex=2]": 1, "q01[sex=1]": -1}, table)

    close([one.estimate, one.se], [other.estimate, other.se])


def test_where_is_among_the_keys_that_a_mistyped_one_is_shown(ask):
    result = ask(SPEC.format(top="", block="wher = 'sex == 2'"))

    assert "where" in result.exception.vi.split("được dùng:")[1]
