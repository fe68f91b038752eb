"""The library file of Plan 336 says what the plan's text says, number by number."""

import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.targets import actions, scorecard_files, target_files

PLAN = Path(__file__).parents[2] / "golden" / "plan-336.txt"
LINES = [
    " ".join(unicodedata.normalize("NFC", line).split()) for line in PLAN.read_text("utf-8").splitlines()
]
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SIPAS_ROW = re.compile(r"([\d.]+)%(?: \((xếp thứ [\d\- /]+)\))?")


def section(first, last):
    begin = next(i for i, line in enumerate(LINES) if line.startswith(first))
    end = next(i for i, line in enumerate(LINES) if line.startswith(last))
    return LINES[begin:end], begin


def rows_after(header, *, first, last, width):
    """Cut a table of the plan into rows of ``width`` lines; the total has no code of its own."""
    lines, begin = section(first, last)
    start = max(i for i, line in enumerate(lines) if line == header) + 1
    found, i = [], start
    while i < len(lines):
        cells = lines[i : i + width]
        line = begin + i + 2
        if lines[i] == "TỔNG":
            cells, line = ["total", *lines[i : i + width - 1]], begin + i + 1
        found.append((line, cells))
        i += width - (lines[i] == "TỔNG")
    return found


def points(text):
    value, maximum = text.split("/")
    return Decimal(value), Decimal(maximum)


SIPAS = rows_after(
    "Chỉ tiêu đến năm 2025", first="2. Đối với Chỉ số hài lòng", last="3. Đối với Chỉ số năng", width=4
)
CARDS = {
    "PAPI": rows_after(
        "Chỉ tiêu đến năm 2025", first="1. Đối với Chỉ số hiệu quả", last="2. Đối với Chỉ số hài", width=4
    ),
    "PCI": rows_after(
        "Chỉ tiêu đến năm 2025",
        first="3. Đối với Chỉ số năng lực",
        last="4. Đối với Chỉ số cải cách hành chính (PAR",
        width=4,
    ),
    "PAR INDEX": rows_after(
        "Vị trí xếp hạng", first="4. Đối với Chỉ số cải cách hành chính (PAR", last="III. NHIỆM VỤ", width=6
    ),
}


def test_the_plan_has_the_tables_we_think_it_has():
    assert len(SIPAS) == 12
    assert {name: len(rows) for name, rows in CARDS.items()} == {"PAPI": 37, "PCI": 11, "PAR INDEX": 9}


def test_every_satisfaction_row_is_as_printed():
    printed = []
    for line, (code, name, before, aim) in SIPAS:
        was, to_be = SIPAS_ROW.fullmatch(before), SIPAS_ROW.fullmatch(aim)
        ranks = [(each[2] or "").replace("- ", "-") for each in (was, to_be)]
        printed.append((line, code, name, Decimal(was[1]), Decimal(to_be[1]), *ranks))

    stored = [
        (row.line, row.code, row.name, row.baseline, row.target, row.baseline_rank, row.target_rank)
        for row in target_files.load("plan-336").rows
    ]

    assert printed == stored


@pytest.mark.parametrize("card", scorecard_files.load("plan-336"), ids=lambda card: card.id)
def test_every_row_of_a_scorecard_is_as_printed(card):
    printed = []
    for line, (code, name, before, *rest) in CARDS[card.id]:
        (was, maximum), percent, rank = points(before), None, ""
        if card.id == "PAR INDEX":
            percent, rank = Decimal(rest[0]), rest[2]
        to_be, same_maximum = points(rest[1] if card.id == "PAR INDEX" else rest[0])
        assert maximum == same_maximum
        printed.append((line, code, name, maximum, was, to_be, percent, rank))

    stored = [
        (
            row.line,
            row.code,
            row.name,
            row.maximum,
            row.baseline,
            row.target,
            row.baseline_percent,
            row.target_rank,
        )
        for row in card.rows
    ]

    assert printed == stored


def test_no_number_of_the_four_tables_is_left_out():
    lines, _ = section("1. Đối với Chỉ số hiệu quả", "III. NHIỆM VỤ")
    in_text = sum(
        len(NUMBER.findall(line)) for line in lines if re.search(r"\d[%/]|^[\d.]+$|^\d+-\d+$", line)
    )
    # A row holds code, baseline and target; beside them maxima twice, percents, and ranks of one or more numbers.
    sipas = 12 * 3 + sum(len(NUMBER.findall(cell)) - 1 for _, row in SIPAS for cell in row[2:])
    cards = sum(
        len(NUMBER.findall(cell)) for rows in CARDS.values() for _, row in rows for cell in (row[0], *row[2:])
    )

    aims = [line for line in lines if line.startswith("Phấn đấu") and re.search(r"\d/", line)]
    assert in_text == sipas + cards + sum(len(NUMBER.findall(line)) for line in aims)


