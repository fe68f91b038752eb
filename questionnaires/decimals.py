"""Numbers as Vietnamese text: decimal comma, a real minus sign, rounded half up."""

from decimal import ROUND_HALF_UP, Decimal

VIETNAMESE = str.maketrans("-.,", "−,.")


def write_decimal(
    value: float | Decimal, places: int = 2, *, sign: bool = False, grouped: bool = False
) -> str:
    """Return ``value`` with ``places`` digits after a decimal comma, rounded half up; ``grouped``: thousands parted by points.

    A float is rounded by its shortest decimal form, so that what a person would write is what is rounded.

    >>> write_decimal(83.245), write_decimal(-0.4, 1, sign=True), write_decimal(2, 1, sign=True)
    ('83,25', '−0,4', '+2,0')
    >>> write_decimal(-0.004), write_decimal(-0.004, sign=True)
    ('0,00', '0,00')
    >>> write_decimal(848732.69, 0, grouped=True), write_decimal(-1234.5, 1, grouped=True)
    ('848.733', '−1.234,5')
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    form = ("+" if sign and rounded else "") + ("," if grouped else "") + "f"
    return f"{rounded:{form}}".translate(VIETNAMESE)
