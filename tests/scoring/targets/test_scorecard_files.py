"""Scorecards in TOML: which numbers are refused, and which are taken with a warning."""

import pytest

from scoring.errors import ScoringError
from scoring.targets.scorecard_files import loads

CARD = """
[[scorecard]]
id = "papi"
name = "PAPI"
baseline_year = 2023
target_year = 2025
[[scorecard.row]]
code = "total"
name = "Tổng"
maximum = 20
baseline = 9
target = {total}
[[scorecard.row]]
code = "1"
name = "Một"
maximum = 10
baseline = 5
target = {first}
[[scorecard.row]]
code = "2"
name = "Hai"
maximum = 10
baseline = 4
target = 6
"""


@pytest.mark.parametrize(
    ("total", "first", "warned"),
    [
        (11, "5", []),
        (13, "7", []),
        (12, "7", ["papi total: chỉ tiêu 12 khác tổng các dòng con 13."]),
        (
            10,
            "4",
            [
                "Dòng papi 1: chỉ tiêu 4,00 thấp hơn mốc ban đầu 5,00; giữ đúng như văn bản, hãy kiểm tra lại với cơ quan ban hành."
            ],
        ),
        (
            8,
            "2",
            [
                "Dòng papi total: chỉ tiêu 8,00 thấp hơn mốc ban đầu 9,00; giữ đúng như văn bản, hãy kiểm tra lại với cơ quan ban hành.",
                "Dòng papi 1: chỉ tiêu 2,00 thấp hơn mốc ban đầu 5,00; giữ đúng như văn bản, hãy kiểm tra lại với cơ quan ban hành.",
            ],
        ),
    ],
)
def test_a_target_below_its_baseline_or_beside_its_sum_is_kept_with_a_warning(total, first, warned):
    (card,) = loads(CARD.format(total=total, first=first), "c.toml")

    assert [vi for vi, _ in card.warnings] == warned
    assert str(card["1"].target) == first


def test_points_above_the_maximum_are_refused_with_their_key():
    with pytest.raises(ScoringError) as refused:
        loads(CARD.format(total=11, first="10.5"), "c.toml")

    assert (
        refused.value.vi == "Tệp c.toml có 1 lỗi. (1) scorecard[1].row[2].target: 10.5 không nằm trong 0–10."
    )


def test_of_a_long_value_the_first_forty_letters_are_told():
    with pytest.raises(ScoringError) as refused:
        loads(CARD.format(total=11, first='"' + "a" * 5000 + '"'), "c.toml")

    assert f"«{'a' * 40}» không phải là một số (dấu chấm thập phân)." in refused.value.vi
    assert f"“{'a' * 40}” is not a number." in refused.value.en
