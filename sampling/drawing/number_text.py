"""Numbers as the files of a draw write them."""

import numpy as np


def number(value: float) -> str:
    """Write a number with 12 significant digits, the same on every machine.

    >>> number(1 / 3), number(2.0), number(1234567.5)
    ('0.333333333333', '2', '1234567.5')
    """
    return np.format_float_positional(float(f"{value:.12g}"), trim="-")
