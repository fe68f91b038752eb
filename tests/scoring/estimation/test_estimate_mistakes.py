"""Whatever is wrong with data or specification, ``sipas estimate`` says so in one sentence that names it."""

import json

import pytest

from survey_app.errors import SPOKEN_ERRORS
from tests.builders.estimate import DESIGN

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
    "a key on top nobody knows": ("wieghts_out = 1\n" + DESIGN + ESTIMATE, "khóa «wieghts_out»"),
    "an estimate that is no block": (DESIGN + '[estimate]\nname = "x"\n', "các khối [[estimate]]"),
    "a column of strata twice": (DESIGN.replace('"stratum"', '["stratum", "stratum"]') + ESTIMATE, "[design] khóa «strata»"),
    "true for a code": (DESIGN.replace("[1, 2, 3, 4, 5]", "[true]") + ESTIMATE, "[items] khóa «valid»"),
    "satisfied codes that are no answers": (DESIGN + ESTIMATE + "satisfied = [8, 9]\n", "[[estimate]] 1 khóa «satisfied»"),
    "a scale without the usual satisfied codes": (DESIGN.replace("4, 5]", "3]") + ESTIMATE, "[4, 5]"),
    "a mean of words": (DESIGN.replace("[1, 2, 3, 4, 5]", '["a"]') + ESTIMATE + 'statistic = "mean"\n', "«a» không phải là số"),
    "no quantile at all": (DESIGN + ESTIMATE + 'statistic = "quantile"\np = []\n', "khóa «p»"),
    "a confidence that is no number": (DESIGN + ESTIMATE + "confidence = nan\n", "khóa «confidence»"),
    "a criterion of what is not there": (DESIGN + 'C3 = ["q99"]\n' + ESTIMATE + 'of = "criteria"\n', "«q99»"),
    "a criterion without items": (DESIGN + "C3 = []\n" + ESTIMATE + 'of = "criteria"\n', "«C3»"),
    "a criterion with a negative factor": (DESIGN + "C3 = { q01 = 1, q02 = -1 }\n" + ESTIMATE + 'of = "criteria"\n', "«C3»"),
    "weights into no folder": ('weights_out = "no/w.csv"\n' + DESIGN + ESTIMATE, "«weights_out»"),
    "strata of one PSU": (DESIGN.replace('"stratum"', '["stratum", "psu"]') + ESTIMATE, "chỉ có một đơn vị"),
}  # fmt: skip


