"""Progress of a wave by office and day, in counts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sampling.fieldwork.response_account import ResponseAccount
from survey_app.fieldwork.form_dispositions import OfficeForms
from survey_app.tables import FormState
from survey_app.web.translation import gettext


@dataclass(frozen=True, slots=True)
class Office:
    """The forms of one post office: those in use by state, and the response account of its main sample."""

    name: str
    forms: int
    handed_out: int
    waiting: int
    answered: int
    refused: int
    gone: int
    response: ResponseAccount


def by_office(found: Mapping[str, OfficeForms]) -> list[Office]:
    """Return one line a post office, and their sum last."""
    total = OfficeForms()
    for forms in found.values():
        total.in_use.update(forms.in_use)
        total.sample.update(forms.sample)
    return [*(_office(name, forms) for name, forms in found.items()), _office(gettext("Cộng"), total)]


def _office(name: str, forms: OfficeForms) -> Office:
    used = forms.in_use
    return Office(
        name,
        forms=used.total(),
        handed_out=used[FormState.HANDED_OUT],
        waiting=used[FormState.RETURNED],
        answered=used[FormState.ACCEPTED],
        refused=used[FormState.REFUSED],
        gone=sum(used[state] for state in (FormState.LOST, FormState.SPOILED, FormState.INVALID)),
        response=forms.response,
    )


@dataclass(frozen=True, slots=True)
class Day:
    """The responses of one day; ``share`` of the best day from 0 to 100, for its bar."""

    day: dt.date
    count: int
    share: int


def days(found: Mapping[dt.date, int], most: int = 21) -> list[Day]:
    """Return the last days with responses, oldest first."""
    last = sorted(found.items())[-most:]
    best = max((count for _, count in last), default=1)
    return [Day(day, count, round(100 * count / best)) for day, count in last]
