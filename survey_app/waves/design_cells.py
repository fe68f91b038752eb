"""Design cells: what a response keeps of the design of its form.

A response will point to its form's *design cell*, never to its form. The identity of the last stage's unit (a
person, a household) is therefore left out of the cell: it would be one cell a form, and the cell would be a name.
"""

import math
from collections.abc import Hashable, Sequence

import pandas as pd
from sqlalchemy.orm import Session

from sampling.drawing.design import stage_name
from survey_app.tables import DesignCell, Wave


def write_cells(session: Session, wave: Wave, rows: pd.DataFrame, areas: Sequence[int]) -> list[int]:
    """Write the design cells of a sample, and return the id of each row's.

    Args:
        session: a writing session that holds ``wave``.
        wave: the wave being opened.
        rows: as ``sampling.drawing.design.sample_rows`` describes them.
        areas: the id of each row's area.
    """
    design = _designs(rows, areas)
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


def _designs(rows: pd.DataFrame, areas: Sequence[int]) -> pd.DataFrame:
    probabilities = sum(1 for column in rows if str(column).startswith("pi_"))
    # A household's person has a probability (1/adults) and no column of its own: no stage of the draw. Were it one, the
    # household would stand in the cell, no reserve would share a cell, and one person a household would have no variance.
    stages = sum(1 for stage in range(probabilities) if stage_name(stage) in rows)
    names = [stage_name(stage) for stage in range(stages - 1)]
    return pd.DataFrame(
        {
            "area_id": list(areas),
            "stratum": rows["stratum"],
            "clusters": tuples_of(rows, names),
            "fpc": tuples_of(rows, [f"fpc_{stage + 1}" for stage in range(stages)]),
            "pi": tuples_of(rows, [f"pi_{stage + 1}" for stage in range(probabilities)]),
            "weight": rows["weight"],
        }
    )


def tuples_of(rows: pd.DataFrame, columns: list[str]) -> list[tuple[Hashable, ...]]:
    """Return some columns of a table as one tuple a row; empty tuples if no column is named."""
    if not columns:
        return [()] * len(rows)
    return list(rows[columns].itertuples(index=False, name=None))


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Return the values for JSON: tuples as lists, an infinite population as None."""
    return {
        name: [None if isinstance(part, float) and math.isinf(part) else part for part in value]
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }
