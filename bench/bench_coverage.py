"""Whether intervals hold what they say: criteria, Fay–Herriot by commune, and verdicts where the truth is the target.

Run: ``python bench/bench_coverage.py [SAMPLES [SEED]]`` (1,000). Finite populations with known truths are drawn from again and again;
every number is made as ``sipas score`` makes it. Percent; with 1,000 samples a nominal 95 is 93.6–96.4 by chance alone.
"""

import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from coverage_populations import Population, Sampler, population

from questionnaires.model import Questionnaire
from scoring.method.method import Interval, Method
from scoring.run import score
from scoring.small_area.area_model import direct_areas, modelled
from scoring.small_area.area_scales import SCALES

sys.path.insert(0, str(Path(__file__).parent.parent))

from coverage_verdicts import DF, LEVELS, verdicts

from tests.builders.scores import criterion, heading, questionnaire_of, target_set

SAMPLES, SEED = 1_000, 2026
VERDICTS = 10  # times as many samples: a share of few samples says little
ENDS = 5
CRITERIA = {"1": "abcd", "2": "ab", "3": "cd", "4": "a"}
INTERVALS: tuple[Interval, ...] = ("t", "logit_floor")
TARGETS = target_set()


def questionnaire(codes: str) -> Questionnaire:
    """Return a questionnaire of the criteria of these codes, four items at most."""
    return questionnaire_of(*(criterion(code, *CRITERIA[code]) for code in codes))


def with_heading() -> Questionnaire:
    """Return a questionnaire of heading 1, the mean of the criteria 1.1 to 1.4."""
    return questionnaire_of(heading("1", *(criterion(f"1.{code}", *CRITERIA[code]) for code in CRITERIA)))


def print_criteria(sampler: Sampler, samples: int, rng: np.random.Generator) -> None:
    """Print how often the province's intervals hold the truth, one line an interval."""
    asked, answers = with_heading(), sampler.people.satisfied.mean(axis=0)
    truths = {
        f"1.{code}": answers[["abcd".index(name) for name in items]].mean()
        for code, items in CRITERIA.items()
    }
    truths["1"] = np.mean(list(truths.values()))
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
        print(f"  criteria and heading, {interval:<5} {seen}", flush=True)


def print_communes(sampler: Sampler, samples: int, rng: np.random.Generator) -> None:
    """Print coverage and error of the model by commune beside the direct estimate's, one line a scale."""
    asked, truths = questionnaire("1"), sampler.people.truths()
    ends = set(np.argsort(truths)[[*range(ENDS), *range(-ENDS, 0)]].tolist())
    found: dict[str, list[tuple[bool, bool, float, float, float, float, float]]] = defaultdict(list)
    zero: dict[str, int] = defaultdict(int)
    for _ in range(samples):
        data = sampler.draw(rng)
        direct = direct_areas(data, asked, TARGETS, method=Method(), at=("1", "area"))
        for scale in SCALES:
            model = modelled(direct, scale).model
            zero[scale] += model.reml == 0
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
            f"{100 * shrinkage.mean():.0f}, REML 0 in {100 * zero[scale] / samples:.1f}, highest bound {100 * high.max():.1f}",
            flush=True,
        )


def _root(errors: np.ndarray) -> float:
    return float(np.sqrt(np.mean(errors**2)))


def print_verdicts(samples: int, rng: np.random.Generator) -> None:
    """Print how often a verdict is false where the truth is the target, one line a level and number of clusters."""
    print(
        f"Verdicts, {samples:,} samples: false «Đạt» / false «Chưa đạt» where truth = target, nominal 2.5 each"
    )
    print("  (in brackets: «Đạt» found where the truth is 3 and 10 points above the target)")
    asked = questionnaire("1")
    for level in LEVELS:
        for df in DF:
            people = max(8, 30 // (df + 1) + 1)
            counts = verdicts(asked, (df, people, samples), level, rng)
            seen = "   ".join(f"{interval} {count}" for interval, count in counts.items())
            print(f"  p {level:.2f}, df {df:>2}, n {(df + 1) * people:>3}: {seen}", flush=True)


def main() -> None:
    """Print design A, design B and verdicts."""
    samples, seed = (int(given) for given in [*sys.argv[1:], *(str(SAMPLES), str(SEED))[len(sys.argv) - 1 :]])
    started = time.perf_counter()
    rng = np.random.default_rng(seed)
    people: Population = population(rng)
    print(f"{samples} samples of {people.commune.size:,} people, {people.truths().size} communes; percent")
    for design, words in (("A", "all communes, villages PPS"), ("B", "communes PPS, villages PPS")):
        print(f"{design}: {words}")
        sampler = Sampler(people, design)  # type: ignore[arg-type] # one of two letters
        print_criteria(sampler, samples, rng)
        print_communes(sampler, samples, rng)
    print_verdicts(VERDICTS * samples, rng)
    print(f"{time.perf_counter() - started:.0f} seconds, {time.process_time():.0f} of one core")


if __name__ == "__main__":
    main()
