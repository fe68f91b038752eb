"""How far a wave is, in counts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.tables import FormState
from survey_app.web.translation import gettext

NOT_ASKED = frozenset({FormState.UNUSED})


@dataclass(frozen=True, slots=True)
class Office:
    """The forms of one post office; ``rate`` is answered forms per form that was to be handed out, in percent."""

    name: str
    forms: int
    handed_out: int
    waiting: int
    answered: int
    refused: int
    gone: int

    @property
    def rate(self) -> float | None:
        """Answered forms in percent of all forms in use."""
        return None if self.forms == 0 else 100 * self.answered / self.forms


def by_office(found: Mapping[str, Mapping[FormState, int]]) -> list[Office]:
    """Return one line a post office, and their sum last."""
    offices = [_office(name, counts) for name, counts in found.items()]
    total: dict[FormState, int] = {}
    for counts in found.values():
        for state, count in counts.items():
            total[state] = total.get(state, 0) + count
    return [*offices, _office(gettext("Cộng"), total)]


def _office(name: str, counts: Mapping[FormState, int]) -> Office:
    used = {state: count for state, count in counts.items() if state not in NOT_ASKED}
    return Office(
        name,
        forms=sum(used.values()),
        handed_out=used.get(FormState.HANDED_OUT, 0),
        waiting=used.get(FormState.RETURNED, 0),
        answered=used.get(FormState.ACCEPTED, 0),
        refused=used.get(FormState.REFUSED, 0),
        gone=sum(used.get(state, 0) for state in (FormState.LOST, FormState.SPOILED, FormState.INVALID)),
    )


@dataclass(frozen=True, slots=True)
class Day:
    """Responses of one day; ``share`` of the best day from 0 to 100, for its bar."""

    day: dt.date
    count: int
    share: int


def days(found: Mapping[dt.date, int], most: int = 21) -> list[Day]:
    """Return the last days with responses, oldest first."""
    last = sorted(found.items())[-most:]
    best = max((count for _, count in last), default=1)
    return [Day(day, count, round(100 * count / best)) for day, count in last]
