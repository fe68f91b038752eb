"""Numbers in Vietnamese notation: decimal comma, a real minus sign, rounded half up."""

from decimal import ROUND_HALF_UP, Decimal


def comma(value: float | Decimal, places: int = 2, *, sign: bool = False) -> str:
    """Return a number with ``places`` digits after its comma; a float is rounded by its shortest decimal form.

    >>> comma(83.245), comma(-0.4, 1, sign=True), comma(2, 1, sign=True), comma(-0.004)
    ('83,25', '−0,4', '+2,0', '0,00')
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    text = f"{rounded:+f}" if sign and rounded else f"{rounded:f}"
    return text.replace("-", "−").replace(".", ",")


def percent(proportion: float, places: int = 2, *, sign: bool = False) -> str:
    """Return a proportion in percent.

    >>> percent(0.83245), percent(0.0125, 1, sign=True)
    ('83,25', '+1,3')
    """
    return comma(Decimal(repr(float(proportion))) * 100, places, sign=sign)


def thousands(count: int) -> str:
    """Return a count with dots between thousands.

    >>> thousands(36525)
    '36.525'
    """
    return f"{count:,}".replace(",", ".")
