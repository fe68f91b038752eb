"""Lines of text that must not share a place."""

from print.drawing.fonts import width
from print.drawing.ink import MM_PER_POINT, Words


def extents(ink):
    """Return left end, baseline, right end, size in millimetres and text of each line that is not blank."""
    for thing in ink:
        if isinstance(thing, Words) and thing.text.strip():
            wide = width(thing.text, thing.points, thing.face)
            left = thing.x - wide * {"left": 0, "center": 0.5, "right": 1}[thing.align]
            yield left, thing.y, left + wide, thing.points * MM_PER_POINT, thing.text


def assert_apart(ink, left, right):
    """Assert that no two lines of text overlap and that all of them stand between ``left`` and ``right``."""
    found = list(extents(ink))
    for i, (start, y, end, high, one) in enumerate(found):
        assert left - 0.01 < start, one
        assert end < right + 0.01, one
        for start2, y2, end2, high2, other in found[i + 1 :]:
            least = 0.9 * (high2 if y2 > y else high)
            assert abs(y - y2) > least or end < start2 or end2 < start, (one, other)
