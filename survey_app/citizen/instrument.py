"""The questionnaire of a wave as it was kept when the wave opened, and the web pages it makes."""

from dataclasses import dataclass, field
from functools import lru_cache

from questionnaires.model import Questionnaire
from survey_app import waves
from survey_app.citizen.pages import Page, split
from survey_app.tables import Wave


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
    """Return the questionnaire of a wave with its pages."""
    return _instrument(_Kept(wave.questionnaire_version, waves.questionnaire(wave)))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A kept questionnaire, told apart by its version alone, so that a process reads each version once."""

    version: str
    questionnaire: Questionnaire = field(compare=False)


@lru_cache(maxsize=16)
def _instrument(kept: _Kept) -> Instrument:
    return Instrument(kept.questionnaire, split(kept.questionnaire))
