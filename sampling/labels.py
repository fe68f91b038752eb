"""One rule for every label that is read: when two texts are one area, one stratum, one PSU.

Files come from keyboards and programs that write «Gò Dầu» with letters composed or decomposed, blanks that do not
break, blanks at the ends, marks that nobody sees, and 1 as ``1.0``. All readers take their labels by ``label_of``;
what was merged is said by ``label_notes``.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeAlias

Sentence: TypeAlias = tuple[str, str]
# One zero only, as programs write a whole number: 1.000 is a thousand to half of those who type it.
WHOLE = re.compile(r"-?\d+\.0")
NAMED = 3


def label_of(text: str) -> str:
    r"""Return the label a text stands for.

    Letters are composed (NFC), every Unicode blank is a blank, blanks at the ends go and runs become one, marks without
    a shape (zero width, soft hyphen, direction) go, and a whole number is written without ``.0``. Leading zeros stay,
    because only the other labels of a column tell whether one was lost (``doubtful_zeros``). Control characters stay too, for the reader to refuse.

    >>> label_of("Go\u0300 \u00a0Da\u0302\u0300u "), label_of("1.0"), label_of("01"), label_of("1.000")
    ('Gò Dầu', '1', '01', '1.000')
    """
    plain = text.replace("\t", " ") if text.isascii() else _composed(text)
    plain = " ".join(filter(None, plain.split(" ")))
    return plain[:-2] if WHOLE.fullmatch(plain) else plain


def _composed(text: str) -> str:
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if category != "Cf":
            letters.append(" " if category[0] == "Z" or letter == "\t" else letter)
    return unicodedata.normalize("NFC", "".join(letters))


def label_notes(columns: Mapping[str, Iterable[str]], *, zeros_merged: bool = False) -> list[Sentence]:
    """Return what is to be said about the labels of some columns: what was merged, what lost a zero; nothing if all is well.

    Args:
        columns: the different texts of each column, as they were read.
        zeros_merged: the reader takes codes that differ in leading zeros only for one, as estimates do; a list that a
            sample is drawn from keeps them apart, for its owner to say which they are.

    >>> [en for _, en in label_notes({"xa": ["Hòa", "Hòa ", "Tân"]})]
    ['1 spellings were merged with the label they are (Unicode form, blanks, 1 = 1.0): column “xa”: 3 spellings, 2 labels.']
    """
    read = {name: set(texts) - {""} for name, texts in columns.items()}
    labels = {name: {label_of(text) for text in texts} - {""} for name, texts in read.items()}
    return [*_merged(read, labels), *_zeros(labels, merged=zeros_merged)]


def _merged(read: Mapping[str, set[str]], labels: Mapping[str, set[str]]) -> list[Sentence]:
    counts = {
        name: (len({text for text in texts if label_of(text)}), len(labels[name]))
        for name, texts in read.items()
    }
    merged = {name: pair for name, pair in counts.items() if pair[0] > pair[1]}
    if not merged:
        return []
    total = sum(spellings - kept for spellings, kept in merged.values())
    vi = "; ".join(f"cột «{name}»: {a} cách viết, {b} nhãn" for name, (a, b) in merged.items())
    en = "; ".join(f"column “{name}”: {a} spellings, {b} labels" for name, (a, b) in merged.items())
    return [
        (
            f"Đã gộp {total} cách viết vào nhãn giống nó (Unicode dựng sẵn hay tổ hợp, khoảng trắng, 1 = 1.0): {vi}.",
            f"{total} spellings were merged with the label they are (Unicode form, blanks, 1 = 1.0): {en}.",
        )
    ]


def _zeros(labels: Mapping[str, set[str]], *, merged: bool) -> list[Sentence]:
    found = {name: doubtful_zeros(kept) for name, kept in labels.items()}
    found = {name: pairs for name, pairs in found.items() if pairs}
    if not found:
        return []
    shown = "; ".join(
        f"«{name}» "
        + ", ".join(f"{a}/{b}" for a, b in pairs[:NAMED])
        + (f" … ({len(pairs)})" if len(pairs) > NAMED else "")
        for name, pairs in found.items()
    )
    if merged:
        return [
            (
                f"Mã chỉ khác nhau ở số 0 đứng đầu được gộp làm một (Excel làm mất số 0); nếu là hai, hãy đổi một mã: {shown}.",
                f"Codes that differ in leading zeros only were merged (Excel drops zeros); if they are two, change one: {shown}.",
            )
        ]
    return [
        (
            f"Mã chỉ khác nhau ở số 0 đứng đầu được tính là hai mã; nếu là một (Excel làm mất số 0), hãy sửa dữ liệu: {shown}.",
            f"Codes that differ in leading zeros only count as two; if they are one (Excel drops zeros), correct the data: {shown}.",
        )
    ]


def doubtful_zeros(labels: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of labels that differ in leading zeros only, the one with more zeros first.

    >>> doubtful_zeros(["06041", "6041", "26041", "0", "00"])
    [('00', '0'), ('06041', '6041')]
    """
    longest: dict[str, str] = {}
    pairs = []
    for text in sorted(filter(str.isdecimal, labels), key=lambda text: (-len(text), text)):
        bare = text.lstrip("0") or "0"
        if bare in longest:
            pairs.append((longest[bare], text))
        else:
            longest[bare] = text
    return sorted(pairs)
