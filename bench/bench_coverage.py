"""Whether intervals hold what they say: criteria, Fay–Herriot by commune, and verdicts where the truth is the target.

Run: ``python bench/bench_coverage.py [SAMPLES]`` (1,000). Finite populations with known truths are drawn from again and again;
every number is made as ``sipas score`` makes it. Percent; with 1,000 samples a nominal 95 is 93.6–96.4 by chance alone.
"""

import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Literal

import numpy as np
from coverage_populations import Clusters, Population, Sampler, clusters, population

from questionnaires.model import Questionnaire
from scoring.method.method import Method
from scoring.run import score
from scoring.small_area.area_model import model_areas
from scoring.small_area.area_scales import SCALES

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.builders.scores import criterion, questionnaire_of, target_set

SAMPLES = 1_000
ENDS = 5
DF, LEVELS = (3, 4, 6, 10, 30), (0.80, 0.85, 0.90, 0.92, 0.95)
CRITERIA = {"1": "abcd", "2": "ab", "3": "cd", "4": "a"}
INTERVALS: tuple[Literal["t", "logit"], ...] = ("t", "logit")
TARGETS = target_set()


def questionnaire(codes: str) -> Questionnaire:
    """Return a questionnaire of the criteria of these codes, four items at most."""
    return questionnaire_of(*(criterion(code, *CRITERIA[code]) for code in codes))


def print_criteria(sampler: Sampler, samples: int, rng: np.random.Generator) -> None:
    """Print how often the province's intervals hold the truth, one line an interval."""
    asked, answers = questionnaire("1234"), sampler.people.satisfied
    truths = {
        code: answers[:, ["abcd".index(name) for name in items]].mean() for code, items in CRITERIA.items()
    }
    held = {interval: defaultdict(int) for interval in INTERVALS}
    for _ in range(samples):
        data = sampler.draw(rng)
        for interval in INTERVALS:
            run = score(data, asked, TARGETS, Method(interval=interval))
            for code, truth in truths.items():
                each = run[code].measure
                held[interval][code] += each.low <= truth <= each.high
    for interval, counts in held.items():
        seen = "  ".join(f"{code}: {100 * counts[code] / samples:5.1f}" for code in truths)
        print(f"  criteria, {interval:<5} {seen}")


def print_communes(sampler: Sampler, samples: int, rng: np.random.Generator) -> None:
    """Print coverage and error of the model by commune beside the direct estimate's, one line a scale."""
    asked, truths = questionnaire("1"), sampler.people.truths()
    ends = set(np.argsort(truths)[[*range(ENDS), *range(-ENDS, 0)]].tolist())
    found: dict[str, list[tuple[bool, bool, float, float, float, float, float]]] = defaultdict(list)
    zero: dict[str, int] = defaultdict(int)
    for _ in range(samples):
        data = sampler.draw(rng)
        for scale in SCALES:
            model = model_areas(data, asked, TARGETS, method=Method(), at=("1", "area"), scale=scale).model
            zero[scale] += model.sigma2 == 0
            for each in model.areas:
                truth = float(truths[int(each.area)])
                errors = (each.benchmarked - truth, each.direct - truth, each.mse)
                held = each.low <= truth <= each.high
                found[scale].append((held, int(each.area) in ends, *errors, each.high, each.shrinkage))
    for scale, rows in found.items():
        held, end, model_error, direct_error, mse, high, shrinkage = np.array(rows, dtype=float).T
        print(
            f"  Fay–Herriot, {scale:<7} covers {100 * held.mean():5.1f} ({2 * ENDS} communes at the ends "
            f"{100 * held[end == 1].mean():5.1f}), rmse {100 * _root(model_error):.2f} claimed "
            f"{100 * np.sqrt(mse.mean()):.2f} direct {100 * _root(direct_error):.2f}, from model "
            f"{100 * shrinkage.mean():.0f}, σ² = 0 in {100 * zero[scale] / samples:.1f}, highest bound {100 * high.max():.1f}"
        )


def _root(errors: np.ndarray) -> float:
    return float(np.sqrt(np.mean(errors**2)))


def print_verdicts(samples: int, rng: np.random.Generator) -> None:
    """Print how often a verdict is false where the truth is the target, one line a level and number of clusters."""
    print("Verdicts, truth = target, nominal 2.5: false «Đạt» / false «Chưa đạt»")
    asked = questionnaire("1")
    for level in LEVELS:
        everybody = clusters(rng, level)
        for df in DF:
            people = max(8, 30 // (df + 1) + 1)
            wrong = _wrong(everybody, asked, (df, people, samples), rng)
            seen = "   ".join(
                f"{interval} {100 * met / samples:5.1f} / {100 * missed / samples:5.1f}"
                for interval, (met, missed) in wrong.items()
            )
            print(f"  p {everybody.truth:.3f}, df {df:>2}, n {(df + 1) * people:>3}: {seen}", flush=True)


def _wrong(
    everybody: Clusters, asked: Questionnaire, size: tuple[int, int, int], rng: np.random.Generator
) -> dict[str, tuple[int, int]]:
    df, people, samples = size
    met, missed = defaultdict(int), defaultdict(int)
    for _ in range(samples):
        data = everybody.draw(rng, df, people)
        for interval in INTERVALS:
            each = score(data, asked, TARGETS, Method(interval=interval))["1"].measure
            met[interval] += each.low > everybody.truth
            missed[interval] += each.high < everybody.truth
    return {interval: (met[interval], missed[interval]) for interval in INTERVALS}


def main() -> None:
    """Print design A, design B and verdicts."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    started = time.perf_counter()
    rng = np.random.default_rng(2026)
    people: Population = population(rng)
    print(f"{samples} samples of {people.commune.size:,} people, {people.truths().size} communes; percent")
    for design, words in (("A", "all communes, villages PPS"), ("B", "communes PPS, villages PPS")):
        print(f"{design}: {words}")
        sampler = Sampler(people, design)  # type: ignore[arg-type] # one of two letters
        print_criteria(sampler, samples, rng)
        print_communes(sampler, samples, rng)
    print_verdicts(samples, rng)
    print(f"{time.perf_counter() - started:.0f} seconds")


if __name__ == "__main__":
    main()
