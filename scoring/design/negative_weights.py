"""What cannot be computed once calibration has made weights negative."""

from scoring.design.design import Design
from scoring.errors import ScoringError


def refuse_negative_weights(design: Design, vi: str, en: str) -> None:
    """Refuse a design with weights below 0 where a statistic or a step needs weights that are not.

    Args:
        design: its weights may have come from ``calibrate(…, negative="allow")``.
        vi: what is computed, in Vietnamese.
        en: the same in English.

    Raises:
        ScoringError: a weight is below 0.
    """
    if design.negative and (design.weight < 0).any():
        raise ScoringError(
            f"{vi}: có trọng số âm sau calibrate nên không tính được; hãy đặt bounds, hoặc dùng method = raking, hoặc làm bước "
            "này trước calibrate.",
            f"{en}: calibration made weights negative, so this cannot be computed; set bounds, or method = raking, or take this "
            "step before calibration.",
        )
