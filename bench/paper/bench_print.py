"""Printing: pages per CPU-second, size and memory, against the numbers to reach.

Run: ``.venv/bin/python bench/paper/bench_print.py [--full]``; ``--full`` draws all 36,525 forms instead of 4,000.
"""

import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from print.batch import Cover, FormToPrint
from print.layout.compose import compose, lay_out
from print.layout.single_choices import choice_run
from print.layout.sizes import ORDINARY
from print.number import write
from print.papers.forms import draw_batch
from questionnaires.load import published
from questionnaires.model import ChoiceItem, Option, Questionnaire, Text

PROVINCE = 36_525
PART = 4_000
COVER = Cover(
    sender="Sở Nội vụ",
    wave="SIPAS 2025",
    office="Bưu điện tỉnh",
    web_address="khaosat.example.vn",
    synthetic=True,
)


def forms(count: int):
    for serial in range(1, count + 1):
        yield FormToPrint(write(serial), "KLY-FJC-YLJ", "https://khaosat.example.vn/p/KLY-FJC-YLJ", "Ấp 3")


def two_pages() -> Questionnaire:
    """Return the parts of a questionnaire that fit one duplex sheet: respondent and first part."""
    questionnaire = published("sipas-2025")
    sections = tuple(section for section in questionnaire.sections if section.id in {"A", "C"})
    return replace(questionnaire, sections=sections, criteria=(), checks=())


def asked(number: int) -> ChoiceItem:
    options = (Option(1, Text("Có")), Option(2, Text("Không")))
    return ChoiceItem(id=f"A{number}", section="A", text=Text(f"Câu số {number}?"), options=options)


def drawn(questionnaire: Questionnaire, count: int, cover: Cover | None) -> tuple[int, float, int, float]:
    """Return pages, CPU-seconds, bytes, and the growth of peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        before, start = peak(), time.process_time()
        done = draw_batch(Path(folder) / "forms.pdf", questionnaire, cover, forms(count))
        spent = time.process_time() - start
        return done.pages, spent, (Path(folder) / "forms.pdf").stat().st_size, peak() - before


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(name: str, questionnaire: Questionnaire, count: int, cover: Cover | None) -> None:
    pages, seconds, size, grown = drawn(questionnaire, count, cover)
    print(
        f"{name:38} {count:>7,} {pages:>9,} {pages / seconds:>9,.0f} {seconds / 60:>8.2f} "
        f"{size / 1e6:>8.1f} {size / pages:>7,.0f} {grown:>8.1f}"
    )


def main() -> None:
    count = PROVINCE if "--full" in sys.argv else PART
    questionnaire, whole = two_pages(), published("sipas-2025")
    print(
        f"{'what':38} {'forms':>7} {'pages':>9} {'pages/s':>9} {'CPU-min':>8} {'MB':>8} {'B/page':>7} {'+RSS MB':>8}"
    )
    lay_out(questionnaire)
    lay_out(whole)
    report("warm-up", questionnaire, 200, None)
    report("two pages", questionnaire, count // 4, None)
    report("two pages, four times as many", questionnaire, count, None)
    report("two pages with cover and list", questionnaire, count, COVER)
    report("the whole instrument, four pages", whole, count, None)
    start = time.process_time()
    for _ in range(20):
        compose.cache_clear()
        lay_out(whole)
    print(f"laying the whole instrument out: {(time.process_time() - start) / 20 * 1000:.0f} CPU-ms")
    start, before = time.process_time(), peak()
    choice_run([asked(i) for i in range(1000)], ORDINARY)
    print(
        f"laying 1,000 single choices out: {time.process_time() - start:.1f} CPU-s, +{peak() - before:.0f} MB; reach: "
        "2 s, 200 MB"
    )
    print("reach: 250 pages per CPU-second; 36,525 two-page forms < 6 CPU-minutes, < 150 MB, memory flat")


if __name__ == "__main__":
    main()
