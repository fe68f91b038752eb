"""Formats of numbers and days: rounded half up, a comma in Vietnamese, a point in English."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import TypeVar

from flask import Flask

from survey_app.web.translation import current_language

MINUS = "\u2212"
PARTS = re.compile(r"(\d+)")
T = TypeVar("T")


def number(value: float, digits: int = 2) -> str:
    """Return a number with ``digits`` decimals, rounded half up.

    The shortest decimal that stands for the float is what gets rounded, so 2.675 becomes 2.68.
    """
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}"
    if current_language() == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return MINUS + text if rounded < 0 else text


def count(value: int) -> str:
    """Return a whole number with grouped thousands."""
    return number(value, 0)


def signed(value: float, digits: int = 2) -> str:
    """Return a difference with its sign."""
    text = number(value, digits)
    return text if text.startswith(MINUS) or not text.strip("0,.") else f"+{text}"


def day(value: date) -> str:
    """Return a day as day/month/year."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def in_order(things: Iterable[T], attribute: str) -> list[T]:
    """Return objects sorted by an attribute, digits as numbers: «Nhập liệu 2» before «Nhập liệu 10».

    >>> from datetime import date
    >>> [one.day for one in in_order([date(2025, 1, 10), date(2025, 1, 2)], "day")]
    [2, 10]
    """
    value = attrgetter(attribute)

    def key(thing: T) -> list[tuple[int, str]]:
        return [
            (int(part), "") if part.isdecimal() else (-1, part) for part in PARTS.split(str(value(thing)))
        ]

    return sorted(things, key=key)


def init_app(app: Flask) -> None:
    """Register the formats as filters of the templates."""
    app.jinja_env.filters.update(number=number, count=count, signed=signed, day=day, in_order=in_order)
