"""Time of 500 bootstrap replicates with raking done again in each, then 40 shares, beside svy and R's ``survey``.

    .venv/bin/python bench/bench_replicates.py            # 36,525 rows × 500 replicates; R takes some minutes
    .venv/bin/python bench/bench_replicates.py 2000 50    # rows and replicates

The same work on both sides: the design, bootstrap of PSUs by stratum (Rao and Wu), raking to sex and age of the full sample
and of every replicate, estimate, standard error and interval of 40 shares. Each draws its own bootstrap, so the estimates
have to agree and the standard errors to be near. R's 40 shares are scaled up from a few; raking is timed whole. svy 0.35
is in the extra ``bench``. What is not installed, or cannot, is reported as absent.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from bench_scoring import ITEMS, VALID, make, shown

ROWS, REPLICATES, GOAL = 36_525, 500, 10.0
R_ITEMS = 4
SEX, AGE = (0.49, 0.51), (0.15, 0.22, 0.25, 0.20, 0.18)
R_SCRIPT = """
suppressMessages(library(survey))
args <- commandArgs(TRUE); x <- read.csv(args[1]); k <- as.integer(args[3]); total <- sum(x$w)
clock <- function() proc.time()[["elapsed"]]; start <- clock()
d <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = x, nest = TRUE)
b <- as.svrepdesign(d, type = "subbootstrap", replicates = as.integer(args[2])); drawn <- clock()
sex <- data.frame(sex = 1:2, Freq = total * c(0.49, 0.51))
age <- data.frame(age = 1:5, Freq = total * c(0.15, 0.22, 0.25, 0.20, 0.18))
r <- rake(b, list(~sex, ~age), list(sex, age), control = list(maxit = 100, epsilon = total * 1e-9)); raked <- clock()
for (item in sprintf("q%02d", seq_len(k))) {
  m <- svymean(as.formula(paste0("~as.numeric(", item, " >= 4)")), r); confint(m, df = degf(d))
  if (item == "q01") first <- c(coef(m), SE(m))
}
cat(drawn - start, raked - drawn, (clock() - raked) / k, format(first, digits = 17))
"""
Figures = tuple[float, float, float, float, float]


def data_of(rows: int) -> dict[str, np.ndarray]:
    """Return the columns of ``bench_scoring.make`` with sex and age."""
    rng = np.random.default_rng(rows + 1)
    more = {"sex": rng.integers(1, 3, rows), "age": rng.integers(1, 6, rows)}
    return {**make(rows), **{name: column.astype(np.int8) for name, column in more.items()}}


def ours(data: dict[str, np.ndarray], replicates: int) -> Figures:
    """Return the seconds of bootstrap, raking and 40 shares, and the first share with its error."""
    from scoring import Design, estimate
    from scoring.design.replication import bootstrap
    from scoring.weighting import Margin, rake

    total = float(data["w"].sum())
    margins = [
        Margin(name, {str(level): total * part for level, part in enumerate(parts, start=1)})
        for name, parts in (("sex", SEX), ("age", AGE))
    ]
    started = time.perf_counter()
    design = Design.from_frame(data, strata="stratum", clusters="psu", weight="w")
    design = bootstrap(design, replicates, np.random.default_rng(7))
    drawn = time.perf_counter()
    step = rake(design, margins)
    raked = time.perf_counter()
    table = estimate(step.design, ITEMS, valid=VALID, interval="t")
    assert np.isfinite(table.se + table.low + table.high).all()
    done = time.perf_counter()
    return drawn - started, raked - drawn, done - raked, float(table.value[0, 0]), float(table.se[0, 0])


def of_r(data: dict[str, np.ndarray], replicates: int) -> Figures | None:
    """Return the same of R, None where it is absent."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path, script = Path(folder) / "data.csv", Path(folder) / "bench.R"
        np.savetxt(path, np.stack(list(data.values()), 1), "%.17g", ",", header=",".join(data), comments="")
        script.write_text(R_SCRIPT, "utf-8")
        done = subprocess.run(
            ["Rscript", str(script), str(path), str(replicates), str(R_ITEMS)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        return None
    drawn, raked, share, value, error = map(float, done.stdout.split())
    return drawn, raked, share * len(ITEMS), value, error


def of_svy(data: dict[str, np.ndarray], replicates: int) -> Figures | None:
    """Return the same of svy, None where it is absent."""
    try:
        import polars as pl
        import svy
    except ImportError:
        return None
    total = float(data["w"].sum())
    controls = {
        name: {level: total * part for level, part in enumerate(parts, start=1)}
        for name, parts in (("sex", SEX), ("age", AGE))
    }
    shares = {f"s{item}": (data[item] >= 4).astype(float) for item in ITEMS}
    frame = pl.DataFrame({**data, **shares})
    started = time.perf_counter()
    sample = svy.Sample(frame, svy.Design(stratum="stratum", psu="psu", wgt="w"))
    sample = sample.weighting.create_bs_wgts(n_reps=replicates, rstate=7)
    drawn = time.perf_counter()
    sample = sample.weighting.rake(controls=controls, tol=1e-9)
    raked = time.perf_counter()
    first = sample.estimation.mean(list(shares), method="replication")[0].estimates[0]
    return drawn - started, raked - drawn, time.perf_counter() - raked, float(first.est), float(first.se)


def row(name: str, figures: Figures | None) -> str:
    """Return a row of the table."""
    if figures is None:
        return f"| {name} | absent | – | – | – |"
    *seconds, _, _ = figures
    return f"| {name} | {' | '.join(shown(each) for each in (*seconds, sum(seconds)))} |"


def main() -> None:
    rows, replicates = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (ROWS, REPLICATES)
    print(
        f"Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: above the cores, times are too long."
    )
    print(
        f"{rows:,} rows × {replicates} replicates × {len(ITEMS)} items, raked to sex and age in every replicate.\n"
    )
    data = data_of(rows)
    mine = ours(data, replicates)
    print("| | design, bootstrap | rake | 40 shares | together |\n|---|---|---|---|---|")
    print(row("sipas", mine), flush=True)
    for name, measured in (("svy", of_svy), ("R survey", of_r)):
        other = measured(data, replicates)
        print(row(name, other), flush=True)
        if other is not None:
            np.testing.assert_allclose(mine[3], other[3], rtol=1e-7)
            np.testing.assert_allclose(mine[4], other[4], rtol=0.25)
    together = sum(mine[:3])
    if (rows, replicates) == (ROWS, REPLICATES):
        print(f"\nunder {GOAL:g} s: {'✓' if together < GOAL else '✗'} ({together:.1f} s)")


if __name__ == "__main__":
    main()
