"""The parts of a report with plain values: chart, table cells, signs, pages, letterhead."""

from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal

import pytest

from print.drawing.fonts import width
from print.drawing.ink import Frame, Ring, Rule, Tint, Words
from print.drawing.ruled_table import Column, Grid
from print.geometry import Box
from print.report.bullet_chart import COMMON_WORDS, Axis, _range, bullet_chart
from print.report.letterhead import balanced_lines, letterhead, title
from print.report.pages import LEFT, LOW, RIGHT, SHADE, TOP, WIDE, Flow
from print.report.report import (
    MOST_ROWS,
    _chart,
    _foot,
    _method,
    _portions,
    _recomputed_cells,
    _signatures,
    _summary,
    draw_report,
)
from print.report.score_table import _cells, _sign
from print.report.values import RecomputedHeading
from tests.print.report.test_report import REPORT, line

PLACE = Box(20, 100, 170, 0)
YEARS = (2023, 2025)


def words(ink):
    return {thing.text: thing for thing in ink if isinstance(thing, Words)}


def chart(*lines):
    return bullet_chart(lines, PLACE, YEARS)


def test_an_axis_maps_percent_to_millimetres():
    axis = Axis(60, 100, 82, 162)

    assert [axis.at(value) for value in (60, 70, 100)] == [82, 102, 162]


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({"estimate": 0.82, "half": 0.02}, (75, 85)),
        ({"estimate": 0.82, "half": 0.0, "baseline": Decimal(61)}, (60, 85)),
        ({"estimate": 0.82, "half": 0.0, "baseline": Decimal("60.9")}, (55, 85)),
        ({"estimate": 0.82, "half": 0.0, "target": Decimal(89)}, (75, 90)),
        ({"estimate": 0.82, "half": 0.0, "target": Decimal("89.1")}, (75, 95)),
        ({"estimate": 0.99, "half": 0.02}, (75, 100)),
        ({"estimate": 0.005, "half": 0.0}, (0, 85)),
        ({"estimate": 0.97, "half": 0.0, "baseline": Decimal(98), "target": Decimal(99)}, (90, 100)),
        ({"estimate": None, "baseline": None, "target": None}, (45, 100)),
    ],
)
def test_the_scale_of_a_chart_has_whole_steps_round_all_that_is_drawn(changes, ends):
    assert _range([line("1.1", "missed", **changes)]) == ends


def test_the_scale_has_a_grey_line_and_a_number_every_five_percent():
    ink, _ = chart(line("1.1", "missed", 0.82, 0.02), line("1.2", "missed", 0.82, 0.02))
    ticks = [thing for thing in ink if isinstance(thing, Words) and thing.text.isdigit()]
    rules = [thing for thing in ink if isinstance(thing, Rule) and thing.grey == 0.78]

    assert [tick.text for tick in ticks] == ["75", "80", "85"]
    assert [tick.x for tick in ticks] == [rule.x1 for rule in rules] == pytest.approx([82, 120.5, 159])
    assert {(rule.y1, rule.y2) for rule in rules} == {(105, 123)}
    assert {(tick.y, tick.align) for tick in ticks} == {(103, "center")}


def test_the_lines_of_a_chart_stand_nine_millimetres_apart_and_a_rule_ends_them():
    ink, below = chart(line("1.1", "missed", 0.80, 0.02), line("1.2", "missed", 0.81, 0.01))
    dots = [thing.box for thing in ink if isinstance(thing, Ring) and thing.filled]
    (end,) = (thing for thing in ink if isinstance(thing, Rule) and thing.width == 0.25)

    assert [dot.y + dot.h / 2 for dot in dots[:2]] == pytest.approx([109.5, 118.5])
    assert end == Rule(20, 123, 190, 123, 0.25)
    assert below == 133


def test_a_line_of_the_chart_says_its_estimate_and_half_interval_at_the_right():
    ink, _ = chart(line("1.1", "missed", 0.80, 0.02), line("1.2", "missed", 0.81, low=None, high=None))
    said = words(ink)

    assert (said["80,0 ± 2,0"].x, said["80,0 ± 2,0"].align) == (189, "right")
    assert "81,0" in said
    assert len([thing for thing in ink if isinstance(thing, Rule) and thing.width == 1.3]) == 1 + 1


