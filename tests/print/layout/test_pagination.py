"""Blocks to pages, with bare blocks: what breaks where, what is printed again, and where left-over room goes."""

import pytest

from print.drawing.ink import Rule
from print.errors import PaperError
from print.layout.blocks import Block
from print.layout.pagination import MOST_AIR, paginate
from print.layout.sizes import BODY, MOST_PAGES


def block(height, of="A", **more):
    return Block(height, (Rule(0, 0, 1, 0),), of, **more)


def tops(page):
    return [round(each.ink[0].y1 - BODY.y, 6) for each in page]


def test_blocks_stand_below_each_other_from_the_top_of_the_body():
    assert [tops(page) for page in paginate([block(10), block(20), block(30)])] == [[0, 10, 30]]


def test_a_page_is_filled_to_the_last_tenth_of_a_millimetre_and_no_further():
    assert len(paginate([block(100), block(BODY.h - 100)])) == 1
    assert [tops(page) for page in paginate([block(100), block(BODY.h - 99.9)])] == [[0], [0]]


def test_what_is_kept_with_the_next_block_goes_to_its_page():
    kept = [block(BODY.h - 30), block(10, keep=True), block(10, keep=True), block(11)]

    assert [tops(page) for page in paginate(kept)] == [[0], [0, 10, 20]]
    assert len(paginate([*kept[:3], block(10)])) == 1


def test_a_block_that_is_kept_with_nothing_is_printed_all_the_same():
    assert [tops(page) for page in paginate([block(10), block(20, keep=True)])] == [[0, 10]]


def test_the_first_question_of_a_section_takes_the_heading_with_it_to_the_new_page():
    heading = block(8, "heading", keep=True)
    pages = paginate([block(10), heading, block(10, starts_page=True), block(10)])

    assert [tops(page) for page in pages] == [[0], [0, 8, 18]]


def test_a_block_may_ask_for_a_new_page_but_not_for_an_empty_one():
    pages = paginate([block(10, starts_page=True), block(10), block(10, starts_page=True)])

    assert [tops(page) for page in pages] == [[0, 10], [0]]


def test_a_header_is_printed_above_a_block_that_opens_a_page_and_nowhere_else():
    head = block(8, "head")
    rows = [
        block(BODY.h - 50, header=head),
        block(30, header=head),
        block(30, header=head),
        block(30, header=head),
    ]

    pages = paginate([block(10), *rows])

    assert [[each.of for each in page] for page in pages] == [["A"] * 2, ["head", "A", "A", "A"]]
    assert tops(pages[1]) == [0, 8, 38, 68]


def test_pages_are_filled_alike_not_the_first_to_the_brim_and_the_last_hardly():
    pages = paginate([block(BODY.h / 6) for _ in range(8)])

    assert [len(page) for page in pages] == [4, 4]


def test_a_page_rather_begins_anew_than_goes_on_with_a_grid():
    head = block(8, "head")
    flow = [
        block(60),
        block(30),
        block(30, header=head),
        block(30, header=head),
        block(100, "new"),
        block(30),
    ]

    assert [page[0].of for page in paginate(flow)] == ["A", "new"]


def test_room_that_is_left_goes_evenly_above_the_airy_blocks_but_never_above_the_first():
    pages = paginate([block(100, airy=True), block(100, airy=True), block(BODY.h - 203, airy=True)])

    assert tops(pages[0]) == pytest.approx([0, 101.5, 203])
    assert tops(paginate([block(10, airy=True), block(10), block(10, airy=True)])[0]) == pytest.approx(
        [0, 10, 20 + MOST_AIR]
    )


def test_a_block_higher_than_a_page_is_refused_with_how_much_too_high_it_is():
    with pytest.raises(PaperError) as error:
        paginate([block(10), block(20, "head", keep=True), block(BODY.h - 20 + 7, "X1")])

    assert error.value.vi.startswith("«X1» cao hơn một trang giấy 7 mm;")
    assert "“X1” is 7 mm higher than a page" in error.value.en


def test_a_form_has_as_many_pages_as_there_are_marks_and_no_more():
    pages = [block(BODY.h, f"X{i}") for i in range(MOST_PAGES)]

    assert len(paginate(pages)) == MOST_PAGES
    with pytest.raises(PaperError) as error:
        paginate([*pages, block(1, "head", keep=True), block(1, "Y1"), block(1, "Y2")])
    assert error.value.vi.startswith("Phiếu dài 13 trang, nhiều hơn 12; câu «Y1» không còn chỗ.")
    assert "13 pages, more than 12; “Y1” has no place" in error.value.en


def test_the_first_question_without_a_place_is_named_however_long_the_form_goes_on():
    pages = [block(BODY.h, f"X{i}") for i in range(MOST_PAGES + 4)]

    with pytest.raises(PaperError) as error:
        paginate(pages)

    assert error.value.vi.startswith(f"Phiếu dài 16 trang, nhiều hơn 12; câu «X{MOST_PAGES}» không còn chỗ.")
