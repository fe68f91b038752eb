"""The stamp of an act: who did it, and when, as the ledger and the audit log need it."""

import datetime as dt
from dataclasses import dataclass

from survey_app.tables import User

# Viet Nam keeps one time all year, so a day can be told without a time zone database.
VIET_NAM = dt.timezone(dt.timedelta(hours=7))


def day_of(moment: dt.datetime) -> dt.date:
    """Return the date in Viet Nam of a moment with its time zone.

    >>> day_of(dt.datetime(2025, 11, 18, 17, tzinfo=dt.UTC))
    datetime.date(2025, 11, 19)
    """
    return moment.astimezone(VIET_NAM).date()


@dataclass(frozen=True, slots=True)
class Stamp:
    """The person who acts (nobody for the system itself) and the moment, with its time zone."""

    by: User | None
    at: dt.datetime

    @property
    def day(self) -> dt.date:
        """The date of the moment in Viet Nam."""
        return day_of(self.at)

    @property
    def by_id(self) -> int | None:
        """The account's id, or None for the system."""
        return None if self.by is None else self.by.id
