"""The papers of a batch as ink: cover, hand-out list, letters and labels, each word at its place."""

from dataclasses import replace

import pytest

from print.batch import Cover, FormToPrint, PaperNotice, Reserve, Route
from print.drawing.decimals import thousands
from print.drawing.fonts import width
from print.drawing.ink import Frame, Rule, Tint, Words
from print.geometry import Box
from print.layout.compose import compose
from print.layout.sizes import LARGE, MAIN_CODE, ORDINARY, REPEAT_CODE
from print.number import write
from print.papers import forms, letter_words, letters
from print.papers.cover_sheet import MAX_RANGES, _ranges, cover_pages
from print.papers.paper_parts import BODY, LEFT, LOW, RIGHT, TOP, heading
from tests.print.apart import assert_apart

COVER = Cover(
    wave="SIPAS 2025",
    office="Bưu cục Biên Hòa 1",
    batch="BH1-003",
    sender="Sở Nội vụ",
    place="Đồng Nai",
    web_address="khaosat.example.vn",
)


def words(ink):
    return [thing for thing in ink if isinstance(thing, Words)]


def said(ink):
    return {thing.text: thing for thing in words(ink)}


def listed(*serials, **more):
    return [FormToPrint(write(serial), **more) for serial in serials]


def text(ink):
    return " ".join(thing.text for thing in words(ink))


@pytest.fixture(scope="module")
def form(small):
    return compose(small)


@pytest.mark.parametrize(
    ("serials", "told"),
    [
        ([], "—"),
        ([7], write(7)),
        ([7, 8], f"{write(7)} – {write(8)}"),
        ([9, 7, 8, 12], f"{write(7)} – {write(9)}; {write(12)}"),
        ([7, 9], f"{write(7)}; {write(9)}"),
    ],
)
def test_numbers_in_a_row_are_told_as_runs(serials, told):
    assert _ranges(serials) == told


def test_after_so_many_runs_the_rest_is_counted():
    runs = list(range(1, 2 * MAX_RANGES, 2))

    assert _ranges(runs).count(";") == MAX_RANGES - 1
    assert "đoạn khác" not in _ranges(runs)
    assert _ranges([*runs, 99, 101]).endswith(f"{write(2 * MAX_RANGES - 1)}; và 2 đoạn khác")


@pytest.mark.parametrize("more", [1, 2, 3, 40])
def test_the_runs_that_are_not_told_are_as_many_as_there_are_more(more):
    serials = [2 * i + 1 for i in range(MAX_RANGES + more)]

    *told, rest = _ranges(serials).split("; ")

    assert told == [write(serial) for serial in serials[:MAX_RANGES]]
    assert rest == f"và {more} đoạn khác"


def test_thousands_have_dots():
    assert [thousands(count) for count in (7, 1000, 1234567)] == ["7", "1.000", "1.234.567"]


def test_a_paper_opens_with_sender_batch_title_and_wave():
    ink, below = heading("BÌA LÔ", COVER)
    found = said(ink)
    sender, batch = found["SỞ NỘI VỤ"], found["Lô BH1-003"]
    (rule,) = (thing for thing in ink if isinstance(thing, Rule))

    assert (sender.x, sender.y, batch.x, batch.y, batch.align) == (LEFT, TOP, RIGHT, TOP, "right")
    assert (rule.x1, rule.x2, rule.y1, rule.y2) == (LEFT, RIGHT, TOP + 2, TOP + 2)
    assert TOP + 6 < found["BÌA LÔ"].y < found["SIPAS 2025 · Bưu cục Biên Hòa 1"].y < below - 3
    assert found["BÌA LÔ"].points == 18
    more, lower = heading("BÌA LÔ", replace(COVER, synthetic=True))
    assert "DỮ LIỆU MÔ PHỎNG – KHÔNG PHẢI KHẢO SÁT THẬT" in said(more)
    assert lower - below == pytest.approx(10 * 25.4 / 72 * 1.2)
    assert "Lô" not in text(heading("BÌA LÔ", replace(COVER, batch=""))[0])


