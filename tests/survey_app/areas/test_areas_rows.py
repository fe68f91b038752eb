"""Rows of files of areas: the last value that is allowed, the first that is not, and what becomes of each."""

import datetime as dt
import re

import pytest
import xlsxwriter
from sqlalchemy import select

from survey_app.areas import areas, sheet_formats
from survey_app.errors import AppError
from survey_app.tables import Area, AreaPopulation, AreaSuccessor

UNITS = "code,name,level,kind,parent,valid_from,valid_to,scopes,source,note"
PROVINCE = "75,Đồng Nai,province,tỉnh,,2025-07-01,,,NQ 202,"
WARD = "26041,Trấn Biên,commune,phường,75,2025-07-01,,old_dong_nai,QĐ 19,"
COUNTS = "code,as_of,people,adults,households,synthetic,source"
LINKS = "old_code,old_valid_from,new_code,new_valid_from,share,source"


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


@pytest.fixture
def load(session, tmp_path):
    def _load(*lines, name="areas.csv"):
        (tmp_path / name).write_text("\n".join(lines), "utf-8")
        return areas.load_file(session, tmp_path / name)

    return _load


def refused(load, *lines):
    with pytest.raises(AppError) as told:
        load(*lines)
    return told.value


def unit(**changes):
    fields = dict(zip(UNITS.split(","), WARD.replace(",75,", ",,").split(","), strict=True)) | changes
    return ",".join(fields.values())


