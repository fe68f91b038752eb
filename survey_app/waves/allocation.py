"""Expected forms and precision of a plan on a frame, area by area; nothing is saved.

The plan is drawn once with a seed of the page's own, so that everything that would refuse the real draw refuses the
preview; what is shown are expectations, not that draw. For a share ``p`` in a stratum with ``n`` expected answers
``SE = √(deff·pq/n·(1-n/N))`` with ``deff = 1+(m-1)ρ`` (Kish 1965, §5.4), ``m`` answers per first-stage unit; of
the whole, ``SE² = Σ W_h² SE_h²`` (Cochran 1977, §5.4).
"""

import math
from dataclasses import dataclass

import pandas as pd

from sampling.drawing.draw import draw
from sampling.frame.frame import SamplingFrame
from sampling.plan.plan import Plan
from sampling.preview.outlook import outlook
from sampling.size.size import design_effect, z
from survey_app.errors import AppError
from survey_app.waves.expected_forms import expected_forms

SHARE = 0.8
SEED = "xem trước"


@dataclass(frozen=True, slots=True)
class Assumed:
    """Planning assumptions: correlation within a first-stage unit, and response rate."""

    rho: float = 0.05
    response: float = 0.8


@dataclass(frozen=True, slots=True)
class Place:
    """An area within a stratum; ``take`` and ``forms`` are expected, ``error`` is None without answers."""

    area: str
    stratum: str
    population: float
    take: float
    forms: float
    answers: float
    error: float | None
    half: float | None


@dataclass(frozen=True, slots=True)
class Allocation:
    """The expected allocation of a plan, before the draw.

    Attributes:
        places: areas × strata, by area.
        population: last-stage units of the frame.
        forms: forms of the main sample.
        reserve: forms of the reserve.
        answers: answers expected.
        error: expected standard error of a share of 80 % of the whole; None when a stratum gives no answer.
        half: half of its 95 % interval.
        deff: its variance against simple random sampling of as many answers.
        cluster: answers expected from one first-stage unit.
        cluster_deff: the design effect of the clustering alone.
        units: unit, population count and main take of the first stage.
        certain: first-stage units certain to be taken.
        lonely: strata of the first stage with one unit, whose variance cannot be estimated.
    """

    places: tuple[Place, ...]
    population: float
    forms: int
    reserve: int
    answers: float
    error: float | None
    half: float | None
    deff: float | None
    cluster: float
    cluster_deff: float
    units: tuple[str, int, int]
    certain: tuple[str, ...]
    lonely: tuple[str, ...]


def allocate(frame: SamplingFrame, plan: Plan, *, area_column: str, assumed: Assumed) -> Allocation:
    """Return the expected allocation of the plan on the frame.

    Raises:
        AppError: the frame has no column with area codes.
        SamplingError: the plan cannot be drawn from the frame; the text names rows and strata.
    """
    _check_column(frame, area_column)
    sample = draw(frame, plan, seed=SEED)
    first = sample.stages[0]
    allotted = sum(cell.taken for cell in first.cells)
    cluster = _answers_a_unit(plan, len(sample.main), allotted, assumed.response)
    deff = design_effect(assumed.rho, cluster)
    rows = expected_forms(frame, plan, sample, area_column=area_column)
    error, answers = _overall(rows, deff, assumed.response)
    return Allocation(
        places=_places(rows, deff, assumed.response),
        population=float(rows["population"].sum()),
        forms=len(sample.main),
        reserve=len(sample.rows) - len(sample.main),
        answers=answers,
        error=error,
        half=None if error is None else z(0.95) * error,
        deff=_design_effect(error, answers),
        cluster=cluster,
        cluster_deff=deff,
        units=(first.stage.unit, sum(cell.units for cell in first.cells), allotted),
        certain=tuple(path for cell in first.cells for path in cell.certain),
        lonely=tuple(cell.stratum for cell in first.cells if cell.taken == 1 < cell.units),
    )


def _check_column(frame: SamplingFrame, area_column: str) -> None:
    if not frame.has(area_column):
        have = ", ".join(list(frame.columns)[:12])
        raise AppError(
            f"Khung mẫu không có cột «{area_column}» chứa mã đơn vị hành chính; các cột hiện có: {have}.",
            f"The frame has no column '{area_column}' with area codes; it has: {have}.",
        )


def _answers_a_unit(plan: Plan, forms: int, units: int, response: float) -> float:
    """Return the number of answers of a first-stage unit; in a plan of one stage a unit is a form."""
    return max(1.0, response * forms / max(1, units)) if len(plan.stages) > 1 else 1.0


def _design_effect(error: float | None, answers: float) -> float | None:
    """Return the ratio of the variance to that of a simple random sample of as many answers."""
    if error is None or not answers:
        return None
    return error**2 / (SHARE * (1 - SHARE) / answers)


def _places(rows: pd.DataFrame, deff: float, response: float) -> tuple[Place, ...]:
    found = []
    columns = (rows[name].tolist() for name in ("area", "stratum", "population", "take", "forms"))
    for area, stratum, population, take, forms in zip(*columns, strict=True):
        error = _error(forms * response, population, deff)
        half = None if error is None else z(0.95) * error
        found.append(Place(area, stratum, population, take, forms, forms * response, error, half))
    return tuple(found)


def _overall(rows: pd.DataFrame, deff: float, response: float) -> tuple[float | None, float]:
    strata = rows.groupby("stratum")[["population", "forms"]].sum()
    answers = float(strata["forms"].sum()) * response
    everybody = float(strata["population"].sum())
    variance = 0.0
    for population, forms in zip(strata["population"].tolist(), strata["forms"].tolist(), strict=True):
        error = _error(forms * response, population, deff)
        if error is None:
            return None, answers
        variance += (population / everybody * error) ** 2
    return math.sqrt(variance), answers


def _error(answers: float, population: float, deff: float) -> float | None:
    whole = round(answers)
    if whole < 1:
        return None
    return outlook(whole, SHARE, gap=0.0, deff=deff, population=max(population, whole)).error
