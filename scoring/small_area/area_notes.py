"""What a reader of modelled areas has to know, in Vietnamese and English."""

from scoring.errors import Sentence
from scoring.small_area.fay_herriot import SmallArea

FEW_DF = 20
FAR = 3.0
ENDS: Sentence = (
    "Ước lượng theo mô hình kéo kết quả của mỗi đơn vị về mức chung: đơn vị cao nhất thường bị ước lượng thấp đi, "
    "đơn vị thấp nhất bị ước lượng cao lên. Khoảng tin cậy đúng tính trung bình trên các đơn vị, không đúng cho "
    "riêng đơn vị ở hai đầu; đừng dùng để xếp hạng nhất, bét.",
    "The model pulls each area towards the common level: the highest areas are estimated too low, the lowest too "
    "high. Its intervals hold on average over areas, not for those at the ends; do not rank the ends by it.",
)
ALIKE: Sentence = (
    "Dữ liệu không cho thấy khác biệt giữa các đơn vị ngoài sai số chọn mẫu (REML cho σ² = 0). Điều đó không chứng minh "
    "các đơn vị như nhau: mô hình dùng σ² hiệu chỉnh, lớn hơn 0, để khoảng tin cậy không hẹp quá mức.",
    "The data show no difference between areas beyond sampling error (σ² = 0 by REML). This does not prove that areas "
    "are alike: the model uses the adjusted σ², above 0, so that intervals are not too narrow.",
)
PEOPLE: Sentence = (
    "Trong từng đơn vị chỉ có một cụm nên sai số chọn mẫu tính từ từng người trả lời; nếu đã chọn thôn, ấp, sai số "
    "thật lớn hơn.",
    "Areas hold one cluster each, so sampling errors come from single people; if villages were drawn, the true "
    "errors are larger.",
)


def area_notes(model: SmallArea, people: bool, df: int) -> tuple[Sentence, ...]:
    """Return the notes beside the estimates of a model.

    Args:
        model: the fitted model.
        people: whether sampling variances come from people rather than from clusters.
        df: the units they come from, less areas.
    """
    far = [each.area for each in model.areas if each.residual is not None and abs(each.residual) > FAR]
    notes = [
        (True, ENDS),
        (model.reml == 0, ALIKE),
        (people, PEOPLE),
        (df < FEW_DF, _rough(df)),
        (bool(far), _far(", ".join(far))),
    ]
    return tuple(note for holds, note in notes if holds)


def _rough(df: int) -> Sentence:
    return (
        f"Phương sai chọn mẫu của đơn vị chỉ dựa trên {df} bậc tự do nên còn thô.",
        f"The sampling variance of areas rests on {df} degrees of freedom only; it is rough.",
    )


def _far(areas: str) -> Sentence:
    return (
        f"Đơn vị khác xa mô hình (phần dư chuẩn hóa trên {FAR:g}): {areas}; hãy xem kết quả trực tiếp.",
        f"Areas far from the model (standardised residual above {FAR:g}): {areas}; see their own results.",
    )
