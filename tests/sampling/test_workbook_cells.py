"""What a cell of a workbook is read as."""

import datetime as dt

import pytest

from sampling.workbook import text_of

READ = {
    "nothing": (None, "", ""),
    "yes": (True, "", "1"),
    "no": (False, "", "0"),
    "a day": (dt.datetime.fromisoformat("2025-07-01T00:00"), "", "2025-07-01"),
    "a day with zeros in its format": (dt.date(2025, 7, 1), "00000", "2025-07-01"),
    "a moment": (dt.datetime.fromisoformat("2025-07-01T06:30"), "", "2025-07-01T06:30:00"),
    "a time": (dt.time(6, 30), "", "06:30:00"),
    "a whole number": (6041, "", "6041"),
    "a code shown with zeros": (6041, "00000", "06041"),
    "a code of as many figures": (26041, "00000", "26041"),
    "a whole number kept as a decimal": (26041.0, "", "26041"),
    "a code kept as a decimal": (6041.0, "00000", "06041"),
    "a number below nothing": (-3.0, "", "-3"),
    "decimals": (0.125, "", "0.125"),
    "what could be thousands": (1.234, "", "1.2340"),
    "three figures before three": (123.456, "", "123.4560"),
    "four figures before three": (1234.567, "", "1234.567"),
    "very little": (1e-7, "", "0.0000001"),
    "text": ("  06041 ", "", "  06041 "),
}


@pytest.mark.parametrize(("value", "zeros", "text"), READ.values(), ids=READ)
def test_a_cell_is_read_as_it_is_shown(value, zeros, text):
    assert text_of(value, zeros) == text
