"""Reading filled forms with known truth: wrong values, review share, pages found, speed and memory.

The rules in print/scanning/rows/classify.py were fixed on development seeds below 100,000; this reports on seeds from 1,000,000.
All pages are synthetic: pens, habits and damage are invented (docs/paper.md), so real forms must recalibrate.

    python bench/paper/bench_paper.py            # about 20 minutes on two cores
    python bench/paper/bench_paper.py --quick    # one minute, for a first look
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import cv2
from scipy.stats import beta

from tests.print.blank_forms import blank_form
from tests.print.damage import CONDITIONS
from tests.print.filled_forms import AMBIGUOUS
from tests.print.habits import IN_THE_MIX
from tests.print.trial import Tally, one_page, run

FORM = str(Path(__file__).parents[2] / "questionnaires" / "library" / "sipas-2025.toml")
REPORT_SEED = 1_000_000
MAIN = "200 dpi grey"
FOUND = ("100 dpi grey", "150 dpi grey", "300 dpi grey")
SPOILED = ("phone", "photocopy", "bilevel")
TO_A_PERSON = {MAIN: 0.01, "150 dpi grey": 0.01, "100 dpi grey": 0.02, "shadow": 0.05}
CHUNK = 20


def upper(events: int, of: int) -> float:
    """Return the one-sided 95 % Clopper–Pearson bound of a share."""
    return 1.0 if events >= of else float(beta.ppf(0.95, events + 1, of - events))


def trial(name: str, first: int, count: int, **hand: object) -> Tally:
    return run(blank_form(FORM), CONDITIONS[name], range(first, first + count), **hand)


def measure(pool: ProcessPoolExecutor, name: str, pages: int, seed: int) -> Tally:
    """Read pages of one condition, on seeds of its own."""
    first = seed + 10_000 * list(CONDITIONS).index(name)
    starts = range(first, first + pages, CHUNK)
    # The main condition has in its mix all that a box of returned forms may hold.
    hand = {"ambiguous": AMBIGUOUS | IN_THE_MIX} if name == MAIN else {}
    jobs = [pool.submit(trial, name, s, min(CHUNK, first + pages - s), **hand) for s in starts]
    total = Tally()
    for job in jobs:
        total.add(job.result())
    return total


def line(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def share(events: int, of: int) -> str:
    return f"{events} of {of} ({events / max(of, 1):.2%}, ≤ {upper(events, max(of, 1)):.2e})"


def heading() -> None:
    print("\nEach share: events of trials (share, ≤ one-sided 95 % upper bound).\n")
    line("condition", "pages", "identified", "wrong number", "rows", "wrong value of accepted rows",
         "clear rows to a person", "ambiguous rows to a person", "flagged", "CPU-ms a page")  # fmt: skip
    line(*["---"] * 10)


def row(name: str, t: Tally) -> None:
    line(name, t.pages, t.identified, t.wrong_number, t.rows, share(len(t.wrong), t.accepted),
         f"{t.clear_review / max(t.clear, 1):.2%}",
         f"{t.ambiguous_review / max(t.ambiguous, 1):.1%} of {t.ambiguous}",
         f"{t.flagged} (photo {t.photos}, uneven light {t.uneven})", f"{1000 * t.seconds / t.pages:.0f}")  # fmt: skip


def verdicts(tallies: dict[str, Tally]) -> None:
    main = tallies[MAIN]
    wrong = len(main.wrong)
    found = Tally()
    for name in (MAIN, *FOUND):
        found.add(tallies[name])
    skewed = tallies["skew 5"]
    numbers = sum(t.wrong_number for t in tallies.values())
    pages = sum(t.pages for t in tallies.values())
    print("\nNumbers to reach\n")
    line("what", "reach", "measured", "")
    line(*["---"] * 4)
    goal("wrong value, per row, 200 dpi grey", "< 1e-4", upper(wrong, main.rows), 1e-4,
         share(wrong, main.rows))  # fmt: skip
    for name in SPOILED:
        t = tallies[name]
        measured = f"{share(len(t.wrong), t.accepted)}, flagged {t.flagged} of {t.pages} (photo {t.photos}, uneven light {t.uneven})"
        goal(
            f"wrong value, {name}",
            "< 1e-3",
            upper(len(t.wrong), t.accepted) if t.accepted else 0.0,
            1e-3,
            measured,
        )
    for name, reach in TO_A_PERSON.items():
        t = tallies[name]
        goal(f"clear rows to a person, {name}", f"≤ {reach:.0%}", t.clear_review / max(t.clear, 1), reach,
             share(t.clear_review, t.clear))  # fmt: skip
    missed = 1 - main.ambiguous_review / max(main.ambiguous, 1)
    goal("ambiguous rows to a person", "≥ 98 %", missed, 0.02, f"{1 - missed:.2%} of {main.ambiguous}")
    lost = found.pages - found.identified
    goal("pages identified, 100–300 dpi, ≤ 2°", "≥ 99.9 %", lost / found.pages, 0.001,
         f"{found.identified} of {found.pages} (lost ≤ {upper(lost, found.pages):.2e})")  # fmt: skip
    goal("pages identified, ≤ 5°", "≥ 99 %", 1 - skewed.identified / skewed.pages, 0.01,
         f"{skewed.identified} of {skewed.pages}")  # fmt: skip
    goal("wrong number accepted, all conditions", "0", float(numbers), 0.5, f"{numbers} of {pages} pages")
    rate = main.pages / main.seconds
    goal("reading, decoded page to rows, 200 dpi", "≥ 10 a CPU-second", -rate, -10.0, f"{rate:.1f}")


def goal(what: str, reach: str, value: float, limit: float, measured: str) -> None:
    line(what, reach, measured, "reached" if value < limit or value == limit == 0 else "NOT reached")


def throughput(pages: int, *, distinct: int = 40) -> None:
    """Time the command from JPEG files at 200 dpi on disk to marks.jsonl, with its memory."""
    with tempfile.TemporaryDirectory() as name:
        folder, paper = Path(name), blank_form(FORM)
        for i in range(distinct):
            page = paper.pages_with_rows[i % len(paper.pages_with_rows)]
            _, image = one_page(paper, page, CONDITIONS[MAIN], seed=REPORT_SEED + i)
            cv2.imwrite(str(folder / f"{i:05d}.jpg"), image, [cv2.IMWRITE_JPEG_QUALITY, 80])
        for i in range(distinct, pages):
            os.link(folder / f"{i % distinct:05d}.jpg", folder / f"{i:05d}.jpg")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        peaks = watched(
            [
                str(Path(sys.executable).parent / "sipas"),
                "scan",
                name,
                "-q",
                FORM,
                "--out",
                f"{name}/marks.jsonl",
            ]
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall = time.monotonic() - start
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    third = max(len(peaks) // 3, 1)
    print(f"\nsipas scan: {pages} JPEG pages at 200 dpi, {os.cpu_count()} cores: {pages / cpu:.1f} pages a CPU-second, "
          f"{pages / wall:.1f} a second; memory of all processes {max(peaks[:third]):.0f} MB at most in the first "
          f"third, {max(peaks[-third:]):.0f} MB in the last")  # fmt: skip


def watched(command: Sequence[str]) -> list[float]:
    """Run a command and return the memory of it and its children every half second, in MB."""
    import psutil

    peaks = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        me = psutil.Process(running.pid)
        while running.poll() is None:
            try:
                family = [me, *me.children(recursive=True)]
                peaks.append(sum(each.memory_info().rss for each in family) / 1e6)
            except psutil.NoSuchProcess:
                pass
            time.sleep(0.5)
    if running.returncode:
        raise SystemExit(f"sipas scan failed with {running.returncode}")
    return peaks or [0.0]


def omrchecker() -> None:
    """Time OMRChecker on its own samples if a checkout is given (it is no package); compare nothing else."""
    home = os.environ.get("OMRCHECKER")
    if not home:
        print(
            "\nOMRChecker: not measured (no package of it; set OMRCHECKER to a checkout with its requirements)."
        )
        return
    with tempfile.TemporaryDirectory() as out:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "main.py", "-i", "samples", "-o", out],
            cwd=home,
            capture_output=True,
            check=False,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    images = sum(1 for p in Path(home, "samples").rglob("*") if p.suffix.lower() in {".jpg", ".jpeg", ".png"})
    cpu = after.ru_utime - before.ru_utime
    print(
        f"\nOMRChecker on its own samples: {images} images in {cpu:.1f} CPU-seconds (exit {done.returncode})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few pages: a first look, no claim")
    parser.add_argument("--pages", type=int, help="pages of the main condition")
    parser.add_argument("--batch", type=int, help="pages of the batch whose memory is watched")
    parser.add_argument("--part", choices=["marks", "batch"], help="only this part")
    parser.add_argument("--seed", type=int, default=REPORT_SEED, help="first seed, for pages nobody has seen")
    parser.add_argument(
        "--only", action="append", choices=CONDITIONS, help="these conditions alone, no verdict"
    )
    options = parser.parse_args()
    if options.part in {None, "marks"}:
        marks(options)
    if options.part in {None, "batch"}:
        throughput(options.batch or (200 if options.quick else 10_000))
        omrchecker()


def marks(options: argparse.Namespace) -> None:
    """Read every condition and compare it with the numbers to reach."""
    pages = options.pages or (60 if options.quick else 1640)
    others = 10 if options.quick else 40
    many = {"phone": 1000, "skew 5": 220, "shadow": 200, **dict.fromkeys(FOUND, 200)}
    print(f"Seeds from {options.seed}; form {Path(FORM).stem}; {os.cpu_count()} cores")
    cv2.setNumThreads(1)
    heading()
    tallies = {}
    with ProcessPoolExecutor() as pool:
        for name in options.only or CONDITIONS:
            count = pages if name == MAIN else others if options.quick else many.get(name, others)
            tallies[name] = measure(pool, name, count, options.seed)
            row(name, tallies[name])
    if not options.only:
        verdicts(tallies)
    print(*(f"wrong: {name}: {wrong}" for name, t in tallies.items() for wrong in t.wrong), sep="\n")


if __name__ == "__main__":
    main()
