"""A sentence that people read, in the languages of the survey."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_RINGS = re.compile(r"\b(khoanh|vòng tròn|circle[sd]?|ring(?:s|ed)?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence people read: Vietnamese always, English where it was written."""

    vi: str
    en: str | None = None

    def in_(self, language: Language) -> str:
        """Return the sentence in ``language``, in Vietnamese where there is no translation."""
        return self.en if language == "en" and self.en is not None else self.vi


def speaks_of_rings(sentence: str) -> bool:
    """Tell whether advice on marking speaks of rings, which the printed form draws as wrong.

    >>> speaks_of_rings("Nếu đánh nhầm, xin khoanh tròn ô sai."), speaks_of_rings("Mark one box with an X.")
    (True, False)
    """
    return _RINGS.search(sentence) is not None
