"""The preview of a plan as text in Vietnamese for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from survey_app.commands.plan.tables import number, points, short, table

if TYPE_CHECKING:
    from survey_app.commands.plan.plan_promise import Assumptions, PlanPromise

MOST_ROWS = 120
MOST_NAMES = 8


def render(promise: "PlanPromise", assumed: "Assumptions") -> str:
    """Return the table of strata, the warnings, the simulation and, for households, the Kish grid."""
    lines = [
        _strata(promise, assumed),
        *_precision(promise),
        *_certain_units(promise),
        *_single_units(promise),
        *_joint(promise),
        *_simulation(promise, assumed),
        *_kish(promise),
    ]
    return "\n".join(lines)


def _strata(promise: "PlanPromise", assumed: "Assumptions") -> str:
    rows = [
        [
            one.stratum,
            number(one.units),
            number(one.size),
            number(one.take),
            number(one.forms),
            number(one.answers),
            points(one.half_width),
        ]
        for one in promise.outlooks
    ]
    hidden = len(rows) - MOST_ROWS
    rows = rows[:MOST_ROWS] + ([[f"… và {hidden} tầng nữa (--json)", *[""] * 6]] if hidden > 0 else [])
    forms, answers = (sum(getattr(one, name) for one in promise.outlooks) for name in ("forms", "answers"))
    rows.append(["Cộng", *_sums(promise), number(forms), number(answers), ""])
    first = promise.plan.stages[0]
    title = (
        f"Kế hoạch {promise.plan.name}: giai đoạn 1 chọn {first.unit} ({first.method}); "
        f"tỷ lệ {points(assumed.share)} %, ρ = {short(assumed.rho_cluster)}, trả lời {short(100 * assumed.response)} %"
    )
    return table(title, ["Tầng", "Đơn vị", "Cỡ", "Chọn", "Phiếu", "Trả lời", "±, điểm"], rows)


def _precision(promise: "PlanPromise") -> Iterator[str]:
    rows = [
        [f"{one.variable}, {one.domain or 'toàn bộ'}", points(one.allowed, 2), points(one.reached, 2)]
        for one in promise.precision
    ]
    if rows:
        hidden = len(rows) - MOST_ROWS
        rows = rows[:MOST_ROWS] + ([[f"… và {hidden} dòng nữa (--json)", "", ""]] if hidden > 0 else [])
        yield table(
            "Hệ số biến thiên mà số chọn trên đạt được (phân bổ Bethel)",
            ["Biến, miền", "CV cho phép, %", "CV đạt được, %"],
            rows,
        )


def _sums(promise: "PlanPromise") -> list[str]:
    return [number(sum(getattr(one, name) for one in promise.outlooks)) for name in ("units", "size", "take")]


def _names(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMES]) + (
        f" và {len(names) - MOST_NAMES} nữa" if len(names) > MOST_NAMES else ""
    )


def _certain_units(promise: "PlanPromise") -> Iterator[str]:
    certain = [name for one in promise.planned for name in one.certain]
    if certain:
        yield f"Đơn vị chắc chắn được chọn vì cỡ lớn: {len(certain)} ({_names(certain)}); mỗi đơn vị là một tầng riêng."
    else:
        yield "Không có đơn vị nào chắc chắn được chọn vì cỡ lớn."


def _single_units(promise: "PlanPromise") -> Iterator[str]:
    lonely = [one.stratum for one in promise.planned if one.take == 1 < one.units]
    if lonely:
        yield (
            f"Lưu ý: {len(lonely)} tầng chỉ chọn một đơn vị ({_names(lonely)}): không ước lượng được phương sai trong "
            "tầng; hãy chọn từ hai đơn vị, hoặc gộp tầng."
        )


def _joint(promise: "PlanPromise") -> Iterator[str]:
    computed = [one for one in promise.joint if one.least is not None]
    skipped = [one for one in promise.joint if one.why is not None]
    zero = [one for one in computed if one.zero_pairs]
    if computed:
        least = min(computed, key=lambda one: one.least or 0.0)
        yield f"Xác suất chọn đồng thời nhỏ nhất: {number(least.least or 0.0, 5 if least.least else 0)} (tầng {least.stratum})."
    if zero:
        pairs = sum(one.zero_pairs for one in zero)
        yield (
            f"Lưu ý: {number(pairs)} cặp đơn vị trong {len(zero)} tầng không bao giờ cùng được chọn "
            f"({_names([one.stratum for one in zero])}): phương sai không có ước lượng không chệch, phép tính coi giai "
            "đoạn 1 là chọn có hoàn lại."
        )
    if skipped and skipped[0].why:
        yield f"Không tính xác suất chọn đồng thời ở {len(skipped)} tầng: {skipped[0].why[0]}."


def _simulation(promise: "PlanPromise", assumed: "Assumptions") -> Iterator[str]:
    expected = promise.expected
    if expected is None:
        yield f"Không mô phỏng: {promise.why_not_simulated}".rstrip(".") + "."
        return
    rows = [
        ["Trả lời, trung bình một lần rút", number(expected.answers)],
        ["Sai số chuẩn của toàn bộ, điểm", points(expected.se, 2)],
        ["Độ chệch của toàn bộ, điểm", points(expected.bias, 2)],
        ["Hiệu ứng thiết kế (deff)", number(expected.deff, 2)],
        [f"Địa bàn ({promise.area}) có trả lời", number(expected.areas, 1)],
        ["Trả lời ở một địa bàn, trung vị", number(expected.area_answers)],
        ["Sai số chuẩn của một địa bàn, trung vị, điểm", points(expected.area_se, 1)],
        ["Sai số chuẩn của một địa bàn, lớn nhất, điểm", points(expected.area_se_most, 1)],
    ]
    yield table(
        f"Mô phỏng {assumed.draws} lần rút trên dân số giả định (ρ {promise.area} {short(assumed.rho_area)}, "
        f"ρ cụm {short(assumed.rho_cluster)})",
        ["Dự kiến", "Giá trị"],
        rows,
    )
    yield "Dân số giả định: cỡ lấy từ khung mẫu, câu trả lời do máy đặt ra; mọi phiếu đều được coi là trả lời."


def _kish(promise: "PlanPromise") -> Iterator[str]:
    from sampling.selection.household import KISH_TABLES, kish_grid

    if promise.plan.stages[-1].within != "kish":
        return
    grid = kish_grid()
    rows = [[name, *(str(adult) for adult in grid[name])] for name in KISH_TABLES]
    yield table(
        "Bảng Kish: hỏi người lớn thứ mấy (nam từ lớn tuổi nhất, rồi nữ)",
        ["Bảng", *(f"{adults} người" for adults in range(1, 6)), "6 trở lên"],
        rows,
    )
