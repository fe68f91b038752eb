"""The notes of a score table: how it was made, in sentences."""

from scoring.method.disclosure import Reason
from scoring.score_table.survey import Survey, lonely_strata
from scoring.targets.targets import TargetSet


def notes_of(survey: Survey, measured: frozenset[str], targets: TargetSet) -> tuple[Reason, ...]:
    """Return the sentences that apply, (vi, en); ``measured`` are the codes the questionnaire has."""
    method, alone = survey.method, lonely_strata(survey.design)
    missing = ", ".join(row.code for row in targets.rows if row.code not in measured)
    conditional = [
        (True, _baseline(targets.baseline_year)),
        (method.adjust == "none", _UNADJUSTED),
        (method.weights == "base", _DESIGN_WEIGHTS),
        (alone > 0, _lonely(alone, method.lonely)),
        (not survey.design.clusters, _NO_CLUSTERS),
        (bool(missing), _not_measured(missing)),
    ]
    return (*(sentence for applies, sentence in conditional if applies), *targets.warnings)


_UNADJUSTED: Reason = (
    "Kết luận của từng tiêu chí chưa hiệu chỉnh cho việc so sánh nhiều tiêu chí cùng lúc.",
    "Each verdict stands alone: not adjusted for judging many criteria together.",
)
_DESIGN_WEIGHTS: Reason = (
    "Trọng số là trọng số thiết kế (nghịch đảo xác suất chọn), chưa tính đến phiếu không thu được.",
    "Weights are design weights (the inverse of the chance to be drawn), not adjusted for forms that did not come back.",
)
_NO_CLUSTERS: Reason = (
    "Dữ liệu không có cột psu: sai số chưa tính đến việc người trong cùng địa bàn trả lời giống nhau.",
    "There is no column psu: errors ignore that neighbours answer alike.",
)


def _baseline(year: int) -> Reason:
    return (
        f"Số năm {year} là số công bố, có thể đo bằng chỉ số khác; thay đổi so với {year} không kèm kết luận thống kê.",
        f"The {year} values are as published and may be on another metric; no test is made of the change since.",
    )


def _lonely(alone: int, rule: str) -> Reason:
    return (
        f"{alone} tầng chỉ có một đơn vị chọn mẫu; xử lý theo cách «{rule}».",
        f"{alone} strata have a single sampling unit, treated by “{rule}”.",
    )


def _not_measured(codes: str) -> Reason:
    return (
        f"Bộ câu hỏi không đo {codes} nên không có kết quả để so với chỉ tiêu.",
        f"The questionnaire does not measure {codes}, so these targets stand alone.",
    )
