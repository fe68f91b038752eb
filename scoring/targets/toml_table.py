"""Strict reading of TOML files: every mistake of a file is collected and reported at once, with its key."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from sampling.toml_text import NotToml, parse_toml
from scoring.errors import ScoringError, Sentence

MAX_BYTES = 1_000_000

_T = TypeVar("_T")


@dataclass(slots=True)
class Mistakes:
    """The mistakes of one file, or of other ``what`` of a name, collected so that they are reported at once."""

    name: str
    what: Sentence = ("Tệp", "File")
    found: list[Sentence] = field(default_factory=list)

    def add(self, where: str, vi: str, en: str) -> None:
        """Add one mistake at the key ``where``."""
        self.found.append((f"{where}: {vi}", f"{where}: {en}"))

    def refuse(self) -> None:
        """Raise one ScoringError that lists every mistake, if there is any."""
        if not self.found:
            return
        n = len(self.found)
        raise ScoringError(
            f"{self.what[0]} {self.name} có {n} lỗi. "
            + " ".join(f"({i}) {vi}" for i, (vi, _) in enumerate(self.found, 1)),
            f"{self.what[1]} {self.name} has {n} mistake(s). "
            + " ".join(f"({i}) {en}" for i, (_, en) in enumerate(self.found, 1)),
        )


# Not the reader of questionnaires/authoring: that one turns numbers into floats, knows the limits of a questionnaire
# and raises its error; here a number is a Decimal exactly as typed, and a mistake is a ScoringError named by its key.
class Table:
    """One TOML table; each access checks the type of a key, and ``close`` reports keys never read."""

    def __init__(self, values: Mapping[str, object], where: str, mistakes: Mistakes) -> None:
        self.where = where
        self.mistakes = mistakes
        self._values = values
        self._known: set[str] = set()

    def key(self, name: str) -> str:
        """Return the full key of ``name``, as messages show it."""
        return f"{self.where}.{name}" if self.where else name

    def has(self, name: str) -> bool:
        """Tell whether the table has the key."""
        return name in self._values

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text in NFC with single spaces; "" after a mistake."""
        value = self._get(name, default)
        if isinstance(value, str) and (value.strip() or default == value):
            return " ".join(unicodedata.normalize("NFC", value).split())
        return self._wrong(name, value, ("một chuỗi chữ không rỗng", "a text that is not empty"), "")

    def number(self, name: str) -> Decimal:
        """Return a number exactly as typed; zero after a mistake."""
        value = self._get(name, None)
        if isinstance(value, Decimal | int) and not isinstance(value, bool) and Decimal(value).is_finite():
            return Decimal(value)
        return self._wrong(name, value, ("một số (dấu chấm thập phân)", "a number"), Decimal(0))

    def optional_number(self, name: str) -> Decimal | None:
        """Return a number, or None where the key is absent."""
        return self.number(name) if self.has(name) else None

    def integer(self, name: str, default: int | None = None) -> int:
        """Return a whole number; zero after a mistake."""
        value = self._get(name, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self._wrong(name, value, ("một số nguyên", "a whole number"), 0)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is absent."""
        value = self._get(name, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(" ".join(unicodedata.normalize("NFC", each).split()) for each in value)
        return self._wrong(name, value, ("một danh sách chữ", "a list of texts"), ())

    def numbers(self, name: str) -> tuple[Decimal, ...]:
        """Return a list of numbers as typed, empty where the key is absent."""
        value = self._get(name, [])
        if isinstance(value, list) and all(
            isinstance(each, Decimal | int) and not isinstance(each, bool) and Decimal(each).is_finite()
            for each in value
        ):
            return tuple(Decimal(each) for each in value)
        return self._wrong(name, value, ("một danh sách số", "a list of numbers"), ())

    def table(self, name: str) -> "Table":
        """Return the table of this key; an empty one after a mistake."""
        value = self._get(name, None)
        if not isinstance(value, dict):
            value = self._wrong(name, value, ("một bảng", "a table"), {})
        return Table(value, self.key(name), self.mistakes)

    def tables(self, name: str) -> list["Table"]:
        """Return the tables of an array, empty where the key is absent."""
        value = self._get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            value = self._wrong(name, value, ("một danh sách bảng", "a list of tables"), [])
        return [Table(each, f"{self.key(name)}[{i}]", self.mistakes) for i, each in enumerate(value, 1)]

    def close(self) -> None:
        """Report every key that was never read, as a misspelling."""
        for name in sorted(self._values.keys() - self._known):
            self.mistakes.add(
                self.key(name),
                "khóa này không có trong định dạng; hãy xóa hoặc sửa tên.",
                "unknown key; remove or rename it.",
            )

    def _get(self, name: str, default: object) -> object:
        self._known.add(name)
        return self._values.get(name, default)

    def _wrong(self, name: str, value: object, expected: Sentence, instead: _T) -> _T:
        if value is None:
            self.mistakes.add(self.key(name), f"thiếu; cần {expected[0]}.", f"missing; needs {expected[1]}.")
        else:
            excerpt = str(value)[:40]
            self.mistakes.add(
                self.key(name),
                f"«{excerpt}» không phải là {expected[0]}.",
                f"“{excerpt}” is not {expected[1]}.",
            )
        return instead


def parse(text: str, name: str) -> Table:
    """Return the root table of a TOML text whose numbers are kept as typed.

    Raises:
        ScoringError: when the text is too large or no TOML.
    """
    if len(text) > MAX_BYTES:
        raise ScoringError(
            f"Tệp {name} lớn hơn {MAX_BYTES:,} ký tự nên bị từ chối.",
            f"File {name} is larger than {MAX_BYTES:,}.",
        )
    try:
        values = parse_toml(text, parse_float=Decimal)
    except NotToml as error:
        raise ScoringError(
            f"Tệp {name} không đúng cú pháp TOML: {error.vi}.", f"File {name} is no valid TOML: {error.en}."
        ) from error
    return Table(values, "", Mistakes(name))
