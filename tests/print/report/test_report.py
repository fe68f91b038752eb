"""The score report: what a director reads and signs, with Vietnamese numbers and equal bytes."""

from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest

from print.drawing.decimals import percent
from print.drawing.ink import MM_PER_POINT, Ring, Rule, Words
from print.drawing.ruled_table import Column, Grid
from print.geometry import Box
from print.report.bullet_chart import bullet_chart
from print.report.letterhead import letterhead
from print.report.pages import LEFT, RIGHT, Flow
from print.report.report import RecomputedHeading, ReportPages, ScoreLine, draw_report
from questionnaires.decimals import write_decimal

WORDS = {
    "reached": "Đạt",
    "reached_unsure": "Đạt, chưa chắc chắn",
    "missed_unsure": "Chưa đạt, trong sai số",
    "missed": "Chưa đạt",
    "indicative": "Chưa kết luận",
    "no_data": "Không đủ dữ liệu",
}


def lopsided(code, standing):
    return replace(line(code, standing), half=None, low=0.7812, high=0.8395)


def line(code, standing, estimate=0.81245, half=0.0125, **changes):
    given = {
        "code": code,
        "name": f"Tiêu chí số {code}",
        "is_heading": "." not in code,
        "n": 1234,
        "estimate": estimate,
        "low": None if estimate is None else estimate - half,
        "high": None if estimate is None else estimate + half,
        "baseline": Decimal("80.23"),
        "target": Decimal("83.25"),
        "gap": None if estimate is None else estimate - 0.8325,
        "verdict": WORDS[standing],
        "standing": standing,
        "half": None if estimate is None else half,
    }
    return ScoreLine(**{**given, **changes})


REPORT = ReportPages(
    title="Báo cáo kết quả khảo sát",
    wave="SIPAS 2025",
    organisation="Sở Nội vụ",
    place="Đồng Nai",
    metric="tỷ lệ hài lòng",
    confidence=0.95,
    baseline_year=2023,
    target_year=2025,
    lines=(
        line("1", "missed_unsure"),
        line("1.1", "missed"),
        line("1.2", "reached_unsure"),
        line("1.3", "reached"),
        line("1.4", "no_data", None),
        lopsided("1.5", "indicative"),
    ),
    facts=(("Mẫu", "3.240 phiếu"),),
    notes=("Số năm 2023 là số công bố.",),
    recomputed=(
        RecomputedHeading(code="1", year=2023, published=Decimal("80.23"), recomputed=Decimal("79.87")),
    ),
    fingerprint="f" * 64,
)


def pages_of(path):
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


@pytest.fixture
def said(tmp_path):
    def read(report):
        draw_report(tmp_path / "report.pdf", report)
        return " ".join(" ".join(pages_of(tmp_path / "report.pdf")).split())

    return read


def test_every_number_of_a_row_is_on_the_page_with_a_decimal_comma(said):
    text = said(REPORT)

    assert "80,23 81,25 ± 1,25 83,25 −2,01" in text
    assert "1.234" in text
    assert "80.23" not in text


def test_an_interval_that_is_wider_on_one_side_is_printed_by_its_bounds(said):
    text = said(replace(REPORT, lines=(lopsided("1.5", "reached"),)))

    assert "81,25 (78,12–83,95) 83,25" in text
    assert "81,2 (78,1–84,0)" in text
    assert "81,25 ±" not in text


def test_every_verdict_is_said_in_words(said):
    text = said(REPORT)

    assert all(word in text for word in WORDS.values())


def test_the_summary_counts_every_target_once(said):
    text = said(REPORT)

    assert (
        "Trong 6 chỉ tiêu năm 2025: 1 chắc chắn đạt, 1 đạt nhưng còn trong sai số, "
        "1 chưa đạt nhưng còn trong sai số, 1 chắc chắn chưa đạt, "
        "1 chưa kết luận vì ít phiếu, 1 không đủ dữ liệu. "
        "Các số là tỷ lệ hài lòng, tính bằng phần trăm" in text
    )


def test_a_published_value_stands_beside_what_its_rows_give(said):
    text = said(REPORT)

    assert "Giá trị công bố" in text
    assert "1 2023 80,23 79,87 +0,36" in text


def test_a_row_without_data_has_no_number(said):
    text = said(replace(REPORT, lines=(line("1.4", "no_data", None),)))

    assert "không đủ dữ liệu" in text
    assert "±" not in text.split("Tiêu chí số")[1]


def test_there_is_a_place_to_sign(said):
    text = said(REPORT)

    assert "NGƯỜI LẬP BÁO CÁO" in text
    assert "THỦ TRƯỞNG CƠ QUAN" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text


