"""Reads typed values out of one located table; what is missing, wrong or unknown is noted, and reading goes on."""

import math
from dataclasses import dataclass, field
from typing import TypeVar

from questionnaires.authoring.mistakes import Mistakes
from questionnaires.authoring.toml_lines import Table
from questionnaires.model import LARGEST_OPTION_CODE, Text

LONGEST_TEXT = 2000

T = TypeVar("T")


@dataclass(slots=True)
class TableReader:
    """Reads one table; ``finish`` notes every key that was not read.

    Args:
        table: what is read.
        key: how the table is called in messages, ``items[3]`` or an item's id.
        mistakes: takes what is wrong.
        read_keys: the keys read so far.
    """

    table: Table
    key: str
    mistakes: Mistakes
    read_keys: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Tell whether the key stands in the table."""
        return name in self.table.values

    def word(self, name: str, default: str | None = None) -> str:
        """Return a short string: an id, a kind, a name; the empty string after a mistake."""
        value = self._take(name, default)
        if value is None or isinstance(value, str):
            return value or ""
        return self._wrong(name, "một chuỗi chữ trong dấu nháy", "a quoted string", "")

    def one_of(self, name: str, words: tuple[str, ...], default: str | None = None) -> str:
        """Return one of ``words``; the first of them after a mistake."""
        word = self.word(name, default)
        if word in words:
            return word
        if word:
            listed = ", ".join(words)
            self._wrong(name, f"một trong các từ: {listed}", f"one of: {listed}", None)
        return words[0]

    def integer(self, name: str, default: int | None = None, *, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``; ``low`` after a mistake."""
        value = self._take(name, default)
        if value is None:
            return low
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        return self._wrong(
            name, f"số nguyên từ {low} đến {high}", f"a whole number from {low} to {high}", low
        )

    def weight(self, name: str) -> float:
        """Return a weight, 1 where the key is absent; weights are above zero."""
        value = self._take(name, 1.0)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf:
            return float(value)
        return self._wrong(name, "trọng số lớn hơn 0", "a weight above zero", 1.0)

    def flag(self, name: str) -> bool:
        """Return true or false, false where the key is absent."""
        value = self._take(name, False)
        if isinstance(value, bool):
            return value
        return self._wrong(name, "true hoặc false", "true or false", False)

    def codes(self, name: str) -> frozenset[int]:
        """Return a list of option codes, empty where the key is absent."""
        value = self._take(name, [])
        if (
            isinstance(value, list)
            and all(_is_code(code) for code in value)
            and len(set(value)) == len(value)
        ):
            return frozenset(value)
        expected = f"danh sách mã từ 1 đến {LARGEST_OPTION_CODE}, không lặp"
        return self._wrong(name, expected, f"a list of codes from 1 to {LARGEST_OPTION_CODE}", frozenset())

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of words, empty where the key is absent."""
        value = self._take(name, [])
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        return self._wrong(name, "danh sách chuỗi trong dấu nháy", "a list of quoted strings", ())

    def tables(self, name: str, *, required: bool = False) -> list[Table]:
        """Return a list of tables, empty where the key is absent."""
        value = self._take(name, None if required else [])
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(row, Table) for row in value):
            if required and not value:
                self._wrong(name, "ít nhất một phần tử", "at least one entry", None)
            return [row for row in value if isinstance(row, Table)]
        return self._wrong(name, f"danh sách bảng [[{name}]]", f"a list of tables [[{name}]]", [])

    def below(self, name: str) -> "TableReader | None":
        """Return a reader of a table below this one, ``None`` where the key is absent."""
        if name not in self.table.values:
            self.read_keys.add(name)
            return None
        value = self._take(name, None)
        if isinstance(value, Table):
            return TableReader(value, f"{self.key}.{name}" if self.key else name, self.mistakes)
        return self._wrong(name, "một bảng { … }", "a table { … }", None)

    def text(self) -> Text:
        """Return what this table says in ``vi`` (required) and ``en``."""
        return Text(self._sentence("vi") or "", self._sentence("en") if self.has("en") else None)

    def text_of(self, name: str, *, required: bool = False) -> Text | None:
        """Return the text ``name = { vi = …, en = … }``, ``None`` where the key is absent."""
        if required and not self.has(name):
            self._take(name, None)
        below = self.below(name)
        if below is None:
            return None
        text = below.text()
        below.finish()
        return text

    def finish(self) -> None:
        """Note every key that was not read."""
        for name in self.table.values:
            if name not in self.read_keys:
                allowed = ", ".join(sorted(self.read_keys))
                self.note(
                    name,
                    vi=f"khóa lạ; các khóa dùng được: {allowed}",
                    en=f"unknown key; known keys: {allowed}",
                )

    def note(self, name: str, *, vi: str, en: str) -> None:
        """Note a mistake at the key ``name``."""
        key = f"{self.key}.{name}" if self.key and name else self.key or name
        self.mistakes.add(self.table.where(name), key, vi=vi, en=en)

    def _sentence(self, name: str) -> str | None:
        words = " ".join(self.word(name).split())
        if self.has(name) and isinstance(self.table.values[name], str) and not words:
            self.note(name, vi="câu chữ để trống; hãy viết nội dung", en="empty text; write something")
        if len(words) > LONGEST_TEXT:
            self._wrong(
                name, f"câu chữ dài tối đa {LONGEST_TEXT} ký tự", f"at most {LONGEST_TEXT} characters", None
            )
        return words or None

    def _take(self, name: str, default: object) -> object:
        self.read_keys.add(name)
        value = self.table.values.get(name, default)
        if value is None:
            self.note(name, vi="thiếu khóa này; hãy thêm vào", en="this key is missing; add it")
        return value

    def _wrong(self, name: str, vi: str, en: str, instead: T) -> T:
        self.note(name, vi=f"giá trị không hợp lệ; cần {vi}", en=f"not valid; wanted {en}")
        return instead


def _is_code(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_OPTION_CODE
