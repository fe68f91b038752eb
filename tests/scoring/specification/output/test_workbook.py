"""``--format xlsx``: words for codes, formats of numbers, reasons, and nothing that is taken for a formula."""

import io

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner

from scoring.errors import ScoringError
from scoring.specification.data.csv_table import TextTable
from scoring.specification.output import to_json, to_svg, to_table, to_xlsx
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from survey_app.cli import cli
from tests.scoring.reference import GOLDEN, frame

SPEC = {
    "design": {"strata": "stratum", "clusters": "psu", "weight": "w"},
    "items": {"columns": ["q01"], "valid": [1, 2, 3, 4, 5]},
    "weighting": [{"kind": "trim", "upper": 4000.0}],
    "estimate": [
        {"name": "=1+1", "by": "urban"},
        {"name": "mean", "statistic": "mean", "by": "small"},
    ],
    "table": [{"name": "edu/urban", "rows": "edu", "columns": "urban"}],
    "contrast": [{"name": "c", "of": "=1+1", "between": "urban"}],
}
LABELS = {"urban": {"0": "Nông thôn", "1": "@Thành thị"}}


@pytest.fixture(scope="module")
def done():
    data = frame("sipas_small")
    small = np.where(np.arange(len(data)) % 60 == 0, "few", "many")
    data = data.assign(small=small, q01=data["q01"].where((data["edu"] != 4) | (data["urban"] == 0)))
    columns = {name: ["" if each != each else f"{each:g}" if isinstance(each, float) and name != "w" else str(each) for each in data[name]] for name in data}  # fmt: skip
    table = TextTable(columns, LABELS)
    return run(table, list(table), read_spec(SPEC))


@pytest.fixture(scope="module")
def book(done):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(done)))


def rows(sheet):
    """Return the rows of a sheet by head."""
    head, *lines = sheet.iter_rows()
    return [{title.value: cell for title, cell in zip(head, line, strict=True)} for line in lines]


def test_each_kind_has_a_sheet_with_vietnamese_heads_in_view(book):
    assert book.sheetnames == ["Ước lượng", "Bảng chéo", "So sánh", "Kiểm định", "1. edu urban", "Ghi chú"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
    heads = [cell.value for cell in next(book["Ước lượng"].iter_rows())]
    assert heads[:6] == ["Khối", "Biến", "urban", "small", "Ước lượng", "Sai số chuẩn"]


def test_heads_are_english_where_that_is_asked_for(done):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(done, language="en")))

    assert book.sheetnames == ["Estimates", "Tables", "Contrasts", "Tests", "1. edu urban", "Notes"]
    assert next(book["Estimates"].iter_rows())[4].value == "Estimate"


def test_words_stand_for_codes_and_no_text_is_a_formula(book):
    estimates = rows(book["Ước lượng"])

    assert [row["urban"].value for row in estimates[:2]] == ["Nông thôn", "'@Thành thị"]
    assert estimates[0]["Khối"].value == "'=1+1"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert not any(str(cell.value).startswith(("=", "@")) for cell in cells)


def test_numbers_are_numbers_with_the_format_of_what_they_are(book):
    share, mean = rows(book["Ước lượng"])[0], rows(book["Ước lượng"])[-1]

    assert (share["Ước lượng"].number_format, share["Sai số chuẩn"].number_format) == ("0.0%", "0.00%")
    assert 0 < share["Ước lượng"].value < 1
    assert mean["Ước lượng"].number_format == "0.000"
    assert (share["Số dòng"].number_format, share["Tổng trọng số"].number_format) == ("#,##0", "#,##0")
    difference = rows(book["So sánh"])[0]
    assert difference["Ước lượng"].number_format == "0.0%"
    assert (difference["urban"].value, difference["Trừ đi"].value) == ("'@Thành thị", "urban=Nông thôn")
    assert difference["Giá trị p"].number_format == '[<0.001]"< 0,001";0.000'


def test_few_rows_and_missing_numbers_are_said_beside_them(book, done):
    few = [row for row in rows(book["Ước lượng"]) if row["small"].value == "few"]

    assert few[0]["Lưu ý"].value == "dưới 30 dòng, chỉ tham khảo"
    assert few[0]["Số dòng"].value < 30
    assert {row["Lưu ý"].value for row in rows(book["Ước lượng"]) if row["small"].value == "many"} == {None}


