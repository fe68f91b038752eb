"""A document: its pages, what they share, and how it is read aloud."""

import pypdfium2
import pytest

from print.drawing.document import document
from print.drawing.fonts import printable
from print.drawing.ink import Words
from print.drawing.pdf_structure import Structure, TaggedPart
from print.errors import PaperError

LINES = tuple(
    Words(100, 50 + 7 * i, text, 11, align=align)
    for i, (text, align) in enumerate((("Kết quả", "left"), ("khảo sát", "center"), ("năm nay", "right")))
)


def test_the_last_word_of_a_line_and_the_first_of_the_next_stay_two_words_when_read_aloud(tmp_path):
    with document(tmp_path / "a.pdf", "A") as pdf:
        pdf.tagged_page([TaggedPart("P", (line,)) for line in LINES])

    with pypdfium2.PdfDocument((tmp_path / "a.pdf").read_bytes()) as read:
        assert read[0].get_textpage().get_text_range().replace("\r\n", "") == "Kết quả khảo sát năm nay "


def test_every_part_that_is_read_has_a_number_of_its_own_on_its_page_and_artifacts_have_none():
    parts = [TaggedPart(role, ()) for role in ("H1", "Artifact", "P", "TH", "Artifact", "Figure")]

    marked = Structure().mark(parts, [b"%d" % i for i in range(6)])

    assert marked.decode().split("\n") == [
        "/H1 <</MCID 0>> BDC", "0", "EMC",
        "/Artifact BMC", "1", "EMC",
        "/P <</MCID 1>> BDC", "2", "EMC",
        "/TH <</MCID 2>> BDC", "3", "EMC",
        "/Artifact BMC", "4", "EMC",
        "/Figure <</MCID 3>> BDC", "5", "EMC",
    ]  # fmt: skip


def test_a_document_that_breaks_off_leaves_what_stood_there_before(tmp_path):
    out = tmp_path / "a.pdf"
    out.write_bytes(b"before")

    with pytest.raises(PaperError), document(out, "A") as pdf:
        pdf.page(pdf.drawn([Words(0, 0, printable("漢"), 9)]))

    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.pdf", b"before")]
