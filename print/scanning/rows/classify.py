"""Classification of rows by their ink: a certain answer, or a person looks at it.

The rules were fixed on pages of the test bench's development seeds and are reported on others (docs/paper.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from print.scanning.rows.row_ink import CLEAN_MM2, OvalInk, RowInk
from questionnaires.missing import BLANK

SPECKS_MM2 = 1.2  # mm² of loose ink beside a certain mark: dots a resting pen makes
MARKED_SHARE = 0.08  # share of an oval's inside that is ink: surely marked
UNTOUCHED_SHARE = 0.04  # below it, surely not
HARDLY_SHARE = 0.012  # more than this in any oval is too much for a blank row
PALE_SHARE = 0.03  # share of an oval's inside that may be ink
PALE_FREE_MM2 = 0.6  # mm² of possible ink that may lie free in a band
PALE_HALO_MM2 = 3.0  # mm² of possible ink round a mark: the soft edge of its strokes
FAINT_TONE = 0.30  # a mark whose ink is lighter than this share of printed black is faint
RING_SHARE = 0.6  # ink in so many of all directions round an oval: circled
# So often two straight strokes cut a curve round their crossing; a third makes five or six.
TWO_STROKES_CUTS = 4
FULL_SHARE = 0.85  # so much ink inside is a filled oval, whatever surrounds it
OVERFLOW_MM2 = 7.0  # mm² a mark may reach beyond its oval's surroundings
PATCH_SHARE = 0.90  # a patch of so much of the oval: filled, hatched or scribbled over
RAGGED_MM = 0.43  # a filled oval's edge is more even; that of a cross scribbled over is not
LEFT_MM = 1.1  # millimetres of line that two strokes may leave of a cross, a tick or a slash
BENT_MM = 1.4  # and of one whose arms are bent, which a third stroke does not cut
LEFT_BY_THREE_MM = 0.45  # and three of a cross drawn without lifting the pen
JOINED_MM = 2.5  # the third begins and ends so near to ends of the others; a line through a mark does not
# It passes by so far from where the others cross, which a line through a cross does not; farther where a curve is cut more often.
ASIDE_MM = (1.0, 1.25)
STRAIGHT_MM = 0.3  # what two strokes leave of a mark that surely has no third
AROUND_SHARE = 0.46  # one piece of ink in so many of all directions: a ring round the oval
WIDE_SHARE = 0.60  # and where it is the mark itself and a few strokes explain it
HUGGED_SHARE = 0.85  # ink along so much of the oval of a mark of few strokes: a ring on its line
FEW_STROKES_SHARE = 0.35  # ink inside of a mark of few strokes
SOLID_SHARE = 0.97  # ink inside a filled oval that shows no paper between its lines
DOT_SHARE = 0.36  # ink inside of a dot, which reaches nowhere out of its oval
DOT_HUGGED_SHARE = 0.25
LARGEST_MARK_MM = 12.5  # a piece of ink that is wider or higher is a line or a ring that touches the oval
MATCH_SCORE = 0.30  # how well the printed ovals must be found
COVERED_SHARE = 0.25  # share of an oval's printed line that is dark; below it something lies over the line
WORDS_MM2 = 0.9  # mm² of foreign ink on a blank row's words or round its band: more than a speck
WORDS_BESIDE_MARK_MM2 = 2.0  # and beside a mark in an oval

# Reason codes are stored and never change; what people read is looked up by them.
Certain = Literal["one mark", "clean band"]
Doubt = Literal[
    "several marks",
    "circled",
    "faint",
    "small mark",
    "struck through",
    "scribbled",
    "ink beside",
    "pale ink beside",
    "words marked",
    "ovals not found",
    "oval covered",
    "streak",
    "washed out",
]
# A spoiled sheet, given as the reason of each of its rows.
OfSheet = Literal["bilevel", "photocopied"]

RowCode = Literal[Certain, Doubt, OfSheet]


@dataclass(frozen=True)
class RowDecision:
    """A certain answer (0 = the whole band is clean), or None with the reason and perhaps a suggestion.

    A suggestion is shown and never saved; it is 0 where the only mark was taken back: nothing is chosen then.
    """

    code: int | None
    reason: RowCode
    suggest: int | None = None


def classify(codes: Sequence[int], ink: RowInk) -> RowDecision:
    """Return the decision on a row; ``codes`` are the ovals' codes in the order of ``ink.ovals``."""
    if ink.match < MATCH_SCORE and any(oval.line < MATCH_SCORE / 2 for oval in ink.ovals):
        return RowDecision(None, "ovals not found")
    if any(oval.line < COVERED_SHARE for oval in ink.ovals):
        return RowDecision(None, "oval covered")
    touched = [k for k, oval in enumerate(ink.ovals) if oval.inside >= UNTOUCHED_SHARE]
    pale = [k for k, oval in enumerate(ink.ovals) if oval.pale >= PALE_SHARE and k not in touched]
    ringed = [
        k
        for k, oval in enumerate(ink.ovals)
        if oval.ring >= RING_SHARE and oval.inside < FULL_SHARE and not (k in touched and _few_strokes(oval))
    ]
    if len(touched) > 1:
        return RowDecision(None, "several marks", _after_correction(codes, ink, touched))
    if ringed:
        return RowDecision(None, "circled", _circled(codes, ringed, touched))
    if pale:
        only = codes[pale[0]] if len(pale) == 1 and not touched else None
        return RowDecision(None, "faint", only)
    if not touched:
        return _blank(codes, ink)
    return _single(codes[touched[0]], ink, ink.ovals[touched[0]])


