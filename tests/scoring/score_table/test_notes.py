"""The notes of a score table: which sentences apply, whole, in both languages."""

import pandas as pd
import pytest

from scoring.method.method import Method
from scoring.run import score
from scoring.score_table.notes import weights_note
from scoring.weighting import StepReport
from tests.builders.scores import criterion, questionnaire_of, target_set

BASELINE = (
    "Số năm 2023 là số công bố, có thể đo bằng chỉ số khác; thay đổi so với 2023 không kèm kết luận thống kê.",
    "The 2023 values are as published and may be on another metric; no test is made of the change since 2023.",
)
ALONE = (
    "Kết luận của từng tiêu chí chưa hiệu chỉnh cho việc so sánh nhiều tiêu chí cùng lúc.",
    "Each verdict stands alone: not adjusted for judging many criteria together.",
)
WEIGHTS = (
    "Trọng số là trọng số thiết kế (nghịch đảo xác suất chọn), chưa tính đến phiếu không thu được.",
    "Weights are design weights (the inverse of the chance to be drawn), not adjusted for forms that did not come back.",
)
NO_PSU = (
    "Dữ liệu không có cột psu: sai số chưa tính đến việc người trong cùng địa bàn trả lời giống nhau.",
    "There is no column psu: errors ignore that neighbours answer alike.",
)
LONELY = (
    "2 tầng chỉ có một đơn vị chọn mẫu; xử lý theo cách «remove».",
    "2 strata have a single sampling unit, treated by “remove”.",
)
NOT_MEASURED = (
    "Bộ câu hỏi không đo 2, 3 nên không có kết quả để so với chỉ tiêu.",
    "The questionnaire does not measure 2, 3, so these targets stand alone.",
)
BELOW = (
    "Dòng 1: chỉ tiêu 70,00 thấp hơn mốc ban đầu 80,00; giữ đúng như văn bản, hãy kiểm tra lại với cơ quan ban hành.",
    "Row 1: target 70 is below its baseline 80; kept as printed, ask who issued it.",
)
QUESTIONS = questionnaire_of(criterion("1", "a"))


def answers(strata, units, codes=None):
    n = len(strata)
    return pd.DataFrame(
        {"a": codes or [4, 2] * (n // 2), "stratum": strata, "psu": units, "weight": [1.0] * n}
    ).astype({"a": "uint8"})


PLAIN = answers(["S"] * 8, list("aabbccdd"))
SAID = {
    "the usual ones": (PLAIN, {}, {"c1": 90}, [BASELINE, ALONE, WEIGHTS]),
    "adjusted for many criteria": (PLAIN, {"adjust": "holm"}, {"c1": 90}, [BASELINE, WEIGHTS]),
    "weights somebody adjusted": (PLAIN, {"weights": "nonresponse"}, {"c1": 90}, [BASELINE, ALONE]),
    "no clusters": (PLAIN.drop(columns="psu"), {}, {"c1": 90}, [BASELINE, ALONE, WEIGHTS, NO_PSU]),
    "units alone": (
        answers(list("SSSSTTUU"), list("aabbccdd")),
        {"lonely": "remove"},
        {"c1": 90},
        [BASELINE, ALONE, WEIGHTS, LONELY],
    ),
    "targets of other rows": (PLAIN, {}, {"c1": 90, "c2": 90, "c3": 90}, [BASELINE, ALONE, WEIGHTS, NOT_MEASURED]),
}  # fmt: skip


@pytest.mark.parametrize(("data", "method", "targets", "notes"), SAID.values(), ids=SAID)
def test_a_table_says_what_applies_to_it_and_nothing_else(data, method, targets, notes):
    assert list(score(data, QUESTIONS, target_set(**targets), Method(**method)).notes) == notes


def test_codes_of_no_option_are_told_by_item_and_number_and_of_many_the_first_eight():
    few = answers(["S"] * 8, list("aabbccdd"), [4, 4, 9, 9, 8, 2, 2, 2])
    many = answers(["S"] * 10, list("aabbccddee"), [4, *range(10, 19)])
    (told,) = (vi for vi, _ in score(few, QUESTIONS, target_set(c1=90), Method()).notes if "Mã" in vi)
    (cut,) = (vi for vi, _ in score(many, QUESTIONS, target_set(c1=90), Method()).notes if "Mã" in vi)

    assert told == (
        "Mã không có trong thang đo của câu hỏi được bỏ ra ngoài, như không trả lời: a = 8 × 1, a = 9 × 2; hãy kiểm tra dữ liệu."
    )
    assert cut.endswith(
        f"{', '.join(f'a = {code} × 1' for code in range(10, 18))} … (9); hãy kiểm tra dữ liệu."
    )


def test_adjusted_weights_say_classes_factors_smallest_class_and_what_they_cost():
    report = StepReport(
        kind="nonresponse", n=100, total=1.0, low=1.0, high=2.0, cv=0.5, deff_w=1.25, ratio_low=1.125, ratio_high=2.5,
        classes=7, fewest=4,
    )  # fmt: skip
    assert weights_note(report) == (
        "Trọng số thiết kế đã hiệu chỉnh không trả lời theo 7 tầng: hệ số từ 1,125 đến 2,500, tầng ít nhất có 4 phiếu trả "
        "lời; ảnh hưởng của trọng số không đều (deff_w) là 1,250.",
        "Design weights adjusted for nonresponse in 7 classes, the strata: factors from 1.125 to 2.500, 4 responses in the "
        "smallest class; unequal weights cost deff_w 1.250.",
    )
    assert weights_note(None) == WEIGHTS
