"""Refused answers to a form already answered, for the supervisor to decide about; never counted.

- ``listing(session, wave, user=…) -> list[Duplicate]``: each beside the accepted answers
- ``decide(session, refused, decision, stamp=…)``: the supervisor's decision, saved and audited

A wrong first response is not replaced by the second: which one is true nobody can tell from the answers. The decision
says what was done about it, such as asking the person again.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.errors import AppError
from survey_app.people import audit
from survey_app.people.roles import require
from survey_app.people.stamp import Stamp
from survey_app.tables import RefusedAnswers, Response, Role, User, Wave
from survey_app.waves import catalogue

MAY_SEE = (Role.SUPERVISOR, Role.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Refused answers to a form, beside the accepted ones.

    Attributes:
        refused: what came second; its codes are None where it was no valid answer.
        accepted: what came first; None where it is gone.
        differing: names of the columns in which the two differ; None where they cannot be compared.
    """

    refused: RefusedAnswers
    accepted: Response | None
    differing: tuple[str, ...] | None


def listing(session: Session, wave: Wave, *, user: User) -> list[Duplicate]:
    """Return the refused answers in order of arrival; nothing once the wave is closed.

    Raises:
        AppError: (403) the role may not see it.
    """
    require(user, *MAY_SEE)
    rows = session.execute(
        select(RefusedAnswers, Response)
        .outerjoin(Response, Response.form_key == RefusedAnswers.form_key)
        .where(RefusedAnswers.wave_id == wave.id)
        .order_by(RefusedAnswers.id)
    )
    return [Duplicate(refused, accepted, _differing(wave, refused, accepted)) for refused, accepted in rows]


def decide(session: Session, refused: RefusedAnswers, decision: str, *, stamp: Stamp) -> None:
    """Record the supervisor's decision about refused answers; the answers stay as they are.

    Raises:
        AppError: (403) the role may not decide; the decision is empty.
    """
    require(stamp.by, *MAY_SEE)
    if not decision.strip():
        raise AppError("Hãy ghi kết luận.", "Write what you found out.")
    refused.decision = decision.strip()[:500]
    audit.record(
        session,
        "duplicate_decided",
        f"duplicate:{refused.id}",
        stamp=stamp,
        details={"decision": refused.decision},
    )


def _differing(wave: Wave, refused: RefusedAnswers, accepted: Response | None) -> tuple[str, ...] | None:
    if accepted is None or refused.codes is None:
        return None
    columns = catalogue.questionnaire(wave).columns
    pairs = zip(columns, refused.codes, accepted.codes, strict=True)
    return tuple(column.name for column, second, first in pairs if second != first)
