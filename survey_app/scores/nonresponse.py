"""Weights that make up for forms that did not come back, class by class.

Within a stratum, responses take over the weight of every form drawn for it: Särndal, Swensson and Wretman (1992),
§15.6.2, response homogeneity groups. A substitute stands for the form it replaced, so only main forms are counted.
"""

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.tables import DesignCell, Form, SampleRole, Wave

if TYPE_CHECKING:
    import pandas as pd


def adjust(session: Session, wave: Wave, data: "pd.DataFrame") -> "pd.DataFrame":
    """Return the responses with ``weight`` raised to the drawn weight of their stratum, the old one in ``weight_base``.

    A stratum nobody answered in keeps no weight: it stands for nobody, and the totals of the others stay their own.
    """
    drawn = drawn_weights(session, wave)
    answered = data.groupby("stratum")["weight"].sum()
    factor = {name: drawn[str(name)] / total for name, total in answered.items() if total > 0}
    raised = data["weight"] * data["stratum"].map(factor).fillna(1.0)
    return data.assign(weight_base=data["weight"], weight=raised)


def drawn_weights(session: Session, wave: Wave) -> dict[str, float]:
    """Return the sum of weights of the main forms drawn in each stratum."""
    rows = session.execute(
        select(DesignCell.stratum, func.sum(DesignCell.weight).label("weight"))
        .join(Form, Form.cell_id == DesignCell.id)
        .where(DesignCell.wave_id == wave.id, Form.role == SampleRole.MAIN)
        .group_by(DesignCell.stratum)
    )
    return {row.stratum: float(row.weight) for row in rows}