@pytest.mark.parametrize(("spec", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_sentence_that_names_it(ask, spec, said):
    error = ask(spec).exception

    assert isinstance(error, SPOKEN_ERRORS), error
    assert said in error.vi
    assert error.en
    assert "\n" not in error.vi


STEPS = {
    'kind = "rake"\nmargins = [{ column = "sex", counts = { 1 = 0, 2 = 0 } }]': "«sex»",
    'kind = "rake"\nmargins = [{ column = "sex", counts = { 1 = nan, 2 = 5 } }]': "margins 1 counts khóa «1»",
    'kind = "rake"\nmargins = [{ column = "sex", counts = { 1 = 5 } }]': "«sex=2»",
    'kind = "poststratify"\ncolumn = "sex"\ncounts = { 1 = -5, 2 = 6 }': "«sex=1»",
    'kind = "poststratify"\nmargins = [{ column = "sex", counts = { 1 = 5, 2 = 6 } }, '
    '{ column = "urban", counts = { 0 = 5, 1 = 6 } }]': "khóa «margins»",
    'kind = "calibrate"\ntotals = { "(intercept)" = inf }': "totals khóa «(intercept)»",
    'kind = "calibrate"\ntotals = { "(intercept)" = -5 }': "trọng số âm",
    'kind = "calibrate"\ntotals = { "(intercept)" = 5 }\nbounds = [2, 0.5]': "bounds = [2, 0.5]",
    'kind = "calibrate"\ntotals = {}': "khóa «totals»",
    'kind = "trim"': "khóa «upper»",
    'kind = "trim"\nupper = nan': "khóa «upper»",
    'kind = "trim"\nupper = 0.001': "trim",
    'kind = "nonresponse"\nresponded = "sex"\nvalue = 9': "«sex»",
    'kind = "nonresponse"\nresponded = "sex"\nvalue = [1]': "khóa «value»",
    'kind = "nonresponse"\nresponded = "sex"\nclasses = "sex"': "«sex=2»",
}  # fmt: skip


@pytest.mark.parametrize(("step", "said"), STEPS.items(), ids=STEPS)
def test_a_step_of_weighting_that_cannot_be_carried_out_is_named(ask, step, said):
    error = ask(f"{DESIGN}{ESTIMATE}[[weighting]]\n{step}\n").exception

    assert isinstance(error, SPOKEN_ERRORS), error
    assert said in error.vi


FILES = {
    "a missing file": (None, "Không có tệp"),
    "an empty file": (b"", "trống"),
    "only a header": (b"q,w\n", "không có dòng"),
    "a short row": (b"q,w\n5,1\n4\n", "dòng dữ liệu 2"),
    "two columns of one name": (b"q,q\n5,1\n", "«q»"),
    "no UTF-8": ("q,tên\n5,Đồng\n".encode("utf-16"), "UTF-8"),
    "a Parquet file": (b"PAR1\x15\x04\xff", "tệp Parquet; hãy đặt tên tệp là .parquet"),
    "a workbook": (b"PK\x03\x04\x14\x00\xff", "bảng tính; hãy đặt tên tệp là .xlsx"),
    "an open quotation": (b'q,w\n"5,1\n', "dòng 2: có dấu nháy kép mở mà không đóng"),
    "a weight that is a word": (b"q,w\n5,1\n4,x\n", "«w», dòng dữ liệu 2"),
    "weights that are all 0": (b"q,w\n5,0\n4,0\n", "[design] khóa «weight»"),
    "a negative weight": (b"q,w\n5,1\n4,-1\n", "«w», dòng dữ liệu 2"),
    "commas and points in one column": (b"q;w\n5;1.5\n4;1,5\n", "dòng dữ liệu 2: «1,5»"),
    "thousands": (b"q;w\n5;1\n4;1.234,5\n", "dòng dữ liệu 2: «1.234,5»"),
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


@pytest.mark.parametrize(
    "keys", ['statistic = "mean"', 'statistic = "ratio"\ndenominator = "w"', 'statistic = "quantile"']
)
@pytest.mark.parametrize(
    ("cell", "said"), [("inf", "hữu hạn"), ("1e999", "hữu hạn"), ("năm", "không phải là số")]
)
def test_an_answer_that_is_no_number_is_named(ask, tmp_path, keys, cell, said):
    data = tmp_path / "data.csv"
    data.write_text(f"q,w\n5.5,1\n{cell},1\n", "utf-8")
    error = ask(f'[items]\ncolumns = ["q"]\n{ESTIMATE}{keys}\n', data=data).exception

    assert isinstance(error, SPOKEN_ERRORS), error
    assert f"Cột «q», dòng dữ liệu 2: «{cell}»" in error.vi
    assert said in error.vi


@pytest.mark.parametrize(
    "content",
    [
        "q,w\n5,1\n4,1\n1,1\n",
        "\ufeffq,w\r\n5,1\r\n4,1\r\n1,1\r\n",
        "q;w\n5;1\n4;1\n1;1\n",
        "q\tw\n5\t1\n4\t1\n1\t1\n",
        '\nq; w ;"số, tổng"\n5;1;1\n\n4;1;1\n1;1;1\n',
    ],
)
def test_a_file_may_look_as_spreadsheets_write_it(ask, tmp_path, content):
    data = tmp_path / "data.csv"
    data.write_bytes(content.encode())
    result = ask('[design]\nweight = "w"\n[items]\ncolumns = ["q"]\n' + ESTIMATE, data=data)

    assert json.loads(result.output)["estimates"][0]["estimate"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("kind", ["logit", "likelihood", "asin", "korn_graubard", "xlogit", "wilson"])
def test_an_interval_for_shares_says_so_where_there_is_a_mean(ask, kind):
    result = ask(DESIGN + ESTIMATE + f'statistic = "mean"\ninterval = "{kind}"\n')
    row = json.loads(result.output)["estimates"][0]

    assert (row["low"], row["high"]) == (None, None)
    assert "interval = t" in row["why"]
