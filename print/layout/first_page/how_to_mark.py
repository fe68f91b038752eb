"""How to mark: the advice at the top of a form, with drawn examples of a right mark, a wrong one and the one repair.

A ring is drawn as wrong only. The repair is told once, below its drawing: what a questionnaire's own advice says of
rings is left out, because a form that cancels an answer in two ways is understood in neither.
"""

import re
from dataclasses import dataclass

from print.drawing.fonts import width, wrap
from print.drawing.ink import Frame, Ink, Ring, Rule, Words
from print.geometry import Box
from print.layout.blocks import Block, baseline, lines_at
from print.layout.sizes import BODY, Measures
from questionnaires.model import Questionnaire, Text
from questionnaires.text import Language, speaks_of_rings

CAPTIONS = (
    Text("ĐÚNG: X hoặc dấu tích trong ô", "RIGHT: X or tick in the box"),
    Text("SAI: ngoài ô, khoanh tròn", "WRONG: beside it, ringed"),
    Text("SỬA: gạch kín ô sai, X ô đúng", "REPAIR: strike it out, X the right box"),
)
OR = Text("hoặc", "or")
HOW_TO = Text("Xin đánh dấu một ô ở mỗi dòng.", "Please mark one box in each line.")
PEN = Text("Dùng bút bi xanh hoặc đen, không dùng bút chì.", "Use a blue or black pen, not a pencil.")
STEP = 10.4  # between two example ovals
AROUND_OR = 1.4  # the room on both sides of the word between the two right marks
EXAMPLE = 31.5  # how far the widest example reaches
STROKES = 4  # of the repair, through the oval and beyond it on both sides
BEYOND = 1.3


def how_to(questionnaire: Questionnaire, measures: Measures) -> Block:
    """Return the advice with three drawn examples: right, wrong, repaired."""
    lines = wrap(
        f"{_advice(questionnaire, measures.language)} {PEN.in_(measures.language)}",
        BODY.w - 6,
        measures.points,
        "bold",
    )
    ink: list[Ink] = [*lines_at(BODY.x + 3, 1.2, lines, measures, face="bold")]
    top = 1.6 + len(lines) * measures.leading
    across = BODY.w / 3
    below = measures.stacked
    # The two right marks take less room than three ovals, and their caption needs it.
    reaches = (0.0, 0.0, 0.0) if below else (_apart(measures) + measures.oval[0] + 3.0, EXAMPLE, EXAMPLE)
    deep = 0
    drawn = zip(CAPTIONS, reaches, (_right, _wrong, _repaired), strict=True)
    for i, (text, reach, draw) in enumerate(drawn):
        x = BODY.x + 3 + i * across
        caption = wrap(text.in_(measures.language), across - 4 - reach, measures.points)
        deep = max(deep, len(caption))
        # A ring reaches 1.3 mm beyond its oval: between two lines of text it needs room on both sides.
        ink += draw(_Example(x + 1.6, top + (1.7 if below else 2.4), measures))
        ink += lines_at(x + reach, top + (8.6 if below else 0.6), caption, measures)
    high = top + (9.2 + deep * measures.leading if below else max(9.4, deep * measures.leading + 1.4))
    ink.append(Frame(Box(BODY.x, 0.2, BODY.w, high), 0.3, 1.5))
    return Block(high + 1, tuple(ink), "how-to")


def _advice(questionnaire: Questionnaire, language: Language) -> str:
    """Return the questionnaire's own advice without sentences about rings, the form's where nothing is left."""
    if questionnaire.how_to_mark is None:
        return HOW_TO.in_(language)
    sentences = re.split(r"(?<=[.!?])\s+", questionnaire.how_to_mark.in_(language))
    return " ".join(one for one in sentences if not speaks_of_rings(one)) or HOW_TO.in_(language)


@dataclass(frozen=True, slots=True)
class _Example:
    """Ovals in a line, and strokes through them; ``at`` is an oval's distance from the first, in millimetres."""

    x: float
    y: float
    measures: Measures

    def oval(self, at: float) -> list[Ink]:
        wide, high = self.measures.oval
        return [Ring(Box(self.x + at, self.y, wide, high))]

    def cross(self, at: float) -> list[Ink]:
        wide, high = self.measures.oval
        left, right = self.x + at + 1.2, self.x + at + wide - 1.2
        top, low = self.y + 0.3, self.y + high - 0.3
        return [Rule(left, top, right, low, 0.45), Rule(left, low, right, top, 0.45)]

    def tick(self, at: float) -> list[Ink]:
        wide, high = self.measures.oval
        x, low = self.x + at + wide * 0.42, self.y + high - 0.5
        return [
            Rule(self.x + at + 1.2, self.y + high * 0.5, x, low, 0.45),
            Rule(x, low, self.x + at + wide - 0.9, self.y + 0.2, 0.45),
        ]

    def ring(self, at: float) -> list[Ink]:
        wide, high = self.measures.oval
        return [Ring(Box(self.x + at - 1.4, self.y - 1.3, wide + 2.8, high + 2.6), 0.45)]

    def crossed_out(self, at: float) -> list[Ink]:
        wide, high = self.measures.oval
        left, right = self.x + at - BEYOND, self.x + at + wide + BEYOND
        step = high / (STROKES + 1)
        ys = [self.y + (i + 1) * step for i in range(STROKES)]
        return [Rule(left, y + 0.3, right, y - 0.3, 0.45) for y in ys]

    def words(self, at: float, text: str) -> list[Ink]:
        middle = self.y + (self.measures.oval[1] - self.measures.leading) / 2
        line = baseline(middle, self.measures)
        return [Words(self.x + at, line, text, self.measures.points, align="center")]


def _right(example: _Example) -> list[Ink]:
    second = _apart(example.measures)
    between = (second + example.measures.oval[0]) / 2
    crossed, ticked = (*example.oval(0), *example.cross(0)), (*example.oval(second), *example.tick(second))
    return [*crossed, *example.words(between, OR.in_(example.measures.language)), *ticked]


def _apart(measures: Measures) -> float:
    """Return the distance of the two right marks: they are two examples, not two answers in a line."""
    return measures.oval[0] + 2 * AROUND_OR + width(OR.in_(measures.language), measures.points)


def _wrong(example: _Example) -> list[Ink]:
    ovals = [ring for i in range(3) for ring in example.oval(i * STEP)]
    return [*ovals, *example.cross(STEP / 2), *example.ring(2 * STEP)]


def _repaired(example: _Example) -> list[Ink]:
    ovals = [ring for i in range(3) for ring in example.oval(i * STEP)]
    return [*ovals, *example.cross(0), *example.crossed_out(0), *example.cross(2 * STEP)]