@pytest.mark.parametrize("lines", [1, 12, 18, 25, 61])
@pytest.mark.parametrize("again", [0, 1, 4, 40])
def test_nobody_signs_a_page_that_carries_nothing_else(tmp_path, lines, again):
    many = tuple(line(f"2.{i}", "reached") for i in range(lines))
    recomputed = REPORT.recomputed * again
    draw_report(tmp_path / "r.pdf", replace(REPORT, lines=many, recomputed=recomputed))

    *_, last = pages_of(tmp_path / "r.pdf")
    assert "THỦ TRƯỞNG CƠ QUAN" in last
    assert ("1 2023 80,23 79,87" if again else "giá trị công bố 2023") in " ".join(last.split())


@pytest.mark.parametrize("again", [1, 30])
def test_no_heading_is_left_behind_at_the_foot_of_a_page(tmp_path, again):
    below = {
        "Phương pháp và lưu ý": "Mẫu: 3.240 phiếu",
        "Kết quả so với chỉ tiêu": "giá trị công bố 2023",
        "Giá trị công bố và giá trị tính lại": "1 2023 80,23 79,87",
    }
    for lines in range(1, 41, 2):
        many = tuple(line(f"2.{i}", "reached") for i in range(lines))
        draw_report(tmp_path / "r.pdf", replace(REPORT, lines=many, recomputed=REPORT.recomputed * again))
        pages = [" ".join(text.split()) for text in pages_of(tmp_path / "r.pdf")]

        for heading, first in below.items():
            page = next(text for text in pages if heading in text)
            assert first in page.split(heading, 1)[1], (lines, heading)


@pytest.mark.parametrize("lines", [12, 24, 25, 61])
def test_nothing_falls_off_a_page(tmp_path, lines):
    many = tuple(line(f"2.{i}", "reached") for i in range(lines))
    wordy = replace(REPORT, lines=many, facts=(("Mẫu", "a " * 400),), notes=("ở xa " * 150, "b c " * 200))
    draw_report(tmp_path / "r.pdf", wordy)

    with pypdfium2.PdfDocument((tmp_path / "r.pdf").read_bytes()) as pdf:
        for page in pdf:
            text = page.get_textpage()
            boxes = [text.get_rect(i) for i in range(text.count_rects())]
            assert min(bottom for _, bottom, _, _ in boxes) > 25
            assert min(left for left, _, _, _ in boxes) > LEFT / MM_PER_POINT - 1
            # A line ends in a space, which reaches beyond the margin.
            assert max(right for _, _, right, _ in boxes) < RIGHT / MM_PER_POINT + 3


def test_the_letterhead_names_the_authority_above_and_the_place(said):
    text = said(replace(REPORT, superior="Ủy ban nhân dân tỉnh Đồng Nai"))

    assert "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI SỞ NỘI VỤ Số: " in text
    assert "Đồng Nai, ngày" in text


def test_a_line_stands_under_the_name_of_the_office_and_under_the_motto():
    flow = Flow(REPORT)

    letterhead(flow)

    inks = [ink for part in flow.pages[0] for ink in part.ink]
    words = {ink.text: ink for ink in inks if isinstance(ink, Words)}
    under = [words["SỞ NỘI VỤ"], words["Độc lập - Tự do - Hạnh phúc"]]
    lines = sorted((ink for ink in inks if isinstance(ink, Rule)), key=lambda rule: rule.x1)
    assert len(lines) == 2
    for above, rule in zip(under, lines, strict=True):
        assert (rule.x1 + rule.x2) / 2 == pytest.approx(above.x)
        assert 0 < rule.y1 - above.y < 3
    assert flow.y > max(ink.y for ink in words.values())


def test_a_row_is_as_high_as_its_longest_cell():
    grid = Grid((Column("Đề mục", 30), Column("Ghi chú", 30)), points=10)

    for values in (
        ("1.1", "một câu dài phải xuống dòng nhiều lần"),
        ("một câu dài phải xuống dòng nhiều lần", "1.1"),
    ):
        cells, _, below = grid.row_cells(20, 50, values)
        lines = [ink for cell in cells for ink in cell]

        assert len(lines) > 3
        assert all(ink.y - 0.7 * ink.points * MM_PER_POINT > 50 for ink in lines)
        assert all(ink.y < below for ink in lines)


def test_a_title_breaks_where_it_is_told(tmp_path):
    draw_report(tmp_path / "r.pdf", replace(REPORT, title="Báo cáo kết quả khảo sát\nmức độ hài lòng"))

    lines = [text.strip() for text in pages_of(tmp_path / "r.pdf")[0].splitlines()]
    assert "BÁO CÁO KẾT QUẢ KHẢO SÁT" in lines
    assert "MỨC ĐỘ HÀI LÒNG" in lines


