"""A choice of many options on paper: printed in columns, filled, scanned, and every code read back."""

from dataclasses import replace

import numpy as np
import pytest

from print.scanning.page_reader import read_image
from print.scanning.scan import layouts_of
from questionnaires.missing import DONT_KNOW, named
from questionnaires.model import ChoiceItem, Offer, Option, Section, Text
from tests.print import pens
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import _draw, ink

# A page is drawn, filled and read here for each option.
pytestmark = pytest.mark.slow

PROVINCES = (
    "Hà Nội, Huế, Lai Châu, Điện Biên, Sơn La, Lạng Sơn, Quảng Ninh, Thanh Hóa, Nghệ An, Hà Tĩnh, Cao Bằng"
)
PROVINCES += (
    ", Tuyên Quang, Lào Cai, Thái Nguyên, Phú Thọ, Bắc Ninh, Hưng Yên, Hải Phòng, Ninh Bình, Quảng Trị"
)
PROVINCES += (
    ", Đà Nẵng, Quảng Ngãi, Gia Lai, Khánh Hòa, Lâm Đồng, Đắk Lắk, Thành phố Hồ Chí Minh, Đồng Nai, Tây Ninh"
)
PROVINCES += ", Cần Thơ, Vĩnh Long, Đồng Tháp, Cà Mau, An Giang"
LABELS = {
    "34 provinces": PROVINCES.split(", "),
    "95 communes": [f"Phường Long Bình {i}" for i in range(1, 96)],
    "yes or no, in cells": ["Có", "Không"],
}


def form_of(small, labels):
    options = tuple(Option(code, Text(label)) for code, label in enumerate(labels, start=1))
    offers = (Offer(named(DONT_KNOW), Text("Không rõ")),) if len(labels) < 90 else ()
    item = ChoiceItem(id="A9", section="X", text=Text("Ông/Bà ở đâu?"), options=options, offers=offers)
    return BlankForm(
        replace(small, version="c" * 16, sections=(Section("X", Text("X"), None, (item,)),), criteria=())
    )


def filled(form, codes, seed):
    """Return the page of the item with a cross in the oval of each of the codes, scanned."""
    (page,) = (page for page in form.layout.pages if page.rows)
    rng = np.random.default_rng(seed)
    image = form.page(page.number).copy()
    pen, mask = pens.a_pen("blue", rng), np.zeros(image.shape[:2], np.uint8)
    for oval in (oval for row in page.rows for oval in row.ovals if oval.code in codes):
        _draw(mask, pens.cross(oval.box, rng), pen)
    ink(image, mask, pen, rng)
    return scan(image, CONDITIONS["200 dpi grey"], seed=seed)


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS.keys())
def test_every_option_reads_back_as_its_code(small, labels):
    form = form_of(small, labels)
    layouts = layouts_of(form.questionnaire)
    codes = [oval.code for page in form.layout.pages for row in page.rows for oval in row.ovals]
    assert len(codes) >= len(labels)

    read = {}
    for code in codes:
        reading = read_image(filled(form, {code}, seed=code), layouts, file="a.png", image=0)
        (read[code],) = (row.code for row in reading.rows)

    sure = {code: value for code, value in read.items() if value is not None}
    assert sure == {code: code for code in sure}
    assert len(sure) >= 0.95 * len(codes)


def test_marks_in_two_columns_go_to_a_person_and_an_empty_item_is_one_blank(small):
    form = form_of(small, LABELS["34 provinces"])
    layouts = layouts_of(form.questionnaire)
    (two,) = read_image(filled(form, {1, 34}, seed=1), layouts, file="a.png", image=0).rows
    (blank,) = read_image(filled(form, set(), seed=2), layouts, file="a.png", image=0).rows

    assert (two.item, two.code, two.reason) == ("A9", None, "several marks")
    assert (blank.item, blank.code, blank.reason) == ("A9", 0, "clean band")
    assert len(blank.ink) == 35
