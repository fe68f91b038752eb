"""Who does something, and when: what the ledger and the audit need of every act of staff."""

import datetime as dt
from dataclasses import dataclass

from survey_app.tables import User

# Viet Nam keeps one time all year, so a day can be told without a time zone database.
VIET_NAM = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Stamp:
    """The person who acts (nobody for the system itself) and the moment, with its time zone."""

    by: User | None
    at: dt.datetime

    @property
    def day(self) -> dt.date:
        """The date of the moment in Viet Nam."""
        return self.at.astimezone(VIET_NAM).date()

    @property
    def by_id(self) -> int | None:
        """The account's id, or None for the system."""
        return None if self.by is None else self.by.id
