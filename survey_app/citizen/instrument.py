"""The questionnaire of a wave as published when it opened, with its web pages."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.model import Questionnaire
from survey_app.citizen.pages import Page, split
from survey_app.tables import Form, Wave
from survey_app.waves import catalogue


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire and the web pages it makes."""

    questionnaire: Questionnaire
    pages: tuple[Page, ...]

    def page(self, page_id: str) -> Page | None:
        """Return the page with this id, or None."""
        return next((page for page in self.pages if page.id == page_id), None)

    def page_of(self, item_id: str) -> Page:
        """Return the page on which an item is asked."""
        return next(page for page in self.pages if any(item.id == item_id for item in page.items))


def instrument_of(wave: Wave) -> Instrument:
    """Return the questionnaire of a wave with its pages, cached by version."""
    found = _MADE.get(wave.questionnaire_version)
    if found is None:
        questionnaire = catalogue.questionnaire(wave)
        found = _MADE[wave.questionnaire_version] = Instrument(questionnaire, split(questionnaire))
    return found


def instrument_for(session: Session, form_id: int) -> Instrument | None:
    """Return the questionnaire of a form with its pages; None when there is no such form."""
    query = select(Wave.questionnaire_version).join(Form, Form.wave_id == Wave.id).where(Form.id == form_id)
    version = session.scalar(query)
    if version is None:
        return None
    return _MADE.get(version) or instrument_of(session.get_one(Form, form_id).wave)


# A version is the hash of its content and never changes; a process meets few of them.
_MADE: dict[str, Instrument] = {}
