"""How often the verdict of a cell is false where the truth is its target, and how often a true one is found."""

from dataclasses import dataclass, field

import numpy as np
from coverage_populations import Clusters, clusters

from questionnaires.model import Questionnaire
from scoring.method.method import Interval, Method
from scoring.run import score
from scoring.score_table.measure import judged_measure
from scoring.score_table.rows import AreaCell
from scoring.targets.verdict import Verdict
from tests.builders.scores import target_set

DF, LEVELS = (3, 4, 6, 8, 10, 15, 30), (0.80, 0.85, 0.90, 0.92, 0.95)
INTERVALS: tuple[Interval, ...] = ("t", "logit", "logit_floor")
BLOCK = 500
ABOVE = (0.03, 0.10)


@dataclass
class Counts:
    """Verdicts «Đạt» and «Chưa đạt» where the truth is the target, and «Đạt» where it lies 3 and 10 points above."""

    samples: int = 0
    met: int = 0
    missed: int = 0
    found: list[int] = field(default_factory=lambda: [0] * len(ABOVE))

    def add(self, cell: AreaCell, truth: float, method: Method) -> None:
        """Count the verdicts of one sample."""
        verdict = None if cell.judgement is None else cell.judgement.verdict
        self.samples += 1
        self.met += verdict is Verdict.REACHED
        self.missed += verdict is Verdict.MISSED
        for at, more in enumerate(ABOVE):
            other = judged_measure(cell.measure, truth - more, cell.publish, method)
            self.found[at] += other is not None and other.verdict is Verdict.REACHED

    def __str__(self) -> str:
        false = [f"{100 * each / self.samples:4.1f}" for each in (self.met, self.missed)]
        found = [f"{100 * each / self.samples:3.0f}" for each in self.found]
        return f"{' / '.join(false)} ({' '.join(found)})"


def verdicts(
    asked: Questionnaire, size: tuple[int, int, int], level: float, rng: np.random.Generator
) -> dict[Interval, Counts]:
    """Return the counts of each interval over ``size``: degrees of freedom, people a cluster, samples.

    Samples stand side by side, each a stratum and a level of the column ``area``: a cell of the table by area has the
    estimate, interval and verdict of its own sample, and the table is scored once. Every 500 samples come from a
    population of their own, so that no population's chance rules.
    """
    df, people, samples = size
    counts = {interval: Counts() for interval in INTERVALS}
    for start in range(0, samples, BLOCK):
        everybody = clusters(rng, level)
        _block(everybody, asked, (df, people, min(BLOCK, samples - start)), counts, rng)
    return counts


def _block(
    everybody: Clusters,
    asked: Questionnaire,
    size: tuple[int, int, int],
    counts: dict[Interval, Counts],
    rng: np.random.Generator,
) -> None:
    data, truth = everybody.draw(rng, *size), everybody.truth
    targets = target_set(c1=100 * truth)
    for interval, count in counts.items():
        method = Method(interval=interval, by=("area",))
        cells = [cell for cell in score(data, asked, targets, method).cells if cell.code == "1"]
        alone = score(data[data["area"] == 0], asked, targets, Method(interval=interval))["1"].measure
        same = next(cell.measure for cell in cells if cell.level == "0")
        if not np.allclose((alone.low, alone.high), (same.low, same.high), rtol=1e-12):
            raise SystemExit("a sample beside others has another interval than alone")
        for cell in cells:
            count.add(cell, truth, method)
