"""Every number of replicate designs that a reference exists for, ours beside it, for the tests and for ``make check-numbers``."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring import Design, contrast, estimate
from scoring.design.replication import given, jackknife
from scoring.estimation.ratio import ratio
from scoring.weighting import Margin, calibrate, poststratify, rake
from tests.scoring.reference import GOLDEN, ITEMS, TIGHT, VALID, api, expected, frame, sipas

R = "R survey"
STATISTICS = ("mean", "total", "ratio")
FILES = {"jk": ("jkw_", {"scale": 1, "rscales": np.full(62, 0.5)}), "brr": ("brr_", {"scale": 1 / 32})}
TYPES = {"E": 4421, "H": 755, "M": 1018}
TOTALS = {"(intercept)": 6194, "stype=H": 755, "stype=M": 1018, "api99": 3914069}
MARGINS = [Margin("stype", TYPES), Margin("sch.wide", {"No": 1072, "Yes": 5122})]
RAKED = 1e-4  # R's rake stops when the weights change by less than 1


@dataclass(frozen=True, eq=False)
class Compared:
    """Numbers of one design beside their reference.

    Args:
        name: the design.
        source: whose numbers they are.
        ours: our numbers.
        wanted: the reference.
        rtol: how far apart they may be, relative to the reference.
    """

    name: str
    source: str
    ours: np.ndarray
    wanted: np.ndarray
    rtol: float = TIGHT

    @property
    def gap(self) -> float:
        """The largest difference, relative to the reference."""
        return float(np.max(np.abs(self.ours - self.wanted) / np.abs(self.wanted)))


def compared(name, source, pairs, rtol=TIGHT) -> Compared:
    """Return pairs of (ours, reference) as one comparison."""
    ours, wanted = (np.concatenate([np.ravel(pair[side]) for pair in pairs]).astype(float) for side in (0, 1))
    return Compared(name, source, ours, wanted, rtol)


def nhanes(kind: str, *, mse: bool) -> Design:
    """Return NHANES II with the replicate weights that came with it."""
    prefix, options = FILES[kind]
    data = frame(f"nhanes2{kind}").assign(tall=lambda people: (people["height"] > 170).astype(int))
    weights = data[[name for name in data if name.startswith(prefix)]].to_numpy(float)
    return given(Design.from_frame(data, weight="finalwgt"), weights, mse=mse, **options)


def of_nhanes() -> Iterator[Compared]:
    """Yield means, totals, degrees of freedom and ratios of NHANES II."""
    for kind in FILES:
        for mse in (False, True):
            design, wanted = (
                nhanes(kind, mse=mse),
                expected("replicates")[f"nhanes{kind}_w_{str(mse).upper()}"],
            )
            mean, total = (estimate(design, "weight", statistic=each).rows[0] for each in ("mean", "total"))
            keys = ("mean", "se", "total", "total_se", "df")
            ours = [mean.estimate, mean.se, total.estimate, total.se, mean.df]
            pairs = [(ours, [wanted[key] for key in keys])]
            if kind == "jk":
                row = ratio(design, "weight", "height").rows[0]
                per = expected("replicates")[f"nhanesjk_ratio_{str(mse).upper()}"]
                pairs.append(([row.estimate, row.se], [per["ratio"], per["se"]]))
            yield compared(f"NHANES II {kind}, mse = {mse}", R, pairs)


def of_schools() -> Iterator[Compared]:
    """Yield the unstratified jackknife of the schools, plain and after every step of weighting."""
    design, wanted = jackknife(api("apiclus1")), expected("apiclus1")["replicates"]["JK1"]
    mean, per = (
        estimate(design, "api00", statistic="mean").rows[0],
        ratio(design, "api.stu", "enroll").rows[0],
    )
    plain = [wanted["mean"][key][0] for key in ("estimate", "se", "ci_low", "ci_high")]
    pairs = [([mean.estimate, mean.se, mean.low, mean.high], plain)]
    pairs.append(([per.estimate, per.se], [wanted["ratio"]["est"], wanted["ratio"]["se"]]))
    yield compared("apiclus1 JK1", R, pairs)
    for name, step, rtol in (
        ("calibrate", calibrate(design, TOTALS), TIGHT),
        ("poststratify", poststratify(design, "stype", TYPES), TIGHT),
        ("rake", rake(design, MARGINS), RAKED),
    ):
        row, one = (
            estimate(step.design, "api00", statistic="mean").rows[0],
            expected("replicates")[f"apiclus1_jk1_{name}"],
        )
        yield compared(f"apiclus1 JK1, {name}", R, [([row.estimate, row.se], [one["mean"], one["se"]])], rtol)


def bootstrapped(*, mse: bool) -> Design:
    """Return the one-province survey with its 60 bootstrap weights."""
    weights = pd.read_csv(GOLDEN / "sipas_small.bootweights.csv.gz")
    return given(sipas("wr"), weights, scale=expected("sipas_small")["subbootstrap"]["scale"], mse=mse)


def of_the_province() -> Iterator[Compared]:
    """Yield 40 items under the jackknife and the bootstrap, and by sex under the bootstrap around either centre."""
    for name, design in (("JKn", jackknife(sipas("wr"))), ("subbootstrap", bootstrapped(mse=False))):
        table, wanted = estimate(design, ITEMS, valid=VALID), expected("sipas_small")[name]["items"]
        pairs = [(table.value, wanted["estimate"]), (table.se, wanted["se"])]
        yield compared(f"sipas_small {name}", R, pairs)
    for mse in (False, True):
        table = estimate(bootstrapped(mse=mse), ITEMS, "sex", valid=VALID)
        per_item = by_domain(f"sipas_bootstrap_sex_{str(mse).upper()}")
        pairs = [
            (ours, [[one[key][sex] for one in per_item] for sex in (0, 1)])
            for key, ours in (("estimate", table.value), ("se", table.se))
        ]
        yield compared(f"sipas_small bootstrap by sex, mse = {mse}", R, pairs)


def by_domain(key: str):
    """Return one entry of the references that ``replicates_by.R`` makes."""
    return expected("replicates_by")[key]


def of_tall_people() -> Iterator[Compared]:
    """Yield NHANES II by whether a person is taller than 170 cm, and the difference of the means."""
    for kind in FILES:
        for mse in (False, True):
            design, wanted = nhanes(kind, mse=mse), by_domain(f"nhanes{kind}_tall_{str(mse).upper()}")
            mean = estimate(design, "weight", "tall", statistic="mean")
            tables = (
                mean,
                estimate(design, "weight", "tall", statistic="total"),
                ratio(design, "weight", "height", "tall"),
            )
            gap = contrast({"weight[tall=1]": 1, "weight[tall=0]": -1}, mean)
            pairs = [
                pair
                for name, table in zip(STATISTICS, tables, strict=True)
                for pair in ((table.value, wanted[name]), (table.se, wanted[f"{name}_se"]))
            ]
            pairs.append(([gap.estimate, gap.se], [wanted["gap"], wanted["gap_se"]]))
            yield compared(f"NHANES II {kind} by height, mse = {mse}", R, pairs)


def around(design: Design, *, mse: bool) -> Design:
    """Return the design with deviations from the estimate (mse) or from the replicates' mean."""
    return design.around_the_estimate() if mse else design


