"""Expected precision and power of a number of answers, and of each stratum of a plan before the draw."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from sampling.plan.plan import Plan
from sampling.preview.first_stage import PlannedStratum
from sampling.size.size import CONFIDENCE, design_effect, z

POWER = 0.8


@dataclass(frozen=True)
class Outlook:
    """Expected precision and power of a number of answers.

    Attributes:
        answers: valid answers.
        error: standard error of a proportion.
        half_width: half of its confidence interval.
        detectable: the smallest gap to a fixed target that is seen with a power of 80 %.
        power: the power to see ``gap``.
        useful: whether the half-width is at most 10 points, below which a number may be published.
    """

    answers: int
    error: float
    half_width: float
    detectable: float
    power: float
    useful: bool


def outlook(
    answers: int, p: float, *, gap: float, deff: float = 1.0, population: float = math.inf
) -> Outlook:
    """Return precision and power of a share ``p`` from a number of answers, at 95 % confidence.

    ``SE = √(deff·pq/n·(1-n/N))``; a gap is seen one-sided with power ``Φ(gap/SE - z_{0.95})``
    (Cochran 1977, §3.2; Kish 1965, §8.2).

    Args:
        answers: valid answers.
        p: the share expected.
        gap: the distance to a target that should be seen.
        deff: design effect.
        population: people, for the finite population correction.

    >>> thirty = outlook(30, 0.8, gap=0.03)
    >>> round(thirty.half_width, 3), round(thirty.power, 2)
    (0.143, 0.11)
    """
    error = math.sqrt(deff * p * (1 - p) / answers * max(0.0, 1 - answers / population))
    tail = NormalDist().inv_cdf(CONFIDENCE)
    half = z(CONFIDENCE) * error
    seen = 1.0 if error == 0 else NormalDist().cdf(gap / error - tail)
    return Outlook(answers, error, half, (tail + NormalDist().inv_cdf(POWER)) * error, seen, half <= 0.10)


def curve(
    p: float, *, gap: float, rho: float, cluster: int, answers: Iterable[int] = (30, 60, 100, 200, 300, 540, 1000, 1620, 3240, 6480)
) -> list[Outlook]:  # fmt: skip
    """Return the planning table: precision and power against the number of answers in clusters of one size."""
    return [outlook(n, p, gap=gap, deff=design_effect(rho, min(cluster, n))) for n in answers]


def thirty_forms(p: float = 0.8) -> tuple[str, str]:
    """Say in a sentence what 30 forms a unit can and cannot say, in Vietnamese and English."""
    at_30 = outlook(30, p, gap=0.03)
    half = f"{100 * at_30.half_width:.0f}"
    seen = f"{100 * at_30.detectable:.0f}"
    return (
        f"30 phiếu một đơn vị cho tỷ lệ với sai số ±{half} điểm phần trăm: nhận ra được đơn vị lệch hơn {seen} điểm, "
        "không xếp hạng được các xã, phường và không kiểm tra được một chỉ tiêu cách vài điểm.",
        f"30 forms a unit give a share within ±{half} points: they show a unit that is {seen} points off, they cannot "
        "rank communes nor test a target a few points away.",
    )


@dataclass(frozen=True)
class StratumOutlook:
    """One stratum of the first stage before the draw.

    Attributes:
        stratum: its label.
        units: units in the frame.
        size: their size.
        take: units to take.
        forms: last-stage units expected, by the takes of the stages below.
        answers: how many of them answer.
        half_width: half of the confidence interval of a share.
    """

    stratum: str
    units: int
    size: float
    take: int
    forms: int
    answers: int
    half_width: float


def outlook_by_stratum(
    strata: Sequence[PlannedStratum], plan: Plan, *, p: float = 0.8, rho: float = 0.05, response: float = 1.0
) -> list[StratumOutlook]:
    """Return the precision expected of each stratum of the first stage, without the finite population correction.

    The forms below one first-stage unit are the product of the fixed takes of the later stages (a take with
    a total is spread evenly).

    Args:
        strata: the strata of the first stage, see ``first_stage``.
        plan: the plan.
        p: the share expected.
        rho: intraclass correlation within a first-stage unit.
        response: the share of forms that come back valid.
    """
    below = _forms_below(plan, sum(stratum.take for stratum in strata))
    deff = design_effect(rho, max(1.0, below * response)) if len(plan.stages) > 1 else 1.0
    rows = []
    for stratum in strata:
        forms = round(stratum.take * below)
        answers = round(forms * response)
        half = outlook(answers, p, gap=0.0, deff=deff).half_width if answers else math.inf
        rows.append(
            StratumOutlook(stratum.stratum, stratum.units, stratum.size, stratum.take, forms, answers, half)
        )
    return rows


def _forms_below(plan: Plan, first: int) -> float:
    forms, units = 1.0, float(max(first, 1))
    for stage in plan.stages[1:]:
        each = float(stage.take.each) if stage.take.each else (stage.take.total or 0) / units
        forms *= each
        units *= each
    return forms
