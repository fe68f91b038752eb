"""Words for the reader's reasons and warnings about a scanned page, with advice for the clerk."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from print.scanning.page_reasons import PageCode
from survey_app.scanning.intake import IntakeResult, PageNotice
from survey_app.web.translation import gettext

NAMED = 6  # pages named in one sentence; a box of five hundred sheets has the same streak on each
SPOKEN: Final[PageCode] = "bad file"  # its sentence is made for people where the file is opened


def by_hand(page: PageNotice) -> str:
    """Return the sentence on a page not taken by the machine: scan it again, or key it from the paper."""
    return f"{_place(page)}: {_why(page)}"


def _why(page: PageNotice) -> str:
    """Return the reason not to take a page, with advice; a sentence made for people stays as it is."""
    if page.why is None or page.why == SPOKEN:
        return page.sentence
    return not_taken()[page.why]


def not_taken() -> dict[PageCode, str]:
    """Return each reason not to take a page in words, followed by advice."""
    again = gettext("Hãy quét lại cho thẳng và đủ mép giấy; nếu vẫn không được thì nhập tay phiếu.")
    grey = gettext("Hãy quét lại bản giấy gốc ở chế độ xám 8 bit, 200 dpi; nếu không có thì nhập tay phiếu.")
    key = gettext("Hãy nhập tay phiếu này từ giấy.")
    aside = gettext("Hãy để riêng tờ này.")
    found: dict[PageCode, tuple[str, ...]] = {
        "no form": (gettext("không thấy phiếu khảo sát trên ảnh."), again),
        "no code": (gettext("không đọc được mã QR."), again),
        "no corner mark": (gettext("không thấy dấu ở góc giấy."), again),
        "negative": (
            gettext("ảnh là âm bản: trắng thành đen, đen thành trắng."),
            gettext("Hãy tắt đảo màu (invert, negative) ở máy quét hoặc phần mềm rồi quét lại."),
        ),
        "mirrored": (
            gettext("ảnh bị lật như soi gương."),
            gettext("Hãy tắt lật ảnh (mirror, flip) ở máy quét hoặc phần mềm rồi quét lại."),
        ),
        "few corner marks": (gettext("không đủ dấu ở góc giấy: mép bị cắt hoặc gập."), again),
        "corner marks disagree": (
            gettext("dấu góc và mã QR không khớp: có thể hai tờ chồng lên nhau."),
            again,
        ),
        "gave up": (gettext("ảnh quá lớn hoặc bị hỏng."), again),
        "page too large": (gettext("ảnh quá lớn."), again),
        "codes disagree": (gettext("hai mã QR trên trang không cùng một phiếu."), key),
        "no such page": (gettext("bộ câu hỏi này không có trang mang số ấy."), key),
        "strange code": (gettext("mã QR của giấy tờ khác, không phải phiếu khảo sát."), aside),
        "other questionnaire": (
            gettext("phiếu của bộ câu hỏi khác hoặc của đợt khác. Hãy để riêng và hỏi Bưu điện tỉnh."),
        ),
        "copies differ": (
            gettext(
                "trang này đã quét rồi nhưng dấu trên hai bản khác nhau. Hãy tìm đúng tờ giấy và nhập tay phiếu."
            ),
        ),
        "bilevel": (gettext("ảnh quét đen trắng, mất nét bút chì và bút mờ."), grey),
        "photocopied": (gettext("ảnh quá gắt hoặc là bản photo, mất nét mờ."), grey),
    }
    return {code: " ".join(words) for code, words in found.items()}


def warned(result: IntakeResult) -> list[str]:
    """Return one sentence a warning, with the pages it is about."""
    return [f"{read_anyway()[code]} ({_places(pages)})" for code, pages in sorted(result.warned.items())]


def on_page(codes: str) -> list[str]:
    """Return the sentences on one page that was read, from the codes kept with it."""
    stored_codes = codes.split(",")
    return [sentence for code, sentence in read_anyway().items() if code in stored_codes]


def read_anyway() -> dict[PageCode, str]:
    """Return the warnings of a page that was read, in words, followed by advice."""
    compare = gettext(
        "Hãy quét lại bằng máy quét nếu được; nếu không, hãy mở cả trang và so từng dòng với giấy."
    )
    streak = gettext("Vệt bẩn của máy quét: hãy lau mặt kính. Dòng có vệt đi qua đã vào danh sách phải soát.")
    photo = gettext("Ảnh chụp bằng điện thoại, không phải bản quét.")
    light = gettext("Ánh sáng không đều, nét mờ ở chỗ tối có thể bị bỏ sót.")
    empty = gettext("Cả trang không có dấu nào: hãy xem tờ giấy, có thể bút quá mờ hoặc giấy bị nạp nhầm.")
    margin = gettext(
        "Có chữ hoặc nét bút ngoài các câu hỏi: ảnh của nó đã vào danh sách phải soát để gõ lại."
    )
    unknown = gettext(
        "Phiếu in bằng bản cũ của chương trình: dấu đánh trên chữ không được xem, hãy so với giấy."
    )
    return {
        "streak": streak,
        "photo": f"{photo} {compare}",
        "uneven light": f"{light} {compare}",
        "no mark": empty,
        "margin note": margin,
        "print unknown": unknown,
    }


def _place(page: PageNotice) -> str:
    place = gettext("%(file)s, ảnh %(image)s", file=Path(page.file).name, image=page.image)
    halves = {
        "left": gettext("nửa trái"),
        "right": gettext("nửa phải"),
        "upper": gettext("nửa trên"),
        "lower": gettext("nửa dưới"),
    }
    return f"{place}, {halves[page.half]}" if page.half else place


def _places(pages: Sequence[PageNotice]) -> str:
    named = [_place(page) for page in pages[:NAMED]]
    more = len(pages) - NAMED
    if more > 0:
        named.append(gettext("và %(n)s ảnh khác", n=more))
    return "; ".join(named)