def of_weighted_schools() -> Iterator[Compared]:
    """Yield the jackknives of the schools around either centre, plain and after every step, in all and by domain."""
    steps = {
        "plain": lambda design: design,
        "poststratify": lambda design: poststratify(design, "stype", TYPES).design,
        "calibrate": lambda design: calibrate(design, TOTALS).design,
        "rake": lambda design: rake(design, MARGINS).design,
    }
    for name, file in (("apistrat_JKn", "apistrat"), ("apiclus1_JK1", "apiclus1")):
        for mse in (False, True):
            for step, made in steps.items():
                design, wanted = (
                    made(around(jackknife(api(file)), mse=mse)),
                    by_domain(f"{name}_{step}_{str(mse).upper()}"),
                )
                rows = (
                    estimate(design, "api00", statistic="mean").rows[0],
                    estimate(design, "enroll", statistic="total").rows[0],
                    ratio(design, "api.stu", "enroll").rows[0],
                )
                by = estimate(design, "api00", "sch.wide", statistic="mean")
                ours = [number for row in rows for number in (row.estimate, row.se)]
                theirs = [wanted[f"{each}{part}"] for each in STATISTICS for part in ("", "_se")]
                pairs = [(ours, theirs), (by.value, wanted["wide"]), (by.se, wanted["wide_se"])]
                yield compared(f"{name}, {step}, mse = {mse}", R, pairs)


def everything() -> Iterator[Compared]:
    """Yield every comparison."""
    yield from of_nhanes()
    yield from of_schools()
    yield from of_the_province()
    yield from of_tall_people()
    yield from of_weighted_schools()
