"""Files that are damaged, disguised or meant to harm cost one line each; the rest of the batch is read."""

import time
import zlib
from pathlib import Path

import cv2
import psutil
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from print.batch import FormToPrint
from print.number import write
from print.papers.forms import draw_batch
from print.scanning.scan import read_files
from tests.print.blank_forms import BlankForm

pytestmark = pytest.mark.slow

GOOD = write(41)
PATIENCE = 300  # seconds, many times what it takes: the bound is that it ends, not how quick the machine is


@pytest.fixture(scope="module")
def good(small, tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "zz-good.png"
    cv2.imwrite(str(path), cv2.cvtColor(BlankForm(small, serial=41).page(1), cv2.COLOR_RGB2GRAY))
    return path


def pdf(objects: list[bytes]) -> bytes:
    """A minimal PDF of numbered objects; readers rebuild the missing cross-reference table."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, each) for i, each in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def with_picture(side: int, data: bytes) -> bytes:
    drawn = b"595 0 0 842 0 0 cm /I Do"
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << /I 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
            b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
            % (side, side, len(data), data),
        ]
    )


def zeros(size: int) -> bytes:
    squeeze = zlib.compressobj(1)
    block = bytes(1 << 22)
    parts = [squeeze.compress(block) for _ in range(size >> 22)]
    return b"".join([*parts, squeeze.flush()])


def truncated_pdf(path: Path, small) -> None:
    draw_batch(path, small, None, [FormToPrint(write(1))])
    path.write_bytes(path.read_bytes()[:700])


def truncated_png(path: Path, small) -> None:
    cv2.imwrite(str(path), BlankForm(small).page(1))
    path.write_bytes(path.read_bytes()[:20_000])


def one_pixel(path: Path, small) -> None:
    Image.new("L", (1, 1)).save(path)


def twenty_thousand_pixels(path: Path, small) -> None:
    Image.new("1", (20_000, 20_000)).save(path)


def twenty_thousand_wide(path: Path, small) -> None:
    Image.new("1", (20_000, 30)).save(path)


def text(path: Path, small) -> None:
    path.write_text("Đây không phải là ảnh.\n" * 50)


def nothing(path: Path, small) -> None:
    path.touch()


def locked(path: Path, small) -> None:
    sheet = Canvas(str(path), encrypt="chìa khóa")
    sheet.showPage()
    sheet.save()


def no_pages(path: Path, small) -> None:
    path.write_bytes(pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]))


def bomb(path: Path, small) -> None:
    path.write_bytes(with_picture(40_000, zeros(40_000 * 40_000)))


@pytest.mark.parametrize(
    ("make", "name", "says"),
    [
        (truncated_pdf, "a.pdf", "hỏng hoặc bị cắt cụt"),
        (truncated_png, "a.png", "hỏng hoặc bị cắt cụt"),
        (one_pixel, "a.png", "chỉ có 1 × 1"),
        (twenty_thousand_pixels, "a.png", "triệu điểm ảnh"),
        (twenty_thousand_wide, "a.png", "chỉ có 20000 × 30"),
        (text, "a.png", "không phải PDF, TIFF, PNG hay JPEG"),
        (nothing, "a.jpg", "rỗng (0 byte)"),
        (locked, "a.pdf", "có mật khẩu"),
        (no_pages, "a.pdf", ""),
    ],
)
def test_a_bad_file_is_told_in_one_line_and_the_rest_is_read(small, good, tmp_path, make, name, says):
    bad = tmp_path / name
    make(bad, small)

    readings = list(read_files([bad, good], small, workers=1))

    assert next(reading.state for reading in readings) == "unreadable"
    assert says in readings[0].reason
    assert readings[0].reason_codes == ("bad file",)
    assert readings[-1].number == GOOD


def test_a_zip_bomb_costs_bounded_memory_and_time_and_the_rest_is_read(small, good, tmp_path):
    bad = tmp_path / "bomb.pdf"
    bomb(bad, small)
    before, start = psutil.Process().memory_info().rss, time.monotonic()

    readings = list(read_files([bad, good], small, workers=1))

    assert readings[-1].number == GOOD
    assert readings[0].state == "unreadable"
    assert time.monotonic() - start < PATIENCE
    assert psutil.Process().memory_info().rss - before < 200 << 20


def test_a_process_that_hangs_costs_one_page(small, good, tmp_path, monkeypatch):
    monkeypatch.setattr("print.scanning.worker_pool.PAGE_SECONDS", -1.0)

    readings = list(read_files([good, good.parent], small, workers=1))

    assert [reading.state for reading in readings] == ["unreadable"]
    assert readings[0].reason_codes == ("gave up",)


@pytest.mark.slow
def test_five_hundred_pages_are_read_with_flat_memory(small, tmp_path):
    document = pypdfium2.PdfDocument.new()
    for _ in range(500):
        document.new_page(595, 842)
    document.save(tmp_path / "500.pdf")
    document.close()
    before, start = psutil.Process().memory_info().rss, time.monotonic()

    readings = list(read_files([tmp_path / "500.pdf"], small))

    assert len(readings) == 500
    assert {reading.state for reading in readings} == {"unreadable"}
    assert time.monotonic() - start < PATIENCE
    assert psutil.Process().memory_info().rss - before < 100 << 20
