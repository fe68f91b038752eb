"""A target file with mistakes is refused with all of them at once; what a person types is read or refused."""

import re
from decimal import Decimal

import pytest

from questionnaires.decimals import write_decimal
from scoring.columns.decimals import read_decimal
from scoring.errors import ScoringError
from scoring.targets import actions, scorecard_files, target_files, toml_files, toml_table

HEAD = """
id = "t"
title = "T"
source = "S"
[sipas]
baseline_year = 2023
target_year = 2025
"""
ROW = """
[[sipas.row]]
code = "1.1"
name = "Tiêu chí"
baseline = 79.21
target = 83
"""
CARD = """
[[scorecard]]
id = "C"
name = "Chỉ số"
baseline_year = 2023
target_year = 2025
row = [{ code = "1", name = "A", maximum = 10, baseline = 4.34, target = 6.90 }]
"""


def test_all_mistakes_of_a_target_file_are_told_at_once():
    text = (
        HEAD
        + ROW.replace("83", "183")
        + ROW.replace('"Tiêu chí"', '""').replace("79.21", '"nhiều"')
        + '[[sipas.row]]\ncode = "2"\nname = "B"\nbaseline = 1\ntarget = 2\nmau = 1\n'
        + 'target_rule = { strategy = "average", rows = ["9"] }'
    )

    with pytest.raises(ScoringError) as refused:
        target_files.loads(text, "t.toml")

    for part in (
        "có 7 lỗi",
        "sipas.row[1].target: 183 không nằm trong 0–100",
        "sipas.row[2].name",
        "sipas.row[2].baseline: «nhiều» không phải là một số",
        "mã 1.1 xuất hiện nhiều lần",
        "sipas.row[3].mau: khóa này không có",
        "«average» không phải là cách tính",
        "cần dòng 9 không có",
    ):
        assert part in refused.value.vi
    assert "has 7 mistake(s)" in refused.value.en


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "id: thiếu"),
        (HEAD, "chưa có dòng chỉ tiêu nào"),
        (HEAD.replace("2023", '"2023"') + ROW, "baseline_year"),
        (HEAD + ROW.replace("83", "nan"), "target"),
        (HEAD + ROW.replace("83", "true"), "target"),
        (HEAD + ROW + 'target_rule = "mean"', "không phải là một bảng"),
        (
            HEAD + ROW + 'target_rule = { strategy = "explicit_weights", rows = ["1.1"], weights = [1, 2] }',
            "trọng số",
        ),
        (
            HEAD + ROW + 'target_rule = { strategy = "explicit_weights", rows = ["1.1"], weights = ["x"] }',
            "danh sách",
        ),
        (HEAD.replace("[sipas]", "[[sipas]]") + ROW, "không phải là một bảng"),
        (
            HEAD + ROW + 'baseline_rule = { strategy = "mean_of_children", rows = ["1.9"] }',
            "sipas.row 1.1: cách tính cần dòng 1.9 không có",
        ),
        ("id = ", "TOML"),
        ("# " + "x" * toml_table.MAX_BYTES, "lớn hơn"),
    ],
)
def test_a_target_file_that_is_no_target_file_is_refused(text, part):
    with pytest.raises(ScoringError, match=re.escape(part)) as refused:
        target_files.loads(text, "t.toml")

    assert "\n" not in refused.value.vi.strip()


def test_a_heading_that_is_not_what_its_rule_gives_is_warned_about():
    text = HEAD + ROW + ROW.replace("1.1", "1").replace("83", "85")
    text += 'target_rule = { strategy = "mean_of_children", rows = ["1.1"] }'

    assert "không bằng kết quả của cách tính" in target_files.loads(text, "t.toml").warnings[0][0]


@pytest.mark.parametrize(("target", "warned"), [("79.21", 0), ("79.20", 1), ("100", 0), ("0", 1)])
def test_only_a_target_below_its_baseline_is_warned_about(target, warned):
    warnings = target_files.loads(HEAD + ROW.replace("83", target), "t.toml").warnings

    assert ["thấp hơn mốc ban đầu 79,21" in vi for vi, _ in warnings] == [True] * warned


@pytest.mark.parametrize(
    ("target", "warned"),
    [("84.75", 0), ("84.755", 0), ("84.745", 0), ("84.76", 1), ("84.74", 1), ("86.5", 1), ("84", 1)],
)
def test_a_heading_follows_the_weights_its_rule_declares(target, warned):
    # 3 × 83 and 1 × 90 over 4 are 84.75; half of the last printed digit is rounding.
    text = HEAD + ROW + ROW.replace("1.1", "1.2").replace("83", "90")
    text += ROW.replace("1.1", "1").replace("83", target)
    text += 'target_rule = { strategy = "explicit_weights", rows = ["1.1", "1.2"], weights = [3, 1] }'

    targets = target_files.loads(text, "t.toml")

    assert [str(each.value) for each in targets.recomputed(2025)] == ["84.75"]
    assert len(targets.warnings) == warned


def test_names_are_read_in_one_form_whatever_the_typist_used():
    decomposed = ROW.replace("Tiêu chí", "Tie\u0302u   chi\u0301")

    assert target_files.loads(HEAD + decomposed, "t.toml")["1.1"].name == "Tiêu chí"