def _single(code: int, ink: RowInk, oval: OvalInk) -> RowDecision:
    """Decide on a row with one inked oval: certain only for plain ink with nothing else about."""
    if oval.inside < MARKED_SHARE:
        return RowDecision(None, "small mark", code)
    if oval.tone < FAINT_TONE:
        return RowDecision(None, "faint", code)
    cancelled = _cancelled(oval)
    if cancelled is not None:
        # A long dash alone is rather an answer than a line through nothing.
        dash = cancelled == "struck through" and oval.shape.strokes.one <= STRAIGHT_MM
        return RowDecision(None, cancelled, code if dash else BLANK)
    if max(oval.shape.extent) > LARGEST_MARK_MM:
        return RowDecision(None, "ink beside", None)
    beside = _beside_mark(ink, oval)
    if beside is not None:
        likely = None if beside == "words marked" and ink.on not in {None, code} else code
        return RowDecision(None, beside, likely)
    return RowDecision(code, "one mark")


def _circled(codes: Sequence[int], ringed: list[int], touched: list[int]) -> int | None:
    """Return the suggestion for a ring: round an empty oval it chooses it, round the only mark it cancels it."""
    if len(ringed) > 1 or touched not in ([], ringed):
        return None
    return BLANK if touched else codes[ringed[0]]


def _beside_mark(ink: RowInk, oval: OvalInk) -> Doubt | None:
    """Return what lies about beside a plain mark, None where nothing does."""
    if (
        ink.free - ink.linked - ink.spilt > SPECKS_MM2
        or ink.linked > OVERFLOW_MM2
        or (ink.across and oval.shape.strokes.one < LEFT_MM)
        or ink.shared
    ):
        return "ink beside"
    if _pale_beside(ink) - oval.pale_halo > PALE_FREE_MM2 or oval.pale_halo > PALE_HALO_MM2:
        return "pale ink beside"
    return "words marked" if ink.beside > WORDS_BESIDE_MARK_MM2 else None


def _cancelled(oval: OvalInk) -> Doubt | None:
    """Return how a mark was taken back by its shape, None for a plain one."""
    if is_ringed(oval):
        return "circled"
    if _few_strokes(oval):
        return "struck through" if _struck(oval) else None
    return None if _even(oval) else "scribbled"


