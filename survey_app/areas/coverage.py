"""Coverage of a frame before a draw: codes in force, areas served by a post office.

- ``coverage(session, codes, day) -> Coverage``
- ``served_areas(session, day, level) -> list[Served]``, ``levels(session, day)``
- ``assign(session, areas, office, stamp=…)``: assign areas to an office
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from survey_app.areas import areas
from survey_app.areas.destinations import nearest_office, serving_offices
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import Area, OfficeArea, PostOffice


@dataclass(frozen=True, slots=True)
class Coverage:
    """The codes of a frame compared with the areas in force.

    Attributes:
        names: the name of every code that is in force.
        unknown: codes of the frame that no area in force has.
        unserved: codes in force that no post office serves, not even through an area above.
        missing: areas of the same level that the frame leaves out.
        lost_zeros: for unknown codes that would be in force with leading zeros: the code in force.
    """

    names: Mapping[str, str]
    unknown: tuple[str, ...]
    unserved: tuple[str, ...]
    missing: tuple[Area, ...]
    lost_zeros: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Served:
    """An area and its office; ``own`` when the office is not that of an area above."""

    area: Area
    office: PostOffice | None
    own: bool


def coverage(session: Session, codes: Iterable[str], day: dt.date) -> Coverage:
    """Return the codes of a frame compared with the areas in force on ``day``."""
    frame_codes = set(codes)
    in_force = areas.in_force(session, day)
    found = {area.code: area for area in in_force if area.code in frame_codes}
    level = Counter(area.level for area in found.values()).most_common(1)
    serving = serving_offices(session)
    return Coverage(
        names={code: area.name for code, area in found.items()},
        unknown=tuple(sorted(frame_codes - set(found))),
        unserved=tuple(code for code, area in sorted(found.items()) if nearest_office(area, serving) is None),
        missing=tuple(a for a in in_force if level and a.level == level[0][0] and a.code not in frame_codes),
        lost_zeros=_lost_zeros(frame_codes - set(found), (area.code for area in in_force)),
    )


def _lost_zeros(unknown: Iterable[str], codes: Iterable[str]) -> dict[str, str]:
    """Return the code in force of each unknown one that lacks nothing but its leading zeros."""
    padded = {code.lstrip("0"): code for code in codes if code.startswith("0")}
    return {code: padded[code] for code in sorted(unknown) if code in padded}


def levels(session: Session, day: dt.date) -> list[tuple[str, int]]:
    """Return the levels in force with their numbers of units, the fewest units first."""
    counted = Counter(area.level for area in areas.in_force(session, day))
    return sorted(counted.items(), key=lambda found: found[1])


def served_areas(session: Session, day: dt.date, level: str) -> list[Served]:
    """Return the areas of a level in force, each with the office that serves it."""
    serving = serving_offices(session)
    return [
        Served(area, nearest_office(area, serving), area.id in serving)
        for area in areas.in_force(session, day, level=level)
    ]


def assign(session: Session, chosen: Sequence[Area], office: PostOffice, *, stamp: Stamp) -> None:
    """Assign areas to an office; forms already handed to another office stay where they are."""
    for area in chosen:
        session.merge(OfficeArea(area_id=area.id, office_id=office.id))
    session.flush()
    audit.record(
        session,
        "office_assigned",
        f"office:{office.code}",
        stamp=stamp,
        details={"areas": [area.code for area in chosen]},
    )