def test_an_interval_ends_where_the_scale_does():
    ink, _ = chart(line("1.1", "missed", 0.99, 0.05))
    interval = next(thing for thing in ink if isinstance(thing, Rule) and thing.width == 1.3)

    assert interval.x2 == pytest.approx(159)


def test_a_line_without_an_estimate_says_so_and_keeps_target_and_published_value():
    ink, _ = chart(line("1.4", "no_data", None))
    above = [thing for thing in ink if not isinstance(thing, Words)][:-4]

    assert words(ink)["không đủ dữ liệu"].x == 189
    assert not any(isinstance(thing, Ring) and thing.filled for thing in above)
    assert sum(isinstance(thing, Rule) and thing.width == 0.7 for thing in ink) == 2
    assert sum(isinstance(thing, Ring) and not thing.filled for thing in ink) == 2


def test_a_line_that_was_never_published_or_aimed_at_has_neither_ring_nor_tick():
    ink, _ = chart(line("1.1", "missed", baseline=None, target=None))

    assert sum(isinstance(thing, Rule) and thing.width == 0.7 for thing in ink) == 1
    assert sum(isinstance(thing, Ring) and not thing.filled for thing in ink) == 1


def test_a_heading_is_bold_on_a_tint_without_the_words_all_headings_share():
    ink, _ = chart(line("2", "missed", name=f"{COMMON_WORDS}thủ tục"), line("2.1", "missed"))
    (tint,) = (thing for thing in ink if isinstance(thing, Tint))
    said = words(ink)

    assert tint.box == Box(20, 105, 60, 9)
    assert (said["2 Thủ tục"].face, said["2.1 Tiêu chí số 2.1"].face) == ("bold", "regular")
    assert said["2 Thủ tục"].x == 21


def test_a_long_name_has_two_lines_about_the_middle_and_a_mark_that_it_goes_on():
    ink, _ = chart(line("1.1", "missed", name="một tên rất dài " * 8))
    first, second = (thing for thing in ink if isinstance(thing, Words) and thing.x == 21)

    assert second.text.endswith("…")
    assert second.y - first.y == pytest.approx(3.8)
    assert (first.y + second.y) / 2 == pytest.approx(109.5 + 1.1)


@pytest.mark.parametrize(
    ("changes", "cells"),
    [
        ({}, ("80,23", "81,25 ± 1,25", "83,25", "−2,01", "", "Chưa đạt", "1.234")),
        ({"low": None}, ("80,23", "81,25", "83,25", "−2,01", "", "Chưa đạt", "1.234")),
        ({"high": None}, ("80,23", "81,25", "83,25", "−2,01", "", "Chưa đạt", "1.234")),
        ({"estimate": None}, ("80,23", "–", "83,25", "–", "", "Chưa đạt", "1.234")),
        ({"baseline": None}, ("–", "81,25 ± 1,25", "83,25", "−2,01", "", "Chưa đạt", "1.234")),
        ({"target": None, "gap": None}, ("80,23", "81,25 ± 1,25", "–", "–", "", "Chưa đạt", "1.234")),
        ({"gap": 0.02}, ("80,23", "81,25 ± 1,25", "83,25", "+2,00", "", "Chưa đạt", "1.234")),
        ({"verdict": "", "n": 9}, ("80,23", "81,25 ± 1,25", "83,25", "−2,01", "", "–", "9")),
    ],
)
def test_the_cells_of_a_criterion(changes, cells):
    assert _cells(line("1.1", "missed", **changes)) == ("1.1  Tiêu chí số 1.1", *cells)


