"""Numbers as Vietnamese text: decimal comma, a real minus sign, rounded half up."""

from decimal import ROUND_HALF_UP, Decimal


def write_decimal(value: float | Decimal, places: int = 2, *, sign: bool = False) -> str:
    """Return ``value`` with ``places`` digits after a decimal comma, rounded half up.

    A float is rounded by its shortest decimal form, so that what a person would write is what is rounded.

    >>> write_decimal(83.245), write_decimal(-0.4, 1, sign=True), write_decimal(2, 1, sign=True)
    ('83,25', '−0,4', '+2,0')
    >>> write_decimal(-0.004), write_decimal(-0.004, sign=True)
    ('0,00', '0,00')
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    text = f"{rounded:+f}" if sign and rounded else f"{rounded:f}"
    return text.replace("-", "−").replace(".", ",")
