"""Lists as people keep them in spreadsheets: read right, or refused with the row and what to do."""

import re
import time
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from sampling.drawing.draw import draw, load_plan, plan_from
from sampling.errors import SamplingError
from sampling.frame.findings import sentences
from sampling.frame.frame import canonical_csv, frame_from, read_frame
from sampling.frame.header import header_place

CASES = Path("tests/golden/frames")
VILLAGES = load_plan(CASES / "title-rows.plan.toml")


def drawn(name, plan=None, text=""):
    loaded = plan_from(text + (CASES / f"{Path(name).stem}.plan.toml").read_text()) if plan is None else plan
    return draw(read_frame(CASES / name), loaded, seed="x")


@pytest.fixture
def workbook(tmp_path):
    def made(rows, change=lambda sheet: None):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        change(book.active)
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return made


@pytest.mark.parametrize(("name", "header"), [("title-rows.xlsx", 3), ("title-rows.csv", 3)])
def test_the_header_is_found_below_a_title_and_said(name, header):
    frame = read_frame(CASES / name)

    assert "commune" in frame.columns
    assert frame.lines([0]) == [header + 1]
    assert sentences(frame.findings)[0][0].startswith(f"Tên cột nằm ở dòng {header}; bỏ qua 2 dòng")


@pytest.mark.parametrize(("above", "found"), [(0, 0), (1, 1), (29, 29), (30, 0), (40, 0)])
def test_the_header_is_looked_for_in_the_first_thirty_rows(above, found):
    title, names, data = ["Danh sách", "", ""], ["xã", "thôn", "người"], ["1", "2", "3"]

    assert header_place([title] * above + [names, data, data], "a.csv") == found


def test_a_title_above_data_without_names_is_refused_with_where_it_was_looked_for(workbook):
    with pytest.raises(SamplingError, match="đã tìm từ dòng 1 đến dòng 2"):
        read_frame(workbook([["Danh sách"], ["26041", "26041-1", 400], ["26041", "26041-2", 300]]))


def test_a_row_of_words_that_repeat_below_a_title_is_data_and_no_header(workbook):
    with pytest.raises(SamplingError, match="đã tìm từ dòng 1 đến dòng 2"):
        read_frame(workbook([["Danh sách"], ["Tân Phú", "Tân Phú", "ấp"], ["Long Phước", "Long An", "ấp"]]))


REFUSED = {
    "one-blank-header.xlsx": ["cột thứ 4 không có tên"],
    "two-blank-headers.xlsx": ["cột thứ 4 không có tên", "cột thứ 5 không có tên"],
    "codes-became-dates.xlsx": ["dòng 2: cột «village»: Excel đã đổi mã thành ngày tháng", "dòng 6"],
    "06041-and-6041.xlsx": ["dòng 3: cột «commune»: «6041» và «06041»"],
    "duplicate-key.xlsx": ["dòng 3: trùng khóa", "(dòng 2)"],
    "hidden-rows.xlsx": ["có 1 dòng bị ẩn", "(dòng 3)", 'hidden = "use"', 'hidden = "skip"'],
    "formula-sizes-uncached.xlsx": ["công thức chưa bao giờ được tính ở", "(2, 3, 4", "mở tệp bằng Excel"],
    "small-villages.csv": ["3 «village» có ít «person»", "«1» (2): 2 < 6; «2» (3): 2 < 6; «3» (4): 2 < 6."],
}  # fmt: skip


@pytest.mark.parametrize(("name", "said"), REFUSED.items())
def test_a_list_that_would_be_drawn_wrongly_is_refused_with_its_rows_in_both_languages(name, said):
    plan = VILLAGES if "blank-header" in name else None

    with pytest.raises(SamplingError) as refusal:
        drawn(name, plan)

    assert [text for text in said if text not in refusal.value.vi] == []
    assert "row" in refusal.value.en or "column" in refusal.value.en


def test_columns_without_a_name_or_a_cell_are_no_columns(workbook):
    frame = read_frame(
        workbook([["village", None, "people", None], ["a", None, 3, None], ["b", None, 4, None]])
    )

    assert {name: column.labels.tolist() for name, column in frame.columns.items()} == {
        "village": ["a", "b"],
        "people": ["3", "4"],
    }


def test_equal_headers_of_a_workbook_are_named(workbook):
    with pytest.raises(SamplingError, match="tên cột «adults» lặp lại"):
        read_frame(workbook([["village", "adults", "adults"], ["1", 2, 3]]))


def test_hidden_rows_are_used_or_skipped_as_the_plan_says():
    use, skip = (drawn("hidden-rows.xlsx", text=f'hidden = "{each}"\n') for each in ("use", "skip"))

    assert use.frame_rows == skip.frame_rows + 1
    assert use.frame_sha256 == skip.frame_sha256
    assert "có 1 dòng bị ẩn: 3." in sentences(read_frame(CASES / "hidden-rows.xlsx").findings)[0][0]
    drawn_twice = [
        drawn("hidden-rows.xlsx", text='hidden = "skip"\ntitle = "p"\n'.replace('title = "p"\n', ""))
    ]
    assert drawn_twice[0].manifest["seal"] == skip.manifest["seal"]
    with pytest.raises(SamplingError, match="hidden"):
        plan_from('hidden = "maybe"\n[[stage]]\nunit = "a"\ntake = 1\n')


