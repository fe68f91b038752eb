"""The base of every small form of the pages: typed text is trimmed and brought into one Unicode form."""

import unicodedata

from flask_wtf import FlaskForm


def tidy(value: str | None) -> str:
    r"""Return text in NFC without control characters or blanks around it.

    >>> tidy("  Bie\u0302n\x00 ")
    'Biên'
    """
    kept = (letter for letter in value or "" if letter in "\n\t" or unicodedata.category(letter) != "Cc")
    return unicodedata.normalize("NFC", "".join(kept)).strip()


class Fields(FlaskForm):  # type: ignore[misc] # flask_wtf is untyped
    """A form with a CSRF token, filled from the request."""

    def problems(self) -> dict[str, str]:
        """Return the first thing wrong with each field, by its name."""
        return {name: str(wrong[0]) for name, wrong in self.errors.items() if wrong}
