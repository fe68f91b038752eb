"""Numbers and days as people read them: half up, a comma in Vietnamese, a point in English."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from flask import Flask

from survey_app.translation import current_language

MINUS = "\u2212"


def number(value: float, digits: int = 2) -> str:
    """Return a number with ``digits`` decimals, rounded half up as it is printed.

    The shortest decimal that stands for the float is what gets rounded, so 2.675 becomes 2.68.
    """
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}"
    if current_language() == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return MINUS + text if rounded < 0 else text


def count(value: int) -> str:
    """Return a whole number with its thousands apart."""
    return number(value, 0)


def signed(value: float, digits: int = 2) -> str:
    """Return a difference with its sign."""
    text = number(value, digits)
    return text if text.startswith(MINUS) or not text.strip("0,.") else f"+{text}"


def day(value: date) -> str:
    """Return a day as day/month/year."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def init_app(app: Flask) -> None:
    """Offer the figures to the templates."""
    app.jinja_env.filters.update(number=number, count=count, signed=signed, day=day)
