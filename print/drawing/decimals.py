"""Shares and counts in Vietnamese notation: percent with a decimal comma, dots between thousands."""

from decimal import Decimal

from questionnaires.decimals import write_decimal


def percent(proportion: float, places: int = 2, *, sign: bool = False) -> str:
    """Return a proportion in percent.

    >>> percent(0.83245), percent(0.0125, 1, sign=True)
    ('83,25', '+1,3')
    """
    return write_decimal(Decimal(repr(float(proportion))) * 100, places, sign=sign)


def thousands(count: int) -> str:
    """Return a count with dots between thousands.

    >>> thousands(36525)
    '36.525'
    """
    return f"{count:,}".replace(",", ".")