def test_each_verdict_has_a_shape_of_its_own_about_its_place():
    shapes = {
        standing: [
            (type(thing).__name__, getattr(thing, "filled", None)) for thing in _sign(standing, 50, 60)
        ]
        for standing in ("reached", "reached_unsure", "missed_unsure", "missed", "indicative", "no_data")
    }

    assert shapes == {
        "reached": [("Ring", True)],
        "reached_unsure": [("Ring", False), ("Ring", True)],
        "missed_unsure": [("Ring", False)],
        "missed": [("Rule", None), ("Rule", None)],
        "indicative": [("Rule", None)],
        "no_data": [("Rule", None)],
    }
    for standing in ("reached", "reached_unsure", "missed_unsure"):
        for ring in _sign(standing, 50, 60):
            assert (ring.box.x + ring.box.w / 2, ring.box.y + ring.box.h / 2) == pytest.approx((50, 60))
            assert ring.box.w == ring.box.h
    assert [(r.x1, r.y1, r.x2, r.y2) for r in _sign("missed", 50, 60)] == [(49, 59, 51, 61), (49, 61, 51, 59)]
    assert [(r.x1, r.y1, r.x2, r.y2) for r in _sign("no_data", 50, 60)] == [(49, 60, 51, 60)]


def test_a_part_that_just_fits_stays_on_its_page():
    flow = Flow(REPORT)
    flow.y = LOW - 20

    assert not flow.need(20)
    assert (flow.need(20.1), flow.y, len(flow.pages)) == (True, TOP, 2)


def test_a_heading_goes_to_a_new_page_where_what_follows_would_not_fit():
    for left, pages in ((32, 1), (31.9, 2)):
        flow = Flow(REPORT)
        flow.y = LOW - left
        flow.heading("Phương pháp", 20)
        assert len(flow.pages) == pages
    heading, rule = (part.ink[0] for part in flow.pages[-1])
    assert (heading.x, heading.y, rule.y1, rule.x1, rule.x2) == (LEFT, TOP + 8, TOP + 10, LEFT, RIGHT)
    assert flow.y == TOP + 13


def test_a_paragraph_stands_right_of_its_bullet_and_leaves_a_gap():
    flow = Flow(REPORT)
    flow.paragraph("Một câu. " * 30, 4, bullet=True)
    bullet, text = flow.pages[0]

    assert (bullet.role, bullet.ink[0].text, bullet.ink[0].x) == ("Artifact", "•", LEFT)
    assert (text.role, {thing.x for thing in text.ink}) == ("P", {LEFT + 4})
    assert bullet.ink[0].y == text.ink[0].y
    assert all(width(thing.text, thing.points) <= WIDE - 4 for thing in text.ink)
    assert flow.y == pytest.approx(TOP + len(text.ink) * (text.ink[1].y - text.ink[0].y) + 1.4)


def test_a_table_tells_where_each_row_stands_and_shades_bold_ones():
    flow = Flow(REPORT)
    grid = Grid((Column("A", 40), Column("B", 40)), least=10)

    places = flow.table(grid, [(("1", "a"), "bold"), (("2", "b"), None)])

    assert places == [(0, TOP + 10, TOP + 20), (0, TOP + 20, TOP + 30)]
    shades = [i.box for part in flow.pages[0] for i in part.ink if isinstance(i, Tint) and i.grey == SHADE]
    assert shades == [Box(LEFT, TOP + 10, 80, 10)]
    roles = [(part.role, part.table, part.row) for part in flow.pages[0] if part.role != "Artifact"]
    assert roles == [("TH", 1, 0)] * 2 + [("TD", 1, 1)] * 2 + [("TD", 1, 2)] * 2
    assert flow.y == TOP + 32
    flow.table(grid, [(("3", "c"), None)])
    assert flow.pages[0][-2].table == 2


@pytest.mark.parametrize(("keep", "page"), [(0.0, 0), (5.0, 0), (5.1, 1)])
def test_the_last_row_of_a_table_keeps_room_below_it(keep, page):
    flow = Flow(REPORT)
    flow.y = LOW - 35
    grid = Grid((Column("A", 40),), least=10)

    places = flow.table(grid, [(("1",), None), (("2",), None)], keep=keep)

    assert [at[0] for at in places] == [0, page]
    assert places[1][1] == pytest.approx(LOW - 15 if page == 0 else TOP + 10)


