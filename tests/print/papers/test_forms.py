"""Every printed page, rasterised and read back; equal forms give equal bytes."""

import re
import unicodedata
from dataclasses import replace

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp

from print.drawing.fonts import VIETNAMESE_LETTERS
from print.errors import PaperError
from print.layout.compose import compose
from print.number import read_payload, write
from print.papers.forms import Cover, FormToPrint, draw_batch
from questionnaires.load import published
from questionnaires.model import Section, Text, TextItem

# Pages are drawn, printed or read here.
pytestmark = pytest.mark.slow

DPI = 200
PX = DPI / 25.4
COVER = Cover(
    sender="Sở Nội vụ", wave="SIPAS 2025", office="Bưu cục Biên Hòa 1", batch="BH1-003", synthetic=True
)
WEB = "https://khaosat.example.vn/p/KLY-FJC-YLJ"


def forms(count, start=101):
    return [FormToPrint(write(serial)) for serial in range(start, start + count)]


def pictures(path, dpi=DPI):
    pdf = pypdfium2.PdfDocument(path)
    try:
        for page in pdf:
            yield page.render(scale=dpi / 72, grayscale=True).to_numpy().squeeze()
    finally:
        pdf.close()


def texts(path):
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def crop(picture, box, margin=3.0):
    top, left = max(0, box.y - margin) * PX, max(0, box.x - margin) * PX
    low, right = (box.y + box.h + margin) * PX, (box.x + box.w + margin) * PX
    return picture[int(top) : int(low), int(left) : int(right)]


def ink_box(picture, box, margin):
    """Return where the dark pixels near a box begin and end, in millimetres."""
    left, top = box.x - margin, box.y - margin
    part = picture[
        round(top * PX) : round((box.y + box.h + margin) * PX),
        round(left * PX) : round((box.x + box.w + margin) * PX),
    ]
    rows, columns = np.nonzero(part < 128)
    x, y = round(left * PX) / PX, round(top * PX) / PX
    return (
        x + columns.min() / PX,
        y + rows.min() / PX,
        x + (columns.max() + 1) / PX,
        y + (rows.max() + 1) / PX,
    )


@pytest.fixture(scope="module", params=["ordinary", "large"])
def printed(request, tmp_path_factory):
    """Two forms of the whole instrument as pictures, with their layout."""
    asked = published("sipas-2025")
    large = request.param == "large"
    out = tmp_path_factory.mktemp("forms") / "forms.pdf"
    draw_batch(out, asked, None, forms(2), large=large)
    return list(pictures(out)), compose(asked, large=large)


