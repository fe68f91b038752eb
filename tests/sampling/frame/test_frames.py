import datetime as dt
import hashlib
import re

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sampling.drawing.draw import draw, plan_from
from sampling.errors import SamplingError
from sampling.frame import files
from sampling.frame.areas import AreaUnit, check_age, frame_from_areas
from sampling.frame.frame import canonical_csv, frame_from, read_frame
from tests.builders.plans import villages_then_people

GOOD = "commune,village,adults\n00123,01,120\n00123,02,80\n00456,01,95\n"
PLAN = plan_from(villages_then_people(villages=1, people=5))


@pytest.fixture
def write(tmp_path):
    def written(content, name="frame.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def test_codes_keep_their_leading_zeros(write):
    frame = read_frame(write(GOOD))

    assert frame.texts("commune", [0, 2]) == ["00123", "00456"]
    assert frame.texts("village", [0]) == ["01"]
    assert frame.numbers("adults").tolist() == [120, 80, 95]


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("\n", "\r\n"),
        GOOD + "\n\n",
        GOOD.replace("01,120", '"01","120"'),
    ],
    ids=["bom", "semicolon", "tab", "crlf", "blank tail", "quoted"],
)
def test_a_csv_as_spreadsheets_write_it_is_the_same_frame(write, content):
    frame = read_frame(write(content))

    assert frame.table(range(len(frame))).equals(read_frame(write(GOOD, "good.csv")).table(range(3)))


def test_pandas_and_arrow_read_the_same(write, monkeypatch):
    content = 'a,b,c\n007,"x, y",1\n,"dòng\nhai",NA\n1e5,=,"he said ""hi"""\n'.replace("=", "-5")
    path = write(content)
    header = ["a", "b", "c"]
    quick = files.read_coded(path, ",", header)
    slow = files._read_slowly(path, ",", header)

    assert quick is not None
    for name in header:
        assert quick[name].labels.tolist() == slow[name].labels.tolist()
        assert quick[name].codes.tolist() == slow[name].codes.tolist()


def test_a_frame_without_arrow_is_read_too(write, monkeypatch):
    monkeypatch.setattr(files, "read_coded", lambda *_: None)

    assert len(read_frame(write(GOOD))) == 3


def test_xlsx_gives_the_same_rows_as_csv(write, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["commune", "village", "adults"])
    for row in (["00123", "01", 120], ["00123", "02", 80.0], ["00456", "01", 95]):
        book.active.append(row)
    book.save(tmp_path / "frame.xlsx")

    frame = read_frame(tmp_path / "frame.xlsx")

    assert frame.table(range(3)).equals(read_frame(write(GOOD)).table(range(3)))


def test_rows_in_memory_are_the_frame_of_their_csv(write):
    table = pd.DataFrame({"commune": ["00123", "00456"], "adults": [12, 7.0]})

    frame = frame_from(table)
    again = read_frame(write(canonical_csv(frame.table(range(2)))))

    assert frame.sha256 == again.sha256
    assert frame.texts("adults", [0, 1]) == ["12", "7"]


@pytest.mark.parametrize(
    "rows",
    [
        [{"a": 'x, "y"', "b": 1}, {"a": "1", "b": None}, {"a": 1, "b": 2.5}],
        [{"a": "x"}, {"a": ""}, {"a": 'he said "hi"'}],
        [{"a, b": "x", "c": "y"}],
    ],
)
def test_the_hash_of_rows_in_memory_is_that_of_their_csv(rows, monkeypatch):
    monkeypatch.setattr("sampling.frame.frame.CHUNK", 2)

    frame = frame_from(rows)

    csv = canonical_csv(frame.table(np.arange(len(frame))))
    assert frame.sha256 == hashlib.sha256(csv).hexdigest()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "1"), (np.False_, "0"), (26041.0, "26041"), (np.float32(2.5), "2.5"), (np.int64(7), "7"), (-0.5, "-0.5"),
        ("01", "01"), (None, ""),
    ],
)  # fmt: skip
def test_a_value_in_memory_becomes_its_shortest_text(value, text):
    assert frame_from([{"a": value, "b": "x"}, {"a": value, "b": "y"}]).texts("a", [0, 1]) == [text, text]


