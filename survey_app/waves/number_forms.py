"""Numbered forms in batches from the rows of a sample; see ``survey_app/areas/destinations.py``."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from sampling.fieldwork.reserves import last_stratum_column
from survey_app.areas.destinations import destinations_of, refuse_any
from survey_app.errors import AppError
from survey_app.people.stamp import Stamp
from survey_app.tables import Batch, Form, FormEvent, FormState, SampleRole, Wave
from survey_app.waves import keys
from survey_app.waves.design_cells import tuples_of, write_cells

if TYPE_CHECKING:
    from survey_app.waves.wave_spec import WaveSpec

CHUNK = 500  # values a statement is sent with


def number_forms(
    session: Session,
    wave: Wave,
    rows: pd.DataFrame,
    spec: "WaveSpec",
    *,
    stamp: Stamp,
    new_key: Callable[[], bytes],
) -> int:
    """Write the design cells, batches and forms of a drawn sample; return the number of forms.

    Args:
        session: a writing session that holds ``wave``.
        wave: the wave being opened.
        rows: as ``sampling.drawing.design.sample_rows`` describes them.
        spec: names the column with area codes, those for the hand-out list, and the size of a batch.
        stamp: who opens the wave.
        new_key: gives another secret key when two access codes would be equal.
    """
    rows = _by_office(session, wave, rows, spec.area_column)
    first = (session.scalar(select(func.max(Form.serial))) or 0) + 1
    serials = range(first, first + len(rows))
    _distinct_codes(session, wave, serials, new_key)
    forms = pd.DataFrame(
        {
            "serial": list(serials),
            "batch_id": _batches(session, wave, list(rows["_office"]), spec.batch_size),
            "cell_id": write_cells(session, wave, rows, list(rows["_area"])),
            "role": [SampleRole(role) for role in rows["role"]],
            "place": rows["order"].astype(int),
            "last_stratum": _last_strata(rows),
            "label": _labels(rows, spec.label_columns),
        }
    )
    _write_forms(session, wave, forms, stamp)
    return len(forms)


def _by_office(session: Session, wave: Wave, rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows ordered by office, with ``_office`` and ``_area``."""
    if column not in rows:
        raise AppError(
            f"Khung mẫu không có cột «{column}» chứa mã đơn vị hành chính.",
            f"The frame has no column '{column}' with area codes.",
        )
    destinations = destinations_of(session, rows[column], day=wave.opened_on)
    found = [destinations[code] for code in rows[column]]
    rows = rows.assign(_office=[one.office_id for one in found], _area=[one.area_id for one in found])
    return rows.sort_values(["_office", column], kind="stable").reset_index(drop=True)


def _distinct_codes(
    session: Session, wave: Wave, serials: Iterable[int], new_key: Callable[[], bytes]
) -> None:
    """Set a key of the wave under which no two forms, of this or another wave, share an access code."""
    while True:
        key = keys.key_of(wave)
        hashes = [keys.code_hash(keys.access_code(key, serial)) for serial in serials]
        in_use = len(set(hashes)) < len(hashes) or any(
            session.scalars(select(Form.id).where(Form.code_hash.in_(hashes[start : start + CHUNK]))).first()
            for start in range(0, len(hashes), CHUNK)
        )
        if not in_use:
            return
        wave.key = new_key()


def _batches(session: Session, wave: Wave, offices: list[int], size: int | None) -> list[int]:
    """Return each form's batch; forms are ordered by office, and a batch never mixes two offices."""
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


def _labels(rows: pd.DataFrame, columns: tuple[str, ...]) -> list[str | None]:
    refuse_any(
        [column for column in columns if column not in rows],
        "Khung mẫu không có cột {codes} cho danh sách phát phiếu.",
        "The frame has no column {codes} for the hand-out list.",
    )
    label_columns = [*columns, *(["list_position"] if "list_position" in rows else [])]
    if not label_columns:
        return [None] * len(rows)
    return [" · ".join(str(part) for part in parts)[:500] for parts in tuples_of(rows, label_columns)]


def _last_strata(rows: pd.DataFrame) -> list[str | None]:
    column = last_stratum_column(rows)
    return [None] * len(rows) if column is None else [str(name)[:200] for name in rows[column]]


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
