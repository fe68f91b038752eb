"""Ink as PDF operators, lines of text, ruled tables and codes: each number at its place, every shape closed."""

import numpy as np
import pytest

from print.drawing.fonts import printable, substitute_missing, width, wrap
from print.drawing.ink import MM_PER_POINT, Frame, Ring, Rule, Tint, Words, moved
from print.drawing.operators import ellipse, fiducial, operators, spaced
from print.drawing.qr import at, modules, path, placed
from print.drawing.ruled_table import Column, Grid
from print.errors import PaperError
from print.geometry import Box, Fiducial


class Letters:
    """Fonts that keep the text as it is."""

    def encode(self, text, face):
        return f"({text}|{face})".encode()


def drawn(*ink):
    return operators(ink, Letters()).decode()


def test_a_line_a_tint_and_their_greys():
    assert drawn(Rule(1, 2, 3, 4, 0.5, 0.25)) == "0.25 G 0.500 w 1.000 2.000 m 3.000 4.000 l S"
    assert drawn(Tint(Box(1, 2, 3, 4), 0.9)) == "0.9 g 1.000 2.000 3.000 4.000 re f"
    assert drawn(Tint(Box(1, 2, 3, 4), 0.9), Rule(0, 0, 1, 1)).count("\n") == 1


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_words_begin_where_their_alignment_puts_them(align, share):
    x = 50 - share * width("Phiếu", 12, "bold")

    said = drawn(Words(50, 20, "Phiếu", 12, "bold", align, 0.3))

    assert said == f"BT 0.3 g /B {12 * MM_PER_POINT:.4f} Tf 1 0 0 -1 {x:.3f} 20.000 Tm (Phiếu|bold) Tj ET"


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_space_at_the_end_of_a_line_moves_no_letter(align):
    line = Words(50, 20, "Phiếu", 12, "bold", align)
    before = drawn(line).split(" Tm")[0]

    (after,) = spaced([line])

    assert after.text == "Phiếu "
    assert drawn(after).split(" Tm")[0] == before
    assert spaced([Rule(0, 0, 1, 1)]) == (Rule(0, 0, 1, 1),)


def points(text):
    numbers = [float(word) for word in text.split() if word.replace(".", "").replace("-", "").isdigit()]
    return np.array(numbers).reshape(-1, 2)


def test_an_ellipse_is_four_quarters_round_its_box():
    found = points(ellipse(Box(10, 20, 6, 4)))

    assert found[[0, 3, 6, 9, 12]].tolist() == [[10, 22], [13, 20], [16, 22], [13, 24], [10, 22]]
    curved = [bezier(found[i : i + 4], t) for i in (0, 3, 6, 9) for t in np.linspace(0, 1, 9)]
    off = [np.hypot((x - 13) / 3, (y - 22) / 2) - 1 for x, y in curved]
    assert np.abs(off).max() < 0.001


