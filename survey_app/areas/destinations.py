"""Destinations of sampled units: the area of each, and the post office that serves it.

- ``destinations_of(session, codes, day=…)``: the area and the office of each area code of a sample
- ``nearest_office(area, serving_offices(session))``: the office of an area, or of the nearest area above it
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.areas import areas
from survey_app.errors import AppError
from survey_app.tables import Area, OfficeArea, PostOffice

MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Destination:
    """An area, and the office that serves it."""

    area_id: int
    office_id: int


def destinations_of(session: Session, codes: Iterable[str], *, day: dt.date) -> dict[str, Destination]:
    """Return the destination of each area code.

    Raises:
        AppError: a code is of no area in force on the day, or its area has no post office.
    """
    frame_codes = sorted(set(codes))
    by_code = {area.code: area for area in areas.in_force(session, day)}
    refuse_any(
        [code for code in frame_codes if code not in by_code],
        "Không có đơn vị hành chính đang có hiệu lực với mã {codes}. Hãy nạp danh mục hoặc sửa khung mẫu.",
        "No area in force has the code {codes}. Load the areas or correct the frame.",
    )
    serving = serving_offices(session)
    offices = {code: nearest_office(by_code[code], serving) for code in frame_codes}
    refuse_any(
        [code for code in frame_codes if offices[code] is None],
        "Chưa có bưu cục phụ trách đơn vị {codes}. Hãy gán bưu cục cho đơn vị đó hoặc đơn vị cấp trên.",
        "No post office serves the area {codes}. Assign one to it or to an area above it.",
    )
    return {
        code: Destination(by_code[code].id, office.id)
        for code, office in offices.items()
        if office is not None
    }


def serving_offices(session: Session) -> dict[int, PostOffice]:
    """Return the office of each area that has one of its own, by the area's id."""
    query = select(OfficeArea.area_id, PostOffice).join(PostOffice, OfficeArea.office_id == PostOffice.id)
    return {row.area_id: row.PostOffice for row in session.execute(query)}


def nearest_office(area: Area | None, serving: Mapping[int, PostOffice]) -> PostOffice | None:
    """Return the office that serves an area, or the nearest area above it that has one."""
    while area is not None:
        if area.id in serving:
            return serving[area.id]
        area = area.parent
    return None


def refuse_any(codes: Sequence[str], vi: str, en: str) -> None:
    """Raise an error unless ``codes`` is empty; ``{codes}`` in its sentences becomes some of them."""
    if codes:
        listed = ", ".join(codes[:MOST_LISTED]) + (" …" if len(codes) > MOST_LISTED else "")
        raise AppError(vi.format(codes=listed), en.format(codes=listed))
