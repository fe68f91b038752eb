"""The design of a wave, read from the design columns of its responses."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sampling.drawing.design import stage_name
from scoring.design.certainty_units import open_certain_units
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.method.method import Method

STAGES = 6
# Below this, intervals would be ruled by how few units could be left out of the sample.
FEW_DF = 8
CLUSTERS = tuple(stage_name(stage) for stage in range(STAGES))
POPULATIONS = tuple(f"fpc_{stage}" for stage in range(1, STAGES + 2))


def read_design(data: pd.DataFrame, method: Method) -> Design:
    """Return the design in the design columns of a frame of responses.

    Columns: ``stratum``; ``psu``, ``ssu``, ``tsu`` as far as they are there; ``weight``; ``fpc_1`` and on. Degrees
    of freedom are PSUs minus strata, as R counts them; only where fewer than eight are left because first-stage units
    were certain (their stratum's only one, ``fpc_1`` = 1), these become strata of the units drawn in them.

    Raises:
        ScoringError: when there is no weight, or a later stage comes without the one before it.
    """
    if "weight" not in data.columns:
        raise ScoringError(
            "Dữ liệu thiếu cột weight (trọng số); nếu mọi phiếu có trọng số như nhau, hãy ghi 1.",
            "The data has no column weight; write 1 where every response counts alike.",
        )
    design = _design(data, method)
    if design.df < FEW_DF:
        design = _design(design_columns(data), method)
    if design.weight.sum() <= 0:
        raise ScoringError(
            "Mọi trọng số đều bằng 0 nên không tính được gì; hãy kiểm tra cột weight.",
            "All weights are 0, so nothing can be computed; check the column weight.",
        )
    return design


def _design(data: pd.DataFrame, method: Method) -> Design:
    return Design.from_frame(
        data,
        strata="stratum" if "stratum" in data.columns else None,
        clusters=_stages(data, CLUSTERS),
        weight="weight",
        fpc=_stages(data, POPULATIONS),
        lonely=method.lonely,
    )


def design_columns(data: pd.DataFrame) -> pd.DataFrame:
    """Return the design columns of a frame of responses, certain first-stage units opened into strata."""
    clusters, populations = _stages(data, CLUSTERS), _stages(data, POPULATIONS)
    columns = ["stratum", *clusters, "weight", *populations]
    return open_certain_units(data[[name for name in columns if name in data.columns]], clusters, populations)


def _stages(data: pd.DataFrame, names: Sequence[str]) -> list[str]:
    present = [name for name in names if name in data.columns]
    if present != list(names[: len(present)]):
        missing = next(name for name in names if name not in present)
        raise ScoringError(
            f"Dữ liệu có cột {', '.join(present)} nhưng thiếu {missing}; các cấp chọn mẫu phải liên tục.",
            f"The data has {', '.join(present)} but no {missing}; stages have to follow one another.",
        )
    return present


def within(design: Design, area: NDArray[np.generic]) -> Design:
    """Return the design for a table by ``area``.

    Where every area is one PSU, an area's own estimate varies only by who was drawn within it: the area becomes the
    stratum and the next stage its PSUs. Otherwise areas are domains of the whole design.
    """
    _, of_area = np.unique(area.astype(str), return_inverse=True)
    pairs = np.unique(np.stack([of_area, design.psu.of_row]), axis=1).shape[1]
    areas, psus = int(of_area.max(initial=-1)) + 1, len(np.unique(design.psu.of_row))
    if not design.clusters or not areas == psus == pairs:
        return design
    return replace(design, strata=area.astype(str), clusters=design.clusters[1:], fpc=design.fpc[1:])


def lonely_strata(design: Design) -> int:
    """Return the number of strata with a single PSU that was not certain."""
    first = design.stages.stages[0]
    return int(np.sum((first.drawn == 1) & (first.rate < 1))) if design.clusters else 0
