"""From the rows of a sample to numbered forms in batches.

A response will point to its form's *design cell*, never to its form. The identity of the last stage's unit (a
person, a household) is therefore left out of the cell: it would be one cell a form, and the cell would be a name.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from sampling.design import stage_name
from survey_app import keys
from survey_app.errors import AppError
from survey_app.stamp import Stamp
from survey_app.tables import (
    Area,
    Batch,
    DesignCell,
    Form,
    FormEvent,
    FormState,
    OfficeArea,
    SampleRole,
    Wave,
)

if TYPE_CHECKING:
    from survey_app.opening import Opening

SHOWN = 5
CHUNK = 500


@dataclass(frozen=True, slots=True)
class _Place:
    area_id: int
    office_id: int


def number_forms(
    session: Session,
    wave: Wave,
    rows: pd.DataFrame,
    opening: "Opening",
    *,
    stamp: Stamp,
    new_key: Callable[[], bytes],
) -> int:
    """Write the design cells, batches and forms of a drawn sample, and return how many forms there are.

    Args:
        session: a writing session that holds ``wave``.
        wave: the wave being opened.
        rows: as ``sampling.design.sample_rows`` describes them.
        opening: names the column with area codes, those for the hand-out list, and the size of a batch.
        stamp: who opens the wave.
        new_key: gives another secret key when two access codes would be equal.
    """
    places = _places(session, rows, opening.area_column, wave)
    rows = rows.assign(_place=rows[opening.area_column].map(places))
    rows["_office"] = [place.office_id for place in rows["_place"]]
    rows = rows.sort_values(["_office", opening.area_column], kind="stable").reset_index(drop=True)
    first = (session.scalar(select(func.max(Form.serial))) or 0) + 1
    serials = range(first, first + len(rows))
    _distinct_codes(session, wave, serials, new_key)
    forms = pd.DataFrame(
        {
            "serial": list(serials),
            "batch_id": _batches(session, wave, list(rows["_office"]), opening.batch_size),
            "cell_id": _cells(session, wave, rows),
            "role": [SampleRole(role) for role in rows["role"]],
            "place": rows["order"].astype(int),
            "label": _labels(rows, opening.label_columns),
        }
    )
    _write_forms(session, wave, forms, stamp)
    return len(forms)


def _places(session: Session, rows: pd.DataFrame, column: str, wave: Wave) -> dict[str, _Place]:
    if column not in rows:
        raise AppError(
            f"Khung mẫu không có cột «{column}» chứa mã đơn vị hành chính.",
            f"The frame has no column '{column}' with area codes.",
        )
    codes = sorted(set(rows[column]))
    areas = {
        area.code: area
        for start in range(0, len(codes), CHUNK)
        for area in session.scalars(
            select(Area).where(
                Area.code.in_(codes[start : start + CHUNK]),
                Area.valid_from <= wave.opened_on,
                or_(Area.valid_to.is_(None), Area.valid_to > wave.opened_on),
            )
        )
    }
    _refuse(
        [code for code in codes if code not in areas],
        "Không có đơn vị hành chính đang có hiệu lực với mã {codes}. Hãy nạp danh mục hoặc sửa khung mẫu.",
        "No area in force has the code {codes}. Load the areas or correct the frame.",
    )
    offices = {code: _office(session, area) for code, area in areas.items()}
    _refuse(
        [code for code in codes if offices[code] is None],
        "Chưa có bưu cục phụ trách đơn vị {codes}. Hãy gán bưu cục cho đơn vị đó hoặc đơn vị cấp trên.",
        "No post office serves the area {codes}. Assign one to it or to an area above it.",
    )
    return {code: _Place(areas[code].id, office) for code, office in offices.items() if office is not None}


def _office(session: Session, area: Area | None) -> int | None:
    """Return the office that serves an area, or the nearest area above it that has one."""
    while area is not None:
        served = session.get(OfficeArea, area.id)
        if served is not None:
            return served.office_id
        area = area.parent
    return None


def _refuse(codes: Sequence[str], vi: str, en: str) -> None:
    if codes:
        shown = ", ".join(codes[:SHOWN]) + (" …" if len(codes) > SHOWN else "")
        raise AppError(vi.format(codes=shown), en.format(codes=shown))


def _distinct_codes(
    session: Session, wave: Wave, serials: Iterable[int], new_key: Callable[[], bytes]
) -> None:
    """Give the wave a key under which no two forms, of this or another wave, have one access code."""
    while True:
        key = keys.key_of(wave)
        hashes = [keys.code_hash(keys.access_code(key, serial)) for serial in serials]
        taken = len(set(hashes)) < len(hashes) or any(
            session.scalars(select(Form.id).where(Form.code_hash.in_(hashes[start : start + CHUNK]))).first()
            for start in range(0, len(hashes), CHUNK)
        )
        if not taken:
            return
        wave.key = new_key()


def _batches(session: Session, wave: Wave, offices: list[int], size: int | None) -> list[int]:
    """Return each form's batch: forms are in order of their offices, a batch never mixes two."""
    ids: list[int] = []
    batch, filled = None, 0
    for office in offices:
        if batch is None or batch.office_id != office or (size is not None and filled >= size):
            number = 1 if batch is None else batch.number + 1
            batch, filled = Batch(wave_id=wave.id, number=number, office_id=office), 0
            session.add(batch)
            session.flush()
        filled += 1
        ids.append(batch.id)
    return ids


