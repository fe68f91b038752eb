"""The draw: a frame, a plan and a seed give a sample, the same on every machine."""

from dataclasses import dataclass

import pandas as pd

from sampling.design import sample_rows
from sampling.drawn import Drawn
from sampling.errors import SamplingError
from sampling.frame import SamplingFrame
from sampling.frame_checks import check_frame
from sampling.hierarchy import Units, is_counted
from sampling.last_wave import LastWave, check_last_wave
from sampling.listing import Listing
from sampling.plan import Plan
from sampling.plan_file import load_plan, plan_from, published_plans
from sampling.stage_cells import counted_cells, listed_cells
from sampling.stage_draw import draw_cells

__all__ = ["Sample", "draw", "load_plan", "plan_from", "published_plans"]


@dataclass(frozen=True)
class Sample:
    """A drawn sample with its design.

    Attributes:
        rows: one row a selected last-stage unit: the frame's columns, then ``stratum``, ``pi_1`` …,
            ``weight``, ``role`` (``main``/``reserve``), ``order``; then for the estimate ``psu``, ``ssu`` …
            and the population counts ``fpc_1`` …. See ``design.sample_rows``.
        stages: what each stage gave.
        plan: the plan.
        seed: the text all randomness follows from.
        frame_name: the frame's file name.
        frame_sha256: the frame's SHA-256.
        frame_rows: rows of the frame.
        frame_columns: columns of the frame.
        last: last wave's sample, if this one was drawn beside it.
    """

    rows: pd.DataFrame
    stages: tuple[Drawn, ...]
    plan: Plan
    seed: str
    frame_name: str
    frame_sha256: str
    frame_rows: int
    frame_columns: tuple[str, ...]
    last: LastWave | None = None

    @property
    def manifest(self) -> dict[str, object]:
        """The manifest of the draw; see ``manifest.manifest_of``."""
        from sampling.manifest import manifest_of

        return manifest_of(self)

    @property
    def main(self) -> pd.DataFrame:
        """The rows of the main sample, without the reserve."""
        return self.rows[self.rows["role"] == "main"].reset_index(drop=True)


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

    >>> from sampling.frame import frame_from
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
