"""The analysis of a wave as lines for a terminal, in Vietnamese with decimal commas."""

from collections.abc import Iterable, Iterator

from questionnaires.decimals import write_decimal
from scoring.analysis import Analysis
from scoring.comparison.difference import Difference
from scoring.diagnostics.criterion_reliability import strength
from scoring.errors import Sentence

# Below this share of explained variance an order of drivers is noise.
TOO_LITTLE = 0.1


def render(analysis: Analysis) -> str:
    """Return reliability, drivers, mode effect and change, a line or a short list each."""
    return "\n".join([*_reliability(analysis), *_drivers(analysis), *_mode(analysis), *_change(analysis)])


def _reliability(analysis: Analysis) -> Iterator[str]:
    lines = [
        f"{each.code} {write_decimal(each.result.alpha)} ({strength(each.result.alpha)})"
        for each in analysis.reliability
        if each.result is not None
    ]
    yield "Độ tin cậy của tiêu chí (alpha): " + ("; ".join(lines) or "không tính được") + "."


def _drivers(analysis: Analysis) -> Iterator[str]:
    for code, part in analysis.drivers.items():
        if part.value is None:
            yield f"Yếu tố tác động của phần {code}: {part.why[0] if part.why else ''}"
            continue
        if part.value.drivers.r2 < TOO_LITTLE:
            yield f"Yếu tố tác động tới {part.value.outcome}: các tiêu chí hầu như không giải thích được câu hỏi chung."
            continue
        points = sorted(part.value.map.points, key=lambda point: -point.importance)
        shares = ", ".join(f"{each.name} {write_decimal(each.importance * 100, 0)} %" for each in points)
        first = [each.name for each in points if each.quadrant == "Ưu tiên cải thiện"]
        line = (
            f"Yếu tố tác động tới {part.value.outcome} (R² {write_decimal(part.value.drivers.r2)}): {shares}"
        )
        yield line + (f"; ưu tiên cải thiện: {', '.join(first)}." if first else ".")


def _mode(analysis: Analysis) -> Iterator[str]:
    if analysis.mode.value is None:
        yield f"Web so với giấy: {analysis.mode.why[0] if analysis.mode.why else ''}"
        return
    notable = [each for each in analysis.mode.value.observed if each.code in analysis.mode.value.notable]
    if notable:
        yield "Web so với giấy, khác hơn 5 điểm: " + "; ".join(_difference(each) for each in notable) + "."
    else:
        yield "Web so với giấy: không tiêu chí nào khác hơn 5 điểm."


def _change(analysis: Analysis) -> Iterator[str]:
    if analysis.since.value is not None:
        yield (
            "Thay đổi so với đợt trước: "
            + "; ".join(_difference(each) for each in analysis.since.value)
            + "."
        )
        yield from _broken(analysis.since.value)
    elif analysis.since.why is not None:
        yield f"Thay đổi: {analysis.since.why[0]}"


def _broken(rows: Iterable[Difference]) -> Iterator[str]:
    """Yield why rows have no difference, in Vietnamese and English; rows of one reason together."""
    codes: dict[Sentence, list[str]] = {}
    for each in rows:
        if each.why is not None:
            codes.setdefault(each.why, []).append(each.code)
    for (vi, en), found in codes.items():
        yield f"  {', '.join(found)}: {vi} / {en}"


def _difference(each: Difference) -> str:
    if each.estimate is None or each.low is None or each.high is None:
        return f"{each.code} –"
    half = write_decimal((each.high - each.low) * 50, 1)
    mark = "" if each.certain else " (chưa chắc chắn)"
    return f"{each.code} {write_decimal(each.estimate * 100, 1, sign=True)} ± {half}{mark}"
