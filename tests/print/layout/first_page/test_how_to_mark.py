"""The advice on marking: right marks, wrong ones, and the one repair, each drawn once."""

from dataclasses import replace

import pytest

from print.drawing.fonts import width
from print.drawing.ink import MM_PER_POINT, Frame, Ring, Rule, Words
from print.layout.first_page.how_to_mark import BEYOND, CAPTIONS, HOW_TO, OR, PEN, STROKES, how_to
from print.layout.sizes import BODY, LARGE, ORDINARY
from questionnaires import load
from questionnaires.model import Text

BOTH = pytest.mark.parametrize("measures", [ORDINARY, LARGE])


def words(ink):
    return [thing for thing in ink if isinstance(thing, Words)]


def ovals(block, measures):
    return [thing.box for thing in block.ink if isinstance(thing, Ring) and thing.box.w == measures.oval[0]]


def rings(block, measures):
    return [thing.box for thing in block.ink if isinstance(thing, Ring) and thing.box.w > measures.oval[0]]


def strokes_over(block, box):
    """Return the strokes whose middle lies in an oval."""
    strokes = [thing for thing in block.ink if isinstance(thing, Rule)]
    return [
        one
        for one in strokes
        if box.x < (one.x1 + one.x2) / 2 < box.x + box.w and box.y < (one.y1 + one.y2) / 2 < box.y + box.h
    ]


def said(questionnaire):
    block = how_to(questionnaire, ORDINARY)
    return " ".join(thing.text for thing in words(block.ink) if thing.face == "bold")


def test_the_advice_is_the_questionnaires_own_where_it_has_one(small):
    assert said(small) == f"{HOW_TO.vi} {PEN.vi}"
    assert said(replace(small, how_to_mark=Text("Xin tô đậm."))) == f"Xin tô đậm. {PEN.vi}"


@pytest.mark.parametrize("repair", ["Nếu đánh nhầm, xin khoanh tròn ô sai.", "Vẽ vòng tròn quanh ô sai."])
def test_a_sentence_about_rings_is_not_printed_for_the_form_draws_them_as_wrong(small, repair):
    assert said(replace(small, how_to_mark=Text(f"Xin đánh dấu X. {repair}"))) == f"Xin đánh dấu X. {PEN.vi}"
    assert said(replace(small, how_to_mark=Text(repair))) == f"{HOW_TO.vi} {PEN.vi}"


@BOTH
def test_a_cross_and_a_tick_are_both_shown_as_right_with_or_between_them(small, measures):
    block = how_to(small, measures)
    crossed, ticked = ovals(block, measures)[:2]
    left, right = strokes_over(block, ticked)[:2]
    (between,) = (thing for thing in words(block.ink) if thing.text == OR.vi)
    half = width(OR.vi, measures.points) / 2

    assert len(strokes_over(block, crossed)) == 2
    assert (left.x2, left.y2) == (right.x1, right.y1)
    assert left.y2 > max(left.y1, right.y2)
    assert crossed.x + crossed.w < between.x - half < between.x + half < ticked.x
    assert CAPTIONS[0].vi.startswith("ĐÚNG")


@BOTH
def test_a_ring_is_drawn_as_wrong_and_nowhere_else(small, measures):
    block = how_to(small, measures)
    (ring,) = rings(block, measures)
    third_wrong = ovals(block, measures)[4]

    assert ring.x < third_wrong.x
    assert ring.x + ring.w > third_wrong.x + third_wrong.w
    assert strokes_over(block, third_wrong) == []
    assert [caption.vi.split(":")[0] for caption in CAPTIONS if "khoanh" in caption.vi] == ["SAI"]


@BOTH
def test_the_one_repair_crosses_the_wrong_oval_out_on_both_sides_and_marks_another(small, measures):
    block = how_to(small, measures)
    wrong, untouched, right = ovals(block, measures)[5:]
    out = [one for one in strokes_over(block, wrong) if one.x2 - one.x1 > wrong.w]

    assert len(out) == STROKES
    assert {round(wrong.x - one.x1, 6) for one in out} == {BEYOND}
    assert {round(one.x2 - wrong.x - wrong.w, 6) for one in out} == {BEYOND}
    assert len(strokes_over(block, wrong)) == STROKES + 2
    assert strokes_over(block, untouched) == []
    assert len(strokes_over(block, right)) == 2


@BOTH
def test_the_cross_shown_as_wrong_lies_between_two_ovals(small, measures):
    block = how_to(small, measures)
    first, second = ovals(block, measures)[2:4]
    middle = (first.x + first.w + second.x) / 2
    beside = [
        one for one in block.ink if isinstance(one, Rule) and abs((one.x1 + one.x2) / 2 - middle) < 0.01
    ]

    assert len(beside) == 2


@BOTH
def test_a_frame_stands_round_the_advice(small, measures):
    block = how_to(small, measures)
    (frame,) = (thing for thing in block.ink if isinstance(thing, Frame))
    low = frame.box.y + frame.box.h

    assert (frame.box.x, frame.box.w) == (BODY.x, BODY.w)
    assert low < block.height
    assert all(frame.box.y + 1 < thing.y < low - 0.5 for thing in words(block.ink))
    assert all(thing.box.y + thing.box.h < low for thing in block.ink if isinstance(thing, Ring))
    assert block.height == pytest.approx(frame.box.h + 1)
    assert low - max(thing.y for thing in words(block.ink)) < measures.leading + 3


def test_captions_stand_beside_the_examples_in_ordinary_print_and_below_in_large(small):
    def gaps(measures):
        block = how_to(small, measures)
        first = ovals(block, measures)[0]
        caption = next(thing for thing in words(block.ink) if thing.text.startswith("ĐÚNG"))
        return caption.x - first.x, caption.y - first.y - first.h

    assert gaps(ORDINARY)[0] > 2 * ORDINARY.oval[0]
    assert gaps(LARGE)[0] == pytest.approx(-1.6)
    assert gaps(LARGE)[1] > 2


@pytest.mark.parametrize(("measures", "gap"), [(ORDINARY, 2.4), (LARGE, 1.7)])
def test_the_examples_stand_in_a_line_below_the_advice(small, measures, gap):
    ink = how_to(small, measures).ink
    lines = [thing.y for thing in words(ink) if thing.face == "bold"]
    middle = lines[-1] - 0.29 * measures.points * MM_PER_POINT
    foot = middle + measures.leading / 2

    assert {round(box.y - foot, 6) for box in ovals(how_to(small, measures), measures)} == {gap + 0.4}
    assert lines[0] > 1.2


@BOTH
def test_a_caption_keeps_to_its_third_of_the_width_and_off_its_example(small, measures):
    block = how_to(small, measures)
    captions = [thing for thing in words(block.ink) if thing.face == "regular" and thing.text != OR.vi]
    edges = [BODY.x + 3 + (i + 1) * BODY.w / 3 for i in range(3)]

    for line in captions:
        right = line.x + width(line.text, line.points)
        assert any(edge - right > 0 and line.x > edge - BODY.w / 3 - 0.01 for edge in edges)
        if not measures.stacked:
            assert all(not line.x - 0.5 < box.x + box.w < right for box in ovals(block, measures))


@pytest.mark.parametrize("name", load.library_names())
def test_the_advice_of_a_published_form_takes_one_line_and_speaks_of_no_ring(name):
    block = how_to(load.published(name), ORDINARY)

    assert len([thing for thing in words(block.ink) if thing.face == "bold"]) == 1
    assert load.published(name).how_to_mark.vi in said(load.published(name))
