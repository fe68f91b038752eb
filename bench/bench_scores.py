"""Time of the whole score table: twelve rows, both metrics, verdicts, and the breakdown by 95 areas.

Run: ``python bench/bench_scores.py``; the ratio says what eleven times the answers cost.
"""

import statistics
import time

import numpy as np
import pandas as pd

from questionnaires import load
from questionnaires.missing import BLANK, DONT_KNOW
from questionnaires.model import ChoicesItem, Questionnaire
from scoring.method.method import Method
from scoring.run import score
from scoring.targets import target_files

SIZES = (3_240, 36_525)
RUNS = 5
AREAS = 95
PSU_SIZE = 6


def wave(size: int, questionnaire: Questionnaire, rng: np.random.Generator) -> pd.DataFrame:
    """Return synthetic responses: 95 strata, villages of six."""
    columns = {}
    for column in questionnaire.columns:
        codes = (
            [1, 2]
            if isinstance(questionnaire.items[column.item], ChoicesItem)
            else [*column.codes, BLANK, DONT_KNOW]
        )
        columns[column.name] = rng.choice(np.array(codes, np.uint8), size)
    psu = np.arange(size) // PSU_SIZE
    area = np.char.mod("%05d", 25_000 + psu % AREAS)
    design = {
        "area": area,
        "stratum": area,
        "psu": np.char.mod("%d", psu),
        "weight": rng.uniform(500, 1500, size),
    }
    return pd.DataFrame({**design, **columns})


def median_seconds(data: pd.DataFrame, questionnaire: Questionnaire, method: Method) -> float:
    """Return the median wall time of scoring the wave."""
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        score(data, questionnaire, target_files.load("plan-336"), method)
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def main() -> None:
    """Print one line a size."""
    questionnaire = load.published("sipas-2025")
    print(f"score table, median of {RUNS} runs, seconds")
    print(f"{'responses':>10}  {'table':>7}  {'with 95 areas':>13}")
    seen = []
    for size in SIZES:
        data = wave(size, questionnaire, np.random.default_rng(size))
        plain, areas = (median_seconds(data, questionnaire, Method(by=by)) for by in ((), ("area",)))
        seen.append((plain, areas))
        print(f"{size:>10,}  {plain:>7.2f}  {areas:>13.2f}")
    (small, small_areas), (large, large_areas) = seen
    print(
        f"{SIZES[1] / SIZES[0]:.1f} times the answers cost {large / small:.1f} and {large_areas / small_areas:.1f} times the time"
    )


if __name__ == "__main__":
    main()
