"""Time of estimates for 40 items × (everybody + 11 areas) with se, interval and deff, beside svy and R.

    .venv/bin/python bench/bench_scoring.py                 # all sizes; some minutes, most of them svy's
    .venv/bin/python bench/bench_scoring.py 1000 36525      # some sizes

Every figure is the median of runs in a process of its own, on the same data; loading is left out, making the design
is not. svy is the best Python peer: ``pip install svy==0.35.0`` puts it beside us; R runs where Rscript has ``survey``.
"""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ITEMS = [f"q{number:02d}" for number in range(1, 41)]
AREAS, STRATA, PER_PSU = 11, 22, 20
SIZES = (1_000, 36_525, 1_000_000, 10_000_000)
RUNS = {1_000: 501, 36_525: 51, 1_000_000: 9, 10_000_000: 3}  # for each about a second, as its peer has
PEER_RUNS = {1_000: 7, 36_525: 3, 1_000_000: 1}
R_ITEMS = {1_000: 40, 36_525: 2}
GOALS = {("numpy", 1_000): 100, ("numpy", 36_525): 30, ("numpy", 1_000_000): 30, ("numba", 1_000_000): 100}
VALID = (1, 2, 3, 4, 5)


def make(n: int) -> dict[str, np.ndarray]:
    """Return columns: rows sorted by PSU, areas made of strata, no missing answers."""
    rng = np.random.default_rng(n)
    psus = max(n // PER_PSU, 2 * STRATA)
    psu = np.sort(np.concatenate([np.repeat(np.arange(psus), 2), rng.integers(0, psus, n - 2 * psus)]))
    stratum = psu * STRATA // psus
    codes = np.array(VALID, np.uint8)
    answers = {item: rng.choice(codes, n, p=[0.03, 0.07, 0.12, 0.48, 0.30]) for item in ITEMS}
    return {
        "stratum": stratum.astype(np.int8),
        "psu": psu.astype(np.int32),
        "area": (stratum * AREAS // STRATA).astype(np.int8),
        "w": rng.uniform(50, 500, n),
        **answers,
    }


def ours(data: dict[str, np.ndarray], kernel: str) -> Callable[[], list[list[float]]]:
    from scoring import Design
    from scoring.estimation.estimate import estimate_each

    def job() -> list[list[float]]:
        design = Design.from_frame(data, strata="stratum", clusters="psu", weight="w")
        tables = estimate_each(
            design, ITEMS, [(), "area"], valid=VALID, interval="t", deff="wr", kernel=kernel
        )
        for table in tables:
            assert np.isfinite(table.low + table.high + table.deff).all()
        return [[table.value[0, 0], table.se[0, 0], table.deff[0, 0]] for table in tables]

    return job


def peer(data: dict[str, np.ndarray]) -> Callable[[], list[list[float]]]:
    import polars as pl
    import svy

    top2 = {item: (data[item] >= 4).astype(np.float64) for item in ITEMS}
    frame = pl.DataFrame({**{name: data[name] for name in ("stratum", "psu", "area", "w")}, **top2})

    def job() -> list[list[float]]:
        sample = svy.Sample(frame, svy.Design(stratum="stratum", psu="psu", wgt="w"))
        everybody = sample.estimation.mean(ITEMS, deff="wr")
        areas = sample.estimation.mean(ITEMS, by="area", deff="wr")
        return [
            [table[0].to_polars()[name][0] for name in ("est", "se", "deff")] for table in (everybody, areas)
        ]

    return job


def measured(kind: str, n: int) -> dict[str, object]:
    """Run one kind in this process and return its median, peak memory, and first numbers."""
    if kind == "read":
        return {"seconds": bandwidth()}
    data = make(n)
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    job = peer(data) if kind == "svy" else ours(data, kind)
    runs = PEER_RUNS.get(n, 0) if kind == "svy" else RUNS[n]
    if runs > 1:
        job()  # imports, compilers and caches are warm
    seconds, numbers = [], []
    for _ in range(runs):
        started = time.perf_counter()
        numbers = job()
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    out: dict[str, object] = {
        "seconds": statistics.median(seconds),
        "rss": peak / 1024,
        "loaded": loaded / 1024,
    }
    out["numbers"] = numbers
    if kind != "svy":
        out["pass"] = pass_seconds(data, kind)
    return out


def pass_seconds(data: dict[str, np.ndarray], kernel: str) -> float:
    """Return the median time of the pass alone: bytes in, sums per PSU out."""
    from scoring import Design
    from scoring.design.domains import domains
    from scoring.reduction.cell_sums import cell_sums
    from scoring.reduction.cells import cells
    from scoring.reduction.code_scores import CodeScores
    from scoring.reduction.coded_answers import encode

    design = Design.from_frame(data, strata="stratum", clusters="psu", weight="w")
    grid = cells(design, domains(design.n, []))
    answers = encode({item: data[item] for item in ITEMS}, CodeScores(valid=VALID))
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        cell_sums(answers, grid, design.weight, kernel)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def bandwidth() -> float:
    """Return the memory bandwidth of this machine in GB/s, reading."""
    block = np.ones(40_000_000)
    best = min(timed(block.sum) for _ in range(5))
    return block.nbytes / best / 1e9


def timed(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def apart(kind: str, n: int) -> dict[str, object] | None:
    """Measure in a process of its own; None where the tool is not installed."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", kind, str(n)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.stderr.write(done.stderr[-2000:])
        return None
    return dict(json.loads(done.stdout.splitlines()[-1]))


R_SCRIPT = """
suppressMessages(library(survey)); x <- read.csv(commandArgs(TRUE)[1]); k <- as.integer(commandArgs(TRUE)[2])
d <- svydesign(ids=~psu, strata=~stratum, weights=~w, data=x, nest=TRUE); t <- proc.time()[3]
for (q in sprintf("q%02d", seq_len(k))) { f <- as.formula(paste0("~I(", q, ">=4)"))
  m <- svymean(f, d, deff="replace"); confint(m, df=degf(d))
  b <- svyby(f, ~area, d, svymean, deff="replace"); confint(b, df=degf(d)) }
cat(proc.time()[3] - t)
"""


def r_seconds(n: int) -> float | None:
    """Return R survey's time by a loop over items (scaled up from some items), None without R."""
    if shutil.which("Rscript") is None or n not in R_ITEMS:
        return None
    data = make(n)
    with tempfile.TemporaryDirectory() as folder:
        path, script = Path(folder) / "data.csv", Path(folder) / "bench.R"
        np.savetxt(path, np.stack(list(data.values()), 1), "%.10g", ",", header=",".join(data), comments="")
        script.write_text(R_SCRIPT, "utf-8")
        done = subprocess.run(
            ["Rscript", str(script), str(path), str(R_ITEMS[n])], capture_output=True, text=True, check=False
        )
    return None if done.returncode else float(done.stdout.split()[-1]) * len(ITEMS) / R_ITEMS[n]


def line(n: int, read: float) -> str:
    """Measure one size and return its row of the table."""
    found = {kind: apart(kind, n) for kind in ("numpy", "numba")}
    found["svy"] = apart("svy", n) if has_svy() and n in PEER_RUNS else None
    svy, numpy = found["svy"], found["numpy"]
    if svy is not None and numpy is not None:
        np.testing.assert_allclose(numpy["numbers"], svy["numbers"], rtol=1e-9)
    cells = [f"{n:,}"]
    for kind in ("numpy", "numba"):
        one = found[kind]
        seconds = None if one is None else float(str(one["seconds"]))
        ratio = None if svy is None or seconds is None else float(str(svy["seconds"])) / seconds
        goal = GOALS.get((kind, n))
        mark = "" if ratio is None or goal is None else (" ✓" if ratio >= goal else f" ✗ {goal}")
        cells += [shown(seconds), "–" if ratio is None else f"{ratio:,.0f}×{mark}"]
    cells += ["–" if svy is None else shown(float(str(svy["seconds"]))), shown(r_seconds(n))]
    for kind in ("numpy", "numba"):
        one = found[kind]
        rate = None if one is None else n * (len(ITEMS) + 8) / float(str(one["pass"])) / 1e9
        cells.append("–" if rate is None else f"{rate:.1f} of {read:.0f}")
    cells += [
        "–" if found[kind] is None else f"{found[kind]['rss']:,.0f}" for kind in ("numpy", "numba", "svy")
    ]
    return "| " + " | ".join(cells) + " |"


def shown(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds * 1e3:,.1f} ms" if seconds < 1 else f"{seconds:,.2f} s"


def has_svy() -> bool:
    from importlib.util import find_spec

    return find_spec("svy") is not None


def main() -> None:
    if len(sys.argv) > 3 and sys.argv[1] == "--one":
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]))))
        return
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    if not has_svy():
        print("svy is not installed, so there is nothing to compare with: pip install svy==0.35.0\n")
    # in a process of its own: a child's peak memory starts from what its parent had
    read = float(str(apart("read", 0)["seconds"]))
    print(
        f"Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: above the cores, ratios are rough."
    )
    print("40 items × (everybody + 11 areas): estimate, se, interval, deff; making the design included.\n")
    print(
        "| n | numpy | vs svy | numba | vs svy | svy | R item loop | numpy pass GB/s | numba pass GB/s | RSS MB numpy | numba | svy |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for n in sizes:
        print(line(n, read), flush=True)


if __name__ == "__main__":
    main()
