"""What a PDF says of itself: its title and language, its grey, its codes, and the order in which it is read aloud."""

import io
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from PIL import ImageCms

from print.drawing.document import document
from print.drawing.ink import Words
from print.drawing.pdf import PdfFile
from print.drawing.pdf_metadata import grey_profile, xmp
from print.drawing.pdf_structure import Structure, TaggedPart
from print.drawing.qr import modules
from print.errors import PaperError
from print.papers.forms import draw_batch
from questionnaires import load

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.mark.parametrize("title", ["Phiếu", "Hỏi & đáp <2025>", "«Ông/Bà» “A”"])
def test_the_metadata_say_title_language_and_kind_of_file(title):
    (about,) = ET.fromstring(xmp(title)).iter(f"{RDF}Description")

    def said(name):
        return [each.text for each in about.find(name).iter(f"{RDF}li")]

    assert said(f"{DC}title") == [title]
    assert said(f"{DC}language") == ["vi"]
    assert about.find(f"{DC}format").text == "application/pdf"
    assert (about.find(f"{PDFA}part").text, about.find(f"{PDFA}conformance").text) == ("2", "U")


def test_the_grey_of_a_file_is_a_profile_that_others_can_open():
    profile = ImageCms.getOpenProfile(io.BytesIO(grey_profile())).profile

    assert (profile.xcolor_space.strip(), profile.connection_space.strip()) == ("GRAY", "XYZ")
    assert profile.device_class.strip() == "mntr"
    assert profile.profile_description == "Gray gamma 2.2"
    assert profile.media_white_point[0] == pytest.approx((0.9642, 1.0, 0.8249), abs=1e-4)
    curve = grey_profile().index(b"curv", 200)
    assert int.from_bytes(grey_profile()[curve + 12 : curve + 14], "big") / 256 == pytest.approx(
        2.2, abs=0.01
    )


@pytest.mark.parametrize("text", ["AB12CD-000123-1-X", "https://khaosat.example.vn/p/KLY-FJC-YLJ"])
def test_a_code_survives_a_seventh_of_it_and_fills_its_square(text):
    rows = np.array([list(row) for row in modules(text)], np.uint8)
    picture = np.pad(np.kron(rows, np.ones((4, 4), np.uint8)), 16, constant_values=255)

    (code,) = zxingcpp.read_barcodes(picture)

    assert (code.text, code.ec_level) == (text, "M")
    for corner in (rows[:7, :7], rows[:7, -7:], rows[-7:, :7]):
        assert not corner[0].any()
        assert not corner[:, 0].any()


def said(text):
    return (Words(0, 0, text, 10),)


PARTS = (
    (
        TaggedPart("H1", said("tên")),
        TaggedPart("Artifact", said("vạch")),
        TaggedPart("TH", said("cột 1"), 1, 0),
        TaggedPart("TH", said("cột 2"), 1, 0),
        TaggedPart("TD", said("a"), 1, 1),
        TaggedPart("TD", said("b"), 1, 1),
    ),
    (
        TaggedPart("TD", said("c"), 1, 2),
        TaggedPart("P", said("câu")),
        TaggedPart("Figure", said("hình"), alt="Biểu đồ"),
    ),
)


def objects(data):
    return {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", data, re.S)}


def numbers(text):
    return [int(number) for number in re.findall(rb"(\d+) 0 R", text)]


def test_parts_are_read_in_their_order_with_cells_in_rows_of_one_table():
    out = io.BytesIO()
    pdf, structure = PdfFile(out, "x"), Structure()
    marked = []
    for at, parts in enumerate(PARTS):
        marked.append(structure.mark(parts, [part.ink[0].text.encode() for part in parts]))
        assert structure.entries() == b"/StructParents %d/Tabs/S" % at
        structure.placed(900 + at, parts)
    root = numbers(structure.write(pdf))[0]
    found = objects(out.getvalue())
    (whole,) = numbers(found[root].split(b"/ParentTree")[0])

    def tree(number):
        body = found[number]
        role = re.search(rb"/S/(\w+)", body)[1].decode()
        if role in {"Document", "Table", "TR"}:
            return role, [tree(kid) for kid in numbers(re.search(rb"/K\[(.*)\]", body)[1])]
        page, mark = map(int, re.search(rb"/Pg (\d+) 0 R/K (\d+)", body).groups())
        return role, page, mark

    cells = [("TH", 900, 1), ("TH", 900, 2)], [("TD", 900, 3), ("TD", 900, 4)], [("TD", 901, 0)]
    assert tree(whole) == (
        "Document",
        [
            ("H1", 900, 0),
            ("Table", [("TR", row) for row in cells]),
            ("P", 901, 1),
            ("Figure", 901, 2),
        ],
    )
    assert marked[0].splitlines()[:6] == [
        b"/H1 <</MCID 0>> BDC",
        "tên".encode(),
        b"EMC",
        b"/Artifact BMC",
        "vạch".encode(),
        b"EMC",
    ]
    parents = re.search(rb"/Nums\[0\[(.*?)\]1\[(.*?)\]\]", found[root])
    assert [[re.search(rb"/S/(\w+)", found[n])[1] for n in numbers(of)] for of in parents.groups()] == [
        [b"H1", b"TH", b"TH", b"TD", b"TD"],
        [b"TD", b"P", b"Figure"],
    ]


def test_heads_are_heads_of_columns_and_a_figure_is_told_in_words():
    out = io.BytesIO()
    pdf, structure = PdfFile(out, "x"), Structure()
    for at, parts in enumerate(PARTS):
        structure.placed(900 + at, parts)
    structure.write(pdf)
    data = out.getvalue()

    heads = re.findall(rb"/S/TH/.*", data)
    assert [b"/A<</O/Table/Scope/Column>>" in head for head in heads] == [True, True]
    assert data.count(b"/Scope") == 2
    (figure,) = re.findall(rb"/S/Figure/.*", data)
    assert bytes.fromhex(re.search(rb"/Alt<(\w+)>", figure)[1].decode()).decode("utf-16") == "Biểu đồ"
    assert data.count(b"/Alt") == 1


def test_a_file_without_pages_is_refused_and_leaves_no_file(tmp_path):
    with pytest.raises(PaperError, match=r"Không có trang nào để in vào «phieu\.pdf»: danh sách phiếu trống"):
        draw_batch(tmp_path / "phieu.pdf", load.published("sipas-2025"), None, [])
    with pytest.raises(PaperError, match="danh sách phiếu trống"), document(tmp_path / "nhan.pdf", "Nhãn"):
        pass

    assert list(tmp_path.iterdir()) == []
