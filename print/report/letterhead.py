"""The letterhead of a report: sender, name of the state, place and day, title, label of synthetic data."""

from print.drawing.fonts import printable, width, wrap
from print.drawing.ink import LIGHT, Frame, Rule, Tint, Words
from print.drawing.state_motto import state_motto
from print.geometry import PAGE_MM, Box
from print.report.pages import LEFT, RIGHT, WIDE, Flow
from print.report.values import Letterhead

SYNTHETIC = "DỮ LIỆU MÔ PHỎNG – KHÔNG PHẢI KẾT QUẢ KHẢO SÁT THẬT"
DAY = "ngày ...... tháng ...... năm ......"
NUMBER = "Số: ........../{}-.........."
TITLE_POINTS = 15.0


def letterhead(flow: Flow[Letterhead]) -> None:
    """Write sender and number on the left, state, place and day on the right, as Decree 30/2020/NĐ-CP places them."""
    top = flow.y
    sender = _sender(flow, top)
    centre = RIGHT - WIDE / 4
    state, motto, line = state_motto(centre, top + 4)
    flow.add("P", state)
    flow.add("P", motto)
    flow.add("Artifact", line)
    day = ", ".join(filter(None, (flow.report.place, DAY)))
    flow.add("P", Words(centre, top + 18, printable(day), 10.5, "italic", "center"))
    flow.y = max(sender, top + 18) + 10


def _sender(flow: Flow[Letterhead], top: float) -> float:
    """Write the sender, with a line for the number; return the last baseline."""
    report, centre, room = flow.report, LEFT + WIDE / 4 - 6, WIDE / 2 - 14
    above = wrap(report.superior.upper(), room, 10)
    own = wrap(report.organisation.upper(), room, 11, "bold")
    y = top - 1
    for line in above:
        y += 5
        flow.add("P", Words(centre, y, line, 10, "regular", "center"))
    for line in own:
        y += 5
        flow.add("P", Words(centre, y, line, 11, "bold", "center"))
    half = width(own[-1], 11, "bold") / 4 if own else 0
    flow.add("Artifact", Rule(centre - half, y + 2, centre + half, y + 2, 0.3))
    flow.add("P", Words(centre, y + 7.6, NUMBER.format(report.kind), 10.5, "regular", "center"))
    return y + 7.6


def title(flow: Flow[Letterhead]) -> None:
    """Write the title, the wave below it and the label of synthetic data."""
    report, middle = flow.report, PAGE_MM[0] / 2
    lines = [line for part in report.title.upper().split("\n") for line in balanced_lines(part)]
    inks = (
        Words(middle, flow.y + i * 7, line, TITLE_POINTS, "bold", "center") for i, line in enumerate(lines)
    )
    flow.add("H1", *inks)
    flow.y += 7 * len(lines)
    flow.add("P", Words(middle, flow.y - 0.5, printable(report.wave), 12, "regular", "center"))
    flow.y += 4
    if report.synthetic:
        wide = width(SYNTHETIC, 11, "bold") + 10
        box = Box(middle - wide / 2, flow.y, wide, 8)
        flow.add("Artifact", Tint(box, LIGHT), Frame(box, 0.4, 1.2))
        flow.add("P", Words(middle, flow.y + 5.4, SYNTHETIC, 11, "bold", "center"))
        flow.y += 11


def balanced_lines(line: str) -> tuple[str, ...]:
    """Return a title in lines of about equal length."""
    room = WIDE - 20
    lines = wrap(line, room, TITLE_POINTS, "bold")
    while room > 60 and len(wrap(line, room - 4, TITLE_POINTS, "bold")) == len(lines):
        room -= 4
    return wrap(line, room, TITLE_POINTS, "bold")