def test_missing_values_in_memory_are_empty_texts():
    frame = frame_from([{"a": "x", "b": None}, {"a": "y", "b": float("nan")}, {"a": "z", "b": 1}])

    assert frame.texts("b", [0, 1, 2]) == ["", "", "1"]


BAD_FILES = {
    "no rows": ("commune,village,adults\n", "không có dòng nào"),
    "empty file": ("", "không có"),
    "not utf-8": ("commune,village,adults\nBiên,1,2\n".encode("cp1258", "replace") + b"\xea\n", "không phải UTF-8"),
    "row too long": (GOOD + "1,2,3,4\n", "dòng|line 5"),
    "column without name": ("commune,,adults\n1,2,3\n", "cột thứ 2 không có tên"),
    "column twice": ("commune,adults,adults\n1,2,3\n", "«adults» lặp lại"),
    "column of the draw": ("commune,village,weight\n1,2,3\n", "«weight» dành cho kết quả"),
    "column pi": ("commune,pi_1\n1,2\n", "«pi_1» dành cho"),
    "no text at all": (b"\x00" * 5000, "khung mẫu|Khung mẫu"),
    "endless header": ("a" * 200_000 + ",b\n1,2\n", "bảng đều cột: dòng 1 có một ô dài hơn 131072 ký tự"),
    "endless cell": (GOOD.replace("00456", "a" * 200_000), "bảng đều cột: dòng 4 có một ô dài hơn 131072 ký tự"),
    "endless cell further down": (GOOD + "".join(f"00456,{n},9\n" for n in range(100, 400)) + "a" * 200_000 + ",1,2\n", "dòng 305, cột «commune»: «a{60}…» dài hơn 32767 ký tự"),
    "endless formula": (GOOD.replace("00456", "=" + "1" * 30_000), "dòng 4, cột «commune»: «=1{59}…» bắt đầu như một công thức"),
    "open quote": (GOOD + '"1,2,3\n', "không phải là bảng đều cột|khoảng trắng|ký tự ẩn"),
    "control mark": (GOOD.replace("00456", "0\u00010456"), "dòng 4.*ký tự ẩn"),
    "formula": (GOOD.replace("00456", "=1+1"), "dòng 4, cột «commune».*công thức"),
    "formula by plus": (GOOD.replace("00456", "+cmd|' /C calc'!A0"), "dòng 4.*công thức"),
    "formula by at": (GOOD.replace("00456", "@SUM(A1)"), "dòng 4.*công thức"),
}  # fmt: skip

BAD_FOR_THE_PLAN = {
    "column missing": (
        GOOD.replace("village", "thon"),
        "giai đoạn 1, khóa «unit»: khung không có cột «village»",
    ),
    "size missing": (GOOD.replace("80", ""), "dòng 3: cột «adults» không phải là số"),
    "size in words": (GOOD.replace("80", "tám mươi"), "dòng 3: cột «adults» không phải là số"),
    "thousands mark": (GOOD.replace("80", "1.080"), "dòng 3: cột «adults» không phải là số.*hàng nghìn"),
    "size negative": (GOOD.replace("80", "-80"), "dòng 3: cột «adults» âm"),
    "size zero": (GOOD.replace("80", "0"), "dòng 3: cột «adults» bằng 0"),
    "no parent": (GOOD.replace("00456", ""), "dòng 4: cột «commune» trống: đơn vị không có cấp trên"),
    "no code": (GOOD.replace("02,80", ",80"), "dòng 3: cột «village» trống"),
    "same row twice": (GOOD + "00456,01,95\n", "dòng 5: trùng khóa.*dòng 4"),
    "same village twice": (GOOD + "00456,01,77\n", "dòng 5: trùng khóa.*dòng 4"),
    "size of a thousand digits": (GOOD.replace("80", "8" * 1000), "dòng 3: cột «adults» không phải là số"),
    "half a person": (GOOD.replace("80", "80.5"), "dòng 3: cột «adults» phải là số nguyên"),
}


