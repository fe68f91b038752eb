"""The list for handing out: one sheet a route, in the order of the walk, reserves last with the rule for them."""

from dataclasses import replace

import pytest

from print.batch import Cover, FormToPrint, PaperNotice, Reserve, Route
from print.drawing.ink import Rule, Words
from print.number import write
from print.papers.handout_list import handout_pages, reserve_note
from print.papers.paper_parts import LEFT, LOW, RIGHT
from tests.print.apart import assert_apart

COVER = Cover(wave="SIPAS 2025", office="Bưu cục Biên Hòa 1", batch="BH1-003", sender="Sở Nội vụ")
ROUTE = Route("25195/25195-02", "Khu phố 2", "phường Bình Phước")
OTHER = Route("25195/25195-04", "Khu phố 4", "phường Bình Phước")


def forms(count, route=ROUTE, start=1, **more):
    return [
        FormToPrint(write(start + i), place=f"số {10 * (i + 1)}", route=route, **more) for i in range(count)
    ]


def reserves(count, route=ROUTE, start=900):
    return [
        FormToPrint(write(start + i), place=f"số {7 + i}", route=route, reserve=Reserve(i + 1))
        for i in range(count)
    ]


def words(ink):
    return [thing for thing in ink if isinstance(thing, Words)]


def text(ink):
    return " ".join(" ".join(thing.text for thing in words(ink)).split())


def lowest(ink):
    """Return the lowest rule, which the legend of the foot must stand below."""
    return max(thing.y2 for thing in ink if isinstance(thing, Rule))


def numbers(pages):
    return [
        thing.text
        for page in pages
        for thing in words(page)
        if thing.face == "bold" and thing.text[:1].isdigit()
    ]


def test_the_list_of_a_route_says_word_by_word_what_is_written_on_it():
    page, back = handout_pages(
        replace(COVER, until="30/11/2025", notice=PaperNotice(help_line="0123")), [*forms(2), *reserves(1)]
    )

    assert back == ()
    assert text(page) == " ".join(
        [
            "SỞ NỘI VỤ Lô BH1-003 DANH SÁCH PHÁT PHIẾU SIPAS 2025 · Bưu cục Biên Hòa 1",
            "Khu phố 2, phường Bình Phước",
            "Tuyến 1/1 · mã 25195/25195-02 · Phiếu chính: 2 · Phiếu dự phòng: 1 · Tất cả: 3",
            "Thu xong chậm nhất ngày 30/11/2025. Cần hỏi, xin gọi 0123.",
            "STT Số phiếu Người được chọn, theo danh sách của nơi này Ngày phát Ngày thu Kết quả* Ghi chú",
            f"1 {write(1)} số 10 2 {write(2)} số 20",
            "PHIẾU DỰ PHÒNG: để riêng, CHƯA phát",
            "Chỉ phát khi một phiếu của tuyến này (cùng nhóm, nếu ghi nhóm) bị từ chối, thất lạc, hỏng hoặc không "
            "hợp lệ, bưu cục đã ghi lý do vào máy và máy chỉ đúng số phiếu dự phòng này. Không tự chọn, không đổi "
            "người. Hết thì thôi.",
            f"3 {write(900)} số 7 Dự phòng 1: chỉ phát khi bưu cục báo thay phiếu số ............",
            "Kết quả của tuyến Đã phát Thu về đã trả lời Từ chối Thất lạc Hỏng Chưa phát, trả lại",
            "Thu về + từ chối + thất lạc + hỏng + chưa phát phải bằng 3 phiếu đã giao.",
            "Ký giao nhận Giao nhận Ngày Số phiếu Bên giao (ký, ghi rõ họ tên) Bên nhận (ký, ghi rõ họ tên)",
            "Bưu cục giao người phát phiếu Người phát phiếu trả bưu cục",
            "* T: đã thu · C: từ chối · M: thất lạc · H: hỏng. Không ghi tên hoặc địa chỉ người trả lời.",
            "Tuyến 1/1, trang 1/1",
        ]
    )


def test_each_route_begins_on_a_sheet_of_its_own_with_its_own_heading():
    pages = list(handout_pages(COVER, [*forms(3), *forms(1, OTHER, start=50)]))

    assert [bool(page) for page in pages] == [True, False, True, False]
    assert "Khu phố 2, phường Bình Phước Tuyến 1/2" in text(pages[0])
    assert "Khu phố 4, phường Bình Phước Tuyến 2/2" in text(pages[2])
    assert "phải bằng 1 phiếu" in text(pages[2])
    assert numbers(pages[2:]) == [write(50)]


