"""The only reader of accepted answers for analysis.

- ``responses(session, wave) -> DataFrame``: one row a response, what ``scoring.run.score`` takes
- ``texts(session, wave) -> DataFrame``: open answers by item and area, apart from all other answers
- ``by_mode``, ``by_day``: response counts for the progress page

Rows come in an order made of their content alone, so it tells nothing and is the same at every reading. Weights are
base weights; what became of the forms is counted in ``survey_app/fieldwork/form_dispositions.py``.
"""

import datetime as dt
import math
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sampling.drawing.design import stage_name
from survey_app.tables import (
    AnswerText,
    Area,
    DesignCell,
    Form,
    FormEvent,
    FormState,
    Mode,
    Response,
    Wave,
)
from survey_app.waves import catalogue

if TYPE_CHECKING:
    import pandas as pd


def responses(session: Session, wave: Wave) -> "pd.DataFrame":
    """Return one row an accepted response of a wave.

    Columns: every column of the questionnaire by its name (answer codes, ``uint8``), ``area`` (code), ``stratum``,
    ``psu``, ``ssu`` … (one for each stage; the last stage is the person, numbered 1, 2, …), ``fpc_1`` …, ``weight``,
    ``mode``.
    """
    import numpy as np
    import pandas as pd

    names = [column.name for column in catalogue.questionnaire(wave).columns]
    rows = session.execute(
        select(Response.codes, Response.cell_id, Response.mode).where(Response.wave_id == wave.id)
    ).all()
    flat = np.frombuffer(b"".join(row.codes for row in rows), dtype=np.uint8)
    codes = pd.DataFrame(flat.reshape(len(rows), len(names)), columns=names)
    cells = _cells(session, wave)
    design = cells.loc[[row.cell_id for row in rows]].reset_index(drop=True)
    data = pd.concat([codes, design, pd.Series([row.mode.value for row in rows], name="mode")], axis=1)
    order = ["area", "stratum", *_clusters(cells), "mode", *names]
    data = data.sort_values(order, kind="stable", ignore_index=True)
    return _with_persons(data, cells)


def texts(session: Session, wave: Wave) -> "pd.DataFrame":
    """Return the open answers: ``item``, ``area`` (code) and ``text``, in the order of these."""
    import pandas as pd

    rows = session.execute(
        select(AnswerText.item, Area.code, AnswerText.text)
        .join(Response, AnswerText.response_id == Response.id)
        .join(DesignCell, Response.cell_id == DesignCell.id)
        .join(Area, DesignCell.area_id == Area.id)
        .where(Response.wave_id == wave.id)
        .order_by(AnswerText.item, Area.code, AnswerText.text)
    )
    return pd.DataFrame([tuple(row) for row in rows], columns=["item", "area", "text"])


def by_mode(session: Session, wave: Wave) -> dict[Mode, int]:
    """Return the number of responses by mode."""
    rows = session.execute(
        select(Response.mode, func.count()).where(Response.wave_id == wave.id).group_by(Response.mode)
    )
    return dict(rows.all())


def by_day(session: Session, wave: Wave) -> dict[dt.date, int]:
    """Return the number of responses by day of acceptance; the ledger keeps it when the wave closes."""
    rows = session.execute(
        select(FormEvent.day, func.count())
        .join(Form, FormEvent.form_id == Form.id)
        .where(Form.wave_id == wave.id, FormEvent.to_state == FormState.ACCEPTED)
        .group_by(FormEvent.day)
        .order_by(FormEvent.day)
    )
    return dict(rows.all())


def _cells(session: Session, wave: Wave) -> "pd.DataFrame":
    """Return the design cells by their id: area, stratum, one column a cluster, one a population, weight."""
    import pandas as pd

    rows = session.execute(
        select(DesignCell, Area.code)
        .join(Area, DesignCell.area_id == Area.id)
        .where(DesignCell.wave_id == wave.id)
        .order_by(DesignCell.id)
    )
    return pd.DataFrame.from_records([_design(cell, code) for cell, code in rows], index="id")


def _design(cell: DesignCell, area: str) -> dict[str, object]:
    return {
        "id": cell.id,
        "area": area,
        "stratum": cell.stratum,
        **{stage_name(stage): cluster for stage, cluster in enumerate(cell.clusters)},
        **{f"fpc_{stage}": _population(size) for stage, size in enumerate(cell.fpc, start=1)},
        "weight": cell.weight,
    }


def _population(size: float | None) -> float:
    return math.inf if size is None else size


def _clusters(cells: "pd.DataFrame") -> list[str]:
    stages = sum(1 for column in cells if str(column).startswith("fpc_"))
    return [stage_name(stage) for stage in range(stages) if stage_name(stage) in cells]


def _with_persons(data: "pd.DataFrame", cells: "pd.DataFrame") -> "pd.DataFrame":
    """Add the last stage, the person, numbered by row of this table only."""
    clusters = _clusters(cells)
    person = stage_name(len(clusters))
    data.insert(list(data.columns).index("fpc_1"), person, [str(number + 1) for number in range(len(data))])
    return data
