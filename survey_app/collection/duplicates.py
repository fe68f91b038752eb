"""Answers that came second, for the supervisor: seen, decided about, never counted.

- ``listing(session, wave) -> list[Evidence]``: each with its form's number while the wave is open
- ``decide(session, refused, note, stamp=…)``: what the supervisor found out, kept and audited

A wrong first response is not replaced by the second: which one is true nobody can tell from the answers. The note
says what was done about it, such as asking the person again.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import answers as gate
from questionnaires.answers import Answers
from survey_app.errors import AppError
from survey_app.people import audit
from survey_app.people.accounts import require
from survey_app.people.stamp import Stamp
from survey_app.tables import Form, RefusedAnswers, Response, Role, User, Wave
from survey_app.waves import catalogue, keys

MAY_SEE = (Role.SUPERVISOR, Role.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One refused arrival: the form it came for, and the items at which it differs from what was accepted."""

    refused: RefusedAnswers
    form: Form
    accepted: Response
    differing: tuple[str, ...]


def listing(session: Session, wave: Wave, *, user: User) -> list[Evidence]:
    """Return what came second, by form number.

    Raises:
        AppError: (403) the role may not see it; (410) the wave is closed and its evidence erased.
    """
    require(user, *MAY_SEE)
    key = keys.key_of(wave)
    found = session.scalars(select(RefusedAnswers).where(RefusedAnswers.wave_id == wave.id)).all()
    wanted = {refused.form_key for refused in found}
    forms = session.scalars(select(Form).where(Form.wave_id == wave.id)) if found else ()
    by_key = {form_key: form for form in forms if (form_key := keys.form_key(key, form.serial)) in wanted}
    accepted = {
        response.form_key: response
        for response in session.scalars(select(Response).where(Response.form_key.in_(wanted)))
    }
    evidence = [_evidence(refused, by_key[refused.form_key], accepted[refused.form_key]) for refused in found]
    return sorted(evidence, key=lambda one: (one.form.serial, one.refused.id))


def decide(session: Session, refused: RefusedAnswers, note: str, *, stamp: Stamp) -> None:
    """Keep what the supervisor found out about a refused arrival.

    Raises:
        AppError: (403) the role may not decide; the note is empty.
    """
    require(stamp.by, *MAY_SEE)
    if not note.strip():
        raise AppError("Hãy ghi kết luận.", "Write what you found out.")
    refused.decision = note.strip()[:500]
    audit.record(
        session, "evidence_decided", f"evidence:{refused.id}", stamp=stamp, details={"note": refused.decision}
    )


def _evidence(refused: RefusedAnswers, form: Form, accepted: Response) -> Evidence:
    first = Answers(accepted.codes, {text.item: text.text for text in accepted.texts})
    second = Answers(refused.codes or b"", refused.texts or {})
    return Evidence(
        refused, form, accepted, gate.differing(catalogue.questionnaire(form.wave), first, second)
    )