def test_two_villages_of_one_name_are_two_routes():
    twin = replace(OTHER, village=ROUTE.village)

    assert len(list(handout_pages(COVER, [*forms(1), *forms(1, twin, start=9)]))) == 4


def test_forms_of_a_route_that_come_apart_stand_on_its_one_sheet_in_their_order():
    mixed = [*forms(1), *reserves(1), *forms(1, OTHER, start=50), *forms(1, start=30)]
    pages = list(handout_pages(COVER, mixed))

    assert numbers(pages[:2]) == [write(1), write(30), write(900)]


@pytest.mark.parametrize("count", [*range(27), 300])
def test_a_route_of_any_length_has_every_form_once_counts_and_signatures_once_and_whole_sheets(count):
    pages = list(handout_pages(COVER, forms(count)))
    written = [page for page in pages if page]

    assert len(pages) % 2 == 0
    assert numbers(pages) == [write(i) for i in range(1, count + 1)]
    assert [f"trang {i}/{len(written)}" in text(page) for i, page in enumerate(written, 1)] == [True] * len(
        written
    )
    assert [text(page).count("Ký giao nhận") for page in written] == [0] * (len(written) - 1) + [1] * bool(
        count
    )
    for page in written:
        assert "Khu phố 2, phường Bình Phước" in text(page)
        assert_apart(page, LEFT, RIGHT)
        assert max(thing.y for thing in words(page)) <= LOW
        assert lowest(page) <= LOW - 13
    assert ["(tiếp theo)" in text(page) for page in written] == [i > 0 for i in range(len(written))]


def test_many_reserves_never_run_into_the_foot():
    for main in range(1, 24):
        for page in filter(None, handout_pages(COVER, [*forms(main), *reserves(9)])):
            assert_apart(page, LEFT, RIGHT)
            assert lowest(page) <= LOW - 13


def test_a_reserve_in_use_names_the_form_it_stands_in_for():
    assert reserve_note(Reserve(3, replaces="000123-4")) == "Dự phòng 3: phát thay phiếu 000123-4"


def test_a_reserve_of_one_of_several_groups_says_which():
    note = reserve_note(Reserve(1, "nữ"))

    assert note.startswith("Dự phòng 1: chỉ phát khi bưu cục báo thay phiếu số ...")
    assert note.endswith(" – nhóm nữ")


HOSTILE = [
    Route("1", "Khu phố " + "rất dài " * 30, "xã " + "Thượng Hạ " * 20),
    Route("2", "K" * 200, "W" * 200),
    Route("3", "Plei Kŏ 村", "xã Đạ Tẻh"),
    Route("25195/25195-02"),
    Route("4", "", "phường Bình Phước"),
]


@pytest.mark.parametrize("route", HOSTILE, ids=lambda route: route.code)
def test_names_however_long_or_strange_never_overlap_and_never_stop_the_list(route):
    long = replace(
        COVER,
        wave="Đợt khảo sát mức độ hài lòng " * 9,
        office="B" * 200,
        batch="L" * 60,
        sender="Sở Nội vụ " * 30,
        notice=PaperNotice(help_line="0" * 300),
        synthetic=True,
    )
    told = [
        FormToPrint(write(999_999_990), place="Hộ bên cầu " * 40, route=route),
        FormToPrint(write(999_999_991), place="x" * 400, route=route),
        FormToPrint(write(999_999_992), route=route, reserve=Reserve(12, "nhóm " * 60)),
    ]
    for page in handout_pages(long, told):
        assert_apart(page, LEFT, RIGHT)
        assert not page or max(thing.y for thing in words(page)) <= LOW
    assert "Dự phòng 12: chỉ phát khi bưu cục báo thay phiếu số ......" in text(
        next(iter(handout_pages(long, told)))
    )


def test_what_is_cut_ends_in_a_mark_and_an_unknown_place_is_told_by_its_code():
    cut, strange, code = (text(next(iter(handout_pages(COVER, forms(1, HOSTILE[i]))))) for i in (0, 2, 3))

    assert "…" in cut
    assert "Plei Ko ?, xã Đạ Tẻh" in strange
    assert "25195/25195-02 Tuyến 1/1 · Phiếu chính: 1" in code


def test_forms_without_routes_are_one_list_of_the_office():
    page, _ = handout_pages(COVER, [FormToPrint(write(101), place="Ấp 3"), FormToPrint(write(205))])

    assert "Bưu cục Biên Hòa 1 Tuyến 1/1 · Phiếu chính: 2" in text(page)
    assert f"1 {write(101)} Ấp 3 2 {write(205)}" in text(page)