def test_the_cover_tells_what_is_in_the_batch_and_what_must_balance(form):
    front, back = cover_pages(COVER, form, listed(*range(1, 1201)))
    told = text(front)

    for part in (
        "Nơi nhận Bưu cục Biên Hòa 1",
        "Đợt khảo sát SIPAS 2025",
        "Mã lô BH1-003",
        "Số phiếu trong lô 1.200 Số tuyến 1 tuyến",
        f"Số phiếu từ – đến {write(1)} – {write(1200)}",
        "phải bằng 1.200 phiếu đã giao.",
        "Sở Nội vụ giao bưu điện",
        "Bưu điện trả Sở Nội vụ",
    ):
        assert part in told, part
    assert f"Bộ câu hỏi thu-nghiem, phiên bản 0123456789ab, mã in {form.tag}" in text(back)
    assert "Số tờ giấy 1.200 tờ (1 tờ A4 in hai mặt một phiếu)" in text(back)
    assert "Mã lô —" in text(cover_pages(replace(COVER, batch=""), form, listed(1))[0])


def test_the_cover_counts_main_forms_reserves_and_routes(form):
    routes = [Route("a", "Ấp 1"), Route("b", "Ấp 2")]
    forms_ = [
        *listed(1, 2, 3, route=routes[0]),
        *listed(4, route=routes[1]),
        *listed(5, route=routes[1], reserve=Reserve(1)),
    ]
    told = text(cover_pages(COVER, form, forms_)[0])

    assert "Số phiếu trong lô 5 (4 phiếu chính, 1 phiếu dự phòng) Số tuyến 2 tuyến" in told


def test_the_cover_talks_to_the_postman_and_its_back_to_who_prints_and_scans(form):
    front, back = cover_pages(
        replace(COVER, until="31/12/2025", notice=PaperNotice(help_line="0123")), form, listed(1)
    )

    for part in (
        "giao phong bì tận tay",
        "Thu xong chậm nhất ngày 31/12/2025.",
        "xin gọi 0123.",
    ):
        assert part in text(front), part
    for part in ("200 dpi", "100 %", "cạnh dài", "layout.json", "phiên bản"):
        assert part not in text(front)
        assert part in text(back), part
    assert "Người phát phiếu không cần đọc mặt này." in text(back)


def test_the_cover_says_no_day_nobody_to_ask_and_no_reserves_where_there_are_none(form):
    told = text(cover_pages(COVER, form, listed(1))[0])

    assert "chậm nhất ngày" not in told
    assert "xin gọi" not in told
    assert "dự phòng" not in told.lower()


def test_the_cover_says_when_a_reserve_may_be_handed_out(form):
    told = text(cover_pages(COVER, form, [*listed(1), *listed(2, reserve=Reserve(1))])[0])

    assert "để riêng, CHƯA phát" in told
    assert "bị từ chối, thất lạc, hỏng hoặc không hợp lệ" in told
    assert "không tự chọn" in told


def test_everything_on_the_cover_stands_below_each_other_within_the_margins(form):
    front, _ = cover_pages(COVER, form, listed(1, 2, 3))
    order = (
        "SỞ NỘI VỤ",
        "BÌA LÔ PHIẾU KHẢO SÁT",
        "Nơi nhận",
        "Người phát phiếu làm gì",
        "Quyết toán lô phiếu khi trả về",
        "Đã phát",
        "Ký giao nhận",
        "Bưu điện trả Sở Nội vụ",
    )
    found = said(front)
    (steps,) = (
        thing.box for thing in front if isinstance(thing, Tint) and thing.box.h > 12 and thing.box.x == LEFT
    )

    ys = [found[name].y for name in order]
    assert ys == sorted(ys)
    assert ys[-1] < LOW
    assert steps.y < ys[3] < steps.y + steps.h < ys[4]
    assert steps.w == RIGHT - LEFT
    rules = [thing for thing in front if isinstance(thing, Rule)]
    assert all(LEFT - 0.01 <= rule.x1 <= rule.x2 <= RIGHT + 0.01 for rule in rules)
    upright = [rule for rule in rules if rule.x1 == rule.x2]
    assert len(upright) == 5 + 2 * 4
    assert {round(rule.y2 - rule.y1, 6) for rule in upright} == {10, 14}


