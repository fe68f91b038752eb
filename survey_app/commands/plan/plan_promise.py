"""Expected precision of a plan on a frame, computed before anything is drawn."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sampling.frame.frame import SamplingFrame
    from sampling.plan.plan import Plan
    from sampling.preview.first_stage import PlannedStratum, PrecisionPromise
    from sampling.preview.joint_check import JointCheck
    from sampling.preview.outlook import StratumOutlook
    from sampling.preview.simulate import Expected

SEED = "xem trước"


@dataclass(frozen=True)
class Assumptions:
    """Planning assumptions, as given on the command line."""

    share: float
    rho_area: float
    rho_cluster: float
    response: float
    draws: int
    area: str | None


@dataclass(frozen=True)
class PlanPromise:
    """The preview of a plan on a frame: strata, outlooks, joint probabilities, simulation."""

    plan: "Plan"
    planned: "list[PlannedStratum]"
    outlooks: "list[StratumOutlook]"
    joint: "list[JointCheck]"
    expected: "Expected | None"
    why_not_simulated: str
    area: str
    precision: "list[PrecisionPromise]"

    def values(self) -> dict[str, object]:
        """Return the preview as plain values, for JSON."""
        return {
            "plan": self.plan.name,
            "strata": [
                {**asdict(one), "half_width": one.half_width if one.answers else None}
                for one in self.outlooks
            ],
            "certain": {one.stratum: list(one.certain) for one in self.planned if one.certain},
            "lonely": [one.stratum for one in self.planned if one.take == 1 < one.units],
            "joint": [{**asdict(one), "why": one.why and one.why[0]} for one in self.joint],
            "precision": [asdict(one) for one in self.precision],
            "area": self.area,
            "simulation": None if self.expected is None else asdict(self.expected),
            "why_not_simulated": self.why_not_simulated or None,
        }


def promise_of(plan: "Plan", frame: "SamplingFrame", assumed: Assumptions) -> PlanPromise:
    """Return the preview of a plan on a frame.

    Raises:
        SamplingError: the plan cannot be drawn from the frame, or the frame lacks the column of areas.
    """
    from sampling.errors import SamplingError
    from sampling.preview.first_stage import first_stage, precision_promises
    from sampling.preview.joint_check import joint_checks
    from sampling.preview.outlook import outlook_by_stratum

    first = plan.stages[0]
    planned = first_stage(frame, plan)
    area = assumed.area or (first.strata[0] if first.strata else first.unit)
    if assumed.area and not frame.has(assumed.area):
        raise SamplingError(
            f"Khung mẫu không có cột «{assumed.area}»; hãy chọn cột khác cho --area.",
            f"The frame has no column «{assumed.area}»; choose another for --area.",
        )
    expected, why = None, "đã chọn --draws 0" if assumed.draws == 0 else ""
    try:
        expected = None if why else _simulated(plan, frame, assumed, area)
    except SamplingError as error:
        why = error.vi
    outlooks = outlook_by_stratum(
        planned, plan, p=assumed.share, rho=assumed.rho_cluster, response=assumed.response
    )
    precision = precision_promises(frame, plan)
    joint = joint_checks(planned, first.method)
    return PlanPromise(plan, planned, outlooks, joint, expected, why, area, precision)


def _simulated(plan: "Plan", frame: "SamplingFrame", assumed: Assumptions, area: str) -> "Expected":
    import numpy as np

    from sampling.preview.simulate import check_simulable, expected_errors
    from sampling.preview.synthetic_population import Opinion, synthetic_population

    check_simulable(plan, frame, area)
    rng = np.random.default_rng(336)
    opinion = Opinion(assumed.share, assumed.rho_area, assumed.rho_cluster)
    population = synthetic_population(frame, opinion, count=str(plan.stages[-1].count), area=area, rng=rng)
    return expected_errors(population, plan, draws=assumed.draws, seed=SEED, rng=rng)
