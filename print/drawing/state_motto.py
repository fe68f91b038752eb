"""The name of the state and its motto, as Decree 30/2020/NĐ-CP sets them at the head of a document."""

from print.drawing.fonts import width
from print.drawing.ink import Rule, Words

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def state_motto(centre: float, y: float) -> tuple[Words, Words, Rule]:
    """Return the name with its baseline at ``y``, the motto below it and the line under the motto; millimetres."""
    half = width(MOTTO, 11, "bold") / 2
    return (
        Words(centre, y, STATE, 10, "bold", "center"),
        Words(centre, y + 5.4, MOTTO, 11, "bold", "center"),
        Rule(centre - half, y + 7.4, centre + half, y + 7.4, 0.3),
    )
