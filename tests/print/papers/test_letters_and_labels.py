"""Letters and labels: one a form, with the number, and the code only in the letter."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from print.batch import Cover, FormToPrint, PaperNotice
from print.errors import PaperError
from print.number import read_payload, write
from print.papers.labels import draw_labels
from print.papers.letters import draw_letters

COVER = Cover(
    wave="SIPAS 2025",
    office="Bưu cục Biên Hòa 1",
    sender="Sở Nội vụ tỉnh Đồng Nai",
    place="Đồng Nai",
    web_address="khaosat.example.vn",
    until="31/12/2025",
)
FORMS = [
    FormToPrint(write(s), f"KLY-FJC-YL{letter}", f"https://khaosat.example.vn/p/KLY-FJC-YL{letter}", "Ấp 3")
    for s, letter in zip(range(1, 31), "BCDFGHJKLMNPRSTVWXYBCDFGHJKLMN", strict=False)
]


def opened(path):
    return pypdfium2.PdfDocument(path.read_bytes())


def test_every_form_has_a_letter_with_its_own_code_and_qr(tmp_path, small):
    draw_letters(tmp_path / "l.pdf", small, COVER, FORMS)

    with opened(tmp_path / "l.pdf") as pdf:
        assert len(pdf) == len(FORMS)
        for page, form in zip(pdf, FORMS, strict=True):
            text = page.get_textpage().get_text_range()
            assert form.access_code in text
            assert form.number in text
        picture = pdf[4].render(scale=150 / 72, grayscale=True).to_numpy().squeeze()
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [FORMS[4].web_url]


def test_a_letter_says_who_asks_until_when_and_that_it_is_voluntary(tmp_path, small):
    draw_letters(tmp_path / "l.pdf", small, COVER, FORMS[:1])

    with opened(tmp_path / "l.pdf") as pdf:
        text = " ".join(pdf[0].get_textpage().get_text_range().split())
    for part in ("SỞ NỘI VỤ TỈNH ĐỒNG NAI", "khaosat.example.vn", "31/12/2025", "tự nguyện", "ngẫu nhiên"):
        assert part in text
    assert "MÔ PHỎNG" not in text


def test_a_letter_without_a_web_page_speaks_of_paper_only(tmp_path, small):
    draw_letters(tmp_path / "l.pdf", small, replace(COVER, web_address=None), [FormToPrint(write(1))])

    with opened(tmp_path / "l.pdf") as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "mã" not in text.lower()
    assert "phiếu giấy" in text


def test_labels_are_24_to_a_sheet_and_their_codes_say_the_number(tmp_path):
    drawn = draw_labels(tmp_path / "n.pdf", COVER, FORMS)

    assert (drawn.forms, drawn.pages) == (30, 2)
    with opened(tmp_path / "n.pdf") as pdf:
        text = pdf[0].get_textpage().get_text_range() + pdf[1].get_textpage().get_text_range()
        picture = pdf[1].render(scale=200 / 72, grayscale=True).to_numpy().squeeze()
    assert all(form.number in text for form in FORMS)
    serials = {read_payload(code.text).serial for code in zxingcpp.read_barcodes(picture)}
    assert serials == set(range(25, 31))


def test_a_label_keeps_the_secret_code_to_itself(tmp_path):
    draw_labels(tmp_path / "n.pdf", COVER, FORMS)

    with opened(tmp_path / "n.pdf") as pdf:
        assert "KLY" not in pdf[0].get_textpage().get_text_range()


def test_synthetic_letters_and_labels_are_labelled(tmp_path, small):
    cover = replace(COVER, synthetic=True)
    draw_letters(tmp_path / "l.pdf", small, cover, FORMS[:1])
    draw_labels(tmp_path / "n.pdf", cover, FORMS[:1])

    for name in ("l.pdf", "n.pdf"):
        with opened(tmp_path / name) as pdf:
            assert "DỮ LIỆU MÔ PHỎNG" in pdf[0].get_textpage().get_text_range()


def letter_text(tmp_path, questionnaire, cover):
    draw_letters(tmp_path / "l.pdf", questionnaire, cover, FORMS[:1])
    with opened(tmp_path / "l.pdf") as pdf:
        return " ".join(pdf[0].get_textpage().get_text_range().split())


def test_a_letter_says_what_the_wave_says_of_purpose_use_help_line_and_giving_back(tmp_path, small):
    notice = PaperNotice(
        help_line="0000 000 000",
        purpose="Sở hỏi để phục vụ tốt hơn.",
        use="Chỉ công bố số liệu chung.",
        giving_back="Đưa lại người phát phiếu.",
    )
    text = letter_text(tmp_path, small, replace(COVER, notice=notice))

    assert "đến hết ngày 31/12/2025" in text
    assert "Sở hỏi để phục vụ tốt hơn." in text
    assert "Phiếu không ghi họ tên. Chỉ công bố số liệu chung." in text
    assert "Nếu trả lời trên giấy: Đưa lại người phát phiếu. Cần hỏi, xin gọi 0000 000 000." in text
    assert "không ai có thể biết" not in text


def test_a_letter_of_a_wave_that_says_nothing_tells_what_holds_of_every_wave(tmp_path, small):
    text = letter_text(tmp_path, small, COVER)

    assert "không ai có thể biết phiếu nào là của ai" in text
    assert "dán kín và gửi lại người phát phiếu hoặc bưu cục" in text
    assert "xin gọi" not in text


def test_a_letter_longer_than_a_page_is_refused(tmp_path, small):
    with pytest.raises(PaperError, match="Thư mời dài hơn một trang"):
        letter_text(
            tmp_path, small, replace(COVER, notice=PaperNotice(use="Chỉ công bố số liệu chung. " * 60))
        )
