import unicodedata

import pytest

from sampling.labels import doubtful_zeros, label_notes, label_of

ONE_LABEL = {
    "decomposed": (unicodedata.normalize("NFD", "Xã Phú Hòa"), "Xã Phú Hòa"),
    "no-break space inside": ("Xã\u00a0Phú Hòa", "Xã Phú Hòa"),
    "thin and ideographic space": ("Xã\u2009Phú\u3000Hòa", "Xã Phú Hòa"),
    "blanks at the ends": ("  Xã Phú Hòa \u00a0", "Xã Phú Hòa"),
    "a run of blanks": ("Xã   Phú \t Hòa", "Xã Phú Hòa"),
    "zero width": ("Xã\u200b Phú\ufeff Hòa", "Xã Phú Hòa"),
    "soft hyphen between letter and mark": ("Ho\u00ad\u0300a", "Hòa"),
    "a whole number of a program": ("26041.0", "26041"),
    "a negative one": ("-1.0", "-1"),
}


@pytest.mark.parametrize(("text", "label"), ONE_LABEL.values(), ids=ONE_LABEL)
def test_spellings_of_one_label_are_that_label(text, label):
    assert label_of(text) == label


@pytest.mark.parametrize("text", ["01", "1.000", "1.00", "v1.0", "2.10", "Hòa", "Hoà", "a\nb", ""])
def test_what_may_be_another_label_stays_as_it_is(text):
    assert label_of(text) == text


def test_merged_spellings_are_counted_column_by_column_in_both_languages():
    ((vi, en),) = label_notes(
        {"xã": ["Hòa", "Hòa ", unicodedata.normalize("NFD", "Hòa"), "Tân"], "ấp": ["1", "1.0"]}
    )

    assert vi == (
        "Đã gộp 3 cách viết vào nhãn giống nó (Unicode dựng sẵn hay tổ hợp, khoảng trắng, 1 = 1.0): cột «xã»: 4 cách viết, "
        "2 nhãn; cột «ấp»: 2 cách viết, 1 nhãn."
    )
    assert en == (
        "3 spellings were merged with the label they are (Unicode form, blanks, 1 = 1.0): column “xã”: 4 spellings, 2 labels; "
        "column “ấp”: 2 spellings, 1 labels."
    )


def test_a_label_that_is_only_tidied_is_no_merger():
    assert label_notes({"xã": ["Hòa ", "Tân", "", " "]}) == []


def test_codes_that_differ_in_leading_zeros_are_named_and_not_merged():
    ((vi, en),) = label_notes({"xã": ["06041", "6041", "6041.0", "26041"]})[1:]

    assert "«xã» 06041/6041" in vi
    assert "leading zeros" in en
    assert doubtful_zeros(["1", "01", "001", "10"]) == [("001", "01"), ("001", "1")]
    assert doubtful_zeros(["020", "0003", "3", "20"]) == [("0003", "3"), ("020", "20")]


def test_where_such_codes_are_merged_the_sentence_says_so():
    ((vi, en),) = label_notes({"psu": ["01", "1", "1.0", "2"]}, zeros_merged=True)[1:]

    assert (
        vi
        == "Mã chỉ khác nhau ở số 0 đứng đầu được gộp làm một (Excel làm mất số 0); nếu là hai, hãy đổi một mã: «psu» 01/1."
    )
    assert en.startswith("Codes that differ in leading zeros only were merged")


def test_of_many_doubtful_zeros_three_are_named_and_all_are_counted():
    codes = [f"{zero}{n}" for n in range(1, 6) for zero in ("", "0")]
    ((vi, en),) = label_notes({"xa": codes, "thon": ["a", "b"]})

    assert vi.endswith("hãy sửa dữ liệu: «xa» 01/1, 02/2, 03/3 … (5).")
    assert en.endswith("correct the data: «xa» 01/1, 02/2, 03/3 … (5).")