def test_synthetic_data_are_labelled_on_every_page(tmp_path):
    many = tuple(line(f"2.{i}", "reached") for i in range(60))
    pages = draw_report(tmp_path / "r.pdf", replace(REPORT, synthetic=True, lines=many))

    texts = pages_of(tmp_path / "r.pdf")
    assert len(texts) == pages > 3
    assert "DỮ LIỆU MÔ PHỎNG" in texts[0]
    assert all("mô phỏng" in text.lower() for text in texts)


def test_a_real_report_has_no_such_label(said):
    assert "mô phỏng" not in said(REPORT).lower()


def test_a_long_table_goes_on_with_its_head_repeated(tmp_path):
    many = tuple(line(f"2.{i}", "reached") for i in range(40))
    draw_report(tmp_path / "r.pdf", replace(REPORT, lines=many))

    assert sum("Kết luận" in text for text in pages_of(tmp_path / "r.pdf")) >= 2


def test_the_same_values_give_the_same_bytes(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        draw_report(tmp_path / name, REPORT)

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_who_cannot_see_the_report_hears_headings_tables_and_a_word_about_the_chart(tmp_path):
    draw_report(tmp_path / "r.pdf", REPORT)

    data = (tmp_path / "r.pdf").read_bytes()
    assert b"/MarkInfo<</Marked true>>" in data
    assert data.count(b"/StructElem/S/H1/") == 1
    assert data.count(b"/StructElem/S/H2/") == 3
    assert data.count(b"/StructElem/S/Table/") == 2
    assert data.count(b"/StructElem/S/TR/") == 1 + len(REPORT.lines) + 1 + len(REPORT.recomputed)
    assert data.count(b"/S/TH/") == 8 + 5
    assert "Biểu đồ".encode("utf-16-be").hex().upper().encode() in data


def test_words_of_two_lines_stay_two_words(said):
    text = said(replace(REPORT, notes=("Số công bố có thể đo bằng chỉ số khác. " * 4,)))

    assert text.count("Số công bố có thể đo bằng chỉ số khác.") == 4


def test_the_chart_draws_interval_estimate_target_and_published_value_at_their_places():
    ink, _ = bullet_chart([line("1.1", "missed", 0.80, 0.02)], Box(0, 0, 170, 0), (2023, 2025))

    ticks = {thing.text: thing.x for thing in ink if isinstance(thing, Words) and thing.text.isdigit()}
    scale = (ticks["85"] - ticks["80"]) / 5
    dots = [thing for thing in ink if isinstance(thing, Ring)]
    published, estimate = dots[0], dots[1]
    interval = next(thing for thing in ink if isinstance(thing, Rule) and thing.width == 1.3)
    target = next(thing for thing in ink if isinstance(thing, Rule) and thing.width == 0.7)
    assert estimate.filled
    assert estimate.box.x + estimate.box.w / 2 == pytest.approx(ticks["80"])
    assert published.box.x + published.box.w / 2 == pytest.approx(ticks["80"] + 0.23 * scale)
    assert (interval.x1, interval.x2) == pytest.approx((ticks["80"] - 2 * scale, ticks["80"] + 2 * scale))
    assert target.x1 == target.x2 == pytest.approx(ticks["80"] + 3.25 * scale)


def test_the_legend_of_the_chart_names_the_years_it_is_given():
    ink, _ = bullet_chart([line("1.1", "missed", 0.80, 0.02)], Box(0, 0, 170, 0), (2031, 2033))
    said = {thing.text for thing in ink if isinstance(thing, Words)}

    assert {"giá trị công bố 2031", "chỉ tiêu 2033"} <= said


@pytest.mark.parametrize(
    ("value", "places", "sign", "text"),
    [
        (83.245, 2, False, "83,25"),
        (0.125, 2, False, "0,13"),
        (-0.125, 2, True, "−0,13"),
        (2.5, 0, False, "3"),
        (-0.001, 2, True, "0,00"),
        (Decimal("80.2300"), 2, False, "80,23"),
        (3, 1, True, "+3,0"),
    ],
)
def test_numbers_are_rounded_half_up_with_a_decimal_comma(value, places, sign, text):
    assert write_decimal(value, places, sign=sign) == text


def test_a_proportion_is_rounded_once_after_it_became_a_percentage():
    assert percent(0.83245) == "83,25"
    assert percent(0.1 + 0.2, 15) == "30,000000000000004"
