"""Reads the tokens of one item: its bytes, or the reason why they are refused.

A token is an option's code in digits or the token of a missing kind (``missing.py``); no token at all is bỏ trống.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from questionnaires import missing
from questionnaires.missing import BLANK, ILLEGIBLE, MULTIPLE, NOT_APPLICABLE
from questionnaires.model import (
    LARGEST_OPTION_CODE,
    TICKED,
    UNTICKED,
    ChoiceItem,
    ChoicesItem,
    Item,
    ScaleItem,
    TextItem,
    offers_of,
)
from questionnaires.text import Text

DIGITS = re.compile(r"[0-9]{1,3}")
STRIPPED = frozenset({"Cc", "Cf", "Cs"})
NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at one item: a code an option or column, or text; ``trouble`` names what is refused."""

    codes: tuple[int, ...] = ()
    text: str = ""
    trouble: str = ""
    message: Text = NOTHING

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ticked or written."""
        return not self.text and all(code in {BLANK, NOT_APPLICABLE} for code in self.codes)


def read_mark(item: Item, raw: Sequence[str], *, on_paper: bool) -> Mark:
    """Return what the tokens say of ``item``.

    Args:
        item: the item they stand at.
        raw: the tokens, as they came; for open text the text.
        on_paper: two ticks and illegible ones can be; on a web page they cannot.
    """
    if isinstance(item, TextItem):
        return _read_text(item, raw)
    tokens = [*dict.fromkeys(cleaned for token in raw if (cleaned := str(token).strip().lower()))]
    codes = [_code(token, item) for token in tokens]
    if None in codes:
        return _not_an_option(item, tokens[codes.index(None)])
    found = frozenset(code for code in codes if code is not None)
    if not on_paper and any(kind.code in found and not kind.from_web for kind in missing.KINDS):
        return _not_an_option(item, tokens[0])
    match item:
        case ScaleItem() | ChoiceItem():
            return _one(found, item, on_paper=on_paper)
        case ChoicesItem():
            return _many(found, item, on_paper=on_paper)
        case _:
            assert_never(item)


def clean_text(text: str) -> str:
    r"""Return text in NFC without control, direction and half characters; line breaks stay.

    >>> clean_text(" Đa\u0323i\x00 ho\u0323c\r\n")
    'Đại học'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    printable = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in STRIPPED)
    return unicodedata.normalize("NFC", printable).strip()


def _read_text(item: TextItem, raw: Sequence[str]) -> Mark:
    text = clean_text("\n".join(str(part) for part in raw))
    if len(text) <= item.max_length:
        return Mark(text=text)
    return Mark(
        text=text,
        trouble="too-long",
        message=Text(
            f"Phần chữ dài {len(text)} ký tự; tối đa {item.max_length}, xin viết ngắn lại.",
            f"The text has {len(text)} characters; please shorten it to {item.max_length}.",
        ),
    )


def _code(word: str, item: ScaleItem | ChoiceItem | ChoicesItem) -> int | None:
    if DIGITS.fullmatch(word) and any(option.code == int(word) for option in item.options):
        return int(word)
    kind = missing.typed_as(word)
    if kind is None or (isinstance(item, ChoicesItem) and not kind.in_choices):
        return None
    if kind.offered and all(offer.kind != kind for offer in offers_of(item)):
        return None
    return kind.code


def _one(found: frozenset[int], item: ScaleItem | ChoiceItem, *, on_paper: bool) -> Mark:
    if len(found) <= 1:
        return Mark(codes=(next(iter(found), BLANK),))
    if NOT_APPLICABLE in found:
        return _not_an_option(item, missing.named(NOT_APPLICABLE).token)
    if on_paper:
        return Mark(codes=(ILLEGIBLE if ILLEGIBLE in found else MULTIPLE,))
    return Mark(
        codes=(BLANK,),
        trouble="one-only",
        message=Text("Câu này chỉ chọn một phương án.", "Please choose one answer only."),
    )


def _many(found: frozenset[int], item: ChoicesItem, *, on_paper: bool) -> Mark:
    ticked = frozenset(code for code in found if 1 <= code <= LARGEST_OPTION_CODE)
    if NOT_APPLICABLE in found and len(found) > 1:
        return _not_an_option(item, missing.named(NOT_APPLICABLE).token)
    # What is said of the question as a whole stands at every option that is not ticked; illegible before all else.
    unclear = ILLEGIBLE if ILLEGIBLE in found else max(found - ticked, default=None)
    rest = unclear if unclear is not None else UNTICKED if ticked else BLANK
    codes = tuple(TICKED if option.code in ticked else rest for option in item.options)
    if len(ticked) <= item.at_most:
        return Mark(codes=codes)
    return Mark(
        codes=codes,
        trouble="too-many",
        message=Text(
            f"Có {len(ticked)} phương án được chọn; câu này chọn tối đa {item.at_most}.",
            f"{len(ticked)} answers are chosen; please choose at most {item.at_most}.",
        ),
    )


def _not_an_option(item: ScaleItem | ChoiceItem | ChoicesItem, token: str) -> Mark:
    words = [str(option.code) for option in item.options]
    words += [offer.kind.mark for offer in offers_of(item)]
    listed = ", ".join(words)
    return Mark(
        codes=(BLANK,) * (len(item.options) if isinstance(item, ChoicesItem) else 1),
        trouble="not-an-option",
        message=Text(
            f"«{token[:20]}» không phải phương án của câu này; xin chọn trong: {listed}.",
            f"“{token[:20]}” is no answer to this question; choose from: {listed}.",
        ),
    )
