"""The simulated fieldwork, through the same functions that real forms use."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.demo import crowd
from survey_app.demo.citizens import Citizens, Mood, Ticks, draw_mood
from survey_app.demo.fates import Fate, draw_fates
from survey_app.demo.setting import OPENED
from survey_app.errors import AppError
from survey_app.fieldwork import movements, substitutions
from survey_app.people.stamp import Stamp
from survey_app.tables import Form, FormState, Role, SampleRole, User, Wave
from survey_app.waves import catalogue

STAND_IN_SHARE = 0.6
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Fieldwork:
    """The inputs of the simulated fieldwork: wave, citizens, random effects, and the sender's name."""

    session: Session
    wave: Wave
    citizens: Citizens
    mood: Mood
    sender: str
    rng: np.random.Generator

    @classmethod
    def prepare(
        cls, session: Session, wave: Wave, *, shares: dict[str, float], sender: str, rng: np.random.Generator
    ) -> "Fieldwork":
        """Draw the random effects of the communes and villages of the sample."""
        forms = session.scalars(select(Form).where(Form.wave_id == wave.id)).all()
        communes = sorted({form.cell.area.code for form in forms})
        villages = sorted({form.cell.clusters[0] for form in forms})
        mood = draw_mood(communes, villages, rng=rng)
        return cls(session, wave, Citizens(catalogue.questionnaire(wave), shares), mood, sender, rng)

    def ticks(self, form: Form) -> Ticks:
        """Return the answers of a form's person as ticks."""
        cell = form.cell
        return self.citizens.answer(self.mood.of(cell.area.code, cell.clusters[0]), rng=self.rng)

    def day(self, low: int, high: int) -> dt.datetime:
        """Return a moment between two days after the opening."""
        return OPENED + dt.timedelta(days=int(self.rng.integers(low, high)))


def hand_out(work: Fieldwork) -> list[tuple[Form, Fate]]:
    """Issue every batch, hand out the forms of the sample, and return them with their fates."""
    session, wave = work.session, work.wave
    coordinator = staff(session, Role.COORDINATOR)[0]
    for batch in movements.batches(session, wave, coordinator):
        movements.issue_batch(session, batch, stamp=Stamp(coordinator, work.day(1, 3)))
    main = session.scalars(
        select(Form).where(Form.wave_id == wave.id, Form.role == SampleRole.MAIN).order_by(Form.serial)
    ).all()
    for form in main:
        movements.record(session, form, FormState.HANDED_OUT, stamp=Stamp(coordinator, work.day(3, 8)))
    session.commit()
    return list(zip(main, draw_fates(len(main), rng=work.rng), strict=True))


def substitute_refusals(work: Fieldwork, met: list[tuple[Form, Fate]]) -> list[tuple[Form, Fate]]:
    """Record refused, lost, spoiled and invalid forms; a reserve replaces each refusal."""
    coordinator = staff(work.session, Role.COORDINATOR)[0]
    states = {
        Fate.REFUSED: (FormState.REFUSED, None),
        Fate.LOST: (FormState.LOST, "Không tìm thấy khi thu (mô phỏng)"),
        Fate.SPOILED: (FormState.SPOILED, "Phiếu bị ướt (mô phỏng)"),
    }
    stand_ins: list[Form] = []
    for form, fate in met:
        stamp = Stamp(coordinator, work.day(8, 12))
        if fate is Fate.INVALID:
            movements.record(work.session, form, FormState.RETURNED, stamp=stamp)
            movements.record(
                work.session, form, FormState.INVALID, stamp=stamp, reason="Gần như trắng (mô phỏng)"
            )
        elif fate in states:
            state, reason = states[fate]
            movements.record(work.session, form, state, stamp=stamp, reason=reason)
        if fate is Fate.REFUSED and work.rng.random() < STAND_IN_SHARE:
            stand_ins += _substituted(work, form, stamp)
    work.session.commit()
    return [(form, Fate.PAPER) for form in stand_ins]


def _substituted(work: Fieldwork, form: Form, stamp: Stamp) -> list[Form]:
    """Replace a form and hand out its reserve; nothing when the village's reserves are used up."""
    try:
        reserve = substitutions.substitute(
            work.session, form, stamp=stamp, reason="Người được chọn từ chối (mô phỏng)"
        )
    except AppError:
        return []
    movements.record(work.session, reserve, FormState.HANDED_OUT, stamp=stamp)
    return [reserve]


def collect_web(url: str, work: Fieldwork, met: list[tuple[Form, Fate]], progress: Progress) -> None:
    """Answer every web form through the public pages, several at the same time."""
    answers = [(catalogue.access_code(form), work.ticks(form)) for form, fate in met if fate is Fate.WEB]
    # The pages write through sessions of their own, so this one must not hold the lock.
    work.session.commit()
    crowd.answer_all(url, answers, progress)


def staff(session: Session, role: Role) -> list[User]:
    """Return the accounts of a role, by name."""
    return list(session.scalars(select(User).where(User.role == role).order_by(User.name)))