def test_both_codes_of_every_page_say_number_page_and_layout(printed):
    pages, form = printed
    count = len(form.layout.pages)
    for i, picture in enumerate(pages):
        for code in form.layout.pages[i % count].codes:
            found = zxingcpp.read_barcodes(crop(picture, code.box), formats=zxingcpp.BarcodeFormat.QRCode)
            payload = read_payload(found[0].text)
            assert (payload.tag, payload.serial, payload.page) == (form.tag, 101 + i // count, i % count + 1)


def test_every_fiducial_is_read_at_its_place_within_two_tenths_of_a_millimetre(printed):
    pages, form = printed
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    detector = cv2.aruco.ArucoDetector(dictionary, parameters)
    for picture, page in zip(pages, [*form.layout.pages] * 2, strict=True):
        corners, ids, _ = detector.detectMarkers(picture)
        found = {int(mark): place[0] for mark, place in zip(ids.ravel(), corners, strict=True)}
        assert set(found) == {mark.id for mark in page.fiducials}
        for mark in page.fiducials:
            s = mark.size
            expected = np.add([(0, 0), (s, 0), (s, s), (0, s)], (mark.x, mark.y))
            assert np.abs((found[mark.id] + 0.5) / PX - expected).max() < 0.2


def test_every_oval_is_where_the_layout_says_within_two_tenths_of_a_millimetre(printed):
    pages, form = printed
    for picture, page in zip(pages, [*form.layout.pages] * 2, strict=True):
        for row in page.rows:
            for oval in row.ovals:
                box, half = oval.box, 0.15
                expected = (box.x - half, box.y - half, box.x + box.w + half, box.y + box.h + half)
                assert np.abs(np.subtract(ink_box(picture, box, 1.0), expected)).max() < 0.2, (row.item, oval)


def test_a_band_holds_nothing_but_its_ovals(printed):
    pages, form = printed
    for picture, page in zip(pages, form.layout.pages, strict=False):
        for row in page.rows:
            band = crop(picture, row.band, margin=-0.15).copy()
            for oval in row.ovals:
                x, y = (oval.box.x - row.band.x - 0.65) * PX, (oval.box.y - row.band.y - 0.65) * PX
                wide, high = (oval.box.w + 1) * PX, (oval.box.h + 1) * PX
                band[max(0, int(y)) : int(y + high) + 2, max(0, int(x)) : int(x + wide) + 2] = 255
            assert band.min() == 255, row.item


def test_ovals_are_empty(printed):
    pages, form = printed
    for picture, page in zip(pages, form.layout.pages, strict=False):
        for row in page.rows:
            for oval in row.ovals:
                assert crop(picture, oval.box, margin=-1.3).min() == 255


def test_every_page_says_its_number_in_letters_too(tmp_path, small):
    draw_batch(tmp_path / "f.pdf", small, None, forms(3))

    for i, text in enumerate(texts(tmp_path / "f.pdf")):
        assert text.count(write(101 + i // 2)) == 2
        assert f"Trang {i % 2 + 1}/2" in text


def test_all_146_vietnamese_letters_can_be_copied_out_as_nfc(tmp_path, small):
    assert len(set(VIETNAMESE_LETTERS)) == 146
    asked = " ".join(VIETNAMESE_LETTERS)
    letters = replace(
        small,
        sections=(Section("X", Text("X"), None, (TextItem(id="X1", section="X", text=Text(asked)),)),),
        criteria=(),
    )
    draw_batch(tmp_path / "f.pdf", letters, None, forms(1))

    text = texts(tmp_path / "f.pdf")[0]
    assert set(VIETNAMESE_LETTERS) <= set(text)
    assert unicodedata.is_normalized("NFC", text)


def test_text_that_came_decomposed_is_printed_composed(tmp_path, small):
    decomposed = replace(small, closing=Text(unicodedata.normalize("NFD", "Trân trọng cảm ơn Ông/Bà!")))
    draw_batch(tmp_path / "f.pdf", decomposed, None, forms(1))

    assert "Trân trọng cảm ơn Ông/Bà!" in texts(tmp_path / "f.pdf")[-1]


@pytest.mark.parametrize("face", ["regular", "bold", "italic"])
def test_every_vietnamese_letter_has_a_picture_of_its_own(face):
    from print.drawing.fonts import font_file

    glyphs = [font_file(face).charToGlyph[ord(letter)] for letter in VIETNAMESE_LETTERS]

    assert len(set(glyphs)) == 146
    assert 0 not in glyphs


def test_the_same_forms_give_the_same_bytes(tmp_path, small):
    for name in ("a.pdf", "b.pdf"):
        draw_batch(tmp_path / name, small, COVER, forms(7), reprint=True)

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_form_looks_the_same_whatever_batch_it_is_printed_in(tmp_path, small):
    draw_batch(tmp_path / "a.pdf", small, None, forms(3))
    draw_batch(tmp_path / "b.pdf", small, None, forms(1, start=102))

    inside, alone = list(pictures(tmp_path / "a.pdf", 72))[2:4], list(pictures(tmp_path / "b.pdf", 72))
    assert all((a == b).all() for a, b in zip(inside, alone, strict=True))


def test_page_1_tells_address_and_code_and_its_qr_opens_the_page(tmp_path, small):
    form = FormToPrint(write(7), "KLY-FJC-YLJ", WEB)
    draw_batch(tmp_path / "f.pdf", small, COVER, [form])

    first, second = texts(tmp_path / "f.pdf")[-2:]
    assert "khaosat.example.vn" in first
    assert "KLY-FJC-YLJ" in first
    assert "KLY-FJC-YLJ" not in second
    picture = list(pictures(tmp_path / "f.pdf"))[-2]
    assert WEB in {code.text for code in zxingcpp.read_barcodes(picture)}


def test_a_reprint_and_synthetic_data_are_marked_on_every_page(tmp_path, small):
    draw_batch(tmp_path / "plain.pdf", small, None, forms(2))
    draw_batch(
        tmp_path / "marked.pdf", small, Cover(sender="Sở Nội vụ", synthetic=True), forms(2), reprint=True
    )

    assert not [text for text in texts(tmp_path / "plain.pdf") if "IN LẠI" in text or "MÔ PHỎNG" in text]
    assert all("IN LẠI" in text and "DỮ LIỆU MÔ PHỎNG" in text for text in texts(tmp_path / "marked.pdf"))


def test_a_batch_opens_with_its_cover_and_its_list_each_on_sheets_of_their_own(tmp_path, small):
    listed = [FormToPrint(form.number, place="Ấp 3, xã Long Phước") for form in forms(60)]
    drawn = draw_batch(tmp_path / "f.pdf", small, COVER, listed)

    cover, back, *rest = texts(tmp_path / "f.pdf")
    assert "BÌA LÔ PHIẾU KHẢO SÁT" in cover
    assert f"{write(101)} – {write(160)}" in cover
    assert "60 phiếu" in cover
    assert "DÀNH CHO NGƯỜI IN, NGƯỜI QUÉT" in back
    lists = [text for text in rest if "DANH SÁCH PHÁT PHIẾU" in text]
    assert all(sum(write(101 + i) in text for text in lists) == 1 for i in range(60))
    assert sum("Ấp 3, xã Long Phước" in line for text in lists for line in text.splitlines()) == 60
    assert (drawn.pages - 2 * drawn.forms) % 2 == 0
    assert "Trang 1/2" in rest[drawn.pages - 2 * drawn.forms - 2]


def test_a_long_name_of_wave_and_office_stays_on_the_cover(tmp_path, small):
    long = replace(COVER, wave="Khảo sát mức độ hài lòng của người dân " * 3, office="Bưu cục Biên Hòa " * 6)
    draw_batch(tmp_path / "f.pdf", small, long, forms(1))

    with pypdfium2.PdfDocument((tmp_path / "f.pdf").read_bytes()) as pdf:
        wide, _ = pdf[0].get_size()
        text = pdf[0].get_textpage()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        said = " ".join(text.get_text_range().split())
    margin = 10 / 25.4 * 72
    assert all(margin < left < right < wide - margin for left, _, right, _ in boxes)
    assert long.wave.strip() in said
    assert long.office.strip() in said


def test_without_an_office_only_the_forms_are_drawn(tmp_path, small):
    drawn = draw_batch(tmp_path / "f.pdf", small, replace(COVER, office=""), forms(3))

    assert drawn.pages == 6
    assert all("SIPAS 2025" in text for text in texts(tmp_path / "f.pdf"))


def test_the_file_says_what_it_is(tmp_path, small):
    draw_batch(tmp_path / "f.pdf", small, COVER, forms(1))

    data = (tmp_path / "f.pdf").read_bytes()
    with pypdfium2.PdfDocument(data) as pdf:
        assert pdf.get_metadata_value("Title") == f"{small.title.vi} (SIPAS 2025)"
        assert len(pdf) == 6
    for part in (b"/Lang(vi)", b"/OutputIntent", b"<pdfaid:part>2</pdfaid:part>", b"/PrintScaling/None"):
        assert part in data


def test_the_table_of_the_file_leads_to_every_object(tmp_path, small):
    draw_batch(tmp_path / "f.pdf", small, COVER, forms(2))

    data = (tmp_path / "f.pdf").read_bytes()
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    head, count, first, *lines = data[start:].split(b"trailer")[0].splitlines()
    assert (head, first) == (b"xref", b"0000000000 65535 f ")
    assert count == b"0 %d" % (len(lines) + 1)
    for number, line in enumerate(lines, start=1):
        assert data[int(line[:10]) :].startswith(b"%d 0 obj" % number)


def test_a_font_is_embedded_with_the_letters_that_are_used_only(tmp_path, small):
    draw_batch(tmp_path / "f.pdf", small, None, forms(1))

    assert (tmp_path / "f.pdf").stat().st_size < 90_000
    assert (tmp_path / "f.pdf").read_bytes().count(b"/FontFile2") == 3


def test_more_pages_than_one_node_of_the_page_tree_stay_in_order(tmp_path, small):
    draw_batch(tmp_path / "f.pdf", small, None, forms(130))

    assert [write(101 + i // 2) in text for i, text in enumerate(texts(tmp_path / "f.pdf"))] == [True] * 260


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (FormToPrint("000123-5"), "sai chữ số kiểm tra"),
        (FormToPrint("abc"), "không phải số phiếu"),
        (FormToPrint(write(1), "KLY-FJC-YLJ", None), "không có địa chỉ trang web"),
        (FormToPrint(write(1), "KLY-FJC-YLJ 漢", WEB), "không có ký tự 漢"),
        (FormToPrint(write(1), "KLY-FJC-YLJ", "https://example.vn/" + "a" * 3000), "mã QR sẽ quá nhỏ"),
    ],
    ids=["check digit", "no number", "code without address", "letter without glyph", "endless address"],
)
def test_a_form_that_cannot_be_printed_leaves_no_file(tmp_path, small, form, said):
    with pytest.raises(PaperError, match=said):
        draw_batch(tmp_path / "f.pdf", small, None, [*forms(1), form])

    assert not list(tmp_path.iterdir())


def test_an_address_too_long_for_its_place_is_refused(tmp_path, small):
    cover = replace(COVER, web_address="mot-ten-mien-rat-dai.cua-tinh." * 3 + "example.vn")
    with pytest.raises(PaperError, match="hai dòng"):
        draw_batch(tmp_path / "f.pdf", small, cover, [FormToPrint(write(1), "KLY-FJC-YLJ", WEB)])


@pytest.mark.parametrize(
    ("parts", "refused"), [(1, False), (2, False), (3, True), (4, True)], ids="{} lines".format
)
def test_a_web_address_has_two_lines_on_the_form_and_is_said_whole(tmp_path, small, parts, refused):
    address = "ten-mien-cua-tinh." * parts
    cover = replace(COVER, web_address=address, office="")
    form = FormToPrint(write(1), "KLY-FJC-YLJ", WEB)
    if refused:
        with pytest.raises(PaperError, match="dài quá hai dòng"):
            draw_batch(tmp_path / "f.pdf", small, cover, [form])
        return
    draw_batch(tmp_path / "f.pdf", small, cover, [form])

    said = "".join(texts(tmp_path / "f.pdf")[0].split())
    assert f"Trảlờitrênmạng:{address}Mãtruycập:KLY-FJC-YLJ" in said


def test_files_that_differ_in_one_number_have_identities_of_their_own(tmp_path, small):
    def identity(start):
        draw_batch(tmp_path / "f.pdf", small, None, forms(1, start=start))
        first, second = re.search(rb"/ID\[<(\w{32})><(\w{32})>\]", (tmp_path / "f.pdf").read_bytes()).groups()
        assert first == second
        return first

    assert identity(101) == identity(101) != identity(102)


@pytest.mark.parametrize(
    ("cover", "more"), [(COVER, " (SIPAS 2025)"), (replace(COVER, wave=""), ""), (None, "")]
)
def test_the_title_of_a_file_names_the_wave_where_there_is_one(tmp_path, small, cover, more):
    draw_batch(tmp_path / "f.pdf", small, cover, forms(1))

    with pypdfium2.PdfDocument((tmp_path / "f.pdf").read_bytes()) as pdf:
        assert pdf.get_metadata_value("Title") == f"{small.title.vi}{more}"
