"""Populations and successors of a file written to the tables; the units they name must be stored."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.areas.sheet_faults import Faults
from survey_app.areas.sheet_rows import FOREVER, Population, Succession
from survey_app.areas.write_units import Loaded, stored_areas
from survey_app.tables import Area, AreaPopulation, AreaSuccessor


def write_populations(session: Session, rows: list[Population], faults: Faults) -> Loaded:
    """Add counts to the units in force on their day, and correct those that differ.

    Raises:
        AppError: every mistake of the file, and every count of a unit nobody knows on that day.
    """
    areas = stored_areas(session, {row.code for row in rows})
    meant = {row: _in_force(areas, row.code, row.as_of) for row in rows}
    seen: dict[tuple[str, dt.date, str], int] = {}
    for row, area in meant.items():
        if area is None:
            vi = f"không có đơn vị {row.code[:20]} có hiệu lực ngày {row.as_of:%d/%m/%Y}"
            faults.add(row.row, vi, f"no unit {row.code[:20]} in force on {row.as_of}")
        first = seen.setdefault((row.code, row.as_of, row.what), row.row)
        if first != row.row:
            faults.add(
                row.row,
                f"{row.what} của {row.code} đã có ở dòng {first}",
                f"{row.what} of {row.code} is told already in row {first}",
            )
    faults.raise_if_any()
    there = {(p.area_id, p.what, p.as_of): p for p in session.scalars(select(AreaPopulation))}
    loaded = Loaded()
    for row, area in meant.items():
        if area is not None:
            loaded += _write_population(session, there.get((area.id, row.what, row.as_of)), row, area)
    session.flush()
    return loaded


def write_successions(session: Session, rows: list[Succession], faults: Faults) -> Loaded:
    """Add successor links, and correct those that differ.

    Raises:
        AppError: every mistake of the file, and every link of a unit nobody knows.
    """
    areas = {
        (area.code, area.valid_from): area
        for area in stored_areas(session, {code for row in rows for code in (row.old[0], row.new[0])})
    }
    for row in rows:
        for code, since in (row.old, row.new):
            if (code, since) not in areas:
                vi = f"không có đơn vị {code[:20]} có hiệu lực từ {since:%d/%m/%Y}"
                faults.add(row.row, vi, f"no unit {code[:20]} in force since {since}")
    faults.raise_if_any()
    there = {(s.old_id, s.new_id): s for s in session.scalars(select(AreaSuccessor))}
    loaded = Loaded()
    for row in rows:
        ids = areas[row.old].id, areas[row.new].id
        link = there.setdefault(ids, AreaSuccessor(old_id=ids[0], new_id=ids[1]))
        is_new = link not in session
        if not is_new and (link.share, link.source) == (row.share, row.source):
            loaded += Loaded(unchanged=1)
            continue
        link.share, link.source = row.share, row.source
        session.add(link)
        loaded += Loaded(added=1) if is_new else Loaded(changed=1)
    session.flush()
    return loaded


def _in_force(areas: list[Area], code: str, day: dt.date) -> Area | None:
    return next((a for a in areas if a.code == code and a.valid_from <= day < (a.valid_to or FOREVER)), None)


def _write_population(session: Session, there: AreaPopulation | None, row: Population, area: Area) -> Loaded:
    values = row.count, row.synthetic, row.source
    if there is None:
        fixed = AreaPopulation(area_id=area.id, what=row.what, as_of=row.as_of)
        fixed.count, fixed.synthetic, fixed.source = values
        session.add(fixed)
        return Loaded(added=1)
    if values == (there.count, there.synthetic, there.source):
        return Loaded(unchanged=1)
    there.count, there.synthetic, there.source = values
    return Loaded(changed=1)
