"""Administrative units: load them from files, and find those in force on a day.

- ``load_list(session, listed) -> Loaded``: the units of a survey
- ``load_file(session, path) -> Loaded``: units, populations or successors, told apart by their columns
- ``in_force(session, day, level=…, scope=…) -> list[Area]``

No tier is built in: a level is a word of the file. Loading twice changes nothing; a file with a mistake loads
nothing at all.
"""

import datetime as dt
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey_app.areas.sheet_faults import Faults
from survey_app.areas.sheet_files import read_sheet
from survey_app.areas.sheet_rows import populations_of, successions_of, units_of
from survey_app.areas.write_links import write_populations, write_successions
from survey_app.areas.write_units import Loaded, write_units
from survey_app.errors import AppError
from survey_app.surveys.survey import AreaList
from survey_app.tables import Area, AreaScope


def load_list(session: Session, listed: AreaList) -> Loaded:
    """Load the units of a survey, file by file.

    Raises:
        AppError: the survey has no files of areas, or every mistake of the first file that is wrong.
    """
    if not listed.files:
        raise AppError(
            f"Khảo sát này không kèm tệp đơn vị hành chính «{listed.name}». Hãy ghi đường dẫn tệp .csv, .xlsx.",
            f"This survey comes with no files of areas '{listed.name}'. Give a .csv or .xlsx file.",
        )
    return sum((load_file(session, path) for path in listed.files), start=Loaded())


def load_file(session: Session, path: Path) -> Loaded:
    """Load a CSV or XLSX file: successors if it has ``old_code``, units if ``name``, else populations.

    Raises:
        AppError: every mistake of the file with its row; nothing of it is loaded.
    """
    faults = Faults(path.name)
    sheet = read_sheet(path, faults)
    if "old_code" in sheet.columns:
        return write_successions(session, successions_of(sheet, faults), faults)
    if "name" in sheet.columns or "level" in sheet.columns:
        return write_units(session, units_of(sheet, faults), faults)
    return write_populations(session, populations_of(sheet, faults), faults)


def in_force(
    session: Session, day: dt.date, *, level: str | None = None, scope: str | None = None
) -> list[Area]:
    """Return the units in force on ``day``, by code.

    Args:
        session: where they are.
        day: a unit is in force from ``valid_from`` until the day before ``valid_to``.
        level: only units of this level, such as ``commune``.
        scope: only units with this tag, one of the survey's scopes.
    """
    found = select(Area).where(Area.valid_from <= day, or_(Area.valid_to.is_(None), Area.valid_to > day))
    if level is not None:
        found = found.where(Area.level == level)
    if scope is not None:
        found = found.where(Area.scopes.any(AreaScope.tag == scope))
    return list(session.scalars(found.order_by(Area.code)))