def _cells(session: Session, wave: Wave, rows: pd.DataFrame) -> list[int]:
    """Write the design cells, and return each form's."""
    stages = sum(1 for column in rows if str(column).startswith("pi_"))
    names = [stage_name(stage) for stage in range(stages - 1)]
    design = pd.DataFrame(
        {
            "area_id": [place.area_id for place in rows["_place"]],
            "stratum": rows["stratum"],
            "clusters": _tuples(rows, names),
            "fpc": _tuples(rows, [f"fpc_{stage + 1}" for stage in range(stages)]),
            "pi": _tuples(rows, [f"pi_{stage + 1}" for stage in range(stages)]),
            "weight": rows["weight"],
        }
    )
    ids: dict[Hashable, int] = {}
    result = []
    for row in design.itertuples(index=False, name=None):
        if row not in ids:
            cell = DesignCell(wave_id=wave.id, **_plain(dict(zip(design.columns, row, strict=True))))
            session.add(cell)
            session.flush()
            ids[row] = cell.id
        result.append(ids[row])
    return result


def _tuples(rows: pd.DataFrame, columns: list[str]) -> list[tuple[Hashable, ...]]:
    if not columns:
        return [()] * len(rows)
    return list(rows[columns].itertuples(index=False, name=None))


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Make lists of the tuples; a population without end is null, for JSON has no infinity."""
    return {
        name: [None if isinstance(part, float) and math.isinf(part) else part for part in value]
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }


def _labels(rows: pd.DataFrame, columns: tuple[str, ...]) -> list[str | None]:
    _refuse(
        [column for column in columns if column not in rows],
        "Khung mẫu không có cột {codes} cho danh sách phát phiếu.",
        "The frame has no column {codes} for the hand-out list.",
    )
    wanted = [*columns, *(["list_position"] if "list_position" in rows else [])]
    if not wanted:
        return [None] * len(rows)
    return [" · ".join(str(part) for part in parts)[:500] for parts in _tuples(rows, wanted)]


def _write_forms(session: Session, wave: Wave, forms: pd.DataFrame, stamp: Stamp) -> None:
    key = keys.key_of(wave)
    values = [
        {
            **{str(name): value for name, value in form.items()},
            "wave_id": wave.id,
            "state": FormState.PRINTED,
            "code_hash": keys.code_hash(keys.access_code(key, form["serial"])),
        }
        for form in forms.to_dict("records")
    ]
    session.execute(insert(Form), values)
    ids = session.scalars(select(Form.id).where(Form.wave_id == wave.id).order_by(Form.serial))
    line = {"from_state": None, "to_state": FormState.PRINTED, "day": stamp.day, "by_id": stamp.by_id}
    session.execute(insert(FormEvent), [{"form_id": id_, **line} for id_ in ids])
