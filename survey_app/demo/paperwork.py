"""Keying of the demo's paper forms: once or twice, adjudicated, some answered on the web too."""

from sqlalchemy.orm import Session

from survey_app.collection.collect import AlreadyAnsweredError
from survey_app.demo.citizens import on_paper
from survey_app.demo.collection import Fieldwork, Progress, staff
from survey_app.demo.fates import Fate
from survey_app.demo.keyers import keyed
from survey_app.fieldwork import movements
from survey_app.keying import keying
from survey_app.keying.keying import Status
from survey_app.people.stamp import Stamp
from survey_app.tables import Form, FormState, Role, User
from survey_app.waves import catalogue

LEFT_TO_DECIDE = 3
BOTH_WAYS = 6


def collect_paper(work: Fieldwork, met: list[tuple[Form, Fate]], progress: Progress) -> None:
    """Key every paper form, some of them twice; leave a few differences for a trial of the page."""
    keyers = _keyers(work.session)
    left = LEFT_TO_DECIDE
    for done, form in enumerate((form for form, fate in met if fate is Fate.PAPER), start=1):
        left -= _key(work, form, keyers[form.batch.office_id], leave=left > 0)
        progress(done)


def return_on_paper_too(work: Fieldwork, met: list[tuple[Form, Fate]]) -> None:
    """Key other answers for a few forms answered on the web: refused, kept as evidence."""
    keyers = _keyers(work.session)
    for form in [form for form, fate in met if fate is Fate.WEB][:BOTH_WAYS]:
        other = keyed(catalogue.questionnaire(work.wave), work.ticks(form), rng=work.rng)
        clerk = keyers[form.batch.office_id][0]
        try:
            keying.key(work.session, form, other, stamp=Stamp(clerk, work.day(20, 24)))
        except AlreadyAnsweredError:
            continue


def return_unkeyed(work: Fieldwork, met: list[tuple[Form, Fate]]) -> None:
    """Record some forms as returned and leave them unkeyed for a trial of keying and scanning."""
    coordinator = staff(work.session, Role.COORDINATOR)[0]
    for form, fate in met:
        if fate in {Fate.TO_BE_KEYED, Fate.SCANNED}:
            stamp = Stamp(coordinator, work.day(12, 20))
            movements.record(work.session, form, FormState.RETURNED, stamp=stamp)
    work.session.commit()


def _key(work: Fieldwork, form: Form, keyers: tuple[User, User, User], *, leave: bool) -> bool:
    """Key one form as often as it needs; return whether it was left for adjudication."""
    questionnaire, rng = catalogue.questionnaire(work.wave), work.rng
    paper = on_paper(work.ticks(form), questionnaire, rng=rng)
    first, second, third = (Stamp(keyer, work.day(12, 24)) for keyer in keyers)
    outcome = keying.key(work.session, form, keyed(questionnaire, paper, rng=rng), stamp=first)
    if outcome.status is Status.NEEDS_SECOND:
        outcome = keying.key(work.session, form, keyed(questionnaire, paper, rng=rng), stamp=second)
    if outcome.status is not Status.DIFFERS:
        return False
    if not leave:
        keying.adjudicate(work.session, form, keyed(questionnaire, paper, rng=rng, slips=0), stamp=third)
    return leave


def _keyers(session: Session) -> dict[int, tuple[User, User, User]]:
    """Return the two clerks of each office, and the coordinator as third, who adjudicates."""
    third = staff(session, Role.COORDINATOR)[0]
    clerks: dict[int, list[User]] = {}
    for clerk in staff(session, Role.CLERK):
        if clerk.office_id is not None:
            clerks.setdefault(clerk.office_id, []).append(clerk)
    return {office: (pair[0], pair[1], third) for office, pair in clerks.items()}
