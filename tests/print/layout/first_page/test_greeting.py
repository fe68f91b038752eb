"""The greeting, and what a wave says beside and below the web invitation: places that no wave moves."""

from dataclasses import replace

import pytest

from print.batch import Cover, FormToPrint, PaperNotice
from print.drawing.fonts import width
from print.errors import PaperError
from print.layout.compose import compose
from print.layout.first_page.greeting import greeting, help_line, notice_areas, notice_ink
from print.layout.page_frame import web_area
from print.layout.sizes import BODY, LARGE, ORDINARY
from print.number import write
from print.papers.forms import draw_batch
from questionnaires import load
from questionnaires.model import Text
from tests.print.papers.test_forms import texts

BOTH = pytest.mark.parametrize("measures", [ORDINARY, LARGE])
NOTICE = PaperNotice(
    help_line="0000 000 000 (số mô phỏng)",
    purpose="Sở Nội vụ hỏi ý kiến người dân để phục vụ tốt hơn.",
    use="Câu trả lời chỉ công bố dạng số liệu chung; hết đợt, không ai biết phiếu nào của ai.",
    giving_back="Bỏ phiếu vào phong bì, dán kín, đưa lại người phát hoặc bưu cục gần nhất; không mất tiền.",
)


def spoken(ink):
    return " ".join(thing.text for thing in ink)


@BOTH
def test_the_greeting_keeps_left_of_the_web_invitation_with_the_waves_words_below_it(small, measures):
    form = replace(small, intro=Text("Kính thưa! " * 20))
    block = greeting(form, measures)
    web, _ = web_area(measures)
    beside, below = notice_areas(form, measures)

    assert all(width(line.text, line.points) <= web.x - 4 - line.x for line in block.ink)
    assert beside.x + beside.w == pytest.approx(web.x - 4)
    assert beside.y == pytest.approx(BODY.y + len(block.ink) * measures.leading)
    assert below.y >= max(beside.y + beside.h, web.y + web.h)
    assert BODY.y + block.height > below.y + below.h
    assert block.keep


@pytest.mark.parametrize(("measures", "beside", "below"), [(ORDINARY, 3, 2), (LARGE, 6, 4)])
def test_a_long_greeting_leaves_a_wave_its_lines(small, measures, beside, below):
    long = replace(small, intro=Text("Kính thưa! " * 90))
    areas = notice_areas(long, measures)

    assert [area.h / measures.leading for area in areas] == pytest.approx([beside, below])


@BOTH
@pytest.mark.parametrize("name", load.library_names())
def test_a_form_says_who_asks_what_becomes_of_it_until_when_whom_to_call_and_how_to_give_it_back(
    name, measures
):
    said = spoken(notice_ink(NOTICE, "30/11/2025", load.published(name), measures))

    assert said == (
        f"{NOTICE.purpose} {NOTICE.use} Xin trả lời đến hết ngày 30/11/2025. "
        f"Cần hỏi, xin gọi 0000 000 000 (số mô phỏng). {NOTICE.giving_back}"
    )


@BOTH
def test_a_waves_words_keep_to_their_places(small, measures):
    beside, below = notice_areas(small, measures)
    for line in notice_ink(NOTICE, "30/11/2025", small, measures):
        right = line.x + width(line.text, line.points, line.face)
        assert any(
            area.x <= line.x and right <= area.x + area.w and area.y < line.y < area.y + area.h
            for area in (beside, below)
        )


def test_a_wave_that_says_nothing_prints_nothing(small):
    assert notice_ink(PaperNotice(), None, small, ORDINARY) == ()
    assert help_line(PaperNotice()) == ""


def test_the_fixed_words_are_there_in_english(small):
    said = spoken(
        notice_ink(
            replace(NOTICE, use="Only sums are published."), "30/11/2025", small, ORDINARY, language="en"
        )
    )

    assert "Please answer by 30/11/2025. Questions? Call 0000 000 000 (số mô phỏng)." in said


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"purpose": "Sở Nội vụ hỏi ý kiến. " * 15}, "mục đích khảo sát và việc dùng câu trả lời cần"),
        ({"use": "Chỉ công bố số liệu chung. " * 15}, "mục đích khảo sát và việc dùng câu trả lời cần"),
        ({"giving_back": "Đưa lại người phát phiếu. " * 15}, "cách gửi lại phiếu cần"),
        ({"help_line": "0000 000 000 " * 20}, "điện thoại hỗ trợ"),
    ],
)
def test_words_that_take_more_lines_than_the_form_has_are_refused_by_name(small, changed, named):
    with pytest.raises(PaperError, match=named):
        notice_ink(replace(NOTICE, **changed), "30/11/2025", small, ORDINARY)


@pytest.mark.parametrize("large", [False, True])
def test_what_a_wave_says_moves_no_place_and_the_help_line_is_at_the_foot_of_every_page(
    tmp_path, small, large
):
    cover = Cover(sender="Sở Nội vụ", until="30/11/2025", notice=NOTICE)
    drawn = draw_batch(tmp_path / "a.pdf", small, cover, [FormToPrint(write(1))], large=large)
    pages = texts(tmp_path / "a.pdf")

    assert drawn.tag == compose(small, large=large).tag
    assert all("Cần hỏi, xin gọi 0000 000 000 (số mô phỏng)." in " ".join(page.split()) for page in pages)
    assert ["không ai biết phiếu nào" in " ".join(page.split()) for page in pages] == [
        True,
        *[False] * (len(pages) - 1),
    ]


@pytest.mark.parametrize("large", [False, True])
def test_the_places_that_change_from_wave_to_wave_are_told_to_the_reader(small, large):
    form = compose(small, large=large)

    assert form.changing == (web_area(form.measures)[0], *notice_areas(small, form.measures))