def test_a_skipped_row_is_in_no_sample_and_the_others_keep_their_numbers(workbook):
    rows = [["village", "adults"], *([str(n), 10 + n] for n in range(1, 9))]
    path = workbook(rows, lambda sheet: sheet.row_dimensions.__getitem__(4).__setattr__("hidden", True))
    plan = plan_from('hidden = "skip"\n[[stage]]\nunit = "village"\ntake = 7\n')

    sample = draw(read_frame(path), plan, seed="x")

    assert sorted(sample.rows["village"]) == ["1", "2", "4", "5", "6", "7", "8"]
    assert read_frame(path).without(np.array([2])).lines([1, 2]) == [3, 5]


def test_numeric_cells_are_numbers_whatever_their_decimals(workbook, tmp_path):
    numbers = [0.125, 1.234, 12.345, 1e-7, 401.0, 2.5]
    frame = read_frame(workbook([["village", "sd"], *([f"v{n}", value] for n, value in enumerate(numbers))]))

    assert frame.numbers("sd").tolist() == numbers
    (tmp_path / "again.csv").write_bytes(canonical_csv(frame.table(np.arange(len(frame)))))
    assert read_frame(tmp_path / "again.csv").numbers("sd").tolist() == numbers
    assert frame_from([{"sd": value} for value in numbers]).numbers("sd").tolist() == numbers
    assert len(drawn("neyman.xlsx").rows) == 6


@pytest.mark.parametrize(
    ("text", "number"), [("0.125", 0.125), ("0,125", None), ("1.234", None), ("1234.5", 1234.5)]
)
def test_only_text_that_may_hold_a_thousands_mark_is_doubtful(text, number):
    (found,) = frame_from([{"a": text}]).numbers("a")

    assert found == number if number is not None else np.isnan(found)


def test_a_number_format_of_zeros_keeps_the_code_as_it_is_shown(workbook):
    def change(sheet):
        sheet["A2"].number_format = "00000"

    frame = read_frame(workbook([["commune", "adults"], [6041, 12]], change))

    assert frame.texts("commune", [0]) == ["06041"]


def test_spellings_of_one_code_are_one_unit_and_said():
    decomposed = unicodedata.normalize("NFD", "Hòa")
    frame = frame_from([{"xã": text, "n": "1"} for text in ("Hòa", decomposed, "Hòa\u00a0", " Tân", "Tân")])

    assert frame.labels("xã").tolist() == ["Hòa", "Tân"]
    assert frame.codes("xã").tolist() == [0, 0, 0, 1, 1]
    assert "cột «xã»: 5 cách viết, 2 nhãn" in sentences(frame.findings)[0][0]


def test_a_list_of_villages_in_which_communes_are_drawn_may_repeat_the_commune():
    villages = frame_from([{"commune": c, "name": f"{c}{n}", "adults": "50"} for c in "ab" for n in range(3)])
    plan = plan_from(
        '[[stage]]\nunit = "commune"\ntake = 1\n[[stage]]\nunit = "person"\ntake = 5\ncount = "adults"\n'
    )

    assert len(draw(villages, plan, seed="x").rows) == 5


def test_a_stratum_of_persons_that_is_too_small_is_told_before_the_seed():
    rows = [
        {"village": v, "sex": s, "n": n}
        for v, s, n in (("a", "1", 9), ("a", "2", 9), ("b", "1", 9), ("b", "2", 3))
    ]
    text = '[[stage]]\nunit = "village"\ntake = 1\n[[stage]]\nunit = "person"\nstrata = ["sex"]\ntake = 4\ncount = "n"\n'

    with pytest.raises(SamplingError, match=re.escape("«b / 2» (5): 3 < 4")):
        draw(frame_from(rows), plan_from(text), seed="x")
    assert len(draw(frame_from(rows), plan_from(text + 'shortfall = "take_all"\n'), seed="x").rows) >= 7
    enough = plan_from(text.replace("take = 4", "take = 3"))
    assert len(draw(frame_from(rows), enough, seed="x").rows) == 6, "as many as are taken are enough"


def bomb(path, sheet, *, times=1):
    book = openpyxl.Workbook()
    book.save(path)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            if name != "xl/worksheets/sheet1.xml":
                packed.writestr(name, content)
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(times):
                part.write(sheet)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_at_once(tmp_path):
    bomb(tmp_path / "bomb.xlsx", b"<row><c><v>1</v></c></row>" * 40_000, times=25)
    start = time.perf_counter()

    with pytest.raises(SamplingError, match="bung ra quá lớn"):
        read_frame(tmp_path / "bomb.xlsx")

    assert time.perf_counter() - start < 2


def test_a_workbook_that_claims_a_million_rows_of_sixteen_thousand_columns_is_read_for_what_it_holds(
    tmp_path,
):
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = b'<row r="1"><c r="A1" t="inlineStr"><is><t>village</t></is></c></row><row r="1048576"><c r="A1048576"><v>7</v></c></row>'
    bomb(
        tmp_path / "wide.xlsx",
        b"<worksheet "
        + space
        + b'><dimension ref="A1:XFD1048576"/><sheetData>'
        + cells
        + b"</sheetData></worksheet>",
    )

    frame = read_frame(tmp_path / "wide.xlsx")

    assert (len(frame), frame.lines([0])) == (1, [1048576])