@pytest.mark.parametrize(("content", "said"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_wrong_file_is_refused_with_its_place(write, content, said):
    with pytest.raises(SamplingError, match=said):
        read_frame(write(content))


@pytest.mark.parametrize(("content", "said"), BAD_FOR_THE_PLAN.values(), ids=BAD_FOR_THE_PLAN)
def test_nothing_is_drawn_from_a_wrong_frame(write, content, said):
    frame = read_frame(write(content))

    with pytest.raises(SamplingError, match=f"(?s)Không chọn mẫu.*{said}"):
        draw(frame, PLAN, seed="x")


OTHER_COLUMNS = """
[[stage]]
unit = "village"
strata = ["urban"]
take = { total = 2, by = "poor" }
[[stage]]
unit = "person"
take = 1
"""
WRONG_COLUMNS = {
    "no stratum": ("v1,,3,a\nv2,1,4,b\n", "dòng 2: cột «urban» trống"),
    "nobody to share by": ("v1,0,0,a\nv2,1,4,b\n", "dòng 2: cột «poor» bằng 0"),
    "two numbers of a village": ("v1,0,3,a\nv1,0,4,b\n", "dòng 3: cột «poor» khác với dòng trước của cùng «village»"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), WRONG_COLUMNS.values(), ids=WRONG_COLUMNS)
def test_columns_of_strata_and_of_the_allocation_are_checked_too(write, rows, said):
    frame = read_frame(write("village,urban,poor,person\n" + rows))

    with pytest.raises(SamplingError, match=said):
        draw(frame, plan_from(OTHER_COLUMNS), seed="x")


def test_columns_with_a_mistake_are_named_in_one_order(write):
    columns = "ghiabcdef"
    frame = read_frame(write(f"village,person,{','.join(columns)}\nv1,a{',1' * 9}\nv1,b{',2' * 9}\n"))
    plan = f"""
[[stage]]
unit = "village"
strata = {list(columns)}
take = 1
[[stage]]
unit = "person"
take = 1
"""

    with pytest.raises(SamplingError) as refusal:
        draw(frame, plan_from(plan), seed="x")

    assert re.findall("cột «(.)» khác", refusal.value.vi) == sorted(columns)


def test_of_many_rows_with_one_mistake_five_are_named_and_the_others_counted(write):
    frame = read_frame(write("commune,village,adults\n" + "".join(f"1,{n},0\n" for n in range(7))))

    with pytest.raises(SamplingError) as refusal:
        draw(frame, PLAN, seed="x")

    assert "dòng 6: cột «adults» bằng 0" in refusal.value.vi
    assert "dòng 7" not in refusal.value.vi
    assert "… và 2 dòng nữa như thế" in refusal.value.vi


def test_five_rows_of_each_column_with_wrong_texts_are_named(write):
    frame = write("commune,village,adults\n" + "".join(f"=c,=v{n},3\n" for n in range(7)))

    with pytest.raises(SamplingError) as refusal:
        read_frame(frame)

    for column in ("commune", "village"):
        named = re.findall(rf"dòng (\d), cột «{column}»", refusal.value.vi)
        assert named == re.findall(rf"row (\d), column «{column}»", refusal.value.en) == list("23456")


WRITTEN_BY_THE_DRAW = (
    "stratum", "stratum_2", "pi_1", "fpc_3", "role", "order", "weight", "psu", "ssu", "tsu", "unit_4", "unit_12",
    "list_position", "within",
)  # fmt: skip


@pytest.mark.parametrize("column", WRITTEN_BY_THE_DRAW)
def test_a_column_the_draw_writes_cannot_stand_in_the_frame(column):
    with pytest.raises(SamplingError, match=f"«{column}» dành cho kết quả chọn mẫu"):
        frame_from([{"village": "a", column: "1"}])


READ_AS_NUMBERS = {
    "size": 'take = 1\nmethod = "pps_systematic"\nsize = "number"',
    "by": 'take = { total = 1, by = "number" }',
    "deviation": 'take = { total = 1, allocation = "neyman", deviation = "number" }',
    "balance": 'take = 1\nmethod = "cube"\nsize = "count"\nbalance = ["number"]',
    "adults": 'take = 1\nwithin = "kish"\nadults = "number"',
}


@pytest.mark.parametrize(
    ("value", "said"), [("", "không phải là số"), ("x", "không phải là số"), ("-1", "âm"), ("0", "bằng 0")]
)
@pytest.mark.parametrize("key", READ_AS_NUMBERS)
def test_every_column_that_a_plan_reads_as_numbers_is_checked(key, value, said):
    homes = frame_from(
        [{"home": f"h{n}", "number": number} for n, number in enumerate(["2", value, "3", "1"])]
    )
    plan = plan_from(f'[[stage]]\nunit = "home"\n{READ_AS_NUMBERS[key]}\n')

    if value == "0" and key in {"deviation", "balance"}:
        assert len(draw(homes, plan, seed="x").rows) == 1
        return
    with pytest.raises(SamplingError, match=f"dòng 3: cột «number» {said}"):
        draw(homes, plan, seed="x")


def test_all_mistakes_are_told_at_once(write):
    frame = read_frame(write("commune,village,adults\n1,1,\n1,2,-3\n,3,0\n"))

    with pytest.raises(SamplingError) as refusal:
        draw(frame, PLAN, seed="x")

    assert all(f"dòng {row}" in refusal.value.vi for row in (2, 3, 4))
    assert "row 4" in refusal.value.en


def test_a_person_twice_is_named_with_both_rows():
    people = frame_from([{"commune": "1", "village": "1", "person": p} for p in ("a", "b", "a")])
    plan = plan_from('[[stage]]\nunit = "person"\ntake = 1\n')

    with pytest.raises(SamplingError, match=r"dòng 4: trùng khóa.*\(dòng 2\)"):
        draw(people, plan, seed="x")


def test_a_village_in_two_strata_or_of_two_sizes_is_refused():
    rows = [
        {"village": "a", "urban": "1", "adults": "2", "person": "1"},
        {"village": "a", "urban": "0", "adults": "3", "person": "2"},
    ]
    plan = plan_from("""
[[stage]]
unit = "village"
strata = ["urban"]
size = "adults"
method = "pps_systematic"
take = 1
[[stage]]
unit = "person"
take = 1
""")

    with pytest.raises(SamplingError) as refusal:
        draw(frame_from(rows), plan, seed="x")

    assert "dòng 3: cột «urban» khác với dòng trước của cùng «village»" in refusal.value.vi
    assert "dòng 3: cột «adults» khác" in refusal.value.vi


def test_a_file_that_is_not_there_or_no_workbook_is_told(tmp_path, write):
    with pytest.raises(SamplingError, match="Không có tệp khung mẫu «none"):
        read_frame(tmp_path / "none.csv")
    with pytest.raises(SamplingError, match="không phải là bảng tính"):
        read_frame(write("no workbook", "frame.xlsx"))


def test_a_sheet_that_is_not_there_and_an_error_cell_are_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["commune", "adults"])
    book.active.append(["1", "#REF!"])
    book.save(tmp_path / "frame.xlsx")

    with pytest.raises(SamplingError, match="không có trang «Xã»"):
        read_frame(tmp_path / "frame.xlsx", sheet="Xã")
    with pytest.raises(SamplingError, match="dòng 2, cột B: ô có lỗi «#REF!»"):
        read_frame(tmp_path / "frame.xlsx")


def test_a_file_of_far_too_many_columns_is_refused_before_its_rows_are_read(write, monkeypatch):
    monkeypatch.setattr("sampling.frame.files.read_coded", lambda *_: pytest.fail("the rows were read"))
    line = ",".join(f"c{n}" for n in range(5000))

    with pytest.raises(SamplingError, match="có 5000 cột, nhiều nhất là 200"):
        read_frame(write(f"{line}\n{line}\n"))


def test_too_many_rows_or_columns_are_refused(write, monkeypatch):
    monkeypatch.setattr("sampling.frame.frame.MAX_ROWS", 2)
    with pytest.raises(SamplingError, match="hơn 2 dòng"):
        read_frame(write(GOOD))
    with pytest.raises(SamplingError, match="nhiều nhất là 200"):
        frame_from([{f"c{n}": 1 for n in range(201)}])


OLD, NEW = dt.date(2024, 11, 1), dt.date(2025, 7, 1)
UNITS = [
    AreaUnit("731", "district", None, OLD, NEW, {}),
    AreaUnit("26041", "commune", "731", OLD, NEW, {"urban": 1}),
    AreaUnit("26041", "commune", None, NEW, None, {"urban": 1}),
    AreaUnit("26068", "commune", None, NEW, None, {"urban": 1}),
    AreaUnit("v1", "village", "26041", OLD, None, {"adults": 900}),
    AreaUnit("v2", "village", "26068", NEW, None, {"adults": 700}),
]


def test_a_frame_of_areas_follows_the_day():
    before = frame_from_areas(UNITS, ["district", "commune", "village"], on=dt.date(2025, 6, 30))
    after = frame_from_areas(UNITS, ["commune", "village"], on=NEW)

    assert before.table(range(len(before))).to_dict("records") == [
        {"district": "731", "commune": "26041", "village": "v1", "urban": "1", "adults": "900"}
    ]
    assert len(after) == 2


def test_an_area_without_parent_in_force_is_named():
    with pytest.raises(SamplingError, match=r"«26041» \(commune\) không có đơn vị cấp trên \(district\)"):
        frame_from_areas(UNITS, ["district", "commune", "village"], on=NEW)


def test_a_code_twice_on_one_day_is_named():
    twice = [*UNITS, AreaUnit("v2", "village", "26041", NEW, None, {})]

    with pytest.raises(SamplingError, match=r"mã «v2» \(village\) có hai lần"):
        frame_from_areas(twice, ["commune", "village"], on=NEW)


SINCE = {f"{code}": NEW for code in range(26041, 26053)} | {"26068": OLD}


def test_a_list_older_than_the_areas_it_names_is_refused():
    # However the list is sorted, its units are named in the order of their codes.
    frame = frame_from([{"commune": code} for code in ("99999", *reversed(SINCE))], name="thon.csv")

    with pytest.raises(SamplingError) as refusal:
        check_age(frame, "commune", SINCE, made=dt.date(2025, 6, 30))

    assert (
        "«thon.csv» lập ngày 30/06/2025, trước khi đơn vị hành chính thay đổi (01/07/2025)"
        in refusal.value.vi
    )
    assert "26041, 26042, 26043, 26044, 26045, 26046, 26047, 26048 và 4 đơn vị khác. Hãy" in refusal.value.vi
    assert "26068" not in refusal.value.vi


def test_of_several_changes_of_areas_the_latest_is_told():
    frame = frame_from([{"commune": code} for code in ("1", "2", "3")], name="thon.csv")
    since = {"1": dt.date(2025, 7, 1), "2": dt.date(2026, 1, 1), "3": dt.date(2020, 1, 1)}

    with pytest.raises(SamplingError) as refusal:
        check_age(frame, "commune", since, made=dt.date(2025, 6, 30))

    assert "thay đổi (01/01/2026): 1, 2. Hãy" in refusal.value.vi
    assert "before areas changed (2026-01-01): 1, 2. Make" in refusal.value.en


@pytest.mark.parametrize(
    ("name", "most"), [("list.csv", 4_000_000_000), ("list.xlsx", 100_000_000)], ids=["csv", "xlsx"]
)
def test_a_file_beyond_its_limit_is_refused_unread(tmp_path, name, most):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(most + 1)

    with pytest.raises(SamplingError, match=f"«{name}» lớn hơn {most // 1_000_000} MB"):
        read_frame(path)


def test_a_list_made_since_the_areas_are_in_force_passes():
    frame = frame_from([{"commune": code} for code in ("99999", *SINCE)])

    def refused(made):
        try:
            check_age(frame, "commune", SINCE, made=made)
        except SamplingError:
            return True
        return False

    days = [NEW - dt.timedelta(days=1), NEW, NEW + dt.timedelta(days=1)]
    assert [refused(made) for made in days] == [True, False, False]