def test_an_unknown_library_file_names_those_there_are():
    with pytest.raises(ScoringError, match="plan-336"):
        target_files.load("plan-337")


def test_a_file_that_is_missing_or_no_utf_8_is_said_to_be_that(tmp_path):
    with pytest.raises(ScoringError, match=r"Không đọc được tệp nothing\.toml; hãy xem lại đường dẫn"):
        toml_files.read(tmp_path / "nothing.toml")
    (tmp_path / "latin.toml").write_bytes("id = 'é'".encode("latin-1"))
    with pytest.raises(ScoringError, match=r"latin\.toml.*UTF-8"):
        toml_files.read(tmp_path / "latin.toml")
    (tmp_path / "good.toml").write_text(HEAD + ROW, "utf-8")
    assert target_files.loads(toml_files.read(tmp_path / "good.toml"), "good.toml")["1.1"].share == 0.83


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"9": "1"}, "9: C không có dòng này"),
        ({"1": "11"}, "1: 11,00 không nằm trong 0–10,00."),
        ({"1": "-1"}, "1: −1,00 không nằm trong 0–10,00."),
        ({"1": "bảy"}, "không phải là số"),
        ({"1": "1.234,5"}, "không phải là số"),
    ],
)
def test_a_published_result_that_cannot_be_is_refused(typed, part):
    (card,) = scorecard_files.loads(CARD, "c.toml")

    with pytest.raises(ScoringError) as refused:
        card.compare(typed)

    assert refused.value.vi.startswith("Kết quả của C có 1 lỗi. (1) ")
    assert refused.value.en.startswith("The result of C has 1 mistake(s). (1) ")
    assert part in refused.value.vi


def test_a_published_result_stands_against_baseline_and_target():
    (card,) = scorecard_files.loads(CARD, "c.toml")

    (gap,) = card.compare({"1": "6,4/10"})
    (blank,) = card.compare({"1": "  "})

    assert (gap.gap, gap.change, gap.reached) == (Decimal("-0.50"), Decimal("2.06"), False)
    assert [card.compare({"1": typed})[0].reached for typed in ("6,89", "6,90", "10")] == [False, True, True]
    assert (blank.gap, blank.change, blank.reached) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (CARD.replace("6.90", "11"), "không nằm trong 0–10"),
        (
            CARD.replace(
                'row = [{ code = "1", name = "A", maximum = 10, baseline = 4.34, target = 6.90 }]', ""
            ),
            "chưa có",
        ),
        (
            CARD.replace("}]", '}, { code = "1", name = "A", maximum = 1, baseline = 0, target = 1 }]'),
            "nhiều lần",
        ),
    ],
)
def test_a_wrong_scorecard_is_refused(text, part):
    with pytest.raises(ScoringError) as refused:
        scorecard_files.loads(text, "c.toml")

    assert part in refused.value.vi


def test_a_scorecard_whose_parts_do_not_add_up_is_warned_about():
    (card,) = scorecard_files.loads(
        CARD.replace("}]", '}, { code = "1.1", name = "B", maximum = 5, baseline = 1, target = 2 }]'),
        "c.toml",
    )

    assert "khác tổng" in card.warnings[0][0]


def test_below_the_total_are_the_rows_without_a_point():
    rows = '[{ code = "total", name = "T", maximum = 20, baseline = 5, target = 8.90 }, '
    rows += '{ code = "1", name = "A", maximum = 10, baseline = 4.34, target = 6.90 }, '
    rows += '{ code = "1.1", name = "B", maximum = 10, baseline = 4.34, target = 6.90 }, '
    rows += '{ code = "2", name = "C", maximum = 10, baseline = 1, target = 2 }]'
    (card,) = scorecard_files.loads(CARD[: CARD.index("row = ")] + "row = " + rows, "c.toml")

    assert [row.code for row in card.children("total")] == ["1", "2"]
    assert [row.code for row in card.children("1")] == ["1.1"]
    assert card.warnings == ()


def test_an_action_without_its_place_in_the_plan_is_refused():
    text = 'id="a"\ntargets="t"\nsource="s"\n[[agency]]\nname="Sở"\nrole="làm"\nplace="PL"\n[[agency.action]]\nname="x"'

    with pytest.raises(ScoringError) as refused:
        actions.loads(text, "a.toml")

    assert "agency[1].role: «làm» phải là «theo dõi, quản lý» hoặc «thực hiện»." in refused.value.vi
    assert "agency[1].action[1].line: thiếu" in refused.value.vi


@pytest.mark.parametrize(
    ("typed", "value"),
    [("80.23%", "80.23"), ("80,23 %", "80.23"), ("90", "90"), ("+1,5", "1.5"), ("-0,25", "-0.25")],
)
def test_a_number_is_read_with_comma_or_point(typed, value):
    assert read_decimal(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "1e5", "1.2.3", "NaN", "٣", "80,", ",5", "=1+1", "9" * 30])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ScoringError, match="không phải là số"):
        read_decimal(typed)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (80.235, "80,24"),
        (80.225, "80,23"),
        (2.675, "2,68"),
        (-1.005, "−1,01"),
        (0.0, "0,00"),
        (Decimal("79.865"), "79,87"),
    ],
)
def test_numbers_are_printed_rounded_half_up_with_a_comma(value, text):
    assert write_decimal(value) == text