def bezier(p, t):
    return (1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t**2 * p[2] + t**3 * p[3]


def test_a_ring_is_an_outline_and_a_filled_one_is_not():
    box = Box(10, 20, 6, 4)

    assert drawn(Ring(box, 0.4, 0.2)) == f"0.2 G 0.400 w {ellipse(box)} s"
    assert drawn(Ring(box, 0.4, 0.2, filled=True)) == f"0.2 g {ellipse(box)} f"


def test_a_frame_has_straight_sides_and_round_corners():
    said = drawn(Frame(Box(10, 20, 30, 40), 0.3, 2.0, 0.5))
    found = points(said.split(" w ")[1])

    assert said.startswith("0.5 G 0.300 w ")
    assert said.endswith(" s")
    sides = [[12, 20], [38, 20], [40, 22], [40, 58], [38, 60], [12, 60], [10, 58], [10, 22], [12, 20]]
    ends = [p for p in found.tolist() if p in sides]
    assert ends == sides
    for start, centre in zip((1, 5, 9, 13), ((38, 22), (38, 58), (12, 58), (12, 22)), strict=True):
        quarter = [bezier(found[start : start + 4], t) for t in (0.25, 0.5, 0.75)]
        assert [np.hypot(*np.subtract(p, centre)) for p in quarter] == pytest.approx([2.0] * 3, abs=0.01)


def test_a_corner_mark_is_drawn_cell_by_cell_as_it_is_read():
    import cv2

    cells = np.zeros((6, 6), bool)
    said = fiducial(Fiducial(7, 12, 30, 12)).decode()
    assert said.startswith("0 g ")
    assert said.endswith(" f")
    for part in said[4:-2].split(" re")[:-1]:
        x, y, wide, high = (float(word) for word in part.split())
        assert high == 2
        cells[round((y - 30) / 2), round((x - 12) / 2) : round((x - 12 + wide) / 2)] = True
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    assert (cells == (cv2.aruco.generateImageMarker(dictionary, 7, 6) == 0)).all()


@pytest.mark.parametrize(
    "thing",
    [
        Words(1, 2, "a", 10),
        Rule(1, 2, 5, 7),
        Tint(Box(1, 2, 3, 4), 1),
        Frame(Box(1, 2, 3, 4)),
        Ring(Box(1, 2, 3, 4)),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_ink_that_is_moved_keeps_its_shape(thing):
    there = moved(moved([thing], 10, 20), -10, -20)
    (far,) = moved([thing], 10, 20)

    assert there == (thing,)
    match far:
        case Words(x, y):
            assert (x, y) == (11, 22)
        case Rule(x1, y1, x2, y2):
            assert (x1, y1, x2, y2) == (11, 22, 15, 27)
        case _:
            assert far.box == Box(11, 22, 3, 4)


def test_a_qr_code_fills_its_box():
    rows = [b"\x00\x00\xff", b"\xff\x00\xff", b"\x00\xff\x00"]

    assert path(rows) == b"0 0 2 1 re\n1 1 1 1 re\n0 2 1 1 re\n2 2 1 1 re f"
    assert at(b"x", 3, Box(10, 20, 6, 9)) == b"q 2.00000 0 0 3.00000 10.000 20.000 cm 0 g\nx\nQ"
    assert placed(rows, Box(10, 20, 6, 9)) == at(path(rows), 3, Box(10, 20, 6, 9))
    assert {len(row) for row in modules("A")} == {21}


def test_a_line_breaks_at_the_last_word_that_fits():
    room = width("một hai", 10)

    assert wrap("một hai ba", room, 10) == ("một hai", "ba")
    assert wrap("một hai ba", room - 0.01, 10) == ("một", "hai ba")
    assert wrap("một hai ba", width("một hai ba", 10), 10) == ("một hai ba",)
    assert wrap("", room, 10) == ()


def test_a_slash_between_words_is_a_place_to_break_and_one_in_a_date_is_not():
    assert wrap("Ông/Bà", width("Ông/", 10), 10) == ("Ông/", "Bà")
    with pytest.raises(PaperError) as error:
        wrap("31/12/2025", width("31/12/", 10), 10)
    assert error.value.vi.startswith("«31/12/2025» rộng hơn ")
    assert "ở cỡ chữ 10;" in error.value.vi


def test_bold_and_large_letters_are_wider():
    assert width("Phiếu", 20) == pytest.approx(2 * width("Phiếu", 10))
    assert width("Phiếu", 10, "bold") > width("Phiếu", 10)
    assert 8 < width("Phiếu", 10) < 11


def test_letters_that_the_font_lacks_are_named_once_and_five_at_most():
    assert printable("  một \n hai  ") == "một hai"
    with pytest.raises(PaperError) as error:
        printable("漢字漢 一二三四")
    assert error.value.vi.count("U+") == 5
    assert "一 (U+4E00)" in error.value.vi


def test_letters_of_a_programs_sentence_are_replaced():
    assert substitute_missing("σ² ≥ √2 → 漢") == "sigma² ≥ căn 2 – ?"


GRID = Grid(
    (Column("Tên", 30), Column("Số", 20, "right"), Column("Giữa", 20, "center", "bold")), points=10, least=9
)


def test_the_cells_of_a_row_stand_in_their_columns_as_they_are_aligned():
    cells, rules, below = GRID.row_cells(20, 50, ("a", "1", "b"))
    left, right, centre = (cell[0] for cell in cells)

    assert [(c.x, c.align, c.face) for c in (left, right, centre)] == [
        (21.4, "left", "regular"),
        (20 + 30 + 20 - 1.4, "right", "regular"),
        (80, "center", "bold"),
    ]
    assert below == 59
    assert left.y == pytest.approx(54.5 + 0.29 * 10 * MM_PER_POINT)
    assert rules == (Rule(20, 59, 90, 59, 0.12, 0.55),)
    assert {cell[0].face for cell in GRID.row_cells(20, 50, ("a", "1", "b"), face="italic")[0]} == {"italic"}


def test_a_row_of_many_lines_is_as_high_as_they_are_and_shorter_cells_stand_in_its_middle():
    cells, _, below = GRID.row_cells(20, 50, ("một câu dài phải xuống dòng nhiều lần", "1", "b"))
    leading = 10 * MM_PER_POINT * 1.25
    lines = [line.y for line in cells[0]]

    assert len(lines) > 2
    assert below - 50 == pytest.approx(len(lines) * leading + 1.6)
    assert np.diff(lines) == pytest.approx([leading] * (len(lines) - 1))
    assert cells[1][0].y == pytest.approx((lines[0] + lines[-1]) / 2)


def test_the_head_of_a_table_is_bold_on_a_tint_between_two_rules():
    cells, (tint, above, under), below = GRID.head_cells(20, 50)

    assert [cell[0].text for cell in cells] == ["Tên", "Số", "Giữa"]
    assert {cell[0].face for cell in cells} == {"bold"}
    assert tint.box == Box(20, 50, 70, 9)
    assert (above, under) == (Rule(20, 50, 90, 50, 0.35), Rule(20, 59, 90, 59, 0.25))
    assert below == 59
    assert GRID.head(20, 50) == ((tint, above, under, *(cell[0] for cell in cells)), 59)


def test_a_row_says_all_its_cells():
    ink, below = GRID.row(20, 50, ("a", "1", "b"))

    assert [thing.text for thing in ink if isinstance(thing, Words)] == ["a", "1", "b"]
    assert below == 59
