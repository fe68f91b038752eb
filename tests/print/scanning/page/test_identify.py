"""Whose page it is, with plain values: every way in which codes and corner marks may disagree."""

import pytest

from print.number import Payload
from print.scanning.page.identify import Codes, Unknown, identify

OURS = Payload("AB12CD", 123, 2)
KNOWN = {"AB12CD": None}


def test_a_page_all_of_whose_marks_agree_has_its_form_and_its_number():
    assert identify(Codes((OURS, OURS)), 2, 4, KNOWN) == OURS


@pytest.mark.parametrize(
    ("codes", "page", "fiducials", "why", "state", "tag"),
    [
        (Codes(), None, 0, "no form", "unreadable", ""),
        (Codes(), 2, 1, "no code", "unreadable", ""),
        (Codes(strangers=("https://example.org/",)), None, 0, "strange code", "foreign", ""),
        (Codes(strangers=("https://example.org/",)), 2, 1, "no code", "unreadable", ""),
        (Codes((OURS, Payload("AB12CD", 124, 2))), 2, 4, "codes disagree", "unreadable", ""),
        (Codes((OURS, Payload("AB12CD", 123, 3))), 2, 4, "codes disagree", "unreadable", ""),
        (Codes((Payload("ZZ12CD", 123, 2),)), 2, 4, "other questionnaire", "foreign", "ZZ12CD"),
        (Codes((OURS,)), None, 0, "no corner mark", "unreadable", ""),
        (Codes((OURS,)), 1, 4, "corner marks disagree", "unreadable", ""),
        (Codes((OURS,)), None, 2, "corner marks disagree", "unreadable", ""),
    ],
)
def test_a_page_whose_marks_do_not_agree_says_how(codes, page, fiducials, why, state, tag):
    assert identify(codes, page, fiducials, KNOWN) == Unknown(why, state, tag)