LONG = replace(
    COVER,
    wave="Đợt khảo sát mức độ hài lòng của người dân " * 6,
    office="Bưu cục Trung tâm Khai thác vận chuyển " * 6,
    batch="L" * 60,
    sender="Sở Nội vụ, cơ quan thường trực Ban chỉ đạo " * 5,
    notice=PaperNotice(help_line="0251 3822 501 (giờ hành chính) " * 8),
    until="31/12/2025",
    synthetic=True,
)


def test_names_however_long_leave_everything_on_the_cover_apart_and_on_the_page(form):
    forms_ = [*listed(*range(1, 90, 2)), *listed(200, reserve=Reserve(1))]
    for page in cover_pages(LONG, form, forms_):
        assert_apart(page, LEFT, RIGHT)
        assert max(thing.y for thing in words(page)) < LOW + 8


def test_a_number_stands_below_the_main_code_and_beside_the_other():
    top, low = forms._number("000123-4", "vi")

    assert (top.text, top.align, top.x) == ("000123-4", "center", MAIN_CODE.x + MAIN_CODE.w / 2)
    assert MAIN_CODE.y + MAIN_CODE.h < top.y
    assert (low.text, low.x) == ("Số phiếu 000123-4", REPEAT_CODE.x + REPEAT_CODE.w + 4)
    assert REPEAT_CODE.y < low.y < REPEAT_CODE.y + REPEAT_CODE.h


def test_stamps_stand_left_of_the_code_beside_each_other_and_the_wave_before_them():
    ink = forms._labels(COVER, ["IN LẠI", "DỮ LIỆU MÔ PHỎNG"], ORDINARY)
    first, second = (thing.box for thing in ink if isinstance(thing, Frame))
    found = said(ink)

    assert first.x + first.w == pytest.approx(MAIN_CODE.x - 5)
    assert second.x + second.w == pytest.approx(first.x - 2)
    for box, name in ((first, "IN LẠI"), (second, "DỮ LIỆU MÔ PHỎNG")):
        assert box.w == pytest.approx(width(name, 10, "bold") + 4)
        assert found[name].x == pytest.approx(box.x + box.w / 2)
        assert box.y < found[name].y < box.y + box.h
    assert found["IN LẠI · DỮ LIỆU MÔ PHỎNG"].y == REPEAT_CODE.y + 12
    assert found["IN LẠI · DỮ LIỆU MÔ PHỎNG"].x == REPEAT_CODE.x + REPEAT_CODE.w + 4
    assert found["Đợt khảo sát: SIPAS 2025"].x == 26
    assert text(forms._labels(None, [], ORDINARY)) == ""
    assert text(forms._labels(COVER, [], ORDINARY)) == "Đợt khảo sát: SIPAS 2025"


def test_a_long_wave_ends_before_the_stamps():
    long = replace(COVER, wave="Khảo sát mức độ hài lòng của người dân " * 5)
    ink = forms._labels(long, ["IN LẠI"], ORDINARY)
    stamp = next(thing.box for thing in ink if isinstance(thing, Frame))
    wave = next(thing for thing in words(ink) if thing.text.startswith("Đợt"))

    assert 0 < stamp.x - 26 - width(wave.text, 10) < 25


@pytest.mark.parametrize("measures", [ORDINARY, LARGE])
def test_the_help_line_stands_above_the_number_and_ends_before_the_page_number(measures):
    left = REPEAT_CODE.x + REPEAT_CODE.w + 4
    for line in ("0123", "0000 000 000 (giờ hành chính, từ thứ Hai đến thứ Sáu, trừ ngày lễ)"):
        ink = forms._labels(replace(COVER, notice=PaperNotice(help_line=line)), [], measures)
        (found,) = (thing for thing in words(ink) if line in thing.text)

        assert found.x == left
        assert REPEAT_CODE.y < found.y < REPEAT_CODE.y + 6
        assert found.points <= measures.points
        assert left + width(found.text, found.points) < 184 - width("Trang 12/12", measures.points, "bold")
    short = words(forms._labels(replace(COVER, notice=PaperNotice(help_line="0")), [], measures))
    assert [thing.points for thing in short if "gọi" in thing.text] == [measures.points]


