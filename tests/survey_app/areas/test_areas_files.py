"""Files of areas that people make: what is wrong is told row by row, and then nothing is loaded."""

import datetime as dt
import random
import re
import unicodedata
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from survey_app.areas import areas, sheet_faults, sheet_files, sheet_formats
from survey_app.errors import AppError
from survey_app.tables import Area, AreaPopulation

HEADER = "code,name,level,kind,parent,valid_from,valid_to,scopes,source,note"
PROVINCE = "75,Đồng Nai,province,tỉnh,,2025-07-01,,,NQ 202,"
COMMUNE = "26041,Trấn Biên,commune,phường,75,2025-07-01,,old_dong_nai,QĐ 19,"
VILLAGE = "26041-01,Khu phố 1,village,khu phố,26041,01/07/2025,,,UBND phường,"


@pytest.fixture
def database_url(sqlite_database):
    """Files are read before any database; ``test_areas.py`` runs on both kinds."""
    return sqlite_database


@pytest.fixture
def write(tmp_path):
    def _write(*lines, name="areas.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return _write


@pytest.fixture
def workbook(tmp_path):
    def _workbook(rows):
        path = tmp_path / "areas.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(number, column, cell)
                    else:
                        sheet.write(number, column, cell)
        return path

    return _workbook


def codes(session):
    return sorted(session.scalars(select(Area.code)))


def test_a_file_may_hold_any_levels_in_any_order(session, write):
    loaded = areas.load_file(session, write(HEADER, VILLAGE, COMMUNE, PROVINCE))

    assert loaded == areas.Loaded(added=3)
    village = areas.in_force(session, dt.date(2025, 11, 1), level="village")[0]
    assert (village.parent.name, village.parent.parent.name) == ("Trấn Biên", "Đồng Nai")


def test_a_parent_may_be_in_the_database_already(session, write):
    areas.load_file(session, write(HEADER, PROVINCE))

    assert areas.load_file(session, write(HEADER, COMMUNE)) == areas.Loaded(added=1)


def test_a_parent_is_no_parent_any_more_on_the_day_it_ends(session, write):
    ended = PROVINCE.replace("2025-07-01,,", "2025-01-01,2025-07-01,")
    last_day = COMMUNE.replace("2025-07-01", "2025-06-30")

    with pytest.raises(AppError, match="dòng 3"):
        areas.load_file(session, write(HEADER, ended, COMMUNE))
    assert areas.load_file(session, write(HEADER, ended, last_day)).added == 2


def test_a_unit_may_follow_one_of_its_code_on_the_day_that_one_ends(session, write):
    ended = PROVINCE.replace("2025-07-01,,", "2025-01-01,2025-07-01,")

    assert areas.load_file(session, write(HEADER, ended, PROVINCE)).added == 2


@pytest.mark.parametrize("separator", [",", ";"])
def test_separators_and_marks_of_excel_are_understood(session, write, separator):
    lines = [line.replace(",", separator) for line in (HEADER, PROVINCE, COMMUNE)]

    assert areas.load_file(session, write("\ufeff" + lines[0], *lines[1:], "", encoding="utf-8")).added == 2


def test_decomposed_names_are_kept_composed(session, write):
    areas.load_file(
        session, write(*(unicodedata.normalize("NFD", line) for line in (HEADER, PROVINCE, COMMUNE)))
    )

    assert areas.in_force(session, dt.date(2025, 8, 1), level="commune")[0].name == "Trấn Biên"


def test_a_cell_of_several_lines_is_one_line(session, write):
    areas.load_file(session, write(HEADER, PROVINCE.replace("NQ 202", '" NQ\r\n 202  của\nQuốc hội "')))

    assert session.scalars(select(Area.source)).one() == "NQ 202 của Quốc hội"


def test_a_workbook_with_numbers_and_dates_is_the_same_as_text(session, workbook):
    rows = [HEADER.split(",")]
    rows += [[75, "Đồng Nai", "province", "tỉnh", "", dt.date(2025, 7, 1), "", "", "NQ 202", ""]]
    rows += [
        [26041, "Trấn Biên", "commune", "phường", 75.0, dt.date(2025, 7, 1), "", "old_dong_nai", "QĐ", ""]
    ]

    assert areas.load_file(session, workbook(rows)).added == 2
    assert codes(session) == ["26041", "75"]


def test_a_correction_is_loaded_over_what_was_there(session, write):
    areas.load_file(session, write(HEADER, PROVINCE, COMMUNE))
    corrected = COMMUNE.replace("old_dong_nai", "trung_tam").replace("Trấn Biên", "Trấn Biên mới")

    loaded = areas.load_file(session, write(HEADER, PROVINCE, corrected))

    session.expire_all()
    (ward,) = areas.in_force(session, dt.date(2025, 8, 1), scope="trung_tam")
    assert loaded == areas.Loaded(changed=1, unchanged=1)
    assert ward.name == "Trấn Biên mới"
    assert areas.in_force(session, dt.date(2025, 8, 1), scope="old_dong_nai") == []


BAD = {
    "an unknown column": ([HEADER + ",colour", PROVINCE + ",red"], "dòng 1: cột lạ «colour»"),
    "a missing column": (["code,name,level,kind,valid_from", "75,A,province,tỉnh,2025-07-01"], "dòng 1: thiếu cột source"),
    "a column twice": ([HEADER.replace("note", "name"), PROVINCE], "dòng 1: cột «name» có hai lần"),
    "no rows": ([HEADER], "dòng 1: tệp không có dòng dữ liệu nào"),
    "no header": ([""], "dòng 1: cần dòng tiêu đề"),
    "more cells than columns": ([HEADER, PROVINCE + ",x"], "dòng 2: nhiều ô hơn dòng tiêu đề"),
    "an empty name": ([HEADER, PROVINCE.replace("Đồng Nai", "")], "dòng 2: cột name để trống"),
    "a unit twice": ([HEADER, PROVINCE, PROVINCE], "dòng 3: đơn vị 75 có hai lần trong cùng thời gian (xem dòng 2)"),
    "a parent nobody knows": ([HEADER, COMMUNE], "dòng 2: không có đơn vị cấp trên 75 có hiệu lực ngày 01/07/2025"),
    "a parent that comes later": (
        [HEADER, PROVINCE.replace("2025-07-01", "2026-01-01"), COMMUNE],
        "dòng 3: không có đơn vị cấp trên 75",
    ),
    "a unit above itself": ([HEADER, PROVINCE.replace("tỉnh,,", "tỉnh,75,")], "dòng 2: đơn vị 75 là cấp trên của chính nó"),
    "a date that is none": ([HEADER, PROVINCE.replace("2025-07-01", "2025-02-30")], "dòng 2: cột valid_from: «2025-02-30»"),
    "an end before the beginning": (
        [HEADER, PROVINCE.replace("2025-07-01,", "2025-07-01,2025-07-01")],
        "dòng 2: valid_to phải sau valid_from",
    ),
    "a code with a space": ([HEADER, PROVINCE.replace("75,", "7 5,", 1)], "dòng 2: cột code: «7 5» không hợp lệ"),
    "a level with a capital": ([HEADER, PROVINCE.replace("province", "Tỉnh")], "dòng 2: cột level: «Tỉnh» không hợp lệ"),
    "a formula": ([HEADER, PROVINCE.replace("Đồng Nai", "=HYPERLINK(A1)")], "dòng 2: cột name: ô bắt đầu bằng «=»"),
    "a command": ([HEADER, PROVINCE.replace("Đồng Nai", "@SUM(A1)")], "dòng 2: cột name: ô bắt đầu bằng «@»"),
    "a control character": ([HEADER, PROVINCE.replace("Đồng", "Đồ\x07ng")], "dòng 2: cột name: có ký tự điều khiển"),
    "a line separator": ([HEADER, PROVINCE.replace("Đồng", "Đồ\u2028ng")], "dòng 2: cột name: có ký tự điều khiển"),
    "a null": ([HEADER, PROVINCE.replace("Đồng", "Đồ\x00ng")], "dòng 2: cột name: có ký tự điều khiển"),
    "a mistake below a cell of two lines": (
        [HEADER, PROVINCE.replace("NQ 202", '"NQ\n202"'), COMMUNE.replace("phường", "")],
        "dòng 3: cột kind để trống",
    ),
    "a very long cell": ([HEADER, PROVINCE.replace("NQ 202", "x" * 501)], "dòng 2: cột source: dài quá 500"),
    "a count with a dot": (["code,as_of,adults,source", "75,2025-07-01,1.000,GSO"], "dòng 2: cột adults: «1.000»"),
    "a share above one": (
        ["old_code,old_valid_from,new_code,new_valid_from,share,source", "1,2024-01-01,2,2025-01-01,1.5,x"],
        "dòng 2: cột share: «1.5»",
    ),
    "a successor nobody knows": (
        ["old_code,old_valid_from,new_code,new_valid_from,share,source", "1,2024-01-01,2,2025-01-01,,x"],
        "dòng 2: không có đơn vị 1 có hiệu lực từ 01/01/2024",
    ),
    "a population of nobody": (["code,as_of,adults,source", "75,2025-07-01,10,GSO"], "dòng 2: không có đơn vị 75"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "words"), BAD.values(), ids=BAD)
def test_a_mistake_is_told_with_its_row_and_nothing_is_loaded(session, write, lines, words):
    with pytest.raises(AppError, match=re.escape(words)) as refusal:
        areas.load_file(session, write(*lines))

    assert "chưa nạp gì" in refusal.value.vi
    assert "row" in refusal.value.en
    assert codes(session) == []


def test_every_mistake_of_a_file_is_told_at_once(session, write):
    bad = [PROVINCE.replace("tỉnh", ""), COMMUNE.replace("2025", "hai"), VILLAGE.replace("village", "THÔN")]

    with pytest.raises(AppError, match="chưa nạp gì") as refusal:
        areas.load_file(session, write(HEADER, *bad))

    assert [f"dòng {row}:" in refusal.value.vi for row in (2, 3, 4)] == [True] * 3
    assert codes(session) == []


def test_a_file_with_thousands_of_mistakes_is_answered_with_the_first_of_them(session, write):
    with pytest.raises(AppError, match="và 950 lỗi nữa"):
        areas.load_file(session, write(HEADER, *[PROVINCE.replace("tỉnh", "")] * 1000))


def test_a_unit_still_in_force_must_be_ended_before_its_code_is_used_again(session, write):
    areas.load_file(session, write(HEADER, PROVINCE))
    later = PROVINCE.replace("2025-07-01", "2026-07-01")

    with pytest.raises(AppError, match="hãy ghi valid_to"):
        areas.load_file(session, write(HEADER, later))

    ended = PROVINCE.replace("2025-07-01,", "2025-07-01,2026-07-01")
    assert areas.load_file(session, write(HEADER, ended, later)) == areas.Loaded(added=1, changed=1)


def test_a_formula_in_a_workbook_is_refused_not_computed(session, workbook):
    with pytest.raises(AppError, match="giống công thức"):
        areas.load_file(session, workbook([HEADER.split(","), ["=1+1", *PROVINCE.split(",")[1:]]]))


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(session, tmp_path, content):
    path = tmp_path / "areas.xlsx"
    path.write_bytes(content)

    with pytest.raises(AppError, match="không phải bảng tính"):
        areas.load_file(session, path)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(tmp_path, workbook, seed):
    rng = random.Random(seed)
    sound = workbook([HEADER.split(","), PROVINCE.split(",")])
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(sound) as packed, zipfile.ZipFile(path, "w") as damaged:
        for name in packed.namelist():
            part = bytearray(packed.read(name))
            if seed % 2 and rng.random() < 0.4:
                start = rng.randrange(len(part))
                part[start : start + rng.randint(1, 9)] = b"<x>"[: rng.randint(0, 3)]
            damaged.writestr(name, bytes(part))
    if seed % 2 == 0:
        content = bytearray(sound.read_bytes())
        for _ in range(4):
            content[rng.randrange(len(content))] = rng.randrange(256)
        path.write_bytes(content)
    try:
        sheet = sheet_files.read_sheet(path, sheet_faults.Faults("damaged.xlsx"))
    except AppError as refusal:
        sheet = None
        message = refusal.vi

    assert sheet is not None or "không phải bảng tính" in message or "quá lớn" in message


@given(st.binary(max_size=300) | st.text(alphabet='a;,"\n\r\x00é=1', max_size=80).map(str.encode))
def test_any_bytes_are_rows_or_a_refusal(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(content)
    try:
        sheet = sheet_files.read_sheet(path, sheet_faults.Faults("any.csv"))
    except AppError:
        return

    assert all(set(row) == set(sheet.columns) for _, row in sheet.rows)


def test_entities_that_grow_are_not_expanded(session, tmp_path, workbook):
    sound = workbook([HEADER.split(","), PROVINCE.split(",")])
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(sound) as packed, zipfile.ZipFile(path, "w") as made:
        for name in packed.namelist():
            made.writestr(name, bomb if name.endswith("sheet1.xml") else packed.read(name))

    with pytest.raises(AppError, match="không phải bảng tính"):
        areas.load_file(session, path)


def test_a_workbook_that_unpacks_without_end_is_refused(session, tmp_path):
    path = tmp_path / "areas.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (sheet_formats.LARGEST_UNPACKED + 1))

    with pytest.raises(AppError, match="quá lớn"):
        areas.load_file(session, path)


def test_a_file_over_ten_megabytes_is_refused(session, write):
    with pytest.raises(AppError, match="quá lớn") as refusal:
        areas.load_file(session, write(HEADER, "x" * sheet_formats.LARGEST_FILE))

    assert refusal.value.status == 413


@pytest.mark.parametrize("name", ["missing.csv", "missing.xlsx"])
def test_a_file_that_is_not_there_is_refused(session, tmp_path, name):
    with pytest.raises(AppError, match="Không mở được"):
        areas.load_file(session, tmp_path / name)


def test_a_file_that_is_not_utf8_is_refused(session, write):
    with pytest.raises(AppError, match="CSV UTF-8"):
        areas.load_file(session, write(HEADER, PROVINCE, encoding="utf-16"))


def test_an_open_quote_is_refused(session, write):
    with pytest.raises(AppError, match=r"dòng 2: có dấu nháy kép mở mà không đóng"):
        areas.load_file(session, write(HEADER, '75,"Đồng Nai,province'))


def test_a_cell_of_more_than_131072_signs_is_refused_with_its_line(session, write):
    with pytest.raises(AppError, match=r"không đọc được từ dòng 2: .* một ô dài hơn 131072 ký tự"):
        areas.load_file(session, write(HEADER, "75," + "x" * 131_073))


def test_populations_are_added_corrected_and_marked_when_they_are_invented(session, write):
    areas.load_file(session, write(HEADER, PROVINCE, COMMUNE))
    header = "code,as_of,people,adults,synthetic,source"

    first = areas.load_file(
        session, write(header, "26041,2025-07-01,1000,700,có,mô phỏng", "75,2025-07-01,,9000,,GSO")
    )
    again = areas.load_file(session, write(header, "26041,2025-07-01,1000,710,không,UBND"))

    counts = {(p.area.code, p.what): (p.count, p.synthetic) for p in session.scalars(select(AreaPopulation))}
    assert first == areas.Loaded(added=3)
    assert again == areas.Loaded(changed=2)
    assert counts == {
        ("26041", "people"): (1000, False), ("26041", "adults"): (710, False), ("75", "adults"): (9000, False)
    }  # fmt: skip


def test_a_count_told_twice_is_refused(session, write):
    areas.load_file(session, write(HEADER, PROVINCE))
    row = "75,2025-07-01,9000,GSO"

    with pytest.raises(AppError, match="đã có ở dòng 2"):
        areas.load_file(session, write("code,as_of,adults,source", row, row.replace("9000", "8000")))
