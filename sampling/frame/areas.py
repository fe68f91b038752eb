"""Frames made from tables of administrative units: a tree with levels and dates of effect.

Nothing is fixed here about which levels there are: ``district → commune → village`` and ``commune → village`` are
both data. A unit is identified by its code on a given day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sampling.errors import SamplingError
from sampling.frame.frame import SamplingFrame, frame_from
from sampling.plan.problems import Problems

NAMED = 8


@dataclass(frozen=True)
class AreaUnit:
    """One administrative unit.

    Attributes:
        code: its code.
        level: such as ``commune``.
        parent: the code of the unit above, nothing at the top.
        since: the first day it exists.
        until: the first day it does not, nothing if it still does.
        values: further columns of the frame, such as ``adults`` or ``urban``.
    """

    code: str
    level: str
    parent: str | None
    since: date
    until: date | None
    values: Mapping[str, object]

    def in_force(self, on: date) -> bool:
        """Tell whether the unit exists on a day."""
        return self.since <= on and (self.until is None or on < self.until)


def frame_from_areas(
    units: Iterable[AreaUnit], levels: Sequence[str], *, on: date, name: str = "đơn vị hành chính"
) -> SamplingFrame:
    """Make a frame of the units of the lowest level, with a column for the code of each level above.

    Args:
        units: all units, of any level and date.
        levels: from the highest to the lowest, as ``("commune", "village")``.
        on: the day whose units count.
        name: what people call the frame.

    Raises:
        SamplingError: a unit without parent, or a code twice on that day; every one is named.

    >>> day = date(2025, 7, 1)
    >>> commune = AreaUnit("26041", "commune", None, day, None, {"urban": 1})
    >>> village = AreaUnit("26041-01", "village", "26041", day, None, {"adults": 900})
    >>> list(frame_from_areas([commune, village], ["commune", "village"], on=day).columns)
    ['commune', 'village', 'urban', 'adults']
    """
    problems = Problems(f"Khung «{name}» ngày {on:%d/%m/%Y} có lỗi:", f"Frame «{name}» on {on} is wrong:")
    by_code: dict[tuple[str, str], AreaUnit] = {}
    for unit in units:
        if unit.level in levels and unit.in_force(on):
            if (unit.level, unit.code) in by_code:
                problems.add(
                    f"mã «{unit.code}» ({unit.level}) có hai lần; hãy sửa ngày hiệu lực",
                    f"code «{unit.code}» ({unit.level}) stands twice; correct the dates of effect",
                )
            by_code[unit.level, unit.code] = unit
    lowest = sorted(
        (unit for unit in by_code.values() if unit.level == levels[-1]), key=lambda unit: unit.code
    )
    rows = [_row(unit, levels, by_code, problems=problems) for unit in lowest]
    problems.stop_if_any()
    return frame_from(rows, name=name)


def _row(
    unit: AreaUnit, levels: Sequence[str], by_code: Mapping[tuple[str, str], AreaUnit], *, problems: Problems
) -> dict[str, object]:
    line: list[AreaUnit] = [unit]
    for level in reversed(levels[:-1]):
        above = by_code.get((level, line[-1].parent or ""))
        if above is None:
            problems.add(
                f"«{line[-1].code}» ({line[-1].level}) không có đơn vị cấp trên ({level}) đang có hiệu lực: "
                f"«{line[-1].parent or ''}»",
                f"«{line[-1].code}» ({line[-1].level}) has no parent ({level}) in force: «{line[-1].parent or ''}»",
            )
            break
        line.append(above)
    row: dict[str, object] = {member.level: member.code for member in reversed(line)}
    for member in reversed(line):
        row.update(member.values)
    return row


def check_age(frame: SamplingFrame, column: str, since: Mapping[str, date], *, made: date) -> None:
    """Refuse a list that was made before the units it names came into force, because their borders were others.

    Args:
        frame: the list.
        column: its column with codes of units.
        since: the first day of each unit in force, by code; codes that are not among them are left alone.
        made: the day the list was made.

    Raises:
        SamplingError: units that are newer than the list.

    >>> villages = frame_from([{"commune": "26041"}])
    >>> check_age(villages, "commune", {"26041": date(2025, 7, 1)}, made=date(2025, 8, 15))
    """
    newer = sorted(code for code in frame.labels(column) if code in since and made < since[code])
    if not newer:
        return
    latest = max(since[code] for code in newer)
    some = ", ".join(newer[:NAMED])
    others = len(newer) - NAMED
    raise SamplingError(
        f"Danh sách «{frame.name}» lập ngày {made:%d/%m/%Y}, trước khi đơn vị hành chính thay đổi ({latest:%d/%m/%Y}): "
        f"{some}{f' và {others} đơn vị khác' if others > 0 else ''}. Hãy lập lại danh sách theo địa giới mới.",
        f"The list “{frame.name}” was made on {made}, before areas changed ({latest}): "
        f"{some}{f' and {others} others' if others > 0 else ''}. Make it anew for the areas of today.",
    )
