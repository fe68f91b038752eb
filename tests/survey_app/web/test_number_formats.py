"""Numbers and days as people read them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from flask_babel import force_locale

from survey_app.web import number_formats
from survey_app.web.form_fields import tidy


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (80.735, 2, "80,74", "80.74"),
        (2.675, 2, "2,68", "2.68"),
        (0.5, 0, "1", "1"),
        (-0.5, 0, "\u22121", "\u22121"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (-0.001, 2, "0,00", "0.00"),
        (100, 1, "100,0", "100.0"),
        (1e-20, 2, "0,00", "0.00"),
    ],
)
def test_numbers_are_rounded_half_up_with_the_comma_of_the_language(app, value, digits, vi, en):
    with app.test_request_context():
        assert number_formats.number(value, digits) == vi
        with force_locale("en"):
            assert number_formats.number(value, digits) == en


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.5, "+1,50"), (-1.5, "\u22121,50"), (0.0, "0,00"), (0.001, "0,00"), (-0.001, "0,00")],
)
def test_a_difference_has_its_sign_unless_it_is_nothing(app, value, said):
    with app.test_request_context():
        assert number_formats.signed(value) == said


def test_a_day_is_written_day_month_year():
    assert number_formats.day(dt.date(2025, 7, 1)) == "01/07/2025"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  a  ", "a"), ("Bie\u0302n", "Biên"), ("a\x00b\x1b[0m", "ab[0m"), (None, ""), ("a\tb\nc", "a\tb\nc")],
)
def test_what_is_typed_is_tidied(typed, kept):
    assert tidy(typed) == kept


def test_names_with_numbers_stand_as_people_count():
    names = ["nhap-lieu-10", "lan", "nhap-lieu-2", "nhap-lieu-1", "Ân", "2"]
    ordered = number_formats.in_order([SimpleNamespace(name=name) for name in names], "name")

    assert [one.name for one in ordered] == ["2", "lan", "nhap-lieu-1", "nhap-lieu-2", "nhap-lieu-10", "Ân"]
