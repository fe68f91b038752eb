"""Designs with replicates: jackknife, balanced half-samples, bootstrap, or weights that came with the data."""

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.design.replicates import Replicates
from scoring.design.stages import Stage
from scoring.errors import ScoringError

RANK_TOLERANCE = 1e-5  # of the largest weight
CLEAR = 1e-8  # of the largest square of a singular value: those above it are known without doubt


def jackknife(design: Design) -> Design:
    """Leave out one PSU at a time: JK1 without strata, JKn with.

    Finite populations of the first stage shrink the scale, as R's ``as.svrepdesign`` does.

    >>> from scoring import estimate
    >>> design = Design(clusters=[[1, 2, 3, 4]], data={"x": [1.0, 2.0, 4.0, 5.0]})
    >>> tables = [estimate(d, "x", statistic="mean") for d in (design, jackknife(design))]
    >>> [round(table["x"].se, 12) for table in tables]
    [0.912870929175, 0.912870929175]
    """
    stage = _first_stage(design)
    drawn = stage.drawn[stage.parent]
    if np.any(drawn < 2):
        _refuse(design, stage, int(stage.parent[np.flatnonzero(drawn < 2)[0]]), "≥ 2")
    factors = np.ones((drawn.size, drawn.size))
    for unit, parent in enumerate(stage.parent):
        same = stage.parent == parent
        factors[same, unit] = drawn[unit] / (drawn[unit] - 1)
        factors[unit, unit] = 0.0
    shrink = (drawn - 1) / drawn * (1 - stage.rate[stage.parent])
    if stage.drawn.size == 1:
        return _with(design, factors, scale=float(shrink[0]))
    return _with(design, factors, rscales=shrink)


def balanced(design: Design, *, fay: float = 0.0) -> Design:
    """Take half-samples of one PSU per stratum, balanced by a Hadamard matrix (BRR, or Fay's method).

    Args:
        design: has exactly two PSUs in every stratum.
        fay: how much weight the PSU left out keeps, from 0 (BRR) to below 1.

    Raises:
        ScoringError: a stratum has another number of PSUs, or ``fay`` is out of range.
    """
    from scipy.linalg import hadamard

    if not 0 <= fay < 1:
        raise ScoringError(
            f"fay = {fay:g} phải từ 0 đến dưới 1.", f"fay = {fay:g} must be from 0 to below 1."
        )
    stage = _first_stage(design)
    uneven = np.flatnonzero(stage.drawn != 2)
    if uneven.size:
        _refuse(design, stage, int(uneven[0]), "= 2")
    strata = stage.drawn.size
    order = 1 << int(strata).bit_length()
    signs = hadamard(order)[:, 1 : strata + 1].T
    order_in_stratum = np.zeros(stage.parent.size)
    seen: set[int] = set()
    for unit, parent in enumerate(stage.parent.tolist()):
        order_in_stratum[unit] = -1.0 if parent in seen else 1.0
        seen.add(parent)
    factors = 1 + (1 - fay) * signs[stage.parent] * order_in_stratum[:, None]
    return _with(design, factors, scale=1 / (order * (1 - fay) ** 2))


def bootstrap(design: Design, replicates: int, rng: np.random.Generator) -> Design:
    """Draw n − 1 PSUs with replacement in every stratum for each replicate (Rao and Wu 1988).

    Args:
        design: has two PSUs or more in every stratum.
        replicates: how often.
        rng: where the draws come from.
    """
    stage = _first_stage(design)
    if np.any(stage.drawn < 2):
        _refuse(design, stage, int(np.flatnonzero(stage.drawn < 2)[0]), "≥ 2")
    factors = np.empty((stage.parent.size, replicates))
    for parent in range(stage.drawn.size):
        units = np.flatnonzero(stage.parent == parent)
        n = units.size
        drawn = rng.multinomial(n - 1, np.full(n, 1 / n), size=replicates).T
        shrink = np.sqrt(1 - stage.rate[parent])
        factors[units] = 1 - shrink + shrink * n / (n - 1) * drawn
    return _with(design, factors, scale=1 / (replicates - 1))