def test_a_missing_number_is_a_dash_with_its_reason():
    data = frame("sipas_small").assign(area=lambda each: each["psu"].astype(str))
    spec = read_spec({**SPEC, "estimate": [{"by": "area"}], "table": [], "contrast": []})
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(run(data, list(data), spec))))

    first = rows(book["Ước lượng"])[0]
    assert first["Sai số chuẩn"].value == "–"
    assert first["Lưu ý"].value.startswith("chỉ có một đơn vị chọn mẫu")


def test_a_table_is_laid_out_with_its_columns_across(book, done):
    long, laid_out = rows(book["Bảng chéo"]), book["1. edu urban"]

    heads, *lines = [[cell.value for cell in row] for row in laid_out.iter_rows()]
    assert heads == [
        "edu",
        "urban: Nông thôn",
        "khoảng tin cậy",
        "urban: @Thành thị",
        "khoảng tin cậy",
        "Số dòng",
    ]
    assert [(line[0], line[1], line[3]) for line in lines] == [
        (level, *(row["Ước lượng"].value for row in long if row["edu"].value == level)) for level in "1234"
    ]
    first = long[0]
    assert lines[0][5] == first["Số dòng"].value
    low = f"{first['Cận dưới'].value:.1%}".replace(".", ",").replace("%", " %")
    assert lines[0][2].startswith(f"{low} – ")
    assert laid_out["B2"].number_format == "0.0%"


def test_notes_have_the_design_and_the_weighting(book):
    notes = {row["Mục"].value: row["Nội dung"].value for row in rows(book["Ghi chú"])}

    assert (notes["Số dòng của mẫu"], notes["Số đơn vị chọn mẫu"]) == (837, 49)
    assert notes["trim: Hiệu ứng của trọng số (Kish)"] > 1


def test_text_and_chart_say_the_word_of_what_is_subtracted_too(done):
    assert "urban=Nông thôn" in to_table(done).split("\nc\n")[1]
    assert "q01 · urban: @Thành thị − urban=Nông thôn: " in to_svg(done)


def test_the_same_results_give_the_same_bytes(done):
    assert to_xlsx(done) == to_xlsx(done)


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "spec.toml"
    path.write_text(
        '[design]\nclusters = "psu"\nweight = "w"\n[items]\ncolumns = ["q01"]\nvalid = [1, 2, 3, 4, 5]\n[[estimate]]\n', "utf-8"
    )  # fmt: skip
    return path


def test_the_command_writes_a_workbook_to_a_file_only(spec, tmp_path):
    data, out = str(GOLDEN / "sipas_small.csv"), tmp_path / "out.xlsx"

    to_terminal = CliRunner().invoke(cli, ["estimate", data, str(spec), "--format", "xlsx"])
    to_file = CliRunner().invoke(cli, ["estimate", data, str(spec), "--format", "xlsx", "--out", str(out)])

    assert isinstance(to_terminal.exception, ScoringError)
    assert "hãy thêm --out ket-qua.xlsx" in to_terminal.exception.vi
    assert (to_file.exit_code, to_file.output) == (0, "")
    assert openpyxl.load_workbook(out).sheetnames == ["Ước lượng", "Ghi chú"]


def test_any_form_can_be_written_to_a_file(spec, tmp_path):
    data, out = str(GOLDEN / "sipas_small.csv"), tmp_path / "out.json"
    CliRunner().invoke(cli, ["estimate", data, str(spec), "--out", str(out)])
    refused = CliRunner().invoke(
        cli, ["estimate", data, str(spec), "--out", str(tmp_path / "no" / "out.json")]
    )

    read = frame("sipas_small")
    assert out.read_text("utf-8") == to_json(run(read, list(read), read_spec({"design": {"clusters": "psu", "weight": "w"}, "items": SPEC["items"], "estimate": [{}]})))  # fmt: skip
    assert isinstance(refused.exception, ScoringError)
    assert "không ghi được tệp" in refused.exception.vi


def test_keywords_of_cells_and_tests_are_said_in_the_readers_language(done, book):
    english = openpyxl.load_workbook(io.BytesIO(to_xlsx(done, language="en")))

    assert {row["Ô"].value for row in rows(book["Bảng chéo"])} == {"tỷ lệ của hàng"}
    assert [row["Kiểm định"].value for row in rows(book["Kiểm định"])] == ["độc lập, F bậc hai của Rao–Scott"]
    assert [row["Test"].value for row in rows(english["Tests"])] == [
        "independence, Rao–Scott F, second order"
    ]
    assert '"test": "chi_square F"' in to_json(done)
