"""Questions as a citizen's page shows them: words, choices, ticks and problems."""

from collections.abc import Sequence
from dataclasses import dataclass

from questionnaires.answers import Problem
from questionnaires.model import ChoiceItem, ChoicesItem, Item, ScaleItem, TextItem, offers_of
from survey_app.citizen.pages import Raw
from survey_app.web.translation import gettext, say

# The soft check of the one gate that asks about an empty answer.
BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a question; ``aside`` stands apart from the scale."""

    token: str
    label: str
    ticked: bool
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answer so far; ``kind`` is ``scale``, ``one``, ``several`` or ``text``."""

    id: str
    kind: str
    text: str
    grid: str
    hint: str
    choices: tuple[Choice, ...]
    typed: str
    problems: tuple[str, ...]
    hard: bool
    blank: bool
    required: bool
    max_length: int = 0

    @property
    def first_field(self) -> str:
        """Return the id of the field that a link to this question goes to."""
        return f"{self.id}-{self.choices[0].token}" if self.choices else self.id

    @property
    def answered(self) -> tuple[str, ...]:
        """Return what was answered, in words; nothing when it was left blank."""
        if self.kind == "text":
            return (self.typed,) if self.typed.strip() else ()
        return tuple(choice.label for choice in self.choices if choice.ticked)


def ask(item: Item, raw: Raw, problems: Sequence[Problem] = ()) -> Question:
    """Return ``item`` as a question, with what was typed and what is wrong with it."""
    tokens = tuple(raw.get(item.id, ()))
    kind, hint = _kind(item)
    here = [problem for problem in problems if problem.item == item.id]
    return Question(
        id=item.id,
        kind=kind,
        text=say(item.text),
        grid=say(item.grid.text) if item.grid is not None else "",
        hint=hint,
        choices=_choices(item, tokens),
        typed=tokens[0] if tokens else "",
        problems=tuple(say(problem.message) for problem in here),
        hard=any(problem.level == "hard" for problem in here),
        blank=any(problem.check == BLANK for problem in here),
        required=item.required,
        max_length=item.max_length if isinstance(item, TextItem) else 0,
    )


def _kind(item: Item) -> tuple[str, str]:
    match item:
        case ScaleItem():
            return "scale", ""
        case ChoiceItem():
            return "one", ""
        case ChoicesItem(options=options, at_most=at_most) if at_most < len(options):
            return "several", gettext("Chọn tối đa %(most)d ô.", most=at_most)
        case ChoicesItem():
            return "several", gettext("Có thể chọn nhiều ô.")
        case TextItem(max_length=most):
            return "text", gettext("Không ghi họ tên, số điện thoại. Tối đa %(most)d chữ cái.", most=most)


def _choices(item: Item, tokens: Sequence[str]) -> tuple[Choice, ...]:
    if isinstance(item, TextItem):
        return ()
    options = [(str(option.code), option.text, False) for option in item.options]
    offers = [(offer.kind.token, offer.text, True) for offer in offers_of(item)]
    return tuple(
        Choice(token, say(text), token in tokens, aside=aside) for token, text, aside in options + offers
    )
