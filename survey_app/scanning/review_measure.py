"""How often people and machine disagree on rows that the machine was certain of."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.scanning.intake import is_seeded
from survey_app.tables import Form, ScanPage, ScanRow, Wave


@dataclass(frozen=True, slots=True)
class Measure:
    """Certain rows that people read blind: their number, and the number they read otherwise.

    ``upper`` is the one-sided 95 % Clopper–Pearson bound of the share, None before any was seen.
    """

    seen: int
    differing: int
    upper: float | None


def measure(session: Session, wave: Wave) -> Measure:
    """Return how often people who did not know the machine's answer read a certain row otherwise."""
    seeded = (
        select(ScanRow)
        .join(ScanPage)
        .join(Form)
        .where(
            Form.wave_id == wave.id,
            is_seeded(),
            ScanRow.code.is_not(None),
            ScanRow.checked.is_not(None),
        )
    )
    final = func.coalesce(ScanRow.decided, ScanRow.checked)
    seen = session.scalar(select(func.count()).select_from(seeded.subquery())) or 0
    wrong = seeded.where(final != ScanRow.code)
    differing = session.scalar(select(func.count()).select_from(wrong.subquery())) or 0
    return Measure(seen, differing, _upper(differing, seen))


def _upper(events: int, of: int) -> float | None:
    from scipy.stats import beta

    if of == 0:
        return None
    return 1.0 if events >= of else float(beta.ppf(0.95, events + 1, of - events))
