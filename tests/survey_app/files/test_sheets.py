"""Exports open in a spreadsheet as what they are: no formula, no lost diacritic, the same bytes every time."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

from survey_app.files.sheets import Sheet, safe, to_csv, to_xlsx

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "+84 251 123",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text):
    sheet = Sheet("A", ["cột"], [[text]])

    lines = list(csv.reader(io.StringIO(to_csv(sheet).decode("utf-8-sig"), newline="")))
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx([sheet]))).active["A2"]

    assert lines[1][0] == "'" + text
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("value", ["Phường Tân Phong", "1.1", "mức 4–5", "", 3, -2.5, True, None])
def test_harmless_values_are_left_alone(value):
    assert safe(value) == value


def test_a_column_title_can_be_no_formula_either():
    assert to_csv(Sheet("A", ["=x"], [])).decode("utf-8-sig") == "'=x\r\n"


def test_numbers_keep_every_digit_and_vietnamese_reads_right():
    sheet = Sheet("Kết quả", ["tên", "số"], [["Biên Hòa", 0.1 + 0.2], ["trống", None]])

    text = to_csv(sheet)
    page = openpyxl.load_workbook(io.BytesIO(to_xlsx([sheet])))["Kết quả"]

    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines() == ["tên,số", "Biên Hòa,0.30000000000000004", "trống,"]
    # The library writes 16 digits.
    assert [cell.value for cell in page[2]] == ["Biên Hòa", pytest.approx(0.1 + 0.2, rel=1e-15)]
    assert [cell.value for cell in page[3]] == ["trống", None]
    assert page.freeze_panes == "A2"


def test_the_same_table_gives_the_same_bytes():
    sheet = Sheet("A", ["a"], [[1], ["x"], [True]])

    assert to_xlsx([sheet], {"title": "T"}) == to_xlsx([sheet], {"title": "T"})


def test_a_frame_becomes_a_sheet_without_nan():
    frame = pd.DataFrame(
        {"a": [1.5, None], "b": [["x", "y"], []], "c": [{"vi": "câu", "en": "s"}, None], "d": [1, 2]}
    )

    assert Sheet.from_frame("F", frame).rows == [[1.5, "x; y", "câu / s", 1], [None, "", None, 2]]
