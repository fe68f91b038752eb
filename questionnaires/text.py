"""A sentence that people read, in the languages of the survey."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence people read: Vietnamese always, English where it was written."""

    vi: str
    en: str | None = None

    def in_(self, language: Language) -> str:
        """Return the sentence in ``language``, in Vietnamese where there is no translation."""
        return self.en if language == "en" and self.en is not None else self.vi