def test_a_letter_has_sender_left_state_right_and_its_title_in_the_middle():
    ink, below = letters._head(COVER, "vi")
    found = said(ink)
    (rule,) = (thing for thing in ink if isinstance(thing, Rule))
    motto = found["Độc lập - Tự do - Hạnh phúc"]

    assert found["SỞ NỘI VỤ"].x == 25 + 82.5 / 2 - 8
    assert motto.x == 190 - 82.5 / 2
    assert ((rule.x1 + rule.x2) / 2, rule.y1, rule.y2) == (pytest.approx(motto.x), motto.y + 2, motto.y + 2)
    assert rule.x2 - rule.x1 == pytest.approx(width(motto.text, 11, "bold"))
    assert found["Đồng Nai, ngày ...... tháng ...... năm ......"].y == motto.y - 5.4 + 14
    assert found["THƯ MỜI"].x == found["tham gia khảo sát ý kiến người dân"].x == 105
    assert found["THƯ MỜI"].y < found["tham gia khảo sát ý kiến người dân"].y < below
    assert below == 71
    assert "ngày ...... tháng ...... năm ......" in said(letters._head(replace(COVER, place=""), "vi")[0])
    label = said(letters._head(replace(COVER, synthetic=True), "vi")[0])["DỮ LIỆU MÔ PHỎNG"]
    assert found["tham gia khảo sát ý kiến người dân"].y < label.y < below


def test_a_letter_says_until_when_and_whom_to_ask_only_where_it_is_known(small):
    until = replace(COVER, until="31/12/2025")
    called = replace(COVER, notice=PaperNotice(help_line="0123"))

    assert "đến hết ngày 31/12/2025. Mỗi phiếu chỉ trả lời một lần" in " ".join(
        letter_words.opening(small, until, "vi")
    )
    assert "ngày" not in letter_words.opening(small, COVER, "vi")[3]
    assert letter_words.closing(called, "vi")[1] == "Cần hỏi, xin gọi 0123."
    assert letter_words.closing(COVER, "vi")[0].endswith("không phải trả tiền.")
    assert letter_words.closing(COVER, "vi")[1] == "Trân trọng cảm ơn Ông/Bà!"
    assert "«SIPAS 2025»: phiếu khảo sát ý kiến" in letter_words.opening(small, COVER, "vi")[1]
    on_paper = letter_words.opening(small, replace(until, web_address=None), "vi")[3]
    assert on_paper == "Xin trả lời trên phiếu giấy kèm theo. Xin Ông/Bà trả lời đến hết ngày 31/12/2025."


def test_the_paragraphs_of_a_letter_keep_their_distance():
    ink, below = letters._paragraphs(["Một", "Hai"], 100)
    leading = 12 * 25.4 / 72 * 1.2 * 1.08

    assert ink[1].y - ink[0].y == pytest.approx(leading + 2.6)
    assert below == pytest.approx(100 + 2 * (leading + 2.6))
    assert {(thing.x, thing.points) for thing in ink} == {(25, 12)}


def test_the_web_box_of_a_letter_leaves_its_right_to_the_code():
    ink = letters._web_frame(Box(25, 100, 165, 52), COVER, "vi")
    found = said(ink)

    assert ink[0].box == Box(25, 100, 165, 52)
    assert {thing.x for thing in words(ink)} == {31}
    assert found["khaosat.example.vn"].face == "bold"
    assert 104 < found["Trả lời trên mạng, không cần giấy bút:"].y < found["khaosat.example.vn"].y
    assert found["khaosat.example.vn"].y < 128 < found["Mã truy cập (hoặc quét mã QR):"].y < 134
    assert "khaosat" not in text(
        letters._web_frame(Box(25, 100, 165, 52), replace(COVER, web_address=None), "vi")
    )


