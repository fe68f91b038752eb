"""Where a sampled unit lies, and which post office goes there."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey_app.errors import AppError
from survey_app.tables import Area, OfficeArea

SHOWN = 5
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Destination:
    """An area, and the office that serves it."""

    area_id: int
    office_id: int


def destinations_of(
    session: Session, rows: pd.DataFrame, column: str, *, day: dt.date
) -> dict[str, Destination]:
    """Return the destination of each area code that stands in a column of a sample.

    Raises:
        AppError: there is no such column, a code is of no area in force on the day, an area has no post office.
    """
    if column not in rows:
        raise AppError(
            f"Khung mẫu không có cột «{column}» chứa mã đơn vị hành chính.",
            f"The frame has no column '{column}' with area codes.",
        )
    codes = sorted(set(rows[column]))
    areas = _in_force(session, codes, day)
    refuse_any(
        [code for code in codes if code not in areas],
        "Không có đơn vị hành chính đang có hiệu lực với mã {codes}. Hãy nạp danh mục hoặc sửa khung mẫu.",
        "No area in force has the code {codes}. Load the areas or correct the frame.",
    )
    offices = {code: _office(session, area) for code, area in areas.items()}
    refuse_any(
        [code for code in codes if offices[code] is None],
        "Chưa có bưu cục phụ trách đơn vị {codes}. Hãy gán bưu cục cho đơn vị đó hoặc đơn vị cấp trên.",
        "No post office serves the area {codes}. Assign one to it or to an area above it.",
    )
    return {
        code: Destination(areas[code].id, office) for code, office in offices.items() if office is not None
    }


def _in_force(session: Session, codes: Sequence[str], day: dt.date) -> dict[str, Area]:
    return {
        area.code: area
        for start in range(0, len(codes), CHUNK)
        for area in session.scalars(
            select(Area).where(
                Area.code.in_(codes[start : start + CHUNK]),
                Area.valid_from <= day,
                or_(Area.valid_to.is_(None), Area.valid_to > day),
            )
        )
    }


def _office(session: Session, area: Area | None) -> int | None:
    """Return the office that serves an area, or the nearest area above it that has one."""
    while area is not None:
        served = session.get(OfficeArea, area.id)
        if served is not None:
            return served.office_id
        area = area.parent
    return None


def refuse_any(codes: Sequence[str], vi: str, en: str) -> None:
    """Refuse codes where there are any; the sentences name some of them at ``{codes}``."""
    if codes:
        shown = ", ".join(codes[:SHOWN]) + (" …" if len(codes) > SHOWN else "")
        raise AppError(vi.format(codes=shown), en.format(codes=shown))