@pytest.mark.parametrize(
    ("last", "beyond", "said"),
    [
        ({"code": "A" * 20}, {"code": "A" * 21}, f"cột code: «{'A' * 21}» không hợp lệ"),
        ({"code": "7.5-a"}, {"code": ".75"}, "cột code: «.75» không hợp lệ"),
        ({"name": "N" * 200}, {"name": "N" * 201}, "cột name dài quá 200 ký tự"),
        ({"kind": "k" * 40}, {"kind": "k" * 41}, "cột kind dài quá 40 ký tự"),
        ({"level": "l" * 20}, {"level": "l" * 21}, "cột level: «lllllllllllllllllllll» không hợp lệ"),
        ({"scopes": "a_1 b"}, {"scopes": "a B"}, "cột scopes: «B» không hợp lệ"),
        ({"valid_to": "2025-07-02"}, {"valid_to": "2025-07-01"}, "valid_to phải sau valid_from"),
        ({"valid_from": "1/7/2025"}, {"valid_from": "2025-7-1"}, "cột valid_from: «2025-7-1» không phải ngày; viết 2025-07-01"),
        ({"valid_from": "31/12/2025"}, {"valid_from": "12/31/2025"}, "cột valid_from: «12/31/2025» không phải ngày"),
        ({"source": "s" * 500, "note": ""}, {"source": "s" * 501}, "cột source: dài quá 500 ký tự"),
        ({"note": "a – b"}, {"note": "-b"}, "cột note: ô bắt đầu bằng «-», giống công thức"),
        ({"name": "A+B"}, {"name": "+B"}, "cột name: ô bắt đầu bằng «+»"),
        ({"parent": ""}, {"parent": "7 5"}, "cột parent: «7 5» không hợp lệ"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_value_is_taken_up_to_its_limit_and_refused_beyond_it(load, session, last, beyond, said):
    error = refused(load, UNITS, unit(**beyond))

    assert f"areas.csv có 1 lỗi, chưa nạp gì: dòng 2: {said}" in error.vi
    assert error.en.startswith("areas.csv has 1 mistakes, nothing was loaded: row 2: ")
    assert load(UNITS, unit(**last)).added == 1


def test_source_and_note_are_kept_as_one_sentence_of_500_letters_at_most(load, session):
    load(
        UNITS,
        unit(code="1", source="QĐ 19", note="đổi tên"),
        unit(code="2", source="s" * 300, note="n" * 300),
    )

    kept = dict(session.execute(select(Area.code, Area.source)).all())
    assert kept == {"1": "QĐ 19 – đổi tên", "2": "s" * 300 + " – " + "n" * 197}


@pytest.mark.parametrize(
    ("number", "told", "more"), [(50, 50, ""), (51, 50, "; và 1 lỗi nữa."), (60, 50, "; và 10 lỗi nữa.")]
)
def test_fifty_mistakes_are_named_in_the_order_of_the_rows(load, number, told, more):
    error = refused(load, UNITS, *[unit(kind="")] * number)

    rows = [int(row) for row in re.findall(r"dòng (\d+): cột kind", error.vi)]
    assert rows == list(range(2, 2 + told))
    assert error.vi.endswith(more)
    assert f"có {number} lỗi" in error.vi
    assert error.en.endswith(more.replace("và", "and").replace(" lỗi nữa", " more"))


def test_mistakes_of_one_row_and_of_the_whole_are_told_in_one_sentence(load):
    error = refused(
        load, UNITS, unit(kind="", level="X"), unit(code="2"), unit(code="2"), unit(code="3", parent="9")
    )

    assert error.vi == (
        "areas.csv có 4 lỗi, chưa nạp gì: dòng 2: cột kind để trống; dòng 2: cột level: «X» không hợp lệ; "
        "dòng 4: đơn vị 2 có hai lần trong cùng thời gian (xem dòng 3); "
        "dòng 5: không có đơn vị cấp trên 9 có hiệu lực ngày 01/07/2025."
    )
    assert error.en == (
        "areas.csv has 4 mistakes, nothing was loaded: row 2: column kind is empty; row 2: column level: 'X' is not "
        "valid; row 4: unit 2 stands twice for the same time (see row 3); row 5: no unit 9 above it in force on 2025-07-01."
    )


def test_mistakes_stand_in_the_order_of_the_rows_however_they_were_found(load):
    told = refused(load, UNITS, unit(kind=""), unit(code="2", name="=1"), unit(code="3", kind="")).vi

    assert [told.index(f"dòng {row}: ") for row in (2, 3, 4)] == sorted(
        told.index(f"dòng {row}: ") for row in (2, 3, 4)
    )


def test_a_file_of_units_without_names_is_told_to_lack_names(load):
    assert (
        "dòng 1: thiếu cột name"
        in refused(load, UNITS.replace("name,", ""), "75,province,tỉnh,,2025-07-01,,,x,").vi
    )


def test_the_header_may_have_capitals_spaces_and_empty_cells_behind(load):
    assert load(f"{UNITS.title().replace(',', ' , ')},,", PROVINCE).added == 1


def test_blank_rows_are_passed_over_and_counted(load):
    assert load(UNITS, "", ",,,,", PROVINCE).added == 1
    assert "dòng 4: cột kind để trống" in refused(load, UNITS, "", ",,,,", unit(kind="")).vi


def test_a_short_row_has_empty_cells_at_its_end(load, session):
    load(UNITS, "75,Đồng Nai,province,tỉnh,,2025-07-01,,,NQ 202")

    assert session.scalars(select(Area.valid_to)).one() is None


def test_forty_columns_are_a_table_and_more_are_not(load):
    extra = ",".join(f"x{n}" for n in range(30))
    assert "cần dòng tiêu đề với 1–40 cột" not in refused(load, f"{UNITS},{extra}", PROVINCE).vi
    assert "cần dòng tiêu đề với 1–40 cột" in refused(load, f"{UNITS},{extra},y", PROVINCE).vi


@pytest.mark.parametrize("name", ["rows.csv", "rows.xlsx"])
def test_the_last_row_that_is_allowed_is_read_and_one_more_is_too_many(session, tmp_path, monkeypatch, name):
    def written(rows):
        lines = [UNITS.split(","), *(unit(code=str(number)).split(",") for number in range(rows))]
        if name.endswith(".csv"):
            (tmp_path / name).write_text("\n".join(",".join(line) for line in lines), "utf-8")
        else:
            with xlsxwriter.Workbook(tmp_path / name) as book:
                sheet = book.add_worksheet()
                for number, line in enumerate(lines):
                    sheet.write_row(number, 0, line)
        return areas.load_file(session, tmp_path / name)

    monkeypatch.setattr(sheet_formats, "MOST_ROWS", 3)
    assert written(3).added == 3
    with pytest.raises(AppError, match=f"Tệp {name} quá lớn: tối đa 10 MB và 3 dòng; hãy chia nhỏ") as told:
        written(4)
    assert told.value.status == 413


def test_a_file_of_exactly_the_largest_size_is_read(load, monkeypatch):
    size = len(f"{UNITS}\n{PROVINCE}".encode())
    monkeypatch.setattr(sheet_formats, "LARGEST_FILE", size)
    assert load(UNITS, PROVINCE).added == 1

    monkeypatch.setattr(sheet_formats, "LARGEST_FILE", size - 1)
    assert refused(load, UNITS, PROVINCE).status == 413


@pytest.mark.parametrize("suffix", ["XLSX", "xlsm"])
def test_other_endings_of_workbooks_are_workbooks(session, tmp_path, suffix):
    path = tmp_path / f"areas.{suffix}"
    with xlsxwriter.Workbook(tmp_path / "areas.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, UNITS.split(","))
        sheet.write_row(1, 0, PROVINCE.split(","))
    (tmp_path / "areas.xlsx").rename(path)

    assert areas.load_file(session, path).added == 1


CHANGED = {
    "name": "Trấn Biên mới",
    "level": "ward",
    "kind": "thị trấn",
    "valid_to": "2030-01-01",
    "source": "QĐ 20",
    "scopes": "old_dong_nai moi",
    "parent": "75",
}


@pytest.mark.parametrize("column", CHANGED)
def test_each_change_of_a_unit_is_kept_and_counted_and_then_left_alone(load, session, column):
    load(UNITS, PROVINCE, unit())
    changed = unit(**{column: CHANGED[column]})

    assert load(UNITS, changed) == areas.Loaded(changed=1)
    assert load(UNITS, changed) == areas.Loaded(unchanged=1)
    session.expire_all()
    ward = session.scalars(select(Area).where(Area.code == "26041")).one()
    kept = {
        "valid_to": str(ward.valid_to),
        "scopes": " ".join(sorted((scope.tag for scope in ward.scopes), reverse=True)),
        "parent": ward.parent.code if ward.parent else "",
    }
    assert kept.get(column, getattr(ward, column, None)) == CHANGED[column]


def test_a_parent_is_the_unit_that_had_its_code_on_the_day(load, session):
    older = PROVINCE.replace("Đồng Nai", "Biên Hoà").replace("2025-07-01,", "1976-01-01,2025-07-01")
    load(UNITS, older, PROVINCE, unit(parent="75"), unit(code="1", parent="75", valid_from="2025-06-30"))

    above = {area.code: area.parent.name for area in session.scalars(select(Area)) if area.parent}
    assert above == {"26041": "Đồng Nai", "1": "Biên Hoà"}


def test_units_in_a_circle_are_named_and_one_below_the_circle_is_not(load):
    error = refused(
        load, UNITS, unit(code="1", parent="2"), unit(code="2", parent="1"), unit(code="3", parent="1")
    )

    assert "dòng 2: đơn vị 1 là cấp trên của chính nó; dòng 3: đơn vị 2 là cấp trên của chính nó." in error.vi
    assert "row 2: unit 1 is above itself" in error.en


def test_a_unit_that_is_still_in_force_says_since_when(load):
    load(UNITS, PROVINCE)
    error = refused(load, UNITS, PROVINCE.replace("2025-07-01", "2026-07-01"))

    assert "đơn vị 75 đã có từ 01/07/2025 và còn hiệu lực; hãy ghi valid_to cho đơn vị cũ trước" in error.vi
    assert "unit 75 is in force since 2025-07-01; end it first by its valid_to" in error.en


@pytest.mark.parametrize(
    ("flag", "invented"),
    [("1", True), ("có", True), ("Có", True), ("TRUE", True), ("", False), ("0", False), ("Không", False), ("false", False)],
)  # fmt: skip
def test_a_population_says_whether_it_is_invented(load, session, flag, invented):
    load(UNITS, PROVINCE)
    load(COUNTS, f"75,2025-07-01,,700,,{flag},GSO")

    assert session.scalars(select(AreaPopulation.synthetic)).one() is invented


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("75,2025-07-01,,700,,ừ,GSO", "dòng 2: cột synthetic: ghi có hoặc không"),
        ("75,2025-07-01,,1234567890,,,GSO", "dòng 2: cột adults: «1234567890» không phải số nguyên; viết không có dấu chấm"),
        ("75,,,700,,,GSO", "dòng 2: cột as_of để trống"),
        ("75,2025-07-01,,700,,,", "dòng 2: cột source để trống"),
        ("75,2025-06-30,,700,,,GSO", "dòng 2: không có đơn vị 75 có hiệu lực ngày 30/06/2025"),
        ("76,2025-07-01,,700,,,GSO", "dòng 2: không có đơn vị 76 có hiệu lực ngày 01/07/2025"),
        ("75,2026-01-01,,700,,,GSO", "dòng 2: không có đơn vị 75 có hiệu lực ngày 01/01/2026"),
    ],
    ids=["flag", "ten digits", "no day", "no source", "before", "nobody", "ended"],
)  # fmt: skip
def test_a_population_that_cannot_be_is_told(load, session, row, said):
    load(UNITS, PROVINCE.replace("2025-07-01,", "2025-07-01,2026-01-01"))

    assert said in refused(load, COUNTS, row).vi
    assert session.scalars(select(AreaPopulation.id)).all() == []


def test_every_count_of_a_row_is_kept_under_its_own_name_and_loaded_once(load, session):
    load(UNITS, PROVINCE)
    row = "75,31/12/2025,999999999,0,12,,GSO"

    assert load(COUNTS, row) == areas.Loaded(added=3)
    assert load(COUNTS, row) == areas.Loaded(unchanged=3)
    kept = {p.what: (p.count, p.as_of, p.source) for p in session.scalars(select(AreaPopulation))}
    day = dt.date(2025, 12, 31)
    assert kept == {
        "people": (999_999_999, day, "GSO"),
        "adults": (0, day, "GSO"),
        "households": (12, day, "GSO"),
    }
    assert load(COUNTS, row.replace("GSO", "UBND").replace(",0,", ",,")) == areas.Loaded(changed=2)
    assert load(COUNTS, row.replace("31/12", "30/12")) == areas.Loaded(added=3)


def test_a_count_told_twice_names_what_of_which_unit(load):
    load(UNITS, PROVINCE)

    assert (
        "dòng 3: adults của 75 đã có ở dòng 2." in refused(load, COUNTS, *["75,2025-07-01,,700,,,GSO"] * 2).vi
    )


LINK = "26041,2025-07-01,26042,2025-07-01,{},QĐ 19"


@pytest.mark.parametrize(("typed", "share"), [("", None), ("1", 1.0), ("0,25", 0.25), ("0.001", 0.001)])
def test_the_share_of_a_successor_is_kept(load, session, typed, share):
    load(UNITS, unit(), unit(code="26042"))
    load(LINKS.replace(",share", ";share").replace(";", ","), LINK.format(f'"{typed}"'))

    link = session.scalars(select(AreaSuccessor)).one()
    old, new = session.get(Area, link.old_id), session.get(Area, link.new_id)
    assert (old.code, new.code, link.share, link.source) == ("26041", "26042", share, "QĐ 19")


@pytest.mark.parametrize("typed", ["0", "1.01", "-1", "nửa"])
def test_a_share_that_is_none_is_told(load, typed):
    load(UNITS, unit(), unit(code="26042"))

    assert f"«{typed}» không nằm trong (0, 1]" in refused(load, LINKS, LINK.format(typed)).vi or typed == "-1"


def test_successors_are_corrected_and_left_alone(load):
    load(UNITS, unit(), unit(code="26042"))

    assert load(LINKS, LINK.format("")) == areas.Loaded(added=1)
    assert load(LINKS, LINK.format("")) == areas.Loaded(unchanged=1)
    assert load(LINKS, LINK.format("0.5")) == areas.Loaded(changed=1)
    assert load(LINKS, LINK.format("0.5").replace("19", "20")) == areas.Loaded(changed=1)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (LINK.format("").replace("26041", "1"), "dòng 2: không có đơn vị 1 có hiệu lực từ 01/07/2025"),
        (LINK.format("").replace("26042", "2"), "dòng 2: không có đơn vị 2 có hiệu lực từ 01/07/2025"),
        (
            LINK.format("").replace("2025-07-01", "2025-07-02", 1),
            "không có đơn vị 26041 có hiệu lực từ 02/07/2025",
        ),
        (LINK.format("").replace("26042", ""), "dòng 2: cột new_code để trống"),
    ],
)
def test_a_successor_of_or_to_nobody_is_told(load, session, link, said):
    load(UNITS, unit(), unit(code="26042"))

    assert said in refused(load, LINKS, link).vi
    assert session.scalars(select(AreaSuccessor.old_id)).all() == []


def test_units_in_force_stand_by_code_from_their_first_day_to_the_day_before_their_end(load, session):
    load(
        UNITS,
        unit(code="9"),
        unit(code="1", valid_to="2025-07-03", scopes=""),
        unit(code="5", level="district"),
    )

    def codes(day, **only):
        return [area.code for area in areas.in_force(session, dt.date(2025, 7, day), **only)]

    assert (codes(1), codes(2), codes(3)) == (["1", "5", "9"], ["1", "5", "9"], ["5", "9"])
    assert areas.in_force(session, dt.date(2025, 6, 30)) == []
    assert codes(1, level="district") == ["5"]
    assert codes(1, scope="old_dong_nai") == ["5", "9"]
    assert codes(1, level="commune", scope="old_dong_nai") == ["9"]
