"""A trial: filled pages under a condition, read, and counted against what was meant."""

import time
from collections import Counter
from dataclasses import dataclass, field

import cv2
import numpy as np

from print.scanning.image_files import darkest
from print.scanning.page_reader import read_image
from print.scanning.reading import PageReading
from print.scanning.scan import layouts_of
from tests.print.blank_forms import BlankForm
from tests.print.damage import Condition, in_colour, scan
from tests.print.filled_forms import Filled, a_hand, fill, page_of


@dataclass
class Tally:
    """Counts of one condition; ``wrong`` lists (seed, item, meant, read, reason) of accepted wrong values."""

    pages: int = 0
    identified: int = 0
    wrong_number: int = 0
    rows: int = 0
    ovals: int = 0
    accepted: int = 0
    accepted_ovals: int = 0
    clear: int = 0
    clear_review: int = 0
    ambiguous: int = 0
    ambiguous_review: int = 0
    flagged: int = 0
    photos: int = 0
    uneven: int = 0
    seconds: float = 0.0
    states: Counter = field(default_factory=Counter)
    reviewed: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name, value in vars(other).items():
            mine = getattr(self, name)
            setattr(self, name, mine + value)


def one_page(
    form: BlankForm, page: int, condition: Condition, *, seed: int, **hand
) -> tuple[Filled, np.ndarray]:
    rng = np.random.default_rng((seed, page))
    blank = form.page(page) if in_colour(condition) else form.grey_page(page)
    filled = fill(
        blank,
        page_of(form.layout, page),
        form.number,
        a_hand(rng, **hand),
        seed=seed * 97 + page,
    )
    return filled, scan(filled.image, condition, seed=seed * 97 + page)


def count(tally: Tally, filled: Filled, reading: PageReading, *, seed: int) -> None:
    tally.pages += 1
    tally.states[reading.state] += 1
    tally.identified += reading.number == filled.number and reading.page == filled.page
    tally.wrong_number += reading.number is not None and (reading.number, reading.page) != (
        filled.number,
        filled.page,
    )
    warnings = set(reading.reason_codes)
    tally.photos += "photo" in warnings
    tally.uneven += "uneven light" in warnings
    tally.flagged += reading.state in {"photocopied", "bilevel"} or bool(warnings & {"photo", "uneven light"})
    for row in reading.rows:
        truth = filled.truth[row.item]
        tally.rows += 1
        tally.ovals += len(row.ink)
        kind = "ambiguous" if truth.ambiguous else "clear"
        setattr(tally, kind, getattr(tally, kind) + 1)
        if row.state == "review":
            setattr(tally, f"{kind}_review", getattr(tally, f"{kind}_review") + 1)
            tally.reviewed[truth.style, row.reason] += 1
            continue
        tally.accepted += 1
        tally.accepted_ovals += len(row.ink)
        if row.code != truth.code:
            tally.wrong.append((seed, filled.page, row.item, filled.pen, truth, row))


def run(form: BlankForm, condition: Condition, seeds, **hand) -> Tally:
    """Read one page of a form for each seed, all pages in turn."""
    cv2.setNumThreads(1)
    tally, layouts = Tally(), layouts_of(form.questionnaire)
    pages = form.pages_with_rows
    for i, seed in enumerate(seeds):
        filled, image = one_page(form, pages[i % len(pages)], condition, seed=seed, **hand)
        start = time.process_time()
        reading = read_image(darkest(image), layouts, file="trial", image=i)
        tally.seconds += time.process_time() - start
        count(tally, filled, reading, seed=seed)
    return tally
