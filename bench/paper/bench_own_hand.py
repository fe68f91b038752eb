"""Habits of a hand on synthetic sheets: how many rows are candidates, how many suggestions are right, reviews saved.

A sheet is all pages of one form, filled by one pen in one habit, with the ambiguous rows that every hand leaves. Reviews
are saved as on the desk: five rows of a habit confirmed, the sheet's others accepted. Then pages on which every other row
is marked in a way that a person must look at: none of these marks may be a candidate.

    python bench/paper/bench_own_hand.py             # about ten minutes on two cores
    python bench/paper/bench_own_hand.py --sheets 4 --pages 4
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import cv2
import numpy as np

from bench.paper.bench_paper import FORM, MAIN, line, share
from print.scanning.image_files import darkest
from print.scanning.page_reader import read_image
from print.scanning.scan import layouts_of
from survey_app.scanning.own_hand import ENOUGH
from tests.print import habits
from tests.print.blank_forms import blank_form
from tests.print.damage import CONDITIONS
from tests.print.filled_forms import PEN_SHARES
from tests.print.trial import one_page

REPORT_SEED = 5_000_000
# So many sheets of each habit make two hundred.
SHEETS = {"big tick": 40, "huge tick": 50, "hatched": 50, "cross in one go": 60}
AMBIGUOUS = ("cancelled", "corrected", "circled", "double", "beside", *habits.CANCELLED, *habits.ON_WORDS)
Read = tuple[str, str, int | None, int | None, str | None]  # state, style, meant, suggested, habit


def read_page(seed: int, page: int, condition: str, hand: dict) -> list[Read]:
    """Fill, scan and read one page; return what each row was and what the reader said."""
    form = blank_form(FORM)
    filled, image = one_page(form, page, CONDITIONS[condition], seed=seed, **hand)
    reading = read_image(darkest(image), layouts_of(form.questionnaire), file="bench", image=0)
    return [
        (row.state, filled.truth[row.item].style, filled.truth[row.item].code, row.suggest, row.habit)
        for row in reading.rows
    ]


def sheet(seed: int, habit: str, condition: str) -> Counter:
    """Read one sheet and count its rows, reviews, candidates, wrong suggestions and reviews saved."""
    cv2.setNumThreads(1)
    pen = str(np.random.default_rng(seed).choice(list(PEN_SHARES), p=list(PEN_SHARES.values())))
    pages = blank_form(FORM).pages_with_rows
    rows = [row for page in pages for row in read_page(seed, page, condition, {"pen": pen, "habit": habit})]
    found = [
        (suggest, meant, style, hand)
        for state, style, meant, suggest, hand in rows
        if hand and state == "review"
    ]
    by_hand = Counter(hand for *_, hand in found)
    return Counter(
        rows=len(rows),
        review=sum(state == "review" for state, *_ in rows),
        candidates=len(found),
        wrong=sum(suggest != meant for suggest, meant, *_ in found),
        saved=sum(max(0, count - ENOUGH) for count in by_hand.values()),
    )


def ambiguous(seed: int, style: str, condition: str) -> Counter:
    """Read one page of ambiguous marks and count them and the candidates among them."""
    cv2.setNumThreads(1)
    pages = blank_form(FORM).pages_with_rows
    rows = read_page(seed, pages[seed % len(pages)], condition, {"only": style, "each": 2})
    marked = [(style, hand) for _, style, _, _, hand in rows if style not in {"blank", "beside a habit"}]
    return Counter(marks=len(marked), candidates=sum(hand is not None for _, hand in marked))


def total(
    pool: ProcessPoolExecutor, what: Callable[..., Counter], seeds: Iterable[int], *given: str
) -> Counter:
    jobs = [pool.submit(what, seed, *given) for seed in seeds]
    return sum((job.result() for job in jobs), Counter())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sheets", type=int, help="sheets of each habit")
    parser.add_argument("--pages", type=int, default=60, help="pages of each ambiguous mark")
    parser.add_argument("--seed", type=int, default=REPORT_SEED)
    parser.add_argument("--condition", default=MAIN, choices=CONDITIONS)
    options = parser.parse_args()
    seed, condition = options.seed, options.condition
    print(f"Seeds from {seed}, {condition}; at least {ENOUGH} rows of a sheet confirmed\n")
    with ProcessPoolExecutor() as pool:
        line("habit", "sheets", "rows", "to a person", "candidates", "wrong suggestion", "reviews saved")
        line(*["---"] * 7)
        for habit, sheets in SHEETS.items():
            count = options.sheets or sheets
            t = total(pool, sheet, range(seed, seed + count), habit, condition)
            saved = f"{t['saved']} ({t['saved'] / max(t['review'], 1):.0%})"
            line(
                habit,
                count,
                t["rows"],
                t["review"],
                t["candidates"],
                share(t["wrong"], t["candidates"]),
                saved,
            )
            seed += 1000
        print()
        line("ambiguous mark", "marks", "candidates")
        line(*["---"] * 3)
        for style in AMBIGUOUS:
            t = total(pool, ambiguous, range(seed, seed + options.pages), style, condition)
            line(style, t["marks"], share(t["candidates"], t["marks"]))
            seed += 1000


if __name__ == "__main__":
    main()