def test_a_long_web_address_stands_on_two_lines_of_a_letter_whole():
    address = "khao-sat-hai-long.so-noi-vu-dong-nai.gov.vn"
    ink = letters._web_frame(Box(25, 100, 165, 52), replace(COVER, web_address=address), "vi")
    first, second = (thing for thing in words(ink) if thing.face == "bold")

    assert first.text + second.text == address
    assert 0 < second.y - first.y < 14 * 25.4 / 72 * 1.3
    assert all(31 + width(thing.text, 14, "bold") <= 190 - 6 - 42 for thing in (first, second))


def test_the_head_of_the_office_signs_a_letter_at_the_right():
    name, how = letters._signature(200, "vi")

    assert (name.text, name.x, name.y) == ("THỦ TRƯỞNG CƠ QUAN", 150, 200)
    assert (how.text, how.x, how.y) == ("(ký, ghi rõ họ tên, đóng dấu)", 150, 205)


def test_the_cover_asks_for_all_that_may_become_of_a_form_and_who_handed_it_on(form):
    told = " ".join(text(cover_pages(COVER, form, listed(1))[0]).split())

    for part in (
        "Đã phát Thu về đã trả lời Từ chối Thất lạc Hỏng Chưa phát, trả lại",
        "Giao nhận Ngày Số phiếu Bên giao (ký, ghi rõ họ tên) Bên nhận (ký, ghi rõ họ tên)",
        "Sở Nội vụ giao bưu điện Bưu điện trả Sở Nội vụ",
    ):
        assert part in told, part


def test_the_rule_of_the_ledger_stands_right_below_it(form):
    front, _ = cover_pages(COVER, form, listed(1))
    rule = next(thing for thing in words(front) if thing.text.startswith("Thu về + từ chối"))
    foot = max(thing.y2 for thing in front if isinstance(thing, Rule) and thing.y2 < rule.y)

    assert 1 < rule.y - foot < 1 + BODY.leading
    assert rule.face == "italic"


@pytest.mark.parametrize("names", [("Đã phát", "Chưa phát,"), ("Giao nhận", "Bên nhận (ký,")])
def test_an_upright_rule_stands_between_any_two_columns_to_fill_in(form, names):
    front, _ = cover_pages(COVER, form, listed(1))
    found = words(front)
    first, last = (next(thing for thing in found if thing.text.startswith(name)) for name in names)
    heads = sorted({thing.x for thing in found if abs(thing.y - first.y) < 6 and thing.face == "bold"})
    low = min(thing.y1 for thing in front if isinstance(thing, Rule) and thing.y1 > first.y + 1)
    posts = sorted(
        {
            thing.x1
            for thing in front
            if isinstance(thing, Rule) and thing.x1 == thing.x2 and low - 1 < thing.y1 < low + 1
        }
    )

    assert heads[0] == first.x
    assert heads[-1] == last.x
    assert len(posts) == len(heads) - 1
    assert all(a < post < b for a, post, b in zip(heads, posts, heads[1:], strict=False))
    if first.align == "left":
        assert [head - post for post, head in zip(posts, heads[1:], strict=True)] == pytest.approx(
            [1.4] * len(posts)
        )


def test_the_ovals_of_a_page_are_black_lines_of_three_tenths_of_a_millimetre(form):
    page = form.layout.pages[0]
    drawn = forms._ovals(page).decode()

    assert drawn.startswith("0 G 0.3 w ")
    assert drawn.endswith(" h S")
    assert drawn.count(" m ") == sum(len(row.ovals) for row in page.rows)
    assert forms._ovals(replace(page, rows=())) == b""


def test_the_back_of_the_cover_counts_the_sheets_of_all_forms(form):
    long = replace(form, layout=replace(form.layout, pages=form.layout.pages * 3))
    sheets = len(long.layout.pages) // 2
    front, back = cover_pages(COVER, long, listed(*range(1, 1001)))

    assert sheets > 1
    assert "Số phiếu trong lô 1.000" in text(front)
    assert f"Số tờ giấy {thousands(1000 * sheets)} tờ ({sheets} tờ A4 in hai mặt một phiếu)" in text(back)
