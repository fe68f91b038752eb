"""Certainty units turned into strata, so that degrees of freedom count the units drawn within them.

A first-stage unit that is its whole stratum is no sampling unit; it is a stratum, and the next stage was drawn in it.
The variance is the same either way, but its degrees of freedom are those of the units that were really drawn:
Kish (1965) §6.4; Valliant, Dever & Kreuter (2018) §15.3 on self-representing units.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def open_certain_units(
    data: pd.DataFrame, clusters: Sequence[str], populations: Sequence[str]
) -> pd.DataFrame:
    """Return the design columns with the later stages of certain first-stage units moved up by one.

    Args:
        data: the design columns.
        clusters: the columns of units, stage by stage.
        populations: the columns of population counts; one more than ``clusters`` where rows were drawn in the last.
    """
    rows = _certain(data, clusters, populations)
    if not rows.any():
        return data
    opened = data.copy()
    units = [data[name].astype(str) for name in clusters]
    deeper = len(populations) > len(clusters)
    last = pd.Series(np.arange(len(data)).astype(str), index=data.index) if deeper else units[-1]
    opened["stratum"] = data["stratum"].astype(str).where(~rows, data["stratum"].astype(str) + "/" + units[0])
    for name, own, following in zip(clusters, units, [*units[1:], last], strict=True):
        opened[name] = own.where(~rows, following)
    counts = [data[name].astype(float) for name in populations]
    alone = pd.Series(1.0, index=data.index)
    for name, count, following in zip(populations, counts, [*counts[1:], alone], strict=True):
        opened[name] = count.where(~rows, following)
    return opened


def _certain(data: pd.DataFrame, clusters: Sequence[str], populations: Sequence[str]) -> NDArray[np.bool_]:
    """Return the rows whose first-stage unit is all of its stratum, where a further stage says how it was sampled."""
    if "stratum" not in data.columns or len(populations) < 2 or not clusters:
        return np.zeros(len(data), dtype=bool)
    one = data.groupby("stratum")[clusters[0]].transform("nunique").to_numpy() == 1
    return np.asarray(one & (data[populations[0]].to_numpy(dtype=float) == 1))