@pytest.mark.parametrize("count", [1, MOST_ROWS, MOST_ROWS + 1, 2 * MOST_ROWS, 2 * MOST_ROWS + 1])
def test_a_long_chart_is_cut_into_about_equal_portions_that_a_page_holds(count):
    lines = [line(f"2.{i}", "reached") for i in range(count)]
    portions = list(_portions(lines))
    sizes = [len(portion) for portion in portions]

    assert [each for portion in portions for each in portion] == lines
    assert len(sizes) == -(-count // MOST_ROWS)
    assert max(sizes) <= MOST_ROWS
    assert max(sizes) - min(sizes) <= 1


def test_all_charts_of_a_report_have_one_scale_whatever_lines_stand_in_them():
    low, high = line("1", "missed", 0.42, 0.01), line("2", "reached", 0.93, 0.01)
    (alone, _), (shared, _) = (
        bullet_chart([high], PLACE, YEARS, among=among) for among in (None, [low, high])
    )

    assert "40" not in words(alone)
    assert "40" in words(shared)
    assert words(shared)["40"].x == PLACE.x + 62


def test_a_recomputed_value_is_taken_from_the_published_one():
    row = RecomputedHeading(code="2", year=2023, published=Decimal("80.00"), recomputed=Decimal("81.5"))

    assert _recomputed_cells(row) == ("2", "2023", "80,00", "81,50", "−1,50")


def test_every_fact_and_every_note_of_the_method_is_a_point_of_its_own_in_their_order():
    flow = Flow(
        replace(REPORT, facts=(("Mẫu", "3.240 phiếu"), ("Cách chọn", "PPS")), notes=("Một.", "Hai.", "Ba."))
    )
    _method(flow)

    said = [" ".join(thing.text for thing in part.ink) for part in flow.pages[0] if part.role in {"H2", "P"}]
    assert said == ["Phương pháp và lưu ý", "Mẫu: 3.240 phiếu", "Cách chọn: PPS", "Một.", "Hai.", "Ba."]


@pytest.mark.parametrize("recomputed", [True, False])
def test_whoever_signs_has_the_end_of_the_chart_or_of_the_last_table_before_them(
    tmp_path, monkeypatch, recomputed
):
    drawn = []

    class Pages:
        def tagged_page(self, parts):
            drawn.append([part.role for part in parts if part.role in {"Figure", "TD"}])

    monkeypatch.setattr("print.report.report.document", lambda *_: nullcontext(Pages()))
    for count in range(1, 2 * MOST_ROWS):
        lines = tuple(line(f"2.{i}", "reached") for i in range(count))
        again = REPORT.recomputed if recomputed else ()
        draw_report(tmp_path / "a.pdf", replace(REPORT, lines=lines, recomputed=again))
        assert drawn[-1][-1:] == (["TD"] if recomputed else ["Figure"]), count


def test_a_chart_that_goes_on_says_so_in_its_heading():
    flow = Flow(replace(REPORT, lines=tuple(line(f"2.{i}", "reached") for i in range(2 * MOST_ROWS + 1))))
    _chart(flow, keep=0.0)

    headings = [part.ink[0].text for page in flow.pages for part in page if part.role == "H2"]
    assert headings == [
        "Kết quả so với chỉ tiêu",
        "Kết quả so với chỉ tiêu (tiếp)",
        "Kết quả so với chỉ tiêu (tiếp)",
    ]


def test_the_summary_counts_no_line_without_a_target():
    flow = Flow(
        replace(REPORT, lines=(line("1", "reached"), line("1.1", "missed", target=None)), confidence=0.9)
    )
    _summary(flow)
    said = " ".join(ink.text for ink in flow.pages[0][0].ink)

    assert said.startswith("Trong 1 chỉ tiêu năm 2025: 1 chắc chắn đạt. Các số là tỷ lệ hài lòng")
    assert said.endswith("khoảng tin cậy 90 %: hai đầu, hoặc ± khi hai phía bằng nhau.")


def test_two_sign_side_by_side_and_only_the_head_of_the_office_seals():
    flow = Flow(REPORT)
    _signatures(flow)
    left, right = (part.ink for part in flow.pages[0])

    assert [thing.text for thing in left] == ["NGƯỜI LẬP BÁO CÁO", "(ký, ghi rõ họ tên)"]
    assert [thing.text for thing in right] == ["THỦ TRƯỞNG CƠ QUAN", "(ký, ghi rõ họ tên, đóng dấu)"]
    assert left[0].x < 105 < right[0].x
    assert left[0].y == right[0].y == TOP + 8
    assert left[1].y == left[0].y + 5
    assert flow.y == TOP + 44


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "SIPAS 2025 · mã đối chiếu ffffffffffffffff"),
        ({"fingerprint": ""}, "SIPAS 2025"),
        ({"synthetic": True}, "Dữ liệu mô phỏng · mã đối chiếu ffffffffffffffff"),
    ],
)
def test_the_foot_of_a_page_says_the_wave_and_what_identifies_the_report(changes, said):
    rule, left, right = _foot(replace(REPORT, **changes), 2, 3)

    assert (left.text, left.x) == (said, LEFT)
    assert (right.text, right.x, right.align) == ("Trang 2/3", RIGHT, "right")
    assert (rule.x1, rule.x2) == (LEFT, RIGHT)
    assert LOW < rule.y1 < left.y == right.y < 297


