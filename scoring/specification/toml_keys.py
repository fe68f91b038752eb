"""Typed access to the keys of a TOML table; unknown keys and wrong types are errors with their place."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import isfinite, isnan

from scoring.errors import ScoringError


@dataclass(frozen=True)
class Keys:
    """One table of a TOML file.

    Args:
        place: what to call it in a message, such as ``[design]``.
        values: what it holds.
        beside: keys that may stand there too and are read elsewhere, for messages.
    """

    place: str
    values: Mapping[str, object] = field(default_factory=dict)
    beside: tuple[str, ...] = ()

    def only(self, allowed: Collection[str]) -> "Keys":
        """Refuse keys that are not among ``allowed``."""
        listed = ", ".join([*allowed, *self.beside])
        for name in self.values:
            if name not in allowed:
                raise self.wrong(name, f"khóa lạ; được dùng: {listed}", f"unknown; use {listed}")
        return self

    def wrong(self, name: str, vi: str, en: str) -> ScoringError:
        """Return the error about a key."""
        return ScoringError(
            f"{self.place} khóa «{name}»: {vi}.".strip(), f"{self.place} key “{name}”: {en}.".strip()
        )

    def text(self, name: str, default: str | None = None) -> str | None:
        """Return a text."""
        value = self.values.get(name, default)
        if value is not None and not isinstance(value, str):
            raise self.wrong(name, "phải là chuỗi", "must be a text")
        return value

    def needed_text(self, name: str) -> str:
        """Return a text that must be there, and not empty."""
        value = self.text(name)
        if not value:
            raise self.wrong(name, "còn thiếu", "is missing")
        return value

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        """Return a text that is among ``allowed``."""
        value = self.text(name, default) or ""
        if value not in allowed:
            raise self.wrong(
                name,
                f"«{value}» không có; chọn {', '.join(allowed)}",
                f"“{value}” is unknown; use {', '.join(allowed)}",
            )
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts; a single text is a list of one."""
        value = self.values.get(name, [])
        if isinstance(value, str):
            return [value]
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.wrong(
                name, "phải là tên cột hoặc danh sách tên cột", "must be a name or a list of names"
            )
        return [str(part) for part in value]

    def number(self, name: str, default: float | None = None) -> float | None:
        """Return a number; TOML's ``inf`` is one, ``nan`` is none."""
        value = self.values.get(name, default)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int | float) or isnan(value)
        ):
            raise self.wrong(name, "phải là số", "must be a number")
        return None if value is None else float(value)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, "phải là true hoặc false", "must be true or false")
        return value

    def codes(self, name: str) -> tuple[int | float | str, ...] | None:
        """Return a list of codes, None when absent."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not value or not all(_is_code(code) for code in value):
            raise self.wrong(name, "phải là danh sách mã trả lời", "must be a list of codes")
        return tuple(value)

    def counts(self, name: str) -> dict[str, float]:
        """Return a table of numbers by name."""
        value = self.values.get(name)
        if not isinstance(value, dict) or not value:
            raise self.wrong(name, "phải là bảng mức = số", "must be a table of level = number")
        return {level: self.inside(name, value).needed(level) for level in value}

    def inside(self, name: str, value: Mapping[str, object]) -> "Keys":
        """Return a table within this one."""
        return Keys(f"{self.place} {name}", value)

    def needed(self, name: str) -> float:
        """Return a number that must be there, and finite."""
        value = self.number(name)
        if value is None:
            raise self.wrong(name, "còn thiếu", "is missing")
        if not isfinite(value):
            raise self.wrong(name, "phải là số hữu hạn", "must be a finite number")
        return value


def _is_code(value: object) -> bool:
    """Tell whether a value can be an answer code: a text or a finite number, not true or false."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    return isinstance(value, str) or isfinite(value)
