"""The ink of an item's label, of who answers it, its text and its skip note."""

from print.drawing.fonts import width, wrap
from print.drawing.ink import Align, Words
from print.layout.blocks import lines_at
from print.layout.sizes import BODY, KEY_GREY, KEY_POINTS, Measures
from questionnaires.missing import kind_of
from questionnaires.model import ChoiceItem, ChoicesItem, Item, Language, offers_of

Choice = tuple[int, str]
PAD = 1.5
BELOW = 0.5


def question_ink(
    item: Item, measures: Measures, *, x: float = BODY.x, room: float = BODY.w, top: float = BELOW / 2
) -> tuple[Words, ...]:
    """Return label and text in ``room`` millimetres from ``x``, in italics who answers above and the skip note below."""
    who, lines, note = _question_lines(item, room, measures)
    inner = x + PAD + measures.label
    below = top + len(who) * measures.leading
    return (
        *lines_at(x + PAD, top, (item.id,), measures, face="bold"),
        *lines_at(inner, top, who, measures, face="italic"),
        *lines_at(inner, below, lines, measures),
        *lines_at(inner, below + len(lines) * measures.leading, note, measures, face="italic"),
    )


def question_height(item: Item, measures: Measures, *, room: float = BODY.w) -> float:
    """Return the height of :func:`question_ink`."""
    return sum(map(len, _question_lines(item, room, measures))) * measures.leading + BELOW


def label_width(label: str, measures: Measures) -> float:
    """Return the width that an item's label takes before its text."""
    return width(label, measures.points, "bold") + 2.0


def labelled(item: ChoiceItem | ChoicesItem, language: Language) -> list[Choice]:
    """Return code and words of every option; what a clerk keys stands apart from them (:func:`key`)."""
    labels = [(option.code, (option.short or option.text).in_(language)) for option in item.options]
    offers = [(offer.kind.code, offer.text.in_(language)) for offer in offers_of(item)]
    return labels + offers


def key(code: int, x: float, y: float, align: Align = "center") -> Words:
    """Return what a clerk keys for an option, small and grey, on the baseline ``y``."""
    kind = kind_of(code)
    return Words(x, y, str(code) if kind is None else kind.mark, KEY_POINTS, "regular", align, grey=KEY_GREY)


def most_lines(labels: list[Choice], room: float, measures: Measures) -> int:
    """Return the largest number of lines a label takes in ``room``, 99 where a word is too wide for it."""
    if any(width(word, measures.points) > room for _, text in labels for word in text.split()):
        return 99
    return max(len(wrap(text, room, measures.points)) for _, text in labels)


def _question_lines(
    item: Item, room: float, measures: Measures
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    inner = room - measures.label - 2 * PAD
    who, note = item.paper.applies_note, item.paper.skip_note
    language, points = measures.language, measures.points
    return (
        wrap(who.in_(language), inner, points, "italic") if who else (),
        wrap(item.text.in_(language), inner, points),
        wrap(f"» {note.in_(language)}", inner, points, "italic") if note else (),
    )
