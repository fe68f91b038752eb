"""Post offices and the areas they serve, loaded from a CSV or XLSX file: ``area,office,name``."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.areas.sheet_cells import check_filled, has_columns
from survey_app.areas.sheet_faults import Faults
from survey_app.areas.sheet_files import read_sheet
from survey_app.people import accounts
from survey_app.tables import Area

COLUMNS = ("area", "office", "name")


def load_offices(session: Session, path: Path) -> int:
    """Create the post offices of a file and assign their areas; return the number of areas assigned.

    The area is a code in force (the one that began last); areas below it without an office of their own are
    served too. Further columns are left alone.

    Raises:
        AppError: the file is no table, or every mistake of it with its row: a column is missing, a cell is empty, an
            area is unknown. No office is made then.
    """
    faults = Faults(path.name)
    sheet = read_sheet(path, faults)
    if not has_columns(sheet, COLUMNS, sheet.columns, faults):
        faults.raise_if_any()
    found: list[tuple[Area, str, str]] = []
    for line, row in sheet.rows:
        check_filled(line, row, COLUMNS, faults)
        area = _newest(session, row["area"])
        if area is not None:
            found.append((area, row["office"], row["name"]))
        elif row["area"]:
            faults.add(
                line,
                f"không có đơn vị hành chính mã «{row['area'][:20]}»",
                f"there is no area '{row['area'][:20]}'",
            )
    faults.raise_if_any()
    for area, office, name in found:
        accounts.add_office(session, office, name, areas=[area])
    return len(found)


def _newest(session: Session, code: str) -> Area | None:
    query = select(Area).where(Area.code == code).order_by(Area.valid_from.desc()).limit(1)
    return session.scalars(query).one_or_none()
