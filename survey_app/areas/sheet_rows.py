"""Areas, populations and successors parsed from rows of text, with the checks within one file."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey_app.areas.sheet_cells import (
    check_filled,
    check_shape,
    has_columns,
    read_count,
    read_date,
    read_flag,
    read_share,
)
from survey_app.areas.sheet_faults import Faults
from survey_app.areas.sheet_files import Sheet

UNIT_REQUIRED = ("code", "name", "level", "kind", "valid_from", "source")
UNIT_OPTIONAL = ("parent", "valid_to", "scopes", "note")
POPULATION_REQUIRED = ("code", "as_of", "source")
COUNTS = ("people", "adults", "households")
SUCCESSOR_REQUIRED = ("old_code", "old_valid_from", "new_code", "new_valid_from", "source")

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}")
TAG = re.compile(r"[a-z0-9_]{1,40}")
LEVEL = re.compile(r"[a-z]{1,20}")
FOREVER = dt.date.max


@dataclass(frozen=True, slots=True)
class Unit:
    """An area in a file."""

    row: int
    code: str
    name: str
    level: str
    kind: str
    parent: str
    valid_from: dt.date
    valid_to: dt.date | None
    scopes: frozenset[str]
    source: str

    def is_valid(self, day: dt.date) -> bool:
        """Return whether the unit is in force on a day; ``valid_to`` is the first day it is not."""
        return self.valid_from <= day < (self.valid_to or FOREVER)


@dataclass(frozen=True, slots=True)
class Population:
    """A population count of an area in a file; ``what`` is counted."""

    row: int
    code: str
    as_of: dt.date
    what: str
    count: int
    synthetic: bool
    source: str


@dataclass(frozen=True, slots=True)
class Succession:
    """A successor link in a file; ``share`` is the part of the old unit, where known."""

    row: int
    old: tuple[str, dt.date]
    new: tuple[str, dt.date]
    share: float | None
    source: str


def units_of(sheet: Sheet, faults: Faults) -> list[Unit]:
    """Return the units of a sheet; mistakes within the sheet are noted."""
    if not has_columns(sheet, UNIT_REQUIRED, UNIT_OPTIONAL, faults):
        return []
    units = [_unit(number, row, faults) for number, row in sheet.rows]
    found = [unit for unit in units if unit is not None]
    for unit, other in overlapping(found):
        vi = f"đơn vị {unit.code} có hai lần trong cùng thời gian (xem dòng {other.row})"
        faults.add(unit.row, vi, f"unit {unit.code} stands twice for the same time (see row {other.row})")
    return found


def populations_of(sheet: Sheet, faults: Faults) -> list[Population]:
    """Return the counts of a sheet, one for every filled cell."""
    if not has_columns(sheet, POPULATION_REQUIRED, (*COUNTS, "synthetic"), faults):
        return []
    found: list[Population] = []
    for number, row in sheet.rows:
        check_filled(number, row, POPULATION_REQUIRED, faults)
        as_of = read_date(number, "as_of", row["as_of"], faults)
        synthetic = read_flag(number, row.get("synthetic", ""), faults)
        for what in COUNTS:
            count = read_count(number, what, row.get(what, ""), faults)
            if count is not None and as_of is not None:
                found.append(Population(number, row["code"], as_of, what, count, synthetic, row["source"]))
    return found


def successions_of(sheet: Sheet, faults: Faults) -> list[Succession]:
    """Return the successor links of a sheet."""
    if not has_columns(sheet, SUCCESSOR_REQUIRED, ("share",), faults):
        return []
    found: list[Succession] = []
    for number, row in sheet.rows:
        check_filled(number, row, SUCCESSOR_REQUIRED, faults)
        old = read_date(number, "old_valid_from", row["old_valid_from"], faults)
        new = read_date(number, "new_valid_from", row["new_valid_from"], faults)
        share = read_share(number, row.get("share", ""), faults)
        if old is not None and new is not None:
            found.append(
                Succession(number, (row["old_code"], old), (row["new_code"], new), share, row["source"])
            )
    return found


def overlap(one: Unit, other: Unit) -> bool:
    """Return whether both are in force on some day."""
    return one.valid_from < (other.valid_to or FOREVER) and other.valid_from < (one.valid_to or FOREVER)


def overlapping(units: list[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """Yield pairs with one code whose times overlap, the later row first."""
    by_code: dict[str, list[Unit]] = {}
    for unit in units:
        for other in by_code.setdefault(unit.code, []):
            if overlap(unit, other):
                yield unit, other
        by_code[unit.code].append(unit)


def _unit(number: int, row: dict[str, str], faults: Faults) -> Unit | None:
    before = len(faults.found)
    check_filled(number, row, UNIT_REQUIRED, faults)
    check_shape(number, "code", row["code"], CODE, faults)
    check_shape(number, "parent", row.get("parent", ""), CODE, faults)
    check_shape(number, "level", row["level"], LEVEL, faults)
    scopes = frozenset(row.get("scopes", "").split())
    for tag in sorted(scopes):
        check_shape(number, "scopes", tag, TAG, faults)
    start = read_date(number, "valid_from", row["valid_from"], faults)
    end = read_date(number, "valid_to", row.get("valid_to", ""), faults)
    if start and end and end <= start:
        faults.add(number, "valid_to phải sau valid_from", "valid_to must come after valid_from")
    for name, longest in (("name", 200), ("kind", 40)):
        if len(row[name]) > longest:
            faults.add(
                number, f"cột {name} dài quá {longest} ký tự", f"column {name} over {longest} characters"
            )
    source = " – ".join(part for part in (row["source"], row.get("note", "")) if part)[:500]
    if len(faults.found) > before or start is None:
        return None
    words = (row["code"], row["name"], row["level"], row["kind"], row.get("parent", ""))
    return Unit(number, *words, start, end, scopes, source)
