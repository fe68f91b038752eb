"""Whatever is asked: a form keeps the rules of paper, or is refused by name."""

from dataclasses import replace
from itertools import combinations, groupby

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from print.drawing.ink import Tint
from print.errors import PaperError
from print.layout.compose import compose, from_json, tag, to_json
from print.layout.sizes import BODY
from questionnaires.missing import DONT_KNOW, named
from questionnaires.model import (
    ChoiceItem,
    ChoicesItem,
    Grid,
    Offer,
    Option,
    PaperHints,
    Questionnaire,
    Scale,
    ScaleItem,
    Section,
    Text,
    TextItem,
)
from tests.print.layout.test_layout import dark_boxes, inside, meet

WORDS = st.sampled_from(
    ["hài", "lòng", "nghiêng", "ấp", "phường/xã", "thủ tục", "Ông/Bà", "01/7/2025", "X", "trường", "(nếu có)"]
)


def sentences(most):
    return st.lists(WORDS, min_size=1, max_size=most).map(" ".join)


def options(most, words):
    texts = st.lists(sentences(words), min_size=2, max_size=most)
    return texts.map(lambda all_: tuple(Option(i, Text(text)) for i, text in enumerate(all_, start=1)))


def offers():
    return st.none().map(lambda _: ()) | sentences(2).map(lambda said: (Offer(named(DONT_KNOW), Text(said)),))


@st.composite
def scales(draw):
    return Scale(draw(st.sampled_from("abc")), draw(options(12, 3)), offers=draw(offers()))


@st.composite
def items(draw, number, scale):
    hints = PaperHints(
        page_break_before=draw(st.integers(0, 9)) == 0,
        skip_note=draw(st.none() | sentences(12).map(Text)),
        lines=draw(st.integers(1, 6)),
    )
    shared = {"id": f"Q{number}", "section": "S", "text": Text(draw(sentences(30))), "paper": hints}
    match draw(st.sampled_from(["scale", "scale", "scale", "choice", "choices", "text"])):
        case "scale":
            grid = draw(st.none() | st.sampled_from("gh").map(lambda id_: Grid(id_, Text(f"Nhóm {id_}"))))
            return ScaleItem(**shared, scale=scale, grid=grid)
        case "choice":
            return ChoiceItem(**shared, options=draw(options(9, 8)), offers=draw(offers()))
        case "choices":
            return ChoicesItem(**shared, options=draw(options(12, 8)), at_most=2)
        case _:
            return TextItem(**shared)


@st.composite
def questionnaires(draw):
    scale = draw(scales())
    asked = tuple(draw(items(i, scale)) for i in range(draw(st.integers(1, 14))))
    intro = draw(st.none() | sentences(25).map(Text))
    return Questionnaire(
        id="bat-ky",
        version="0" * 64,
        title=Text("Phiếu bất kỳ"),
        intro=Text(draw(sentences(40))),
        closing=Text("Cảm ơn"),
        sections=(Section("S", Text(draw(sentences(8))), intro, asked),),
        scales=(scale,),
    )


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=questionnaires(), large=st.booleans())
def test_any_questionnaire_keeps_the_rules_or_is_refused(asked, large):
    try:
        form = compose(asked, large=large)
    except PaperError:
        event("refused")
        return
    event("drawn")

    rows = [row for page in form.layout.pages for row in page.rows]
    items = [item for item, _ in groupby(row.item for row in rows)]
    assert items == [column.name for column in asked.columns]
    for page, ink in zip(form.layout.pages, form.ink, strict=True):
        dark = list(dark_boxes(ink))
        tints = [thing.box for thing in ink if isinstance(thing, Tint)]
        for row in page.rows:
            assert inside(row.band, BODY)
            assert all(inside(oval.box, row.band) for oval in row.ovals)
            assert not [box for box in (*dark, *tints) if meet(box, row.band)], row.item
            for oval in row.ovals:
                assert not [box for box in dark if meet(box, oval.box, 4)], (row.item, oval.code)
        assert all(inside(place.box, BODY) for place in page.writing)
        assert not [pair for pair in combinations([row.band for row in page.rows], 2) if meet(*pair)]
        centres = [(o.box.x + o.box.w / 2, o.box.y + o.box.h / 2) for row in page.rows for o in row.ovals]
        for (x1, y1), (x2, y2) in combinations(centres, 2):
            assert abs(x1 - x2) >= 13 - 1e-6 or abs(y1 - y2) >= 9 - 1e-6
    assert tag(from_json(to_json(form.layout))) == form.tag


def test_an_empty_section_needs_no_page_of_its_own(small):
    hollow = replace(small, sections=(*small.sections, Section("Z", Text("Phần trống"), None, ())))

    assert len(compose(hollow).layout.pages) == len(compose(small).layout.pages)


@pytest.mark.parametrize("large", [False, True])
def test_a_questionnaire_of_one_question_is_one_sheet(small, large):
    one = replace(small.sections[0], items=small.sections[0].items[:1])

    assert len(compose(replace(small, sections=(one,), criteria=()), large=large).layout.pages) == 2
