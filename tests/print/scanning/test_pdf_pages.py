"""What a page of a PDF is as a picture: the scan in it, pixel by pixel, and only where that is all that is seen."""

import io
import zlib
from dataclasses import dataclass, field
from itertools import product

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from print.scanning.image_files import open_images
from print.scanning.pdf_pages import A3_SIDE, A4_SIDE, picture_of

# Pages are drawn, printed or read here.
pytestmark = pytest.mark.slow

WIDE, HIGH = 827, 1169  # A4 at 100 dpi
WHOLE = (595.2, 0, 0, 841.68, 0, 0)


def sheet():
    """A grey sheet unlike itself in every turn and mirror."""
    image = np.full((HIGH, WIDE), 240, np.uint8)
    cv2.rectangle(image, (60, 60), (300, 160), 20, -1)
    cv2.circle(image, (650, 300), 80, 90, -1)
    cv2.putText(image, "Phieu so 000123-4", (90, 800), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 30, 4)
    return image


def coded(image, kind="JPEG", **how):
    file = io.BytesIO()
    Image.fromarray(image).save(file, kind, **how)
    return file.getvalue()


JPEG = coded(sheet(), quality=80)
GREY = b"/ColorSpace /DeviceGray /BitsPerComponent 8"


@dataclass
class Paper:
    """One page with a picture on it, written as a PDF without a table of its parts, which readers rebuild."""

    data: bytes = JPEG
    about: bytes = GREY + b" /Filter /DCTDecode"
    size: tuple[int, int] = (WIDE, HIGH)
    matrix: tuple[float, ...] = WHOLE
    box: tuple[float, ...] = (0, 0, 595.2, 841.68)
    page: bytes = b""
    before: bytes = b""
    after: bytes = b""
    more: list[bytes] = field(default_factory=list)

    def written(self, folder):
        drawn = b"q %s %s cm /I Do Q %s" % (self.before, _numbers(self.matrix), self.after)
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s /Resources << /XObject << /I 5 0 R"
            b" /J 5 0 R >> /ExtGState << /G << /ca 0.5 >> >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont"
            b" /Helvetica >> >> >> >>" % (_numbers(self.box), self.page),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d %s /Length %d >>\nstream\n%s\nendstream"
            % (*self.size, self.about, len(self.data), self.data),
            *self.more,
        ]
        body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, each) for i, each in enumerate(objects, start=1))
        path = folder / "a.pdf"
        path.write_bytes(b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n")
        return path


def _numbers(values):
    return " ".join(f"{value:.4f}" for value in values).encode()


def seen(path):
    with open_images(path) as (_, load):
        return load(0)


def drawn(path, side):
    """The page as it is drawn, its long side so many pixels."""
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    picture = page.render(scale=side / max(page.get_size()), may_draw_forms=False).to_numpy().min(2)
    document.close()
    return picture


def is_the_page(path, picture):
    """Tell whether a picture shows what a page does, at whatever size."""
    page = drawn(path, max(picture.shape))
    page = cv2.resize(page, picture.shape[::-1], interpolation=cv2.INTER_AREA)
    apart = cv2.absdiff(cv2.blur(page, (5, 5)), cv2.blur(picture, (5, 5)))
    return float(apart.mean()) < 1.0 and float(np.quantile(apart, 0.999)) < 40


def was_taken_out(path):
    return max(seen(path).shape) < A4_SIDE


def test_the_pixels_of_a_scan_in_a_pdf_are_those_of_its_jpeg(tmp_path):
    assert np.array_equal(seen(Paper().written(tmp_path)), np.asarray(Image.open(io.BytesIO(JPEG))))


def test_of_a_scan_in_colour_the_darkest_channel_counts(tmp_path):
    colour = np.dstack([sheet(), sheet() // 2 + 100, sheet() // 3 + 160])
    data = coded(colour, quality=95, subsampling=0)
    path = Paper(data, b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode").written(tmp_path)

    assert np.array_equal(seen(path), np.asarray(Image.open(io.BytesIO(data))).min(2))


TURNS = [
    (*ends, 0 if ends[0] + ends[2] > 0 else 1, 0 if ends[1] + ends[3] > 0 else 1)
    for ends in [
        *((x, 0, 0, y) for x, y in product((1, -1), repeat=2)),
        *((0, x, y, 0) for x, y in product((1, -1), repeat=2)),
    ]
]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", TURNS)
def test_a_scan_lies_as_the_page_shows_it_however_it_is_turned_or_mirrored(tmp_path, turn, rotate):
    a, b, c, d, e, f = turn
    across, up = (595.2, 841.68) if a else (841.68, 595.2)
    matrix = (a * across, b * up, c * across, d * up, e * across, f * up)
    path = Paper(matrix=matrix, box=(0, 0, across, up), page=b"/Rotate %d" % rotate).written(tmp_path)

    picture = seen(path)

    assert max(picture.shape) == HIGH
    assert is_the_page(path, picture)


def test_a_box_that_does_not_begin_at_nought_and_a_crop_to_the_picture_change_nothing(tmp_path):
    moved = Paper(matrix=(595.2, 0, 0, 841.68, 50, 70), box=(50, 70, 645.2, 911.68))
    cropped = Paper(matrix=moved.matrix, box=(0, 0, 900, 1200), page=b"/CropBox [50 70 645.2 911.68]")

    assert np.array_equal(seen(moved.written(tmp_path)), seen(Paper().written(tmp_path)))
    assert np.array_equal(seen(cropped.written(tmp_path)), seen(Paper().written(tmp_path)))


def test_words_that_a_program_recognised_and_nobody_sees_are_passed_over(tmp_path):
    words = b"BT 3 Tr /F 20 Tf 100 500 Td (So phieu) Tj ET"

    assert was_taken_out(Paper(after=words).written(tmp_path))


def one_bit(image):
    return np.packbits(image > 128, axis=1).tobytes()


def group4(image):
    """The one strip of a bilevel TIFF of the fax kind."""
    file = io.BytesIO()
    Image.fromarray(image > 128).save(file, "TIFF", compression="group4", tiffinfo={278: image.shape[0]})
    tiff = Image.open(file)
    start, size = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    return file.getvalue()[start : start + size]


def cmyk_jpeg(image):
    file = io.BytesIO()
    Image.fromarray(image).convert("RGB").convert("CMYK").save(file, "JPEG", quality=90)
    return file.getvalue()


KINDS = {
    "negative by its Decode array": Paper(about=GREY + b" /Filter /DCTDecode /Decode [1 0]"),
    "CMYK": Paper(cmyk_jpeg(sheet()), b"/ColorSpace /DeviceCMYK /BitsPerComponent 8 /Filter /DCTDecode"),
    "CMYK, inverted as Adobe does": Paper(
        cmyk_jpeg(255 - sheet()),
        b"/ColorSpace /DeviceCMYK /BitsPerComponent 8 /Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]",
    ),
    "JPEG 2000": Paper(coded(sheet(), "JPEG2000"), b"/Filter /JPXDecode"),
    "deflated": Paper(zlib.compress(sheet().tobytes()), GREY + b" /Filter /FlateDecode"),
    "of a palette": Paper(
        zlib.compress((sheet() // 64).tobytes()),
        b"/ColorSpace [/Indexed /DeviceRGB 3 <0010204050608090A0F0F8FF>] /BitsPerComponent 8 /Filter /FlateDecode",
    ),
    "16 bits": Paper(
        zlib.compress((sheet().astype(">u2") * 257).tobytes()),
        b"/ColorSpace /DeviceGray /BitsPerComponent 16 /Filter /FlateDecode",
    ),
    "black and white": Paper(
        zlib.compress(one_bit(sheet())), b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode"
    ),
    "black and white, inverted": Paper(
        zlib.compress(one_bit(255 - sheet())),
        b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0] /Filter /FlateDecode",
    ),
    "fax": Paper(
        group4(sheet()),
        b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode"
        b" /DecodeParms << /K -1 /Columns 827 /Rows 1169 /BlackIs1 true >>",
    ),
    "calibrated grey": Paper(
        about=b"/ColorSpace [/CalGray << /WhitePoint [0.95 1 1.09] /Gamma 2.2 >>] /BitsPerComponent 8"
        b" /Filter /DCTDecode"
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_any_kind_looks_as_the_page_that_is_drawn(tmp_path, kind):
    path = KINDS[kind].written(tmp_path)

    picture = seen(path)

    assert picture.shape == (HIGH, WIDE)
    assert is_the_page(path, picture)


MASK = zlib.compress(np.tile(np.arange(WIDE) // 4, (HIGH, 1)).astype(np.uint8).tobytes())
SOFT = b"<< /Type /XObject /Subtype /Image /Width 827 /Height 1169 %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
NOTE = (
    b"<< /Type /Annot /Subtype /Square /Rect [100 100 300 300] /F 4 /AP << /N 7 0 R >> >>",
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 200] /Length 19 >>\nstream\n0 0 0 rg 0 0 90 90 re f\nendstream",
)
SEEN_TOO = {
    "a soft mask": Paper(
        about=GREY + b" /Filter /DCTDecode /SMask 6 0 R", more=[SOFT % (GREY, len(MASK), MASK)]
    ),
    "a colour that is clear": Paper(
        zlib.compress(sheet().tobytes()), GREY + b" /Filter /FlateDecode /Mask [10 40]"
    ),
    "a layer that is off": Paper(about=GREY + b" /Filter /DCTDecode /OC 6 0 R", more=[b"<< /Type /OCG >>"]),
    "a second picture": Paper(after=b"q 100 0 0 100 200 200 cm /J Do Q"),
    "the same picture twice": Paper(after=b"q 595.2 0 0 841.68 0 0 cm /J Do Q"),
    "words over it": Paper(after=b"BT /F 60 Tf 100 500 Td (So phieu) Tj ET"),
    "a line over it": Paper(after=b"0 0 0 RG 4 w 50 50 m 500 700 l S"),
    "a note over it": Paper(page=b"/Annots [6 0 R]", more=list(NOTE)),
    "a cut": Paper(before=b"100 100 300 300 re W n"),
    "half its strength": Paper(before=b"/G gs"),
    "a margin": Paper(matrix=(500, 0, 0, 707, 40, 60)),
    "a crop": Paper(page=b"/CropBox [0 0 595.2 700]"),
    "an edge beyond the page": Paper(matrix=(700, 0, 0, 990, -50, -70)),
    "a slant": Paper(matrix=(594, 30, -30, 840, 15, -15)),
    "pixels that are no squares": Paper(coded(sheet().repeat(2, axis=1)), size=(2 * WIDE, HIGH)),
    "too few pixels": Paper(coded(sheet()[::4, ::4].copy()), size=(207, 293)),
}


@pytest.mark.parametrize("what", SEEN_TOO)
def test_a_page_is_drawn_where_its_picture_is_not_all_that_is_seen(tmp_path, what):
    path = SEEN_TOO[what].written(tmp_path)

    picture = seen(path)

    assert not was_taken_out(path)
    assert np.array_equal(picture, drawn(path, A4_SIDE))


def test_a_mask_is_noticed_also_where_its_name_lies_across_two_blocks(tmp_path, monkeypatch):
    path = SEEN_TOO["a soft mask"].written(tmp_path)
    monkeypatch.setattr("print.scanning.pdf_pages._BLOCK", path.read_bytes().index(b"/SMask") + 3)

    assert not was_taken_out(path)


def test_a_drawn_page_of_a3_has_the_resolution_of_one_of_a4(tmp_path):
    path = Paper(box=(0, 0, 1190.55, 841.89), matrix=(500, 0, 0, 707, 40, 60)).written(tmp_path)
    document = pypdfium2.PdfDocument(path)

    assert max(picture_of(document[0], path).shape) == pytest.approx(A3_SIDE, abs=1)
    document.close()
