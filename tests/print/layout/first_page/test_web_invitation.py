"""The web invitation of a form: an address of its own, and a QR code that a phone can tell apart."""

import io

import pytest

from print.batch import FormToPrint
from print.drawing.document import Document
from print.errors import PaperError
from print.layout.first_page.web_invitation import WebArea, web_modules
from print.layout.sizes import ORDINARY
from print.number import write


def test_the_longest_address_has_106_bytes_however_many_letters_these_are():
    assert len(web_modules("https://example.vn/" + "a" * 87)) == 41, "version 6 has 41 modules a side"
    for longer in ("https://example.vn/" + "a" * 88, "https://example.vn/" + "ấ" * 30):
        with pytest.raises(PaperError, match="dài hơn 106 ký tự"):
            web_modules(longer)


def test_forms_of_several_addresses_show_each_their_own_and_forms_of_one_share_its_drawing():
    pdf = Document(io.BytesIO(), "A")
    area = WebArea(pdf, None, ORDINARY)
    first, second, again = (
        area.drawn(FormToPrint(write(1), "KLY", f"https://{host}/p/KLY"))
        for host in ("mot.vn", "hai.vn", "mot.vn")
    )

    assert first.split(b"\n")[0] == again.split(b"\n")[0] == b"/P1 Do"
    assert second.split(b"\n")[0] == b"/P2 Do"


def test_a_code_without_a_qr_address_has_its_box_and_a_form_without_either_none():
    pdf = Document(io.BytesIO(), "A")
    area = WebArea(pdf, "khaosat.vn", ORDINARY)

    assert area.drawn(FormToPrint(write(1))) == b""
    assert area.drawn(FormToPrint(write(1), "KLY")).count(b"Tj") == 1
