"""Warnings of a plan's preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from questionnaires.routes.told import Contradiction, contradictions
from sampling.errors import Sentence
from sampling.frame.findings import sentences
from survey_app.areas.coverage import Coverage
from survey_app.waves import notices
from survey_app.waves.allocation import Allocation
from survey_app.waves.wave_spec import WaveSpec
from survey_app.web.number_formats import count
from survey_app.web.translation import current_language, gettext, say

NAMED = 8
WIDE = 0.10


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning; ``stops`` if it prevents the draw, ``offices`` if post offices are missing."""

    text: str
    stops: bool = False
    offices: bool = False


def warnings(found: Allocation, covered: Coverage, spec: WaveSpec) -> list[Warned]:
    """Return the warnings of a plan, those that prevent the draw first."""
    checks = (
        *_area_warnings(covered),
        (
            not spec.seed,
            gettext(
                "Chưa có hạt giống: hãy công bố hai mã SHA-256 của khung và kế hoạch ở dưới, chờ sự kiện diễn ra, "
                "rồi điền dòng chữ vào kế hoạch."
            ),
            ("stops",),
        ),
        *_precision_warnings(found),
        *((True, _spoken(sentence), ()) for sentence in sentences(spec.frame.findings)),
        (
            spec.synthetic,
            gettext("Số người trong khung là số giả định: đợt này sẽ mang nhãn «dữ liệu mô phỏng»."),
            (),
        ),
        *((True, _contradicted(one), ()) for one in contradictions(spec.questionnaire)),
        *((True, say(lacking), ()) for lacking in (notices.lacking(spec.notice),) if lacking),
        (
            not found.reserve,
            gettext("Kế hoạch không có dự phòng: phiếu bị từ chối hay thất lạc sẽ không có phiếu thay."),
            (),
        ),
    )
    return [Warned(text, "stops" in marks, "offices" in marks) for wrong, text, marks in checks if wrong]


def _contradicted(found: Contradiction) -> str:
    return gettext("Phiếu in, câu %(item)s: %(what)s.", item=found.item, what=say(found.message))


def _area_warnings(covered: Coverage) -> tuple[tuple[bool, str, tuple[str, ...]], ...]:
    missing = [area.name for area in covered.missing]
    return (
        (
            bool(covered.unknown),
            gettext(
                "Khung có mã không thuộc đơn vị hành chính đang có hiệu lực: %(codes)s.",
                codes=_first_names(covered.unknown),
            ),
            ("stops",),
        ),
        (bool(covered.lost_zeros), _lost_zeros(covered), ("stops",)),
        (
            bool(covered.unserved),
            gettext(
                "%(n)s đơn vị chưa có bưu cục phụ trách: %(names)s.",
                n=count(len(covered.unserved)),
                names=_first_names([covered.names[code] for code in covered.unserved]),
            ),
            ("stops", "offices"),
        ),
        (
            bool(missing),
            gettext(
                "Khung thiếu %(n)s đơn vị đang có hiệu lực: %(names)s. Người dân ở đó không có cơ hội được chọn.",
                n=count(len(missing)),
                names=_first_names(missing),
            ),
            (),
        ),
    )


def _lost_zeros(covered: Coverage) -> str:
    pairs = _first_names([f"{code} → {whole}" for code, whole in covered.lost_zeros.items()])
    return _spoken(
        (
            f"Mã bị mất số 0 đứng đầu (Excel tự bỏ): {pairs}. Hãy định dạng cột mã là Văn bản rồi ghi lại mã.",
            f"Codes lost their leading zeros (Excel drops them): {pairs}. Format the column as text and write them again.",
        )
    )


def _spoken(sentence: Sentence) -> str:
    return sentence[1 if current_language() == "en" else 0]


def _precision_warnings(found: Allocation) -> tuple[tuple[bool, str, tuple[str, ...]], ...]:
    wide = sum(place.half is None or place.half > WIDE for place in found.places)
    return (
        (
            bool(wide),
            gettext(
                "%(n)s dòng có nửa khoảng tin cậy trên 10 điểm: số của từng nơi đó chỉ để tham khảo, không để xếp hạng.",
                n=count(wide),
            ),
            (),
        ),
        (
            bool(found.lonely),
            gettext(
                "Tầng chỉ có một đơn vị được chọn, không ước lượng được sai số của tầng: %(strata)s.",
                strata=_first_names(found.lonely),
            ),
            (),
        ),
        (
            bool(found.certain),
            gettext(
                "%(n)s đơn vị đông dân chắc chắn được chọn: %(units)s.",
                n=count(len(found.certain)),
                units=_first_names(found.certain),
            ),
            (),
        ),
    )


def _first_names(names: list[str] | tuple[str, ...]) -> str:
    named = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return named
    return gettext("%(names)s và %(n)s nơi khác", names=named, n=count(len(names) - NAMED))


def shades(forms: Sequence[float]) -> list[int]:
    """Return the shade of each tile of the map, 1 to 5; 0 without forms.

    >>> shades([0, 30, 36, 48])
    [0, 1, 2, 5]
    """
    most, least = max(forms, default=0.0), min((one for one in forms if one > 0), default=0.0)
    step = (most - least) / 5
    return [0 if one <= 0 else 1 + min(4, int((one - least) / step if step else 2)) for one in forms]


def level_name(level: str) -> str:
    """Return the name of a level's units; an unknown level as it is."""
    return {
        "province": gettext("Tỉnh"),
        "district": gettext("Huyện, thành phố"),
        "commune": gettext("Xã, phường"),
        "village": gettext("Thôn, ấp, khu phố"),
    }.get(level, level)


def unit_name(unit: str) -> str:
    """Return the name of a plan's units within a sentence; an unknown unit as it is."""
    return {
        "district": gettext("huyện, thành phố"),
        "commune": gettext("xã, phường"),
        "village": gettext("thôn, ấp, khu phố"),
        "household": gettext("hộ"),
        "person": gettext("người"),
    }.get(unit, unit)
