"""The gate: turns raw tokens into checked answers, in the same way for web page, keying, scan and import.

A web page can ask again, so there what is wrong is refused. Paper cannot: what stands on it is kept as it
stands, and what looks wrong is said. A token that is no mark at all is refused everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from questionnaires.codec import Answers, decode, differing, encode, token_of, tokens_of, values_of
from questionnaires.marks import Mark, clean_text, read_mark
from questionnaires.missing import NOT_APPLICABLE
from questionnaires.model import ChoiceItem, Item, Questionnaire, ScaleItem
from questionnaires.routing import Values, holds, on_path
from questionnaires.text import Text

__all__ = [
    "Answers",
    "Checked",
    "Problem",
    "Source",
    "clean_text",
    "decode",
    "differing",
    "encode",
    "path_of",
    "read",
    "token_of",
    "tokens_of",
    "values_of",
]

Source = Literal["web", "paper", "scan", "import"]

# What paper can show and a web page can prevent; a token that is no mark at all is hard everywhere.
# The field of a form, and the key of a draft, with the confirmed checks; item ids have no «#», so it can lie beside
# the answers by item.
CONFIRMED = "#confirmed"
SOFT_ON_PAPER = frozenset({"too-many"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to correct (hard) or to look at (soft), at one item."""

    level: Literal["hard", "soft"]
    item: str
    check: str
    message: Text

    @property
    def key(self) -> str:
        """What a person's «yes, it is so» refers to: ``item:check``."""
        return f"{self.item}:{self.check}"


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers, unless a hard problem stands in the way; the problems in the order of the items."""

    answers: Answers | None
    problems: tuple[Problem, ...] = ()


def read(
    questionnaire: Questionnaire,
    raw: Mapping[str, Sequence[str]],
    *,
    source: Source,
    confirmed: frozenset[str] = frozenset(),
) -> Checked:
    """Return the answers that ``raw`` gives to ``questionnaire``, and every problem with them.

    Args:
        questionnaire: the instrument that was answered.
        raw: tokens by item id (``marks.py`` says which); items that are missing are blank.
        source: where they come from; only a web page refuses what paper can show.
        confirmed: keys of soft problems that the person has confirmed; they are not named again.

    Returns:
        ``answers`` is ``None`` exactly when a problem is hard. A blank item that does not apply has code 202
        from every source. An answer to an item that does not apply is dropped from a web page, where the
        person went back and changed the path, and kept from paper with a soft problem.
    """
    on_paper = source != "web"
    marks = _marks(questionnaire, raw, source=source)
    path = on_path(questionnaire, _values(questionnaire, marks))
    problems = _unknown_items(questionnaire, raw)
    for name, item in questionnaire.items.items():
        problems += _problems_of(item, marks[name], applies=name in path, on_paper=on_paper)
    problems += _broken_checks(questionnaire, path, on_paper=on_paper)
    left = tuple(p for p in problems if p.level == "hard" or p.key not in confirmed)
    if any(problem.level == "hard" for problem in left):
        return Checked(None, left)
    return Checked(_answers(marks, frozenset(path), on_paper=on_paper), left)


def path_of(
    questionnaire: Questionnaire, raw: Mapping[str, Sequence[str]], *, source: Source = "web"
) -> tuple[str, ...]:
    """Return the ids of the items that apply to what was typed so far, in the order they are asked."""
    return tuple(on_path(questionnaire, _values(questionnaire, _marks(questionnaire, raw, source=source))))


def _marks(
    questionnaire: Questionnaire, raw: Mapping[str, Sequence[str]], *, source: Source
) -> dict[str, Mark]:
    return {
        name: read_mark(item, _tokens(raw.get(name, ())), on_paper=source != "web")
        for name, item in questionnaire.items.items()
    }


def _tokens(given: Sequence[str]) -> Sequence[str]:
    return [given] if isinstance(given, str) else given


def _values(questionnaire: Questionnaire, marks: Mapping[str, Mark]) -> Values:
    codes = bytes(code for mark in marks.values() for code in mark.codes)
    texts = {name: mark.text for name, mark in marks.items() if mark.text}
    return values_of(questionnaire, Answers(codes, texts))


def _answers(marks: Mapping[str, Mark], path: frozenset[str], *, on_paper: bool) -> Answers:
    codes = bytearray()
    texts = {}
    for name, mark in marks.items():
        counts = name in path or (on_paper and not mark.is_empty)
        codes += bytes(mark.codes if counts else (NOT_APPLICABLE,) * len(mark.codes))
        if mark.text and counts:
            texts[name] = mark.text
    return Answers(bytes(codes), texts)


def _unknown_items(questionnaire: Questionnaire, raw: Mapping[str, Sequence[str]]) -> list[Problem]:
    return [
        Problem(
            "hard",
            name,
            "unknown-item",
            Text(
                f"Bộ câu hỏi không có câu «{name[:20]}»; xin kiểm tra phiên bản phiếu.",
                f"The questionnaire has no item “{name[:20]}”; check the version of the form.",
            ),
        )
        for name in raw
        if name not in questionnaire.items
    ]


def _problems_of(item: Item, mark: Mark, *, applies: bool, on_paper: bool) -> list[Problem]:
    if mark.trouble and (applies or on_paper):
        level: Literal["hard", "soft"] = "soft" if on_paper and mark.trouble in SOFT_ON_PAPER else "hard"
        return [Problem(level, item.id, mark.trouble, mark.message)]
    if not applies:
        return [Problem("soft", item.id, "off-path", OFF_PATH)] if on_paper and not mark.is_empty else []
    if NOT_APPLICABLE in mark.codes:
        return [Problem("soft" if on_paper else "hard", item.id, "applies", APPLIES)]
    if on_paper or not mark.is_empty:
        return []
    if item.required:
        return [Problem("hard", item.id, "required", REQUIRED)]
    return [Problem("soft", item.id, "blank", LEFT_BLANK)] if isinstance(item, ScaleItem | ChoiceItem) else []


def _broken_checks(questionnaire: Questionnaire, path: Values, *, on_paper: bool) -> list[Problem]:
    return [
        Problem("soft" if on_paper else check.level, check.items[-1], check.id, check.message)
        for check in questionnaire.checks
        if holds(check.broken_if, path)
    ]


OFF_PATH = Text(
    "Theo các câu trước thì câu này không cần trả lời, nhưng trên phiếu có đánh dấu; đã giữ nguyên như phiếu.",
    "The answers before say that this question does not apply, yet it is marked; it is kept as it stands.",
)
APPLIES = Text(
    "Câu này có áp dụng theo các câu trước, nhưng lại ghi «không áp dụng»; xin xem lại phiếu.",
    "The answers before say that this question applies, yet it says it does not; look at the form again.",
)
REQUIRED = Text("Xin chọn một phương án để tiếp tục.", "Please choose an answer to go on.")
LEFT_BLANK = Text(
    "Câu này chưa được trả lời. Ông/Bà có thể trả lời, hoặc để trống và đi tiếp.",
    "This question has no answer yet. You can answer it, or leave it blank and go on.",
)
