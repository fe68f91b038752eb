"""Files that come with a page, tables that leave, and files a command writes."""

import io
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from survey_app.errors import AppError
from survey_app.files.sheets import Sheet, safe, to_csv, to_xlsx
from survey_app.files.uploads import Sent, limited, safe_name, toml_text
from survey_app.files.written_files import ready, whole, written


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a" * 61 + ".bcdefghijk", "a" * 60 + ".bcdefghi"),
        ("kế. hoạch.v2.toml", "kế. hoạch.v2.toml"),
        (" .khung.csv. ", "khung.csv"),
        ('<a>:"b"|?*.csv', "ab.csv"),
        ("thu mục/khung.csv", "khung.csv"),
        ("khung.", "x"),
    ],
)
def test_a_name_is_made_harmless(name, kept):
    assert safe_name(name, "x") == kept


def test_a_file_is_taken_up_to_its_size_and_the_refusal_names_file_and_size():
    assert limited("a", b"1234", 4) == Sent("a", b"1234")
    for most, size in (
        (4, "0 KB"),
        (256 * 1024, "256 KB"),
        (1024 * 1024, "1 MB"),
        (24 * 1024 * 1024, "24 MB"),
    ):
        with pytest.raises(AppError) as told:
            limited("n" * 90, bytes(most + 1), most)
        assert told.value.status == 413
        assert told.value.vi.startswith(f"Tệp «{'n' * 80}» lớn hơn {size}. ")
        assert told.value.en.startswith(f"The file '{'n' * 80}' is larger than {size}. ")
    with pytest.raises(AppError) as empty:
        limited("n" * 90, b"", 4)
    assert (empty.value.status, empty.value.vi) == (400, f"Tệp «{'n' * 80}» không có nội dung.")


def test_a_plan_is_read_as_the_commands_read_it():
    assert toml_text(Sent("k", b"\xef\xbb\xbfa\r\nb\n")) == "a\nb\n"
    with pytest.raises(AppError) as told:
        toml_text(Sent("k" * 90, b"\xff"))
    assert told.value.vi == f"Tệp «{'k' * 80}» không phải UTF-8; hãy lưu lại dạng UTF-8."


@pytest.mark.parametrize("text", ["|x", "\u00a0=1", "－1", "＋1", "＠1"])
def test_other_beginnings_of_formulas_are_texts_too(text):
    assert safe(text) == "'" + text


def test_a_table_as_text_has_lines_of_spreadsheets_and_every_kind_of_cell():
    sheet = Sheet("A", ["a,b", "c"], [[1, True], [0.1, None], ['x"y', -3], ["=1", "z"]])

    assert to_csv(sheet).decode("utf-8-sig") == '"a,b",c\r\n1,True\r\n0.1,\r\n"x""y",-3\r\n\'=1,z\r\n'


def book(*sheets, **properties):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(sheets, properties)))


def test_a_workbook_keeps_kinds_of_cells_names_widths_and_its_first_row():
    long = Sheet(
        "T" * 40, ["=t", "w" * 20, "x"], [["=1", 1, True], [None, 2.5, "https://x"], ["12", 0, "y" * 99]]
    )
    made = book(long, Sheet("B", ["b"], []), title="Tên")
    page = made.worksheets[0]

    assert (page.title, made.sheetnames[1], made.properties.title) == ("T" * 31, "B", "Tên")
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["'=t", "w" * 20, "x"], ["'=1", 1, True], [None, 2.5, "https://x"], ["12", 0, "y" * 99]
    ]  # fmt: skip
    assert [page[f"{place}2"].data_type for place in "ABC"] == ["s", "n", "b"]
    assert page["C3"].hyperlink is None
    assert (page["A1"].font.bold, page["A2"].font.bold, page.freeze_panes) == (True, False, "A2")
    assert [round(page.column_dimensions[place].width) for place in "ABC"] == [8, 22, 61]
    assert made.properties.created.year == 2000


def test_the_first_two_hundred_rows_say_how_wide_a_column_is():
    rows = [["a"]] * 199 + [["b" * 20]] + [["c" * 50]]
    assert round(book(Sheet("A", ["a"], rows)).active.column_dimensions["A"].width) == 22


def test_a_frame_becomes_plain_cells():
    frame = pd.DataFrame(
        {
            "n": np.array([1, 2], "int64"),
            "f": [np.nan, 1.5],
            "t": [("a", 1), {"en": "x"}],
            "b": [True, False],
            "p": [Path("a"), None],
        }
    )
    sheet = Sheet.from_frame("F", frame)

    assert (sheet.name, sheet.columns) == ("F", ["n", "f", "t", "b", "p"])
    assert sheet.rows == [[1, None, "a; 1", True, "a"], [2, 1.5, "x", False, None]]
    assert Sheet.from_frame(
        "F", pd.DataFrame({"d": [np.float64("nan"), np.datetime64("2025-01-02", "D")]}, dtype=object)
    ).rows[0] == [None]


def refused(out, *read):
    with pytest.raises(AppError) as told:
        ready(out, read=read)
    return told.value


def test_a_place_to_write_is_looked_at_before_the_work(tmp_path):
    (tmp_path / "there").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    ready(tmp_path / "new", read=[tmp_path / "there", tmp_path / "none"])
    ready(tmp_path / "there")

    folder = refused(tmp_path)
    assert folder.vi == f"{tmp_path} là thư mục; hãy cho tên tệp để ghi, ví dụ {tmp_path / 'ket-qua'}."
    assert (
        folder.en
        == f"{tmp_path} is a folder; give the name of a file to write, such as {tmp_path / 'result'}."
    )
    nowhere = refused(tmp_path / "no" / "file")
    assert nowhere.vi.startswith(f"Không có thư mục {tmp_path / 'no'} để ghi file; ")
    assert nowhere.en.startswith(f"There is no folder {tmp_path / 'no'} for file; ")
    for out, read in (("there", "link"), ("new", "new"), ("link", "there")):
        same = refused(tmp_path / out, tmp_path / "other", tmp_path / read)
        assert same.vi.startswith(f"Ghi vào {tmp_path / out} thì mất tệp đang được đọc")
        assert same.en.startswith(f"Writing to {tmp_path / out} would destroy a file")


def test_a_file_is_there_whole_or_not_at_all(tmp_path):
    out = tmp_path / "marks.jsonl"
    out.write_text("cũ")
    with pytest.raises(ZeroDivisionError), whole(out) as lines:
        lines.write(str(1 / 0))
    assert (out.read_text(), list(tmp_path.iterdir())) == ("cũ", [out])
    with whole(out) as lines:
        lines.write("mới ă")
        assert out.read_text() == "cũ"
    assert (out.read_text("utf-8"), list(tmp_path.iterdir())) == ("mới ă", [out])


def test_what_the_disk_refuses_is_one_sentence():
    with pytest.raises(AppError) as told, written(Path("x.pdf")):
        raise OSError(28, "No space left on device")
    assert (
        told.value.vi
        == "Không ghi được x.pdf: No space left on device. Hãy xem quyền ghi và chỗ trống, hoặc chọn nơi khác."
    )
    assert told.value.en.startswith("Cannot write x.pdf: No space left on device. ")
