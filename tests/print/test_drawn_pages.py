"""All ink of each kind of page, line by line, held against the pages that were looked at and found right.

What a paper says and where is changed on purpose or not at all: whoever changes it runs
``python -m tests.print.test_drawn_pages``, which writes the files in ``tests/print/pages`` anew, and reads their
difference before committing it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from print.batch import Cover, FormToPrint, PaperNotice, Reserve, Route
from print.drawing import document
from print.drawing.ink import Frame, Ring, Rule, Tint, Words
from print.layout.compose import compose
from print.number import write
from print.papers.forms import draw_batch
from print.papers.labels import draw_labels
from print.papers.letters import draw_letters
from print.report.bullet_chart import COMMON_WORDS
from print.report.report import draw_report
from questionnaires.model import Section, Text
from tests.print.conftest import questionnaire
from tests.print.report.test_report import REPORT, line

PAGES = Path(__file__).parent / "pages"
COVER = Cover(
    wave="SIPAS 2025",
    office="Bưu cục Biên Hòa 1",
    batch="BH1-003",
    sender="Sở Nội vụ",
    place="Đồng Nai",
    web_address="khaosat.example.vn",
    notice=PaperNotice(
        help_line="0000 000 000",
        purpose="Để phục vụ tốt hơn.",
        use="Chỉ công bố số liệu chung.",
        giving_back="Đưa lại người phát phiếu.",
    ),
    until="31/12/2025",
    address="2 Nguyễn Văn Trị",
    synthetic=True,
)
ROUTE = Route("26041/26041-03", "Ấp 3", "xã Long Phước")
FORMS = [
    FormToPrint(write(101), "KLY-FJC-YLJ", "https://khaosat.example.vn/p/KLY", "số 17", ROUTE),
    FormToPrint(write(102), place="số 4", route=ROUTE, reserve=Reserve(1)),
    FormToPrint(write(103)),
]
WORDY = replace(
    REPORT,
    superior="Ủy ban nhân dân tỉnh",
    synthetic=True,
    lines=(
        line("2", "reached", name=f"{COMMON_WORDS}thủ tục"),
        *REPORT.lines,
        line("1.5", "missed", 0.99, 0.05, target=None, gap=None),
        line("1.6", "reached", baseline=Decimal("61.5"), name="một tên rất dài " * 8),
    ),
)


@contextmanager
def told() -> Iterator[list[str]]:
    """Collect what is drawn while the block runs: one line for each part and each piece of ink."""
    lines: list[str] = []
    draw, tag = document.operators, document.Document.tagged_page

    def drawn(ink, fonts):
        ink = tuple(ink)
        lines.extend(map(say, ink))
        return draw(ink, fonts)

    def tagged(self, parts):
        lines.append(f"page {self.pages + 1}")
        for part in parts:
            lines.append(f"  {part.role} {part.table}.{part.row} {part.alt}".rstrip())
            lines.extend(f"    {say(thing)}" for thing in part.ink)
        with pytest.MonkeyPatch.context() as quiet:
            quiet.setattr(document, "operators", draw)
            tag(self, parts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "operators", drawn)
        patch.setattr(document.Document, "tagged_page", tagged)
        yield lines


def say(thing):
    """Return a piece of ink as one line, in hundredths of a millimetre."""
    match thing:
        case Words():
            style = f"{thing.points:g} {thing.face} {thing.align} {thing.grey:g}"
            return f"words {thing.x:.2f} {thing.y:.2f} {style}: {thing.text}"
        case Rule():
            ends = f"{thing.x1:.2f} {thing.y1:.2f} {thing.x2:.2f} {thing.y2:.2f}"
            return f"rule {ends} {thing.width:g} {thing.grey:g}"
        case Tint() | Frame() | Ring():
            box = f"{thing.box.x:.2f} {thing.box.y:.2f} {thing.box.w:.2f} {thing.box.h:.2f}"
            more = [
                f"{getattr(thing, name):g}"
                for name in ("width", "radius", "grey", "filled")
                if hasattr(thing, name)
            ]
            return " ".join([type(thing).__name__.lower(), box, *more])


def report(out: Path) -> list[str]:
    with told() as lines:
        draw_report(out, WORDY)
    return lines


def batch(out: Path) -> list[str]:
    """Return what a batch adds to its forms: stamps, numbers, the web box, the cover and the list."""
    forms = {say(thing) for page in compose(questionnaire()).ink for thing in page}
    with told() as lines:
        draw_batch(out, questionnaire(), COVER, FORMS, reprint=True)
    return [each for each in lines if each not in forms]


def letter(out: Path) -> list[str]:
    with told() as lines:
        draw_letters(out, questionnaire(), COVER, FORMS)
    return lines


def label(out: Path) -> list[str]:
    with told() as lines:
        draw_labels(out, COVER, FORMS)
    return lines


def form(large: bool) -> list[str]:
    small = questionnaire(rows=6)
    first, *others = small.sections
    alone = Section("D", Text("D. Một tên phần rất dài " * 8), Text("Xin cho biết:"), (first.items[0],))
    only = replace(alone, id="E", title=Text("E. Ý kiến"), items=(replace(others[-1].items[0], id="E1"),))
    asked = replace(small, sections=(first, *others[:-1], alone, only, others[-1]))
    return [
        row
        for number, ink in enumerate(compose(asked, large=large).ink, start=1)
        for row in (f"page {number}", *map(say, ink))
    ]


KINDS = {
    "report": report,
    "batch": batch,
    "letter": letter,
    "label": label,
    "form": lambda _: form(large=False),
    "form-large": lambda _: form(large=True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_and_shows_what_it_did_when_it_was_found_right(tmp_path, kind):
    drawn = KINDS[kind](tmp_path / "drawn.pdf")

    assert drawn == (PAGES / f"{kind}.txt").read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, make in KINDS.items():
            text = "\n".join(make(Path(folder) / "drawn.pdf")) + "\n"
            (PAGES / f"{name}.txt").write_text(text, encoding="utf-8")
