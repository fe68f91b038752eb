"""Administrative units as tests have them: of today, from no source."""

import datetime as dt

from survey_app.tables import Area


def unit(code, name, *, level="commune", kind="phường", parent=None):
    """Return a unit in force since the two levels of 1 July 2025."""
    return Area(
        code=code,
        name=name,
        level=level,
        kind=kind,
        parent=parent,
        valid_from=dt.date(2025, 7, 1),
        source="thử",
    )
