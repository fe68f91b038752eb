"""What a wave says on its forms is no foreign ink, although the reader's own print of the form does not have it."""

import cv2
import pypdfium2
import pytest

from print.batch import Cover, FormToPrint, PaperNotice
from print.number import write
from print.papers.forms import draw_batch
from print.scanning.page_reader import read_image
from print.scanning.scan import layouts_of
from tests.print.blank_forms import raster
from tests.print.damage import CONDITIONS, scan

pytestmark = pytest.mark.slow

NOTICE = PaperNotice(
    help_line="0000 000 000 (số mô phỏng)",
    purpose="Sở Nội vụ hỏi ý kiến người dân để phục vụ tốt hơn.",
    use="Câu trả lời chỉ công bố dạng số liệu chung; hết đợt, không ai biết phiếu nào của ai.",
    giving_back="Bỏ phiếu vào phong bì, dán kín, đưa lại người phát hoặc bưu cục gần nhất.",
)


@pytest.mark.parametrize("large", [False, True])
def test_an_empty_form_that_says_all_a_wave_can_say_has_no_ink_beside_its_questions(tmp_path, small, large):
    cover = Cover(wave="Đợt một", sender="Sở Nội vụ", until="30/11/2025", notice=NOTICE, synthetic=True)
    form = FormToPrint(write(1234), "KLY-FJC-YLJ", "https://khaosat.example.vn/p/KLY-FJC-YLJ")
    draw_batch(tmp_path / "f.pdf", small, cover, [form], large=large)
    with pypdfium2.PdfDocument((tmp_path / "f.pdf").read_bytes()) as pdf:
        pages = [cv2.cvtColor(raster(page, 300), cv2.COLOR_RGB2GRAY) for page in pdf]
    for seed, page in enumerate(pages):
        image = scan(page, CONDITIONS["200 dpi grey"], seed=seed)
        read = read_image(image, layouts_of(small), file="a.png", image=0)

        assert read.number == write(1234)
        assert "margin note" not in read.reason_codes
        assert {row.code for row in read.rows} <= {0}
