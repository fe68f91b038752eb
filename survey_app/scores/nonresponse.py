"""Nonresponse adjustment of a wave's weights.

The classes are the strata. The adjustment itself is ``scoring.weighting.nonresponse_to_drawn``; a substitute stands for
the form it replaced, so the drawn weight is that of the main forms.
"""

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.weighting import StepReport, nonresponse_to_drawn
from survey_app.tables import DesignCell, Form, SampleRole, Wave

if TYPE_CHECKING:
    import pandas as pd


def adjust(session: Session, wave: Wave, data: "pd.DataFrame") -> "tuple[pd.DataFrame, StepReport]":
    """Return the responses with ``weight`` raised to the drawn weight of their stratum, and a summary.

    Raises:
        ScoringError: a stratum of the sample has no response yet; it says which, and how many there are.
    """
    drawn = drawn_weights(session, wave)
    silent = sorted(name for name in drawn if name not in set(data["stratum"]))
    if silent:
        raise _without_response(silent, len(drawn))
    done = nonresponse_to_drawn(Design.from_frame(data, weight="weight"), drawn, "stratum")
    return data.assign(weight=done.design.weight), done.report


def drawn_weights(session: Session, wave: Wave) -> dict[str, float]:
    """Return the sum of weights of the main forms drawn in each stratum."""
    rows = session.execute(
        select(DesignCell.stratum, func.sum(DesignCell.weight).label("weight"))
        .join(Form, Form.cell_id == DesignCell.id)
        .where(DesignCell.wave_id == wave.id, Form.role == SampleRole.MAIN)
        .group_by(DesignCell.stratum)
    )
    return {row.stratum: float(row.weight) for row in rows}


def _without_response(strata: list[str], count: int) -> ScoringError:
    names = ", ".join(strata[:3]) + (", …" if len(strata) > 3 else "")
    return ScoringError(
        f"Chưa hiệu chỉnh không trả lời được: {len(strata)} trong {count} tầng của mẫu chưa có phiếu trả lời nào "
        f"({names}), nên không ai đại diện cho các tầng ấy. Hãy xem kết quả theo trọng số thiết kế.",
        f"Weights cannot be adjusted for nonresponse yet: {len(strata)} of the {count} strata of the sample have no "
        f"response ({names}), so nobody stands for them. Look at the results by design weights.",
    )
