"""Names fitted into their room: wrapped at words, cut with a mark, printed in letters the font has."""

import pytest

from print.drawing.clipping import clip, legible, unprintable
from print.drawing.fonts import printable, width

NAME = "Khu phố Nguyễn Thị Minh Khai, phường Bình Phước"


def test_a_name_that_fits_is_left_as_it_is():
    assert clip(NAME, 200, 10) == (NAME,)
    assert clip("", 200, 10) == ()
    assert clip("   ", 200, 10) == ()


@pytest.mark.parametrize("text", [NAME, "W" * 90, "a " * 60, "ngắn " + "K" * 60 + " ngắn", "x"])
@pytest.mark.parametrize("room", [5.0, 17.0, 40.0])
@pytest.mark.parametrize("lines", [1, 2, 5])
def test_every_line_fits_and_nothing_is_lost_without_a_mark(text, room, lines):
    found = clip(text, room, 9, "bold", lines=lines)

    assert 1 <= len(found) <= lines
    assert all(width(line, 9, "bold") <= room for line in found)
    kept = "".join(found).replace(" ", "")
    if found[-1].endswith("…"):
        assert text.replace(" ", "").startswith(kept[:-1])
    else:
        assert kept == text.replace(" ", "")


def test_lines_break_between_words():
    first, second = clip(NAME, width("Khu phố Nguyễn Thị", 10) + 1, 10, lines=2)

    assert first == "Khu phố Nguyễn Thị"
    assert second.endswith("…")


def test_even_a_room_narrower_than_a_letter_ends():
    assert len(clip("WWWW", 0.5, 20, lines=3)) == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Krông Pa\u030cc", "Krông Pǎc"),
        ("Plei Kŏ", "Plei Ko"),
        ("Bƀang", "Bbang"),
        ("村 Ấp\n3\t", "? Ấp 3"),
        ("A\u200bB\u202eC", "ABC"),
        ("Đạ Tẻh", "Đạ Tẻh"),
        ("🙂", "?"),
    ],
)
def test_letters_the_font_lacks_are_printed_as_the_nearest_letter(text, shown):
    assert legible(text) in {shown, shown.replace("ǎ", "a")}
    assert printable(legible(text)) == legible(text)


def test_letters_printed_otherwise_are_named_once():
    assert unprintable("Plei Kŏ, Kŏn 村") == "ŏ村"
    assert unprintable(NAME) == ""
