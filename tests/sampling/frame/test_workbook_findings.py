"""What a workbook holds besides the list that is read from it."""

import openpyxl
import pytest

from sampling.errors import SamplingError
from sampling.frame import read_frame
from sampling.frame.findings import sentences
from sampling.frame.frame_report import report_on
from sampling.plan.plan_file import plan_from

ROWS = [("Trấn Biên", "26041", 310), ("Định Quán", "26042", 420)]
PLAN = plan_from(
    '[[stage]]\nunit = "mã"\nstrata = ["xã"]\nsize = "người"\nmethod = "pps_systematic"\ntake = 1\n'
)


@pytest.fixture
def book():
    book = openpyxl.Workbook()
    book.active.title = "Trấn Biên"
    for row in [("xã", "mã", "người"), *ROWS]:
        book.active.append(row)
    return book


@pytest.fixture
def path(tmp_path):
    return tmp_path / "thon.xlsx"


def said(path):
    return " ".join(vi for vi, _ in sentences(read_frame(path).findings))


def test_sheets_that_are_not_read_are_named(book, path):
    book.create_sheet("Định Quán")
    book.save(path)

    assert said(path) == "Chỉ đọc trang «Trấn Biên»; trang khác không đọc: «Định Quán»."


def test_a_first_sheet_that_is_hidden_is_said_to_be(book, path):
    book.create_sheet("Danh sách")
    book.active.sheet_state = "hidden"
    book.active = 1
    book.save(path)

    assert "«Trấn Biên» là trang ẩn" in said(path)


def test_an_empty_first_sheet_is_refused_with_the_names_of_the_others(book, path):
    book.create_sheet("Bìa", 0)
    book.save(path)

    with pytest.raises(SamplingError, match=r"trang «Bìa» trống; .* chọn bằng --sheet: «Trấn Biên»"):
        read_frame(path)


def test_merged_cells_below_the_header_are_said_and_those_of_the_title_are_not(book, path):
    book.active.insert_rows(1)
    book.active["A1"] = "DANH SÁCH THÔN"
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A3:A4")
    book.save(path)

    assert "1 vùng ô gộp ở dòng 3–4:" in said(path)


def test_what_the_workbook_holds_is_still_said_when_hidden_rows_are_left_out(book, path):
    book.create_sheet("Định Quán")
    book.active.row_dimensions[2].hidden = True
    book.save(path)
    frame = read_frame(path)

    assert "«Định Quán»" in str(sentences(frame.without(frame.findings.hidden).findings))


def test_a_line_break_in_the_name_of_a_column_is_a_blank(book, path):
    book.active["C1"] = "người\n18+"
    book.save(path)

    assert list(read_frame(path).columns) == ["xã", "mã", "người 18+"]


def test_cells_with_an_error_or_an_uncalculated_formula_are_named_by_row_and_column(book, path):
    book.active["C3"] = "=1+1"
    book.save(path)
    with pytest.raises(SamplingError, match=r"ở 1 dòng \(3\), cột C;"):
        read_frame(path)

    book.active["C3"] = "#N/A"
    book.save(path)
    with pytest.raises(SamplingError, match="dòng 3, cột C: ô có lỗi «#N/A»"):
        read_frame(path)


def test_the_report_adds_up_sizes_and_no_codes_of_the_plan(book, path):
    book.save(path)

    assert "| mã | 2 | 0 | – |" in report_on(path, PLAN).text
    assert "| người | 2 | 0 | 730 |" in report_on(path, PLAN).text


def test_a_list_with_a_total_cannot_be_used_even_before_there_is_a_plan(book, path):
    book.active.append(("Tổng cộng", "x", 730))
    book.save(path)
    report = report_on(path)

    assert not report.usable
    assert "Dòng 4 là dòng cộng" in report.text
