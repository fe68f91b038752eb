"""Reading pages on which every mark is of one habit: words marked, rings, scribbles, lines through, odd honest marks.

The habits are invented like the pens (tests/print/habits.py); how often a hand has them is not known, so each is reported
on its own, with one-sided 95 % upper bounds. Seeds are others than those the rules were fixed on.

    python bench/paper/bench_habits.py            # about ten minutes on two cores
    python bench/paper/bench_habits.py --quick    # two minutes, for a first look
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import cv2

from bench.paper.bench_paper import CHUNK, MAIN, REPORT_SEED, goal, line, share, trial, upper
from tests.print import habits, pens
from tests.print.damage import CONDITIONS
from tests.print.trial import Tally

CANCELLED_ROWS = {"ringed": 1000, "scribbled": 500, "struck": 500, "cancelled": 500}
WORDS_ROWS = 500
ROWS_A_PAGE = 19  # of the form that is filled, on average
CLEAR_REACH = {"big tick": 0.05, "huge tick": 0.05, "cross in one go": 0.08}


def read(pool: ProcessPoolExecutor, style: str, pages: int, seed: int, **hand: float) -> Tally:
    """Read pages whose every row has one style; ``each=2`` leaves every other one empty."""
    starts = range(seed, seed + pages, CHUNK)
    jobs = [
        pool.submit(trial, MAIN, start, min(CHUNK, seed + pages - start), only=style, **hand)
        for start in starts
    ]
    total = Tally()
    for job in jobs:
        total.add(job.result())
    return total


def heading(title: str) -> None:
    print(f"\n{title}\n", flush=True)
    line("what", "reach", "measured", "")
    line(*["---"] * 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the pages: a first look, no claim")
    parser.add_argument("--seed", type=int, default=REPORT_SEED, help="first seed, for pages nobody has seen")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    part = 10 if options.quick else 1
    seed = options.seed + 10_000 * (len(CONDITIONS) + 1)
    with ProcessPoolExecutor() as pool:
        heading("Words marked instead of ovals: accepted as blank")
        for style in habits.ON_WORDS:
            t = read(pool, style, WORDS_ROWS // ROWS_A_PAGE // part + 4, seed := seed + 1000)
            blank = sum(wrong[5].code == 0 for wrong in t.wrong)
            goal(
                style,
                "≤ 1 %",
                blank / t.rows,
                0.01,
                f"{share(blank, t.rows)}, other wrong {len(t.wrong) - blank}",
            )
        heading("Marks taken back, every other row left empty: accepted")
        for style, rows in CANCELLED_ROWS.items():
            t = read(pool, style, 2 * rows // ROWS_A_PAGE // part + 4, seed := seed + 1000, each=2)
            marked = [wrong for wrong in t.wrong if wrong[4].style == style]
            made = round(t.rows / 2)
            reach = "0" if style in {"ringed", "scribbled"} else "as few as may be"
            goal(style, reach, len(marked) / made, 0.0 if reach == "0" else 1.0, share(len(marked), made))
        heading("Honest marks that look odd: sent to a person")
        for style in ("big tick", *habits.CLEAR, *pens.ODD):
            t = read(pool, style, 400 // ROWS_A_PAGE // part + 4, seed := seed + 1000)
            reach = CLEAR_REACH.get(style, 1.0)
            goal(style, f"≤ {reach:.0%}" if reach < 1 else "-", t.clear_review / t.clear, reach,
                 f"{share(t.clear_review, t.clear)}, wrong {len(t.wrong)} (≤ {upper(len(t.wrong), t.accepted):.1e})")  # fmt: skip
        heading("Rows left blank: sent to a person")
        for name, strays, reach in (("nothing on the page", 0.0, 0.01), ("stray dots and lines", 0.5, 1.0)):
            t = read(pool, "blank", 1000 // ROWS_A_PAGE // part + 4, seed := seed + 1000, strays=strays)
            goal(
                name,
                "≤ 1 %" if reach < 1 else "-",
                t.clear_review / t.clear,
                reach,
                share(t.clear_review, t.clear),
            )


if __name__ == "__main__":
    main()
