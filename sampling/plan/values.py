"""Typed values of a TOML table; every mistake is recorded with its place and key."""

from collections.abc import Mapping, Sequence

from sampling.plan.problems import Problems


class Values:
    """A TOML table whose values are read by key and type.

    Args:
        table: the parsed table.
        where: its place for a person, in Vietnamese and English.
        problems: where mistakes are recorded.
    """

    def __init__(self, table: Mapping[str, object], where: tuple[str, str], problems: Problems) -> None:
        self._table = table
        self._where = where
        self._problems = problems

    def wrong(self, key: str, vi: str, en: str) -> None:
        """Record one mistake at a key."""
        self._problems.add(f"{self._where[0]}, khóa «{key}»: {vi}", f"{self._where[1]}, key «{key}»: {en}")

    def only(self, keys: Sequence[str]) -> None:
        """Record keys that nobody reads; a misspelt one would else be ignored."""
        for key in self._table:
            if key not in keys:
                self.wrong(
                    key,
                    f"không biết khóa này; các khóa: {', '.join(keys)}",
                    f"unknown; the keys are: {', '.join(keys)}",
                )

    def has(self, key: str) -> bool:
        """Tell whether the table has this key."""
        return key in self._table

    def value(self, key: str) -> object:
        """Return what stands at a key, of any type; nothing where it is absent."""
        return self._table.get(key)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """Return a text that is not blank."""
        value = self._given(key, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, "phải là chữ trong ngoặc kép", "must be a text in quotes")
        else:
            return value
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of different texts."""
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
            self.wrong(
                key, 'phải là danh sách tên cột, ví dụ ["urban"]', 'must be a list of columns, as ["urban"]'
            )
            return ()
        if len(set(value)) < len(value):
            self.wrong(key, "có tên cột lặp lại", "repeats a column")
        return tuple(value)

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """Return one of the given texts."""
        value = self._table.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or value not in choices:
            self.wrong(
                key,
                f"«{value}» không có; hãy chọn một trong: {', '.join(choices)}",
                f"«{value}» is none of: {', '.join(choices)}",
            )
            return None
        return value

    def whole(self, key: str, *, least: int, required: bool = False) -> int | None:
        """Return a whole number that is at least ``least``."""
        value = self._given(key, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, "phải là số nguyên", "must be a whole number")
        elif value < least:
            self.wrong(key, f"{value} nhỏ hơn {least}", f"{value} is below {least}")
        else:
            return value
        return None

    def number(self, key: str, *, least: float, most: float, default: float) -> float:
        """Return a number between two bounds, both allowed."""
        value = self._table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(key, "phải là số", "must be a number")
        elif not least <= value <= most:
            self.wrong(
                key, f"{value} phải từ {least:g} đến {most:g}", f"{value} must be from {least:g} to {most:g}"
            )
        else:
            return float(value)
        return default

    def _given(self, key: str, *, required: bool) -> object:
        """Return what stands at a key, nothing where it is absent; a required key has to be there."""
        value = self._table.get(key)
        if value is None and required:
            self.wrong(key, "còn thiếu", "is missing")
        return value