def given(
    design: Design,
    weights: npt.ArrayLike,
    *,
    scale: float,
    rscales: npt.ArrayLike | None = None,
    mse: bool = False,
    combined: bool = True,
) -> Design:
    """Take replicate weights that came with the data.

    Args:
        design: its weights are those of the full sample.
        weights: rows × replicates, analysis weights.
        scale: the factor before the sum of squares.
        rscales: the factor of each replicate; absent: 1.
        mse: deviations from the estimate under the design's weights, as the ACS, RECS and PISA files want it.
        combined: the replicate weights are whole weights; if false, they multiply the design's weight.

    The degrees of freedom are the rank of the weights minus one, as in R.
    """
    matrix = np.asarray(weights, np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != design.n:
        raise ScoringError(
            f"Trọng số lặp có {matrix.shape[0]} dòng, thiết kế mẫu có {design.n}.",
            f"The replicate weights have {matrix.shape[0]} rows, the design has {design.n}.",
        )
    bad = np.argwhere(~np.isfinite(matrix))
    if bad.size:
        row, at = bad[0] + 1
        raise ScoringError(
            f"Trọng số lặp thứ {at}, dòng dữ liệu {row}: trống hoặc vô hạn; hãy sửa dữ liệu.",
            f"Replicate weight {at}, data row {row}: blank or infinite; correct the data.",
        )
    count = matrix.shape[1]
    made = Replicates(
        factors=matrix,
        unit_of_row=np.arange(design.n),
        scale=scale,
        rscales=np.ones(count) if rscales is None else np.asarray(rscales, np.float64),
        df=degrees_of_freedom(matrix),
        mse=mse,
        base=np.ones(design.n) if combined else None,
    )
    _refuse_scales(made)
    return design.with_replicates(made)


def _refuse_scales(made: Replicates) -> None:
    count = made.factors.shape[1]
    if not (np.isfinite(made.scale) and made.scale > 0):
        raise ScoringError(
            f"scale = {made.scale:g} phải là số hữu hạn lớn hơn 0.",
            f"scale = {made.scale:g} must be a finite number above 0.",
        )
    if made.rscales.shape != (count,):
        raise ScoringError(
            f"rscales có {made.rscales.size} số, trọng số lặp có {count} cột.",
            f"rscales has {made.rscales.size} numbers, the replicate weights have {count} columns.",
        )
    if not (np.isfinite(made.rscales).all() and (made.rscales >= 0).all()):
        raise ScoringError(
            "rscales có số âm, trống hoặc vô hạn.",
            "rscales has a number that is negative, blank or infinite.",
        )


def degrees_of_freedom(weights: Numbers) -> int:
    """Return the rank of rows × replicates, with R's tolerance, minus one.

    The eigenvalues of the cross products count the large singular values; what is left of the columns is small, and its
    own cross products tell, with the digits that the first lacked, which of the rest are above the tolerance.
    """
    least = (RANK_TOLERANCE * float(np.abs(weights).max(initial=0.0))) ** 2
    squares, directions = np.linalg.eigh(weights.T @ weights)
    large = squares > max(least, CLEAR * float(squares[-1]))
    rest = weights @ directions[:, ~large]
    return int(large.sum() + (np.linalg.eigvalsh(rest.T @ rest) > least).sum()) - 1


def _with(design: Design, factors: Numbers, *, scale: float = 1.0, rscales: Numbers | None = None) -> Design:
    made = Replicates(
        factors=factors,
        unit_of_row=design.psu.of_row,
        scale=scale,
        rscales=np.ones(factors.shape[1]) if rscales is None else rscales,
        df=design.df,
    )
    return design.with_replicates(made)


def _first_stage(design: Design) -> Stage:
    if design.calibrations:
        raise ScoringError(
            "Hãy tạo trọng số lặp trước khi hiệu chỉnh trọng số.",
            "Make replicates before weights are calibrated.",
        )
    first = design.stages.stages[0]
    return Stage(np.arange(design.psu.parent.size), design.psu.parent, first.drawn, first.rate, first.labels)


def _refuse(design: Design, stage: Stage, parent: int, needed: str) -> None:
    name = design.strata_of_rows[1][parent]
    raise ScoringError(
        f"Tầng «{name}» có {stage.drawn[parent]:g} đơn vị chọn mẫu; cách này cần {needed} đơn vị mỗi tầng.",
        f"Stratum “{name}” has {stage.drawn[parent]:g} PSUs; this method needs {needed} in every stratum.",
    )
