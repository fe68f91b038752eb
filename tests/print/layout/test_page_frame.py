"""What every page has round its questions, and the top of the first page."""

from dataclasses import replace

import pytest

from print.drawing.fonts import wrap
from print.drawing.ink import Rule, Words
from print.errors import PaperError
from print.geometry import Box, Fiducial
from print.layout.page_frame import codes, fiducials, page_frame, tones, web_area
from print.layout.sizes import BODY, LARGE, MAIN_CODE, ORDINARY, REPEAT_CODE
from questionnaires.model import Text


def words(ink):
    return [thing for thing in ink if isinstance(thing, Words)]


def frame(questionnaire, page=1, pages=4, measures=ORDINARY, asked=3):
    return page_frame(questionnaire, page, pages, measures, question_pages=asked)


def test_the_corner_marks_of_a_page_are_numbered_clockwise_from_the_top_left():
    assert fiducials(1) == (
        Fiducial(0, 12, 12, 10),
        Fiducial(1, 188, 12, 10),
        Fiducial(2, 188, 275, 10),
        Fiducial(3, 12, 275, 10),
    )
    assert [mark.id for mark in fiducials(12)] == [44, 45, 46, 47]


def test_a_pale_and_a_middle_patch_stand_below_both_upper_corner_marks():
    assert [(tone.darkness, tone.box) for tone in tones()] == [
        (0.16, Box(12, 25.5, 4.6, 7)),
        (0.40, Box(12 + (4.6 + 0.8), 25.5, 4.6, 7)),
        (0.16, Box(188, 25.5, 4.6, 7)),
        (0.40, Box(188 + (4.6 + 0.8), 25.5, 4.6, 7)),
    ]


def test_both_codes_have_their_role_and_place():
    assert [(code.role, code.box) for code in codes()] == [("main", MAIN_CODE), ("repeat", REPEAT_CODE)]


def test_the_foot_stands_left_of_the_lower_right_mark_with_the_page_number_first(small):
    number, foot = (thing for thing in words(frame(small, 2)) if thing.align == "right")

    assert (number.text, number.face) == ("Trang 2/4", "bold")
    assert foot.face == "italic"
    assert number.x == foot.x == 210 - 12 - 10 - 4
    assert REPEAT_CODE.y < number.y < foot.y < 297 - 12


@pytest.mark.parametrize(
    ("page", "said"),
    [(2, "Xin lật sang trang sau »"), (3, "Trân trọng cảm ơn Ông/Bà!"), (4, "Mặt này không có câu hỏi.")],
)
def test_the_foot_leads_on_thanks_or_says_that_nothing_is_asked(small, page, said):
    _, *foot = (thing for thing in words(frame(small, page)) if thing.align == "right")

    assert " ".join(thing.text for thing in foot) == said


def test_a_grey_rule_closes_the_head_of_the_page(small):
    (rule,) = (thing for thing in frame(small) if isinstance(thing, Rule))

    assert (rule.x1, rule.x2, rule.grey) == (BODY.x, BODY.x + BODY.w, 0.3)
    assert rule.y1 == rule.y2 == pytest.approx(BODY.y - 0.7)


def test_the_title_is_large_on_page_1_and_small_and_grey_on_the_others(small):
    first = [thing for thing in words(frame(small, 1)) if thing.align == "left"]
    second = [thing for thing in words(frame(small, 2)) if thing.align == "left"]

    assert " ".join(thing.text for thing in first) == small.title.vi.upper()
    assert {(thing.points, thing.face, thing.grey) for thing in first} == {(13.0, "bold", 0.0)}
    assert {(thing.points, thing.face, thing.grey) for thing in second} == {(10.0, "regular", 0.25)}
    assert {thing.x for thing in (*first, *second)} == {26.0}


def test_a_title_has_three_lines_on_page_1_and_two_on_the_others(small):
    def titled(page, times):
        ink = frame(replace(small, title=Text("phiếu khảo sát " * times)), page)
        return len([thing for thing in words(ink) if thing.align == "left"])

    assert titled(1, 9) == 3
    assert titled(2, 9) == titled(2, 18) == 2
    with pytest.raises(PaperError, match="Tên bộ câu hỏi dài hơn ba dòng"):
        titled(1, 12)


def test_closing_words_have_two_lines(small):
    two = replace(small, closing=Text("Trân trọng cảm ơn Ông/Bà đã dành thời gian trả lời phiếu này!"))
    three = replace(small, closing=Text("Trân trọng cảm ơn Ông/Bà! " * 5))

    assert len([thing for thing in words(frame(two, 3)) if thing.align == "right"]) == 3
    with pytest.raises(PaperError, match="Lời kết của bộ câu hỏi dài hơn hai dòng"):
        frame(three, 3)
    assert len(wrap(three.closing.vi, 85, 10)) == 3


@pytest.mark.parametrize(("measures", "wide"), [(ORDINARY, 78.0), (LARGE, 92.0)])
def test_the_web_invitation_is_top_right_with_its_code_in_the_middle_of_its_height(measures, wide):
    area, code = web_area(measures)

    assert (area.x + area.w, area.y, area.w) == (BODY.x + BODY.w, BODY.y, wide)
    assert area.h == max(24, 5 * measures.leading + 4)
    assert (code.w, code.h) == (19.0, 19.0)
    assert area.x + area.w - code.x - code.w == pytest.approx(3)
    assert code.y - area.y == pytest.approx(area.y + area.h - code.y - code.h)
