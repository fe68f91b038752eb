"""The draw: a frame, a plan and a seed give a sample, the same on every machine."""

from dataclasses import dataclass

import pandas as pd

from sampling.design import sample_rows
from sampling.drawn import Drawn
from sampling.errors import SamplingError
from sampling.frame import SamplingFrame
from sampling.frame_checks import check_frame
from sampling.hierarchy import Units, is_counted
from sampling.plan import Plan
from sampling.plan_file import load_plan, plan_from, published_plans
from sampling.stage_cells import Listing, counted_cells, listed_cells
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
    """

    rows: pd.DataFrame
    stages: tuple[Drawn, ...]
    plan: Plan
    seed: str
    frame_name: str
    frame_sha256: str
    frame_rows: int
    frame_columns: tuple[str, ...]

    @property
    def manifest(self) -> dict[str, object]:
        """The manifest of the draw; see ``manifest.manifest_of``."""
        from sampling.manifest import manifest_of

        return manifest_of(self)

    @property
    def main(self) -> pd.DataFrame:
        """The rows of the main sample, without the reserve."""
        return self.rows[self.rows["role"] == "main"].reset_index(drop=True)


def draw(frame: SamplingFrame, plan: Plan, *, seed: str) -> Sample:
    """Draw a sample in stages (Särndal, Swensson and Wretman 1992, §4.3).

    In each selected unit of a stage the next stage is drawn independently, from each of its strata; the
    weight is the inverse of the product of the stages' inclusion probabilities.

    Args:
        frame: the list; every row is checked first, and nothing is drawn from a frame with an error.
        plan: the stages.
        seed: any text; the same frame, plan and seed give the same sample on any machine.

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
    if not seed.strip():
        raise SamplingError(
            "Hạt giống (seed) trống; hãy ghi một dòng chữ đã công bố trước.",
            "The seed is empty; give a text that was published beforehand.",
        )
    drawn = draw_stages(frame, plan, check_frame(frame, plan), seed=seed)
    return Sample(
        rows=sample_rows(frame, drawn, seed=seed),
        stages=tuple(drawn),
        plan=plan,
        seed=seed,
        frame_name=frame.name,
        frame_sha256=frame.sha256,
        frame_rows=len(frame),
        frame_columns=tuple(frame.columns),
    )


def draw_stages(
    frame: SamplingFrame, plan: Plan, units: list[Units], *, seed: str, last: bool = True
) -> list[Drawn]:
    """Draw the stages one after the other from a checked frame.

    Args:
        frame: the list.
        plan: the stages.
        units: what ``check_frame`` found in the frame.
        seed: the text all randomness follows from.
        last: whether the last stage is drawn too; a simulation needs the others only.
    """
    drawn: list[Drawn] = []
    for number, stage in enumerate(plan.stages if last else plan.stages[:-1]):
        listing = Listing(frame, plan, stage, number, drawn[-1] if drawn else None)
        drawn.append(_one_stage(listing, units, seed))
    return drawn


def _one_stage(listing: Listing, units: list[Units], seed: str) -> Drawn:
    if is_counted(listing.frame, listing.stage):
        cells = counted_cells(listing, units)
    else:
        cells = listed_cells(listing, units)
    return draw_cells(listing, cells, seed=seed)
