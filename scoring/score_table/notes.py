"""The notes of a score table: how it was made, in sentences."""

from collections.abc import Sequence

import numpy as np

from questionnaires import missing
from questionnaires.decimals import write_decimal
from scoring.criteria.items import ItemAnswers
from scoring.errors import Sentence
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.wave_design import lonely_strata
from scoring.targets.targets import TargetSet
from scoring.weighting import StepReport


def notes_of(
    sampled_answers: SampledAnswers,
    measured: frozenset[str],
    targets: TargetSet,
    adjustment: StepReport | None = None,
    merged: Sequence[Sentence] = (),
) -> tuple[Sentence, ...]:
    """Return the sentences that apply, (vi, en).

    Args:
        sampled_answers: the answers, their design and the method.
        measured: the codes the questionnaire has.
        targets: what the rows are held against.
        adjustment: what adjusting the weights did.
        merged: which labels of the data were merged.
    """
    method, alone = sampled_answers.method, lonely_strata(sampled_answers.design)
    missing = ", ".join(row.code for row in targets.rows if row.code not in measured)
    conditional = [
        (True, _baseline(targets.baseline_year)),
        (method.adjust == "none", _UNADJUSTED),
        (method.weights == "base" or adjustment is not None, weights_note(adjustment)),
        (alone > 0, _lonely(alone, method.lonely)),
        (not sampled_answers.design.clusters, _NO_CLUSTERS),
        (bool(missing), _not_measured(missing)),
    ]
    said = [sentence for applies, sentence in conditional if applies]
    return (*said, *_unknown_codes(sampled_answers.answers), *merged, *targets.warnings)


def weights_note(adjustment: StepReport | None) -> Sentence:
    """Return which weights a table stands on, and what adjusting them did."""
    if adjustment is None:
        return _DESIGN_WEIGHTS
    low, high = adjustment.ratio_low, adjustment.ratio_high
    return (
        f"Trọng số thiết kế đã hiệu chỉnh không trả lời theo {adjustment.classes} tầng: hệ số từ "
        f"{write_decimal(low, 3)} đến {write_decimal(high, 3)}, tầng ít nhất có {adjustment.fewest} phiếu trả lời; "
        f"ảnh hưởng của trọng số không đều (deff_w) là {write_decimal(adjustment.deff_w, 3)}.",
        f"Design weights adjusted for nonresponse in {adjustment.classes} classes, the strata: factors from {low:.3f} to "
        f"{high:.3f}, {adjustment.fewest} responses in the smallest class; unequal weights cost deff_w {adjustment.deff_w:.3f}.",
    )


NAMED = 8
_UNADJUSTED: Sentence = (
    "Kết luận của từng tiêu chí chưa hiệu chỉnh cho việc so sánh nhiều tiêu chí cùng lúc.",
    "Each verdict stands alone: not adjusted for judging many criteria together.",
)
_DESIGN_WEIGHTS: Sentence = (
    "Trọng số là trọng số thiết kế (nghịch đảo xác suất chọn), chưa tính đến phiếu không thu được.",
    "Weights are design weights (the inverse of the chance to be drawn), not adjusted for forms that did not come back.",
)
_NO_CLUSTERS: Sentence = (
    "Dữ liệu không có cột psu: sai số chưa tính đến việc người trong cùng địa bàn trả lời giống nhau.",
    "There is no column psu: errors ignore that neighbours answer alike.",
)


def _baseline(year: int) -> Sentence:
    return (
        f"Số năm {year} là số công bố, có thể đo bằng chỉ số khác; thay đổi so với {year} không kèm kết luận thống kê.",
        f"The {year} values are as published and may be on another metric; no test is made of the change since {year}.",
    )


def _lonely(alone: int, rule: str) -> Sentence:
    return (
        f"{alone} tầng chỉ có một đơn vị chọn mẫu; xử lý theo cách «{rule}».",
        f"{alone} strata have a single sampling unit, treated by “{rule}”.",
    )


def _not_measured(codes: str) -> Sentence:
    return (
        f"Bộ câu hỏi không đo {codes} nên không có kết quả để so với chỉ tiêu.",
        f"The questionnaire does not measure {codes}, so these targets stand alone.",
    )


def _unknown_codes(answers: ItemAnswers) -> list[Sentence]:
    """Say which items hold codes that are neither an option of the scale nor a missing kind, and how often."""
    found = []
    for name, item in answers.items.items():
        known = [*item.valid, *(kind.code for kind in missing.KINDS)]
        codes, counts = np.unique(
            answers.codes[name][~np.isin(answers.codes[name], known)], return_counts=True
        )
        found += [f"{name} = {code} × {count}" for code, count in zip(codes, counts, strict=True)]
    if not found:
        return []
    shown = ", ".join(found[:NAMED]) + (f" … ({len(found)})" if len(found) > NAMED else "")
    return [
        (
            f"Mã không có trong thang đo của câu hỏi được bỏ ra ngoài, như không trả lời: {shown}; hãy kiểm tra dữ liệu.",
            f"Codes that the scale of their item does not have were left out, as no answer is: {shown}; check the data.",
        )
    ]