def test_a_title_is_broken_into_lines_of_about_equal_length():
    lines = balanced_lines("BÁO CÁO KẾT QUẢ KHẢO SÁT MỨC ĐỘ HÀI LÒNG CỦA NGƯỜI DÂN NĂM NAY")
    wide = [width(text, 15, "bold") for text in lines]

    assert len(lines) == 2
    assert max(wide) < 1.25 * min(wide)
    assert balanced_lines("BÁO CÁO") == ("BÁO CÁO",)


def test_sender_left_and_state_right_stand_on_their_own_centres():
    flow = Flow(replace(REPORT, superior="Ủy ban nhân dân tỉnh", place=""))
    letterhead(flow)
    said = {thing.text: thing for part in flow.pages[0] for thing in part.ink if isinstance(thing, Words)}
    centre = {
        name: said[name].x for name in ("ỦY BAN NHÂN DÂN TỈNH", "SỞ NỘI VỤ", "Số: ........../BC-..........")
    }

    assert set(centre.values()) == {LEFT + WIDE / 4 - 6}
    assert said["ngày ...... tháng ...... năm ......"].x == RIGHT - WIDE / 4
    assert said["SỞ NỘI VỤ"].y - said["ỦY BAN NHÂN DÂN TỈNH"].y == 5
    assert said["ỦY BAN NHÂN DÂN TỈNH"].face == "regular"
    assert said["Độc lập - Tự do - Hạnh phúc"].y == pytest.approx(TOP + 9.4)
    assert flow.y == pytest.approx(TOP + 28)


def test_what_follows_a_long_sender_begins_below_its_number():
    flow = Flow(replace(REPORT, superior="Ủy ban nhân dân tỉnh Đồng Nai " * 3, organisation="Sở Nội vụ " * 9))
    letterhead(flow)

    said = {thing.text: thing for part in flow.pages[0] for thing in part.ink if isinstance(thing, Words)}
    number = said["Số: ........../BC-.........."]
    assert number.y > TOP + 28
    assert flow.y == pytest.approx(number.y + 10)


def test_the_label_of_synthetic_data_is_framed_below_the_wave():
    flow = Flow(replace(REPORT, synthetic=True))
    title(flow)
    heading, wave, framed, label = flow.pages[0]
    tint, frame = framed.ink

    assert heading.role == "H1"
    assert wave.ink[0].text == "SIPAS 2025"
    assert heading.ink[-1].y < wave.ink[0].y < frame.box.y
    assert isinstance(frame, Frame)
    assert tint.box == frame.box
    assert frame.box.y < label.ink[0].y < frame.box.y + frame.box.h
    assert label.ink[0].x == frame.box.x + frame.box.w / 2 == 105
    assert frame.box.w == pytest.approx(width(label.ink[0].text, 11, "bold") + 10)
    assert flow.y == pytest.approx(frame.box.y + 11)


