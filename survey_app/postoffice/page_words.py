"""What the reader says about a scanned page, in words for the clerk: why, and what to do now."""

import re
from collections.abc import Sequence
from pathlib import Path

from survey_app.scanning import Taken, Told
from survey_app.translation import gettext

NAMED = 6  # pages named in one sentence; a box of five hundred sheets has the same streak on each
_COPIES = re.compile(r"page came (\d+ times|twice), marks differ")


def by_hand(page: Told) -> str:
    """Return the sentence on a page the machine does not take: it is scanned again or keyed from the paper."""
    return f"{_place(page)}: {why(page.why)}"


def why(reason: str) -> str:
    """Return why a page was not taken and what to do; a sentence the reader made for people stays as it is."""
    if _COPIES.match(reason):
        return gettext(
            "trang này đã quét rồi nhưng dấu trên hai bản khác nhau. Hãy tìm đúng tờ giấy và nhập tay phiếu."
        )
    if reason.startswith("questionnaire "):
        return gettext("phiếu của bộ câu hỏi khác hoặc của đợt khác. Hãy để riêng và hỏi Bưu điện tỉnh.")
    return _known().get(reason, reason)


def _known() -> dict[str, str]:
    """Return each fixed reason of the reader in words, followed by what to do."""
    again = gettext("Hãy quét lại cho thẳng và đủ mép giấy; nếu vẫn không được thì nhập tay phiếu.")
    grey = gettext("Hãy quét lại bản giấy gốc ở chế độ xám 8 bit, 200 dpi; nếu không có thì nhập tay phiếu.")
    key = gettext("Hãy nhập tay phiếu này từ giấy.")
    aside = gettext("Hãy để riêng tờ này.")
    found = {
        "no form found": (gettext("không thấy phiếu khảo sát trên ảnh."), again),
        "unreadable": (gettext("máy không đọc được ảnh này."), again),
        "no code": (gettext("không đọc được mã QR."), again),
        "no corner mark": (gettext("không thấy dấu ở góc giấy."), again),
        "too few corner marks": (gettext("không đủ dấu ở góc giấy: mép bị cắt hoặc gập."), again),
        "corner marks and code disagree": (
            gettext("dấu góc và mã QR không khớp: có thể hai tờ chồng lên nhau."),
            again,
        ),
        "too large, too slow or damaged": (gettext("ảnh quá lớn hoặc bị hỏng."), again),
        "too large for the memory a page may take": (gettext("ảnh quá lớn."), again),
        "codes disagree": (gettext("hai mã QR trên trang không cùng một phiếu."), key),
        "no such page": (gettext("bộ câu hỏi này không có trang mang số ấy."), key),
        "foreign": (gettext("không phải phiếu của đợt này."), aside),
        "another paper's code": (gettext("mã QR của giấy tờ khác, không phải phiếu khảo sát."), aside),
        "bilevel": (gettext("ảnh quét đen trắng, mất nét bút chì và bút mờ."), grey),
        "photocopied": (gettext("ảnh quá gắt hoặc là bản photo, mất nét mờ."), grey),
    }
    return {reason: " ".join(words) for reason, words in found.items()}


def warned(taken: Taken) -> list[str]:
    """Return one sentence a warning, with the pages it is about."""
    found = ((_warnings().get(word, ""), pages) for word, pages in sorted(taken.warned.items()))
    return [f"{said} ({_places(pages)})" for said, pages in found if said]


def on_page(words: str) -> list[str]:
    """Return the sentences on one page that was read, from the words kept with it."""
    return [said for word in words.split(",") if (said := _warnings().get(word))]


def _warnings() -> dict[str, str]:
    compare = gettext(
        "Hãy quét lại bằng máy quét nếu được; nếu không, hãy mở cả trang và so từng dòng với giấy."
    )
    streak = gettext("Vệt bẩn của máy quét: hãy lau mặt kính. Dòng có vệt đi qua đã vào danh sách phải soát.")
    photo = gettext("Ảnh chụp bằng điện thoại, không phải bản quét.")
    light = gettext("Ánh sáng không đều, nét mờ ở chỗ tối có thể bị bỏ sót.")
    return {"streak": streak, "photo": f"{photo} {compare}", "uneven light": f"{light} {compare}"}


def _place(page: Told) -> str:
    return gettext("%(file)s, ảnh %(image)s", file=Path(page.file).name, image=page.image)


def _places(pages: Sequence[Told]) -> str:
    named = [_place(page) for page in pages[:NAMED]]
    more = len(pages) - NAMED
    if more > 0:
        named.append(gettext("và %(n)s ảnh khác", n=more))
    return "; ".join(named)
