"""The mistakes of a questionnaire file with their places, collected so that all are reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from questionnaires.errors import QuestionnaireError
from questionnaires.model import Language, Text


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 1; ``None`` where the value never stood in a file."""

    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to correct: where, at which key, what is wrong and what to do."""

    place: Place
    key: str
    message: Text

    def in_(self, language: Language) -> str:
        """Return the mistake as one line for a person."""
        line = {"vi": "dòng", "en": "line"}[language]
        where = [self.place.file, f"{line} {self.place.line}" if self.place.line else "", self.key]
        return f"{', '.join(part for part in where if part)}: {self.message.in_(language)}"


@dataclass(slots=True)
class Mistakes:
    """Every mistake of one reading, and every warning, in the order they were found."""

    errors: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)
    _noted: set[tuple[Place, str, str]] = field(default_factory=set, repr=False)

    def add(self, place: Place, key: str, *, vi: str, en: str) -> None:
        """Note a mistake that makes the file unusable; what many rows inherit is noted once."""
        noted = place, vi, key if place.line is None else key.rpartition(".")[2]
        if noted not in self._noted:
            self._noted.add(noted)
            self.errors.append(Mistake(place, key, Text(vi, en)))

    def warn(self, place: Place, key: str, *, vi: str, en: str) -> None:
        """Note something the author should look at."""
        self.warnings.append(Mistake(place, key, Text(vi, en)))

    def in_order(self) -> tuple[Mistake, ...]:
        """Return the mistakes by file and line."""
        return tuple(sorted(self.errors, key=_by_line))


def as_error(mistakes: Iterable[Mistake]) -> QuestionnaireError:
    """Return the error that lists ``mistakes``."""
    found = tuple(mistakes)
    return QuestionnaireError(
        "\n".join([f"Bộ câu hỏi có {len(found)} lỗi cần sửa:", *(m.in_("vi") for m in found)]),
        "\n".join([f"The questionnaire has {len(found)} mistakes:", *(m.in_("en") for m in found)]),
    )


def _by_line(mistake: Mistake) -> tuple[str, int]:
    return mistake.place.file, mistake.place.line or 0
