"""Drawing samples: a register of 3.3 million adults beside svy, Sampford, Bethel and the cube.

    python bench/bench_sampling.py

The peer is svy 0.35 (``pip install -c constraints.txt -e '.[bench]'`` installs it); without it only our own
times are shown. Both draw from the same register in the same run: communes PPS in each district and adults by
SRS, without and with villages PPS in between. The register is synthetic.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
import pandas as pd

from sampling.drawing.draw import draw, plan_from
from sampling.drawing.manifest import write
from sampling.frame.frame import SamplingFrame, read_frame
from sampling.selection.cube import cube
from sampling.selection.inclusion import proportional
from sampling.selection.methods import METHODS
from sampling.selection.randomness import Stream
from sampling.size.bethel import bethel_for_cv

ADULTS, DISTRICTS, COMMUNES, VILLAGES = 3_300_000, 11, 95, 1_500
REPEATS = 5
TWO_STAGES = plan_from("""
[[stage]]
unit = "commune"
strata = ["district"]
size = "count"
method = "pps_systematic"
take = 2
[[stage]]
unit = "person"
method = "srs"
take = 15
""")
PLAN = plan_from("""
[[stage]]
unit = "commune"
strata = ["district"]
size = "count"
method = "pps_systematic"
take = 3
[[stage]]
unit = "village"
size = "count"
method = "pps_systematic"
take = 3
[[stage]]
unit = "person"
method = "srs"
take = 17
""")
PLANS = {"PPS + SRS": TWO_STAGES, "three stages": PLAN}


def register(folder: Path) -> Path:
    """Write the register of adults: district, commune, village, person."""
    rng = np.random.default_rng(1)
    commune = np.sort(np.concatenate([np.arange(COMMUNES), rng.integers(0, COMMUNES, VILLAGES - COMMUNES)]))
    size = rng.lognormal(0, 0.4, VILLAGES)
    size = np.maximum(200, size * ADULTS / size.sum()).astype(int)
    size[-1] += ADULTS - size.sum()
    village = np.repeat(np.arange(VILLAGES), size)
    table = pd.DataFrame(
        {
            "district": commune[village] * DISTRICTS // COMMUNES,
            "commune": 26000 + commune[village],
            "village": 100000 + village,
            "person": 10_000_000 + np.arange(village.size),
        }
    )
    path = folder / "register.csv"
    table.to_csv(path, index=False)
    return path


def best(action: Callable[[], object]) -> float:
    """Return the shortest of a few runs, in seconds."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def line(what: str, seconds: float, limit: str = "") -> None:
    print(f"| {what} | {seconds:.3f} s | {limit} |", flush=True)


def ours(path: Path, folder: Path) -> dict[str, float]:
    """Measure reading and drawing; return the seconds of each draw."""
    start = time.perf_counter()
    frame = read_frame(path)
    reading = time.perf_counter() - start
    line("read the register, all checks of the file", reading)
    seconds = {name: best(lambda plan=plan: draw(frame, plan, seed="bench")) for name, plan in PLANS.items()}
    for name, time_taken in seconds.items():
        line(f"check and draw, {name}", time_taken)
    start = time.perf_counter()
    write(draw(frame, PLAN, seed="bench"), folder / "out")
    line("register.csv to sample.csv and manifest.json", reading + time.perf_counter() - start, "< 5 s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"| peak memory | {memory:.2f} GB | < 1.5 GB |")
    return seconds


def peer(path: Path) -> dict[str, float]:
    """Measure svy on the same register; return the seconds of each draw, nothing where it is missing."""
    try:
        import polars as pl
        import svy
        from svy.selection import Stage
    except ImportError:
        print("| svy is not installed: pip install -c constraints.txt -e '.[bench]' | | |")
        return {}

    start = time.perf_counter()
    table = pl.read_csv(path).with_columns(
        pl.len().over("commune").alias("commune_size"), pl.len().over("village").alias("village_size")
    )
    line("svy: read the register, count sizes", time.perf_counter() - start)
    plans = {
        "PPS + SRS": [Stage("commune", n=2, mos="commune_size"), Stage(None, n=15)],
        "three stages": [
            Stage("commune", n=3, mos="commune_size"),
            Stage("village", n=3, mos="village_size"),
            Stage(None, n=17),
        ],
    }

    def drawn(stages: list["Stage"]) -> object:
        sample = svy.Sample(table, svy.Design(stratum="district"))
        return sample.sampling.multistage(stages, rstate=1)

    seconds = {name: best(lambda stages=stages: drawn(stages)) for name, stages in plans.items()}
    for name, time_taken in seconds.items():
        line(f"svy: draw, {name}", time_taken)
    return seconds


def methods() -> None:
    size = np.random.default_rng(2).lognormal(0, 0.7, 5000)
    pi = proportional(size, 1000).pi
    line("Sampford, 1,000 of 5,000 units", best(lambda: METHODS["sampford"](pi, Stream("bench"))), "< 1 s")
    line("pivotal, 1,000 of 5,000 units", best(lambda: METHODS["pivotal"](pi, Stream("bench"))))
    line("Brewer, 1,000 of 5,000 units", best(lambda: METHODS["brewer"](pi, Stream("bench"))))
    balance = np.random.default_rng(3).normal(50, 10, (5000, 4))
    line("cube, 1,000 of 5,000 units, 4 columns", best(lambda: cube(pi, balance, Stream("bench"))))
    rng = np.random.default_rng(4)
    population = rng.integers(50, 5000, 500)
    deviation = rng.uniform(0.1, 2, (500, 12)) * rng.lognormal(0, 1, 12)
    mean = rng.uniform(1, 5, 12) * deviation.mean(axis=0)
    cv = rng.uniform(0.01, 0.05, 12)
    line(
        "Bethel, 500 strata × 12 variables",
        best(lambda: bethel_for_cv(population, deviation, mean, cv)),
        "< 2 s",
    )


def largest(folder: Path) -> None:
    """Draw from a frame in memory of ten million rows."""
    table = pd.DataFrame({"area": np.arange(10_000_000) // 5000, "person": np.arange(10_000_000)}).astype(str)
    from sampling.frame.frame import frame_from

    start = time.perf_counter()
    frame: SamplingFrame = frame_from(table)
    plan = plan_from('[[stage]]\nunit = "area"\ntake = 100\n[[stage]]\nunit = "person"\ntake = 30\n')
    draw(frame, plan, seed="bench")
    line("ten million rows in memory, checked and drawn", time.perf_counter() - start)


def main() -> None:
    print("| what | time | limit |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = register(folder)
        mine = ours(path, folder)
        for name, seconds in peer(path).items():
            print(f"| times faster than svy, {name} | {seconds / mine[name]:.1f} | ≥ 5 |")
        methods()
        if "--largest" in sys.argv:
            largest(folder)


if __name__ == "__main__":
    main()
