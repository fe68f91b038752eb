"""What a plan promises before it is drawn: expected standard errors by drawing it many times.

A synthetic population gives every village a share of satisfied people; the plan is drawn again and again with
seeds that count up; the spread of the estimates is the standard error one would have. Persons need not be drawn
one by one: ``n`` of a village by SRS are binomial (the village is large against ``n``).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sampling.design import chain_of
from sampling.drawn import Drawn
from sampling.errors import SamplingError
from sampling.frame import SamplingFrame
from sampling.frame_checks import check_frame
from sampling.hierarchy import Units
from sampling.plan import Plan
from sampling.randomness import Floats, Indices
from sampling.stage_cells import Listing
from sampling.stages import draw_stage


@dataclass(frozen=True)
class Expected:
    """What is expected of a plan, for a share.

    Attributes:
        plan: its name.
        answers: last-stage units a draw gives, on average.
        se: standard error of the share of the whole.
        bias: mean error of that share.
        deff: its variance against simple random sampling of as many answers.
        areas: areas with answers, on average.
        area_answers: median of the answers of an area that has any.
        area_se: median over areas of the root mean square error of their share, when they have answers.
        area_se_most: the largest of them.
    """

    plan: str
    answers: float
    se: float
    bias: float
    deff: float
    areas: float
    area_answers: float
    area_se: float
    area_se_most: float


@dataclass(frozen=True)
class Population:
    """A synthetic population on a frame of counted units.

    Attributes:
        frame: one row a village, with the number of people.
        count: the column with that number.
        area: the column of the areas reported on.
        shares: the share of satisfied people of each row.
    """

    frame: SamplingFrame
    count: str
    area: str
    shares: Floats

    @property
    def truth(self) -> float:
        """The share of the whole population."""
        return float(np.average(self.shares, weights=self.frame.numbers(self.count)))

    def area_truth(self) -> Floats:
        """Return the share of each area, in the order of ``frame.labels(area)``."""
        codes, people = self.frame.codes(self.area), self.frame.numbers(self.count)
        return np.bincount(codes, people * self.shares) / np.bincount(codes, people)


@dataclass(frozen=True)
class Opinion:
    """How alike neighbours answer a yes/no question.

    Attributes:
        p: the share of the whole.
        rho_area: correlation between two persons of an area.
        rho_village: correlation between two persons of a village beyond that of its area.
    """

    p: float
    rho_area: float
    rho_village: float


def synthetic_population(
    frame: SamplingFrame, opinion: Opinion, *, count: str, area: str, rng: np.random.Generator
) -> Population:
    """Give each village a share with variances ``ρ·p(1-p)`` between areas and between villages of an area.

    ``ρ`` are the intraclass correlations of a yes/no answer (Kish 1965, §5.6).

    Args:
        frame: one row a village.
        opinion: the share and its correlations.
        count: the column with the number of people.
        area: the column of areas.
        rng: source of randomness.
    """
    p, spread = opinion.p, opinion.p * (1 - opinion.p)
    areas = rng.normal(0, np.sqrt(opinion.rho_area * spread), frame.labels(area).size)
    villages = rng.normal(0, np.sqrt(opinion.rho_village * spread), len(frame))
    return Population(frame, count, area, np.clip(p + areas[frame.codes(area)] + villages, 0.02, 0.98))


def expected_errors(
    population: Population, plan: Plan, *, draws: int, seed: str, rng: np.random.Generator
) -> Expected:
    """Draw a plan many times on a synthetic population and return the errors of its estimates.

    The estimate is the weighted share, ``Σ w y / Σ w`` (Hájek 1971).

    Args:
        population: the synthetic population.
        plan: a plan whose last stage is counted and takes a fixed number.
        draws: how many times; 200 give the standard error within about 5 %.
        seed: draw ``i`` has the seed ``"seed i"``.
        rng: source of randomness of the answers.

    Raises:
        SamplingError: the last stage has no fixed take.
    """
    if plan.stages[-1].take.each is None:
        raise SamplingError(
            "Mô phỏng cần giai đoạn cuối có take là một số cố định.",
            "The simulation needs a last stage with a fixed take.",
        )
    units = check_frame(population.frame, plan)
    wholes, areas, answers = [], [], []
    for number in range(draws):
        drawn: list[Drawn] = []
        for _ in plan.stages[:-1]:
            drawn.append(
                draw_stage(Listing.after(drawn, population.frame, plan), units, seed=f"{seed} {number}")
            )
        whole, by_area, counts = _one_estimate(population, plan, units, drawn=drawn, rng=rng)
        wholes.append(whole)
        areas.append(by_area)
        answers.append(counts)
    return _summary(population, plan.name, np.array(wholes), np.array(areas), np.array(answers))


def _one_estimate(
    population: Population, plan: Plan, units: list[Units], *, drawn: list[Drawn], rng: np.random.Generator
) -> tuple[float, Floats, Floats]:
    """Return the share of the whole, of each area, and the answers of each area, in one draw."""
    table = _cells(population, plan, units, drawn)
    cells = {name: table[name].to_numpy(dtype=np.float64) for name in table.columns}
    take = np.minimum(float(plan.stages[-1].take.each or 0), cells["people"])
    satisfied = rng.binomial(take.astype(int), (cells["satisfied"] / cells["people"]).clip(0, 1))
    weight: Floats = cells["weight"] * cells["people"] / take
    size = population.frame.labels(population.area).size
    codes = cells["area"].astype(np.int64)
    above = np.bincount(codes, weight * satisfied, minlength=size)
    below = np.bincount(codes, weight * take, minlength=size)
    with np.errstate(invalid="ignore"):
        return (
            float(above.sum() / below.sum()),
            above / below,
            np.bincount(codes, take, minlength=size).astype(np.float64),
        )


def _cells(population: Population, plan: Plan, units: list[Units], drawn: list[Drawn]) -> pd.DataFrame:
    """Return one row a last-stage cell: its area, people, satisfied people and the weight of its parent."""
    frame, rows = population.frame, np.arange(len(population.frame))
    parent, weight = np.zeros(rows.size, dtype=np.int64), np.ones(rows.size, dtype=np.float64)
    if drawn:
        main = np.flatnonzero(~drawn[-1].is_reserve)
        weights = 1.0 / np.prod(
            [stage.pi[i] for stage, i in zip(drawn, chain_of(drawn), strict=True)], axis=0
        )
        place = np.full(len(units[len(drawn) - 1]), -1)
        place[drawn[-1].unit[main]] = main
        parent = place[units[len(drawn) - 1].of_row]
        rows = np.flatnonzero(parent >= 0)
        parent, weight = parent[rows], weights[parent[rows]]
    people = frame.numbers(population.count)[rows]
    strata = {column: frame.codes(column)[rows] for column in plan.stages[-1].strata}
    table = pd.DataFrame(
        {
            "parent": parent,
            **{f"by_{column}": codes for column, codes in strata.items()},
            "area": frame.codes(population.area)[rows],
            "people": people,
            "satisfied": people * population.shares[rows],
            "weight": weight,
        }
    )
    totals = {"area": "first", "people": "sum", "satisfied": "sum", "weight": "first"}
    keys = ["parent", *(f"by_{column}" for column in strata)]
    return table.groupby(keys).agg(totals)


def _summary(
    population: Population, name: str, wholes: Floats, areas: Floats, answers: Indices | Floats
) -> Expected:
    truth = population.truth
    with np.errstate(invalid="ignore"):
        squares = (areas - population.area_truth()) ** 2
        error = np.sqrt(np.nanmean(squares[:, np.isfinite(squares).any(axis=0)], axis=0))
    total = float(answers.sum(axis=1).mean())
    variance = float(wholes.var(ddof=1))
    return Expected(
        plan=name,
        answers=total,
        se=float(np.sqrt(variance)),
        bias=float(wholes.mean() - truth),
        deff=variance / (truth * (1 - truth) / total),
        areas=float((answers > 0).sum(axis=1).mean()),
        area_answers=float(np.median(answers[answers > 0])),
        area_se=float(np.median(error)),
        area_se_most=float(error.max()),
    )
