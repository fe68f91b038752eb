"""Labels: sender, return, number, addressee and place on each die-cut label, whatever the names are."""

from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
import zxingcpp

from print.batch import Cover, FormToPrint, Reserve, Route
from print.drawing.ink import Frame, Words
from print.geometry import Box
from print.number import read_payload, write
from print.papers import labels
from tests.print.apart import assert_apart, extents

COVER = Cover(
    wave="SIPAS 2025",
    office="Bưu cục Biên Hòa 1",
    sender="Sở Nội vụ",
    address="2 Nguyễn Văn Trị, phường Trấn Biên",
)
ROUTE = Route("25195/25195-02", "Khu phố 2", "phường Bình Phước")
FORM = FormToPrint("000123-4", "KLY-FJC-YLJ", "https://khaosat.example.vn/p/KLY", "số 404", ROUTE)
CORNER = Box(70, 37.125, 70, 37.125)


def lines(form=FORM, cover=COVER):
    return [thing.text for thing in labels._label(CORNER, cover, form) if isinstance(thing, Words)]


def test_a_label_says_from_whom_back_to_whom_number_wave_to_whom_and_where():
    assert lines() == [
        "Nơi gửi: Sở Nội vụ, 2 Nguyễn Văn",
        "Trị, phường Trấn Biên",
        "Trả về: Bưu cục Biên Hòa 1",
        "000123-4",
        "SIPAS 2025",
        "Kính gửi: Ông/Bà số 404",
        "Khu phố 2",
        "phường Bình Phước",
    ]


def test_what_is_not_known_is_left_out():
    bare = Cover(sender="")

    assert lines(FormToPrint("000123-4"), bare) == ["000123-4", "Kính gửi: Ông/Bà"]
    assert lines(cover=replace(COVER, address=""))[0] == "Nơi gửi: Sở Nội vụ"
    assert lines(replace(FORM, route=Route("25195/25195-02")))[-1] == "25195/25195-02"
    assert lines(replace(FORM, route=Route("x", "", "phường Bình Phước")))[-1] == "phường Bình Phước"
    assert lines(replace(FORM, route=None, place="Ấp 3"))[-2:] == ["Kính gửi: Ông/Bà", "Ấp 3"]


def test_a_made_up_wave_says_so_on_the_label():
    assert "DỮ LIỆU MÔ PHỎNG" in lines(cover=replace(COVER, synthetic=True))


def test_a_label_of_a_reserve_says_when_it_may_be_handed_out():
    waiting = lines(replace(FORM, reserve=Reserve(2)))
    in_use = lines(replace(FORM, reserve=Reserve(2, replaces="000007-6")))

    assert "DỰ PHÒNG 2" in waiting
    assert waiting[-1].startswith("Chỉ phát khi bưu cục báo thay phiếu: ....")
    assert "DỰ PHÒNG 2" in in_use
    assert in_use[-1] == "Phát thay phiếu 000007-6"
    assert not any("phòng" in line.lower() for line in lines())


def test_a_label_keeps_the_secret_code_to_itself():
    assert not any("KLY" in line for line in lines())


HOSTILE_ROUTES = [
    ROUTE,
    Route("1", "Khu phố " + "rất dài " * 30, "xã " + "Thượng Hạ " * 20),
    Route("2", "Ẵ" * 200, "W" * 200),
    Route("3", "Plei Kŏ 村", "xã Đạ Tẻh"),
    Route("9" * 200),
    None,
]
HOSTILE_COVER = replace(
    COVER,
    wave="Đợt khảo sát " * 20,
    office="Bưu cục Trung tâm Khai thác " * 9,
    sender="Sở Nội vụ, cơ quan thường trực " * 9,
    address="W" * 200,
)


@pytest.mark.parametrize("route", HOSTILE_ROUTES, ids=lambda route: route.code[:6] if route else "none")
@pytest.mark.parametrize("cover", [COVER, HOSTILE_COVER], ids=["short", "long"])
@pytest.mark.parametrize("reserve", [None, Reserve(1), Reserve(12), Reserve(3, replaces=write(999_999_998))])
@pytest.mark.parametrize("serial", [123, 999_999_999])
def test_whatever_the_names_are_nothing_overlaps_or_leaves_its_label(route, cover, reserve, serial):
    form = FormToPrint(write(serial), place="Hộ bên cầu sắt " * 30, route=route, reserve=reserve)
    ink = labels._label(CORNER, cover, form)
    code = Box(CORNER.x + 70 - 6 - labels.CODE, CORNER.y + labels.CODE_TOP, labels.CODE, labels.CODE)
    white = 4 * labels.CODE / 21

    assert_apart(ink, CORNER.x + 6, CORNER.x + 70 - 6)
    for left, y, right, high, text in extents(ink):
        assert y - 0.75 * high > CORNER.y + 3.9, text
        assert y + 0.25 * high < CORNER.y + CORNER.h - 3.9, text
        beside = right <= code.x - white + 0.01 or left >= code.x + code.w
        assert beside or y - 0.75 * high > code.y + code.h + white - 0.2, text
    for frame in (thing.box for thing in ink if isinstance(thing, Frame)):
        assert frame.x + frame.w < code.x - white + 0.5


def test_what_is_cut_on_a_label_ends_in_a_mark():
    shown = lines(replace(FORM, route=HOSTILE_ROUTES[1]), HOSTILE_COVER)

    assert [line.endswith("…") for line in shown] == [False, True, True, False, True, False, True, True]


@pytest.mark.parametrize("count", [1, 24, 25])
def test_labels_stand_row_by_row_on_the_die_cut_grid_in_the_order_of_their_forms(tmp_path, count):
    listed = [replace(FORM, number=write(serial)) for serial in range(1, count + 1)]
    done = labels.draw_labels(tmp_path / "n.pdf", COVER, listed)

    assert (done.forms, done.pages) == (count, -(-count // 24))
    with pypdfium2.PdfDocument((tmp_path / "n.pdf").read_bytes()) as pdf:
        places = []
        for i, form in enumerate(listed):
            at, found = (text := pdf[i // 24].get_textpage()).search(form.number).get_next()
            left, bottom, _, _ = text.get_charbox(at)
            assert found == len(form.number)
            places.append((left * 25.4 / 72 // 70, (297 - bottom * 25.4 / 72) // (297 / 8)))
    assert places == [(i % 24 % 3, i % 24 // 3) for i in range(count)]


def test_the_code_of_a_label_stands_at_its_upper_right_and_is_read(tmp_path):
    listed = [replace(FORM, number=write(serial), reserve=Reserve(1)) for serial in range(1, 25)]
    labels.draw_labels(tmp_path / "n.pdf", HOSTILE_COVER, listed)
    with pypdfium2.PdfDocument((tmp_path / "n.pdf").read_bytes()) as pdf:
        picture = pdf[0].render(scale=200 / 72, grayscale=True).to_numpy().squeeze()

    found = {read_payload(code.text).serial: code.position for code in zxingcpp.read_barcodes(picture)}

    assert set(found) == set(range(1, 25))
    for serial, at in found.items():
        column, row = (serial - 1) % 3, (serial - 1) // 3
        right, top = column * 70 + 70 - 6, row * 297 / 8 + 4.3
        corners = [(p.x * 25.4 / 200, p.y * 25.4 / 200) for p in (at.top_left, at.bottom_right)]
        assert np.array(corners) == pytest.approx(
            np.array([(right - 13.5, top), (right, top + 13.5)]), abs=0.4
        )
