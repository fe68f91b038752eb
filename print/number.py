"""Form numbers people read and type, and the QR text machines read; both carry a check.

A form's number is its serial and a Damm digit (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004), which
catches every single wrong digit and every swap of neighbours. The QR text is ``TAG-SERIAL-PAGE-CHECK`` with an
ISO 7064 MOD 37,36 check character over all that stands before it; up to 20 characters fit a QR code of version 1,
level M, and only pages 10 to 12 of a serial of nine digits have 21.
"""

import re
from dataclasses import dataclass

from print.errors import PaperError

TAG_LENGTH = 6
MOST_DIGITS = 9
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# One row a state, one column a digit; the keying screen checks by the same table.
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_NUMBER = re.compile(r"\s*([0-9]{6,9})\s*-?\s*([0-9])\s*")
_PAYLOAD = re.compile(r"([0-9A-Z]{6})-([0-9]{6,9})-([0-9]{1,2})-([0-9A-Z])")


@dataclass(frozen=True, slots=True)
class Payload:
    """The content of one QR code: the layout's tag (see ``layout.tag``), the form's serial, the page from 1."""

    tag: str
    serial: int
    page: int


def write(serial: int) -> str:
    """Return the form number of a serial.

    >>> write(123)
    '000123-4'

    Raises:
        PaperError: the serial is not between 1 and 999,999,999.
    """
    if not 1 <= serial < 10**MOST_DIGITS:
        raise PaperError(
            f"Số thứ tự phiếu phải từ 1 đến 999999999, nhận được {serial}; chọn lại số bắt đầu.",
            f"A form's serial is 1 to 999999999, got {serial}; choose another start.",
        )
    return f"{serial:06d}-{_damm(str(serial))}"


def read(text: str) -> int:
    """Return the serial of a number as a person types it, with or without the hyphen.

    >>> read("0001234")
    123

    Raises:
        PaperError: not a number of this kind, or its check digit is wrong.
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise PaperError(
            f"«{text[:20]}» không phải số phiếu; số phiếu có dạng 000123-4, in ở góc trên bên phải của phiếu.",
            f"“{text[:20]}” is no form number; it looks like 000123-4, top right on the form.",
        )
    digits, check = found.groups()
    if _damm(digits) != int(check) or int(digits) == 0:
        raise PaperError(
            f"Số phiếu {digits}-{check} sai chữ số kiểm tra; xem lại trên phiếu và gõ lại.",
            f"Form number {digits}-{check} has a wrong check digit; look at the form and type it again.",
        )
    return int(digits)


def write_payload(tag: str, serial: int, page: int) -> str:
    """Return the QR text of one page: 17 to 21 characters of the alphanumeric QR alphabet."""
    body = f"{tag}-{serial:06d}-{page}"
    return f"{body}-{_check_character(body)}"


def read_payload(text: str) -> Payload:
    """Return the content of a QR text.

    Raises:
        PaperError: it is not one of ours, or damaged.
    """
    found = _PAYLOAD.fullmatch(text)
    if found is None or _check_character(text[:-2]) != found.group(4):
        raise PaperError(
            f"Mã QR «{text[:30]}» không phải mã của phiếu khảo sát hoặc đã hỏng; nhập phiếu này bằng tay.",
            f"QR code “{text[:30]}” is not a form's code or is damaged; key this form by hand.",
        )
    return Payload(found.group(1), int(found.group(2)), int(found.group(3)))


def _damm(digits: str) -> int:
    state = 0
    for digit in digits:
        state = int(DAMM[state][int(digit)])
    return state


def _check_character(text: str) -> str:
    state = 36
    for letter in text.replace("-", ""):
        state = (state + _LETTERS.index(letter)) % 36 or 36
        state = state * 2 % 37
    return _LETTERS[(37 - state) % 36]
