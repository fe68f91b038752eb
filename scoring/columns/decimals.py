"""Decimal numbers as text: read with a comma or a point, written with a comma, rounded half up."""

import re
from decimal import ROUND_HALF_UP, Decimal

from scoring.errors import ScoringError

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,12})?")


def read_decimal(text: str) -> Decimal:
    """Return the value of a typed number, with a comma or a point, with or without a percent sign.

    Raises:
        ScoringError: when it is no number; a group separator is refused rather than guessed.

    >>> read_decimal("80,23%")
    Decimal('80.23')
    >>> read_decimal(" 9.5 ")
    Decimal('9.5')
    """
    bare = text.strip().removesuffix("%").rstrip()
    if not _NUMBER.fullmatch(bare):
        raise ScoringError(
            f"«{text.strip()[:40]}» không phải là số. Hãy nhập như 80,23 hoặc 80.23, không có dấu ngăn hàng nghìn.",
            f"“{text.strip()[:40]}” is not a number. Type it like 80.23 or 80,23, without a thousands separator.",
        )
    return Decimal(bare.replace(",", "."))


def write_decimal(value: float | Decimal, places: int = 2, *, sign: bool = False) -> str:
    """Return ``value`` with ``places`` digits after a decimal comma, rounded half up.

    A float is rounded by its shortest decimal form, so that what a person would write is what is rounded.

    >>> write_decimal(83.245)
    '83,25'
    >>> write_decimal(-0.004, sign=True)
    '0,00'
    >>> write_decimal(3.02, 1, sign=True)
    '+3,0'
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    text = f"{rounded:+f}" if sign and rounded else f"{rounded:f}"
    return text.replace("-", "−").replace(".", ",")