def test_the_aims_are_the_plans_own_words():
    plan = target_files.load("plan-336")

    assert plan.aim in LINES
    assert all(card.aim in LINES for card in scorecard_files.load("plan-336"))


def test_headings_of_2025_are_plain_means_of_their_rows():
    recomputed = {each.code: each.value for each in target_files.load("plan-336").recomputed(2025)}

    assert recomputed == {"1": Decimal("83.25"), "2": Decimal("89.5")}


def test_what_the_2023_rows_give_stands_beside_the_published_number_and_never_replaces_it():
    plan = target_files.load("plan-336")

    beside = {each.code: (each.published, round(each.value, 2)) for each in plan.recomputed(2023)}

    assert beside == {
        "1": (Decimal("80.23"), Decimal("79.87")),
        "2": (Decimal("80.74"), Decimal("80.70")),
    }
    assert (plan["1"].baseline, plan["2"].baseline) == (Decimal("80.23"), Decimal("80.74"))


def test_the_2023_service_heading_is_its_overall_row():
    plan = target_files.load("plan-336")

    assert plan["2"].baseline_rule.apply({row.code: row.baseline for row in plan.rows}) == plan["2"].baseline


@pytest.mark.parametrize(
    ("code", "rise"), [("1", "3.02"), ("1.1", "3.79"), ("1.3", "4"), ("2", "8.76"), ("2.5", "12.46")]
)
def test_the_rise_asked_for_is_the_difference_of_the_printed_numbers(code, rise):
    assert target_files.load("plan-336")[code].rise == Decimal(rise)


def test_a_target_below_its_baseline_is_kept_and_warned_about():
    papi = scorecard_files.load("plan-336")[0]

    assert papi["4.4"].target == Decimal("1.20")
    assert [vi for vi, _ in papi.warnings] == [
        "Dòng PAPI 4.4: chỉ tiêu 1,20 thấp hơn mốc ban đầu 1,92; giữ đúng như văn bản, "
        "hãy kiểm tra lại với cơ quan ban hành."
    ]
    assert not target_files.load("plan-336").warnings


ACTIONS = actions.load("plan-336-actions").actions


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.place} {action.criterion}")
def test_every_action_is_the_plans_text_at_its_line(action):
    here = LINES[action.line - 1 :]

    if action.criterion:
        assert here[0] == action.name
        assert tuple(here[1 : 1 + len(action.expected)]) == action.expected
        tasks = 1 + len(action.expected)
        assert tuple(here[tasks : tasks + len(action.tasks)]) == action.tasks
        assert here[tasks + len(action.tasks)] == action.deadline
    else:
        assert set(action.tasks) <= set(here[: len(action.tasks) + 1])
    assert action.due == "" or action.due in LINES


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.place} {action.criterion}")
def test_every_action_stands_in_the_part_of_the_plan_it_names(action):
    number = action.place.removeprefix("Phụ lục ")
    before = LINES[: action.line]

    if action.place.startswith("Phụ lục"):
        assert next(line for line in reversed(before) if line.startswith("PHỤ LỤC")) == f"PHỤ LỤC {number}"
        start = len(before) - before[::-1].index(f"PHỤ LỤC {number}") - 1
        head = " ".join(LINES[start : start + 4])
        assert action.agency.upper() in head
        assert action.role.upper() in head
    else:
        assert any(line.startswith("3.2. Đối với chỉ số SIPAS") for line in before)


def test_every_criterion_of_the_plan_has_its_agencies_and_no_row_of_the_plan_is_missed():
    plan = actions.load("plan-336-actions")
    wanted = sum(line.lstrip("- ").startswith("Tăng tỷ lệ hài lòng của người dân") for line in LINES)

    assert sum(bool(action.criterion) for action in plan.actions) == wanted
    assert plan.agencies("2", actions.WATCHES) == ("Văn phòng Ủy ban nhân dân tỉnh",)
    assert plan.agencies("1.2", actions.CARRIES_OUT) == (
        "Ủy ban nhân dân các huyện, thành phố",
        "Ủy ban nhân dân các xã, phường, thị trấn",
    )
    assert "Sở Nội vụ" not in plan.agencies("1.2")
    assert [action.agency for action in plan.general] == ["Các cơ quan, đơn vị, địa phương", "Bưu điện tỉnh"]
