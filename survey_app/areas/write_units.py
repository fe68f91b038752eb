"""Units of a file checked against each other and against those stored, then written."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from survey_app.areas.sheet_faults import Faults
from survey_app.areas.sheet_rows import Unit, overlap
from survey_app.tables import Area, AreaScope

Key = tuple[str, dt.date]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The number of rows a load added, changed and found unchanged."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        """Return the sum of both loads."""
        return Loaded(
            self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged
        )


def write_units(session: Session, units: list[Unit], faults: Faults) -> Loaded:
    """Add units and correct those that differ; code and first day identify a unit.

    Raises:
        AppError: every mistake of the file and every contradiction to the units that are there.
    """
    areas = {
        _key(area): area
        for area in stored_areas(session, {u.code for u in units} | {u.parent for u in units})
    }
    listed = {_key(unit) for unit in units}
    others = [_as_unit(area) for key, area in areas.items() if key not in listed]
    _judge_times(units, others, faults)
    above = _parents(units, others, faults)
    faults.raise_if_any()
    new = listed - areas.keys()
    areas |= {key: Area(code=key[0], valid_from=key[1]) for key in new}
    loaded = Loaded()
    for unit in units:
        parent = areas[above[_key(unit)]] if _key(unit) in above else None
        loaded += _write(session, areas[_key(unit)], unit, parent, is_new=_key(unit) in new)
    session.flush()
    return loaded


def stored_areas(session: Session, codes: set[str]) -> list[Area]:
    """Return the units of all times with one of these codes."""
    every = select(Area).options(selectinload(Area.scopes), selectinload(Area.parent))
    return [area for area in session.scalars(every) if area.code in codes]


def _key(unit: Unit | Area) -> Key:
    return unit.code, unit.valid_from


def _as_unit(area: Area) -> Unit:
    tags = frozenset(scope.tag for scope in area.scopes)
    parent = area.parent.code if area.parent else ""
    words = area.code, area.name, area.level, area.kind, parent
    return Unit(0, *words, area.valid_from, area.valid_to, tags, area.source)


def _by_code(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.code, []).append(unit)
    return found


def _judge_times(units: list[Unit], others: list[Unit], faults: Faults) -> None:
    there = _by_code(others)
    for unit in units:
        for other in there.get(unit.code, ()):
            if overlap(unit, other):
                since = other.valid_from
                vi = f"đơn vị {unit.code} đã có từ {since:%d/%m/%Y} và còn hiệu lực; hãy ghi valid_to cho đơn vị cũ trước"
                faults.add(
                    unit.row, vi, f"unit {unit.code} is in force since {since}; end it first by its valid_to"
                )


def _parents(units: list[Unit], others: list[Unit], faults: Faults) -> dict[Key, Key]:
    """Return the unit above each unit: the one with the parent's code on the day the unit begins."""
    there = _by_code((*units, *others))
    above: dict[Key, Key] = {}
    for unit in units:
        found = [other for other in there.get(unit.parent, ()) if other.is_valid(unit.valid_from)]
        if found:
            above[_key(unit)] = _key(found[0])
        elif unit.parent:
            vi = f"không có đơn vị cấp trên {unit.parent} có hiệu lực ngày {unit.valid_from:%d/%m/%Y}"
            faults.add(unit.row, vi, f"no unit {unit.parent} above it in force on {unit.valid_from}")
    for unit in units:
        if _is_above_itself(_key(unit), above):
            faults.add(
                unit.row, f"đơn vị {unit.code} là cấp trên của chính nó", f"unit {unit.code} is above itself"
            )
    return above


def _is_above_itself(start: Key, above: dict[Key, Key]) -> bool:
    seen: set[Key] = set()
    place = above.get(start)
    while place is not None and place not in seen and place != start:
        seen.add(place)
        place = above.get(place)
    return place == start


def _write(session: Session, area: Area, unit: Unit, parent: Area | None, *, is_new: bool) -> Loaded:
    values = unit.name, unit.level, unit.kind, unit.valid_to, unit.source
    there = area.name, area.level, area.kind, area.valid_to, area.source
    tags = {scope.tag for scope in area.scopes}
    if not is_new and values == there and tags == unit.scopes and area.parent is parent:
        return Loaded(unchanged=1)
    area.name, area.level, area.kind, area.valid_to, area.source = values
    area.parent = parent
    session.add(area)
    for scope in [scope for scope in area.scopes if scope.tag not in unit.scopes]:
        area.scopes.remove(scope)
        session.delete(scope)
    area.scopes.extend(AreaScope(tag=tag) for tag in sorted(unit.scopes - tags))
    return Loaded(added=1) if is_new else Loaded(changed=1)
