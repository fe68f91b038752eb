"""Population, first-stage units and forms to expect of every area × stratum."""

import numpy as np
import pandas as pd

from sampling.drawing.manifest import Sample
from sampling.frame.checks import check_frame
from sampling.frame.frame import SamplingFrame
from sampling.frame.hierarchy import is_counted, sizes
from sampling.plan.plan import Plan
from sampling.selection.inclusion import proportional
from sampling.selection.randomness import Floats

ALL = "toàn bộ"


def expected_forms(frame: SamplingFrame, plan: Plan, sample: Sample, *, area_column: str) -> pd.DataFrame:
    """Return population, expected first-stage units and expected forms of every area × stratum."""
    first, counted = plan.stages[0], is_counted(frame, plan.stages[-1])
    everything = np.arange(len(frame))
    measure = frame.numbers(str(plan.stages[-1].count)) if counted else np.ones(len(frame))
    table = pd.DataFrame(
        {
            "area": frame.texts(area_column, everything),
            "stratum": _strata(frame, first.strata),
            "population": measure,
        }
    )
    takes = {cell.stratum: cell.taken for cell in sample.stages[0].cells}
    per_unit = len(sample.main) / max(1, sum(takes.values()))
    if is_counted(frame, first):
        whole = table.groupby("stratum")["population"].transform("sum")
        table["take"] = table["stratum"].map(takes).astype(float) * table["population"] / whole
    else:
        table["take"] = _take_per_row(frame, plan, table, takes=takes)
    table["forms"] = table["take"] * per_unit
    return table.groupby(["area", "stratum"], as_index=False).sum(numeric_only=True)


def _strata(frame: SamplingFrame, columns: tuple[str, ...]) -> list[str]:
    everything = np.arange(len(frame))
    texts = [frame.texts(column, everything) for column in columns]
    return ["|".join(parts) for parts in zip(*texts, strict=True)] if texts else [ALL] * len(frame)


def _take_per_row(frame: SamplingFrame, plan: Plan, table: pd.DataFrame, *, takes: dict[str, int]) -> Floats:
    """Return each row's part of the probability of its first-stage unit."""
    stage, units = plan.stages[0], check_frame(frame, plan)[0]
    size = np.ones(len(units)) if stage.size is None else sizes(frame, plan, stage, units)
    stratum = table["stratum"].to_numpy()[units.first]
    pi = np.zeros(len(units))
    for label in np.unique(stratum):
        mine = np.flatnonzero(stratum == label)
        take = takes.get(str(label), 0)
        if take:
            pi[mine] = proportional(size[mine], take).pi
    row: Floats = pi[units.of_row] * table["population"].to_numpy() / units.below[units.of_row]
    return row
