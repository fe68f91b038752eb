"""Frames out of tables of administrative units: a tree with levels and dates of effect.

Nothing is known here of which levels there are: ``district → commune → village`` and ``commune → village`` are
both data. A unit is identified by its code on a given day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sampling.frame import FIRST_ROW, SamplingFrame, frame_from
from sampling.problems import Problems


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
    known: dict[tuple[str, str], AreaUnit] = {}
    for unit in units:
        if unit.level in levels and unit.in_force(on):
            if (unit.level, unit.code) in known:
                problems.add(
                    f"mã «{unit.code}» ({unit.level}) có hai lần; hãy sửa ngày hiệu lực",
                    f"code «{unit.code}» ({unit.level}) stands twice; correct the dates of effect",
                )
            known[unit.level, unit.code] = unit
    lowest = sorted((unit for unit in known.values() if unit.level == levels[-1]), key=lambda unit: unit.code)
    rows = [_row(unit, levels, known, problems=problems) for unit in lowest]
    problems.stop_if_any()
    return frame_from(rows, name=name)


def _row(
    unit: AreaUnit, levels: Sequence[str], known: Mapping[tuple[str, str], AreaUnit], *, problems: Problems
) -> dict[str, object]:
    line: list[AreaUnit] = [unit]
    for level in reversed(levels[:-1]):
        above = known.get((level, line[-1].parent or ""))
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


def check_age(
    frame: SamplingFrame, column: str, units: Iterable[AreaUnit], *, made: date, level: str
) -> None:
    """Refuse a frame that is older than the areas in force.

    Args:
        frame: the frame.
        column: its column with codes of units.
        units: the units known, of any date.
        made: the day the frame was made.
        level: the level of those units.

    Raises:
        SamplingError: units changed after the frame was made, a code is not in force, or a unit is missing.
    """
    problems = Problems(
        f"Khung «{frame.name}» không khớp đơn vị hành chính:",
        f"Frame «{frame.name}» does not match the areas:",
    )
    mine = [unit for unit in units if unit.level == level]
    newest = max((unit.since for unit in mine), default=made)
    if made < newest:
        problems.add(
            f"khung lập ngày {made:%d/%m/%Y}, cũ hơn đơn vị hành chính có hiệu lực từ {newest:%d/%m/%Y}; hãy lập lại",
            f"made on {made}, older than the areas in force since {newest}; make it anew",
        )
    day = max(made, newest)
    current = {unit.code for unit in mine if unit.in_force(day)}
    codes, labels = frame.codes(column), frame.labels(column)
    for place, label in enumerate(labels):
        if label not in current:
            row = int(np.argmax(codes == place)) + FIRST_ROW
            problems.add(
                f"dòng {row}: đơn vị «{label}» không còn hiệu lực",
                f"row {row}: unit «{label}» is not in force",
            )
    for code in sorted(current - set(labels)):
        problems.add(f"thiếu đơn vị «{code}»", f"unit «{code}» is missing")
    problems.stop_if_any()
