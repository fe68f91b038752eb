"""The draw: a frame, a plan and a seed give a sample, the same on every machine."""

from sampling.drawing.design import sample_rows
from sampling.drawing.drawn import Drawn
from sampling.drawing.last_wave import LastWave, check_last_wave
from sampling.drawing.listing import Listing
from sampling.drawing.manifest import Sample
from sampling.drawing.stage_cells import counted_cells, listed_cells
from sampling.drawing.stage_draw import draw_cells
from sampling.errors import SamplingError
from sampling.frame.checks import check_frame
from sampling.frame.code_checks import settled
from sampling.frame.frame import SamplingFrame
from sampling.frame.hierarchy import Units, is_counted
from sampling.plan.plan import Plan
from sampling.plan.plan_file import load_plan, plan_from, published_plans

__all__ = ["Sample", "draw", "load_plan", "plan_from", "published_plans"]


def draw(frame: SamplingFrame, plan: Plan, *, seed: str, last: LastWave | None = None) -> Sample:
    """Draw a sample in stages (Särndal, Swensson and Wretman 1992, §4.3).

    In each selected unit of a stage the next stage is drawn independently, from each of its strata; the
    weight is the inverse of the product of the stages' inclusion probabilities.

    Args:
        frame: the list; every row is checked first, and nothing is drawn from a frame with an error.
        plan: the stages.
        seed: any text; the same frame, plan and seed give the same sample on any machine.
        last: ``last_wave.last_wave(manifest, keep=…)`` to keep or avoid last wave's first-stage units.

    Raises:
        SamplingError: the frame or the plan cannot be drawn from; the text names rows and strata.

    >>> from sampling.frame.frame import frame_from
    >>> villages = frame_from([{"village": str(v), "adults": 100 + v} for v in range(9)])
    >>> plan = plan_from('''
    ... [[stage]]
    ... unit = "village"
    ... size = "adults"
    ... method = "pps_systematic"
    ... take = 2
    ... [[stage]]
    ... unit = "person"
    ... take = 5
    ... count = "adults"
    ... ''')
    >>> sample = draw(villages, plan, seed="một dòng chữ")
    >>> len(sample.rows), float(sample.rows["weight"].sum().round(6))
    (10, 936.0)
    """
    _check_seed(seed)
    check_last_wave(plan, last)
    frame = settled(frame, plan)
    units = check_frame(frame, plan)
    drawn: list[Drawn] = []
    for _ in plan.stages:
        drawn.append(draw_stage(Listing.after(drawn, frame, plan, last=last), units, seed=seed))
    return Sample(
        rows=sample_rows(frame, drawn, seed=seed),
        stages=tuple(drawn),
        plan=plan,
        seed=seed,
        frame_name=frame.name,
        frame_sha256=frame.sha256,
        frame_sheet=frame.sheet,
        frame_rows=len(frame),
        frame_columns=tuple(frame.columns),
        last=last,
    )


def _check_seed(seed: str) -> None:
    if not seed.strip():
        raise SamplingError(
            "Hạt giống (seed) trống; hãy ghi một dòng chữ đã công bố trước.",
            "The seed is empty; give a text that was published beforehand.",
        )


def draw_stage(listing: Listing, units: list[Units], *, seed: str) -> Drawn:
    """Draw one stage.

    Args:
        listing: the stage and what was drawn before it; see ``Listing.after``.
        units: what ``check_frame`` found in the frame.
        seed: the text all randomness follows from.
    """
    if is_counted(listing.frame, listing.stage):
        return draw_cells(listing, counted_cells(listing, units), seed=seed)
    return draw_cells(listing, listed_cells(listing, units), seed=seed)