def test_the_legend_draws_each_sign_beside_its_word():
    ink, below = chart(line("1.1", "missed", 0.80, 0.02))
    said = words(ink)
    interval, estimate, _, target, _, published, _ = ink[-7:]
    foot = below - 4

    assert {said[name].y for name in ("chỉ tiêu 2025", "giá trị công bố 2023")} == {foot}
    assert (interval.x1, interval.x2, interval.y1, interval.y2) == (21, 28, foot - 1, foot - 1)
    assert (estimate.box.x + estimate.box.w / 2, estimate.box.y + estimate.box.h / 2) == pytest.approx(
        (24.5, foot - 1)
    )
    assert (target.x1, target.y1, target.x2, target.y2) == pytest.approx((94, foot - 3.2, 94, foot + 1.2))
    assert (published.box.x + published.box.w / 2, published.filled) == (pytest.approx(132), False)
    assert said["kết quả đợt này và khoảng tin cậy"].x == 30
    assert (said["chỉ tiêu 2025"].x, said["giá trị công bố 2023"].x) == (97, 136)


def test_a_target_is_a_tick_about_its_line_and_an_interval_grey_behind_the_dot():
    ink, _ = chart(line("1.1", "missed", 0.80, 0.02))
    tick = next(thing for thing in ink if isinstance(thing, Rule) and thing.width == 0.7)
    interval = next(thing for thing in ink if isinstance(thing, Rule) and thing.width == 1.3)

    assert (tick.y1, tick.y2) == pytest.approx((109.5 - 3.2, 109.5 + 3.2))
    assert (interval.y1, interval.y2, interval.grey) == (109.5, 109.5, 0.55)
    assert words(ink)["1.1 Tiêu chí số 1.1"].y == pytest.approx(109.5 + 1.1)


@pytest.mark.parametrize("missing", ["low", "high"])
def test_an_interval_without_one_end_is_not_drawn(missing):
    ink, _ = chart(line("1.1", "missed", 0.80, 0.02, **{missing: None}))

    assert "80,0" in words(ink)
    assert sum(isinstance(thing, Rule) and thing.width == 1.3 for thing in ink) == 1


def test_a_table_ends_in_a_rule_as_wide_as_itself():
    flow = Flow(REPORT)
    flow.table(Grid((Column("A", 40), Column("B", 30)), least=10), [(("1", "a"), None)])
    (rule,) = flow.pages[0][-1].ink

    assert rule == Rule(LEFT, TOP + 20, LEFT + 70, TOP + 20, 0.35)


def test_a_heading_is_told_as_one_of_the_second_level():
    flow = Flow(REPORT)
    flow.heading("Phương pháp", 20)

    assert [part.role for part in flow.pages[0]] == ["H2", "Artifact"]


@pytest.mark.parametrize("indent", [0.0, 4.0])
@pytest.mark.parametrize("word", ["a", "một", "nghiêng", "khảo sát,"])
def test_a_paragraph_fills_its_lines_up_to_the_right_margin_and_not_beyond(word, indent):
    flow = Flow(REPORT)
    flow.paragraph(f"{word} " * 150, indent)
    *full, _ = flow.pages[0][0].ink
    ends = [thing.x + width(thing.text, thing.points) for thing in full]

    assert max(ends) <= RIGHT + 1e-6
    assert min(ends) > RIGHT - width(f" {word}", full[0].points)


@pytest.mark.parametrize(
    ("metric", "said"),
    [("Tỷ lệ hài lòng", "tỷ lệ hài lòng"), ("Chỉ số SIPAS", "chỉ số SIPAS"), ("điểm PAPI", "điểm PAPI")],
)
def test_what_the_figures_mean_begins_small_and_keeps_its_capitals(metric, said):
    flow = Flow(replace(REPORT, metric=metric))
    _summary(flow)

    text = " ".join(ink.text for ink in flow.pages[0][0].ink)
    assert f"Các số là {said}, tính bằng phần trăm" in text
