"""Form numbers and QR texts: written, read back, and refused when wrong."""

import pytest

from print.drawing.qr import modules
from print.errors import PaperError
from print.number import read, read_payload, write, write_payload


@pytest.mark.parametrize("serial", [1, 9, 123, 36_525, 999_999, 1_000_000, 999_999_999])
def test_a_number_reads_back_as_its_serial(serial):
    assert read(write(serial)) == serial


@pytest.mark.parametrize("typed", ["000123-4", "0001234", " 000123 - 4 ", "000123 4"])
def test_people_may_type_a_number_with_or_without_the_hyphen(typed):
    assert read(typed) == 123


def test_every_wrong_digit_and_every_swap_of_neighbours_is_refused():
    for serial in range(1, 3_000, 7):
        digits = write(serial).replace("-", "")
        wrong = [
            digits[:i] + other + digits[i + 1 :]
            for i in range(len(digits))
            for other in "0123456789"
            if other != digits[i]
        ]
        wrong += [
            digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
            for i in range(len(digits) - 1)
            if digits[i] != digits[i + 1]
        ]
        for text in wrong:
            with pytest.raises(PaperError, match="sai chữ số kiểm tra"):
                read(text)


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "123-4", "000000-0", "000123-5", "0001234567890-1", "０００１２３-4", "=1+1", "000123--4"],
)
def test_what_is_no_number_is_refused_with_advice(typed):
    with pytest.raises(PaperError, match=r"số|phiếu"):
        read(typed)


@pytest.mark.parametrize("serial", [0, -1, 10**9])
def test_a_serial_outside_its_range_has_no_number(serial):
    with pytest.raises(PaperError, match=f"từ 1 đến 999999999, nhận được {serial};"):
        write(serial)


def test_a_qr_text_says_tag_serial_and_page():
    payload = read_payload(write_payload("AB12CD", 36_525, 12))

    assert (payload.tag, payload.serial, payload.page) == ("AB12CD", 36_525, 12)


def test_a_qr_text_with_one_wrong_character_is_refused():
    text = write_payload("AB12CD", 123, 4)
    for i, letter in enumerate(text):
        for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-":
            if other != letter:
                with pytest.raises(PaperError, match="không phải mã của phiếu khảo sát hoặc đã hỏng"):
                    read_payload(text[:i] + other + text[i + 1 :])


@pytest.mark.parametrize(
    ("serial", "page", "length", "side"),
    [
        (1, 1, 17, 21),
        (999_999, 9, 17, 21),
        (99_999_999, 12, 20, 21),
        (999_999_999, 9, 20, 21),
        (999_999_999, 12, 21, 25),
    ],
)
def test_a_qr_text_fits_the_smallest_qr_code_up_to_twenty_characters(serial, page, length, side):
    text = write_payload("AB12CD", serial, page)

    assert len(text) == length
    assert len(modules(text)) == side


@pytest.mark.parametrize(
    "text", ["", "https://example.org/", "AB12CD-000123-4", "ab12cd-000123-4-A", "-" * 20]
)
def test_a_foreign_qr_code_is_refused(text):
    with pytest.raises(PaperError, match="QR"):
        read_payload(text)


def holds(text):
    """Whether a text ends in its right character by ISO 7064 MOD 37,36, as the standard states it for a reader."""
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = 36
    for letter in text[:-1]:
        rest = ((rest + letters.index(letter)) % 36 or 36) * 2 % 37
    return (rest + letters.index(text[-1])) % 36 == 1


def test_the_check_character_is_that_of_the_standard():
    assert holds("A12425GABC1234002M"), "the example of the standard for the numbers of recordings"
    for serial in range(1, 4_000, 3):
        assert holds(write_payload("ZZ9PLZ", serial, serial % 12 + 1).replace("-", "")), serial
