"""Decimal numbers as people type them, with a comma or a point."""

import re
from decimal import Decimal

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
