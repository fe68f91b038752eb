"""A sampling frame of the areas in force, with the sizes loaded for them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sampling.frame.areas import AreaUnit, frame_from_areas
from sampling.frame.frame import SamplingFrame
from survey_app.areas import areas
from survey_app.errors import AppError
from survey_app.tables import Area, AreaPopulation

COMMUNE, VILLAGE = "commune", "village"
NAME = "don-vi-hanh-chinh.csv"


@dataclass(frozen=True, slots=True)
class AreaFrame:
    """A frame of areas, and whether any of its sizes was invented."""

    frame: SamplingFrame
    synthetic: bool


def frame_in_force(session: Session, day: dt.date) -> AreaFrame:
    """Return the communes in force on ``day``, or their villages where villages were loaded.

    Columns: ``commune``, ``village`` where there are any, ``name``, ``kind``, and one column for each size that was
    loaded (``adults``, ``people``, ``households``), the newest that is not later than ``day``.

    Raises:
        AppError: no commune is in force, or none of the sizes was loaded.
        SamplingError: a unit without parent, or a code twice.
    """
    found = areas.in_force(session, day)
    level = VILLAGE if any(area.level == VILLAGE for area in found) else COMMUNE
    lowest = [area for area in found if area.level == level]
    if not lowest:
        raise AppError(
            "Chưa nạp đơn vị hành chính đang có hiệu lực. Hãy chạy «sipas load-areas» hoặc gửi tệp khung.",
            "No area in force was loaded. Run “sipas load-areas”, or send a frame.",
        )
    sizes, synthetic = _sizes(session, lowest, day)
    if not sizes:
        raise AppError(
            "Đơn vị hành chính chưa có số người (adults). Hãy nạp bằng «sipas load-areas TỆP.csv» "
            "với các cột code, as_of, adults, source (và synthetic nếu là số giả định), hoặc gửi tệp khung.",
            "The areas have no sizes (adults). Load them with “sipas load-areas FILE.csv”, or send a frame.",
        )
    levels = (COMMUNE, VILLAGE) if level == VILLAGE else (COMMUNE,)
    columns = sorted({what for values in sizes.values() for what in values})
    units = [_unit(area, level, sizes.get(area.id, {}), columns) for area in found if area.level in levels]
    return AreaFrame(frame_from_areas(units, levels, on=day, name=NAME), synthetic)


def _unit(area: Area, lowest: str, sizes: dict[str, int], columns: list[str]) -> AreaUnit:
    values: dict[str, object] = {}
    if area.level == lowest:
        # A size that is missing stays empty: the check of the frame then names the row.
        values = {"name": area.name, "kind": area.kind} | {what: sizes.get(what, "") for what in columns}
    parent = None if area.parent is None else area.parent.code
    return AreaUnit(area.code, area.level, parent, area.valid_from, area.valid_to, values)


def _sizes(session: Session, lowest: list[Area], day: dt.date) -> tuple[dict[int, dict[str, int]], bool]:
    lowest_ids = {area.id for area in lowest}
    query = select(AreaPopulation).where(AreaPopulation.as_of <= day).order_by(AreaPopulation.as_of)
    sizes: dict[int, dict[str, int]] = {}
    invented: dict[tuple[int, str], bool] = {}
    for row in session.scalars(query):
        if row.area_id in lowest_ids:
            sizes.setdefault(row.area_id, {})[row.what] = row.count
            invented[row.area_id, row.what] = row.synthetic
    return sizes, any(invented.values())