def is_ringed(oval: OvalInk) -> bool:
    """Tell whether a ring lies round a mark: one piece of ink in most directions that is not the mark's own arms."""
    shape = oval.shape
    on_line = shape.hugged >= HUGGED_SHARE and oval.inside < FEW_STROKES_SHARE
    own_arms = not shape.apart and _few_strokes(oval)
    return on_line or shape.around >= (WIDE_SHARE if own_arms else AROUND_SHARE)


def _few_strokes(oval: OvalInk) -> bool:
    """Tell whether one or two strokes make a mark, or three of a cross drawn without lifting the pen."""
    strokes = oval.shape.strokes
    uncut = (
        oval.cuts <= TWO_STROKES_CUTS and not strokes.level and not oval.struck and oval.inside < FULL_SHARE
    )
    return strokes.two <= (BENT_MM if uncut else LEFT_MM) or _joined(oval)


def _joined(oval: OvalInk) -> bool:
    """Tell whether a third stroke joins two arms of a cross: it ends at their ends and passes by their crossing."""
    strokes = oval.shape.strokes
    return (
        strokes.three <= LEFT_BY_THREE_MM
        and strokes.gap <= JOINED_MM
        and strokes.aside >= ASIDE_MM[oval.cuts > TWO_STROKES_CUTS]
        and not strokes.level
        and not oval.struck
        and oval.inside < FULL_SHARE
    )


def _struck(oval: OvalInk) -> bool:
    """Tell whether a level line or a third stroke runs through a mark."""
    third = oval.shape.strokes.two > STRAIGHT_MM
    through = oval.struck or (oval.cuts > TWO_STROKES_CUTS and not _joined(oval))
    # A lone level line that keeps to its oval is a dash, a mark like any other.
    level = oval.shape.strokes.level and (oval.struck or oval.shape.strokes.one > STRAIGHT_MM)
    return level or (third and through)


def _even(oval: OvalInk) -> bool:
    """Tell whether a mark of many strokes is a dot or fills its oval with an even edge."""
    shape = oval.shape
    if oval.inside <= DOT_SHARE and shape.hugged <= DOT_HUGGED_SHARE:
        return shape.ragged <= RAGGED_MM
    # Where paper shows between its lines, a line through it is seen.
    hatched = oval.cuts > TWO_STROKES_CUTS and oval.inside < SOLID_SHARE
    struck = hatched and (oval.struck or shape.strokes.level)
    return shape.dense >= PATCH_SHARE and shape.ragged <= RAGGED_MM and not struck


def _blank(codes: Sequence[int], ink: RowInk) -> RowDecision:
    """Decide on a row without an inked oval: blank only when the whole band is clean."""
    hardly = [oval.inside + oval.pale > HARDLY_SHARE for oval in ink.ovals]
    if any(hardly):
        return RowDecision(None, "small mark", codes[hardly.index(True)] if sum(hardly) == 1 else None)
    loose_ink = ink.free + sum(oval.halo for oval in ink.ovals)
    if loose_ink > CLEAN_MM2:
        return RowDecision(None, "ink beside", None)
    if _pale_beside(ink) > PALE_FREE_MM2:
        return RowDecision(None, "pale ink beside", None)
    if ink.beside > WORDS_MM2:
        return RowDecision(None, "words marked", ink.on)
    return RowDecision(0, "clean band")


def _pale_beside(ink: RowInk) -> float:
    return ink.pale_free + sum(oval.pale_halo for oval in ink.ovals)


def _after_correction(codes: Sequence[int], ink: RowInk, touched: list[int]) -> int | None:
    """Return the plain mark beside a blackened oval, the usual correction: a suggestion, never a decision."""
    light = [
        k
        for k in touched
        if ink.ovals[k].inside < FULL_SHARE
        and ink.ovals[k].ring < RING_SHARE
        and _cancelled(ink.ovals[k]) is None
    ]
    return codes[light[0]] if len(light) == 1 and len(touched) == 2 else None
