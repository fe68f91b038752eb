"""What a list must hold for a plan: every mistake with its row, and the row it repeats."""

import pytest

from sampling.drawing.draw import draw, plan_from
from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.frame.text import check_header

HOMES = '[[stage]]\nunit = "home"\ntake = 1\n'
COUNTED = '[[stage]]\nunit = "village"\ntake = 1\n[[stage]]\nunit = "person"\ntake = 1\ncount = "people"\n'
NEEDS = {
    "strata": 'strata = ["gone"]\n',
    "sort": 'method = "systematic"\nsort = ["gone"]\n',
    "balance": 'method = "cube"\nbalance = ["gone"]\n',
    "size": 'method = "pps_systematic"\nsize = "gone"\n',
    "adults": 'within = "kish"\nadults = "gone"\n',
    "id": 'id = ["gone"]\n',
}


def refusal(rows, plan):
    with pytest.raises(SamplingError) as refused:
        draw(frame_from(rows, name="khung"), plan_from(plan, name="kế hoạch"), seed="x")
    return refused.value


@pytest.mark.parametrize("key", NEEDS)
def test_a_column_that_a_key_names_and_the_list_lacks_is_told_with_the_columns_there_are(key):
    told = refusal([{"home": "a", "n": 1}, {"home": "b", "n": 2}], HOMES + NEEDS[key])

    assert told.vi == (
        "Không chọn mẫu: khung «khung» có lỗi đối với kế hoạch «kế hoạch»:\n"
        f"- giai đoạn 1, khóa «{key}»: khung không có cột «gone»; các cột: home, n"
    )


@pytest.mark.parametrize("key", ["by", "deviation"])
def test_a_column_that_a_total_is_shared_by_is_told_too(key):
    rule = "neyman" if key == "deviation" else "proportional"
    plan = f'[[stage]]\nunit = "home"\ntake = {{ total = 1, allocation = "{rule}", {key} = "gone" }}\n'

    assert f"khóa «{key}»: khung không có cột «gone»" in refusal([{"home": "a"}], plan).vi


DIFFERS = {
    "strata": 'strata = ["x"]\n',
    "size": 'method = "pps_systematic"\nsize = "x"\n',
    "sort": 'method = "systematic"\nsort = ["x"]\n',
    "balance": 'method = "cube"\nbalance = ["x"]\n',
}


@pytest.mark.parametrize("key", DIFFERS)
def test_a_unit_of_several_rows_has_one_value_of_every_column_a_key_names(key):
    rows = [{"home": "a", "x": x, "person": p} for p, x in (("1", 2), ("2", 2), ("3", 4))]
    told = refusal(rows, HOMES + DIFFERS[key] + '[[stage]]\nunit = "person"\ntake = 1\n')

    assert "- dòng 4: cột «x» khác với dòng trước của cùng «home»" in told.vi
    assert "dòng 3" not in told.vi


def test_two_rows_that_differ_in_their_count_alone_are_one_unit_listed_twice():
    rows = [{"village": v, "people": n} for v, n in (("a", 5), ("b", 6), ("c", 7), ("b", 8), ("c", 9))]
    told = refusal(rows, COUNTED)

    assert told.vi.splitlines()[1:] == [
        "- dòng 5: trùng khóa: đơn vị này đã có ở dòng trước; xóa dòng thừa hoặc sửa mã (dòng 3)",
        "- dòng 6: trùng khóa: đơn vị này đã có ở dòng trước; xóa dòng thừa hoặc sửa mã (dòng 4)",
    ]
    assert told.en.splitlines()[1].endswith("remove one or correct the code (row 3)")


def test_a_unit_twice_with_other_content_is_told_because_its_counts_would_be_added_up():
    rows = [
        {"village": v, "name": name, "people": n}
        for v, name, n in (("a", "A", 5), ("b", "B", 6), ("c", "C", 7), ("b", "B'", 8))
    ]

    (line,) = refusal(rows, COUNTED).vi.splitlines()[1:]
    assert line.startswith(
        "- dòng 5: trùng khóa: đơn vị này đã có ở dòng trước với nội dung khác, số «people»"
    )
    assert line.endswith("(dòng 3)")


def test_a_listed_unit_twice_is_told_with_the_row_it_repeats():
    rows = [{"home": home, "n": n} for n, home in enumerate("abcbc")]

    assert [line.split(":")[0][-6:] + line[-9:] for line in refusal(rows, HOMES).vi.splitlines()[1:]] == [
        "dòng 5 (dòng 3)",
        "dòng 6 (dòng 4)",
    ]


@pytest.mark.parametrize("people", [2.5, 0.25])
def test_people_who_are_counted_come_whole(people):
    told = refusal([{"village": "a", "people": 3}, {"village": "b", "people": people}], COUNTED)

    assert "- dòng 3: cột «people» phải là số nguyên, vì đếm người" in told.vi


def test_a_list_may_have_as_many_columns_as_the_limit_and_no_more():
    check_header(["a", "b", "c"], "khung", most=3)
    with pytest.raises(SamplingError, match="có 3 cột, nhiều nhất là 2"):
        check_header(["a", "b", "c"], "khung", most=2)


def test_every_name_that_is_repeated_is_told_wherever_it_stands():
    with pytest.raises(SamplingError) as refused:
        check_header(["a", "a", "b", "a"], "khung", most=9)

    assert refused.value.vi.count("tên cột «a» lặp lại") == 2


def test_whole_numbers_with_a_zero_behind_the_point_are_the_code_without_it():
    frame = frame_from([{"village": text} for text in ("1.0", "2", "12.0", "1")])

    assert frame.labels("village").tolist() == ["1", "2", "12"]
    assert frame.codes("village").tolist() == [0, 1, 2, 0]
