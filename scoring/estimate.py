"""Estimates of items: shares, means and totals, each a value and its influence values."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, Unpack

import numpy as np
import numpy.typing as npt

from scoring.cells import Cells, Domains, cells, domains
from scoring.coding import Coded, encode
from scoring.columns import Flags, Numbers, Values
from scoring.design import Design
from scoring.errors import ScoringError
from scoring.histogram import Histogram, histograms
from scoring.how import How, HowOptions
from scoring.result import Estimates
from scoring.spread import Linearised
from scoring.variance import Influence

Columns: TypeAlias = str | Sequence[str] | Mapping[str, npt.ArrayLike]


def estimate(
    design: Design,
    what: Columns,
    by: Columns = (),
    where: npt.ArrayLike | None = None,
    **options: Unpack[HowOptions],
) -> Estimates:
    """Estimate a statistic of every variable in every domain.

    Args:
        design: how the rows were drawn.
        what: column names of the design's data, or arrays by name.
        by: the column or columns whose combinations are the domains; absent: all rows.
        where: true for the rows that count; the others stay in the design.
        **options: see ``How``.

    Returns:
        A frozen table, domain by domain.

    Raises:
        ScoringError: a column is missing, or a stratum has one PSU under the rule ``fail``.

    >>> design = Design(strata=list("aabb"), weights=[2, 2, 3, 3])
    >>> result = estimate(design, {"q": [4, 2, 5, 5]}, valid=range(1, 6))
    >>> round(result["q"].estimate, 3), round(result["q"].se, 3)
    (0.8, 0.2)
    """
    how = How(**options)
    flags = None if where is None else np.asarray(where, dtype=bool)
    wanted = domains(design.n, tuple(columns(design, by).items()), flags)
    answers = encode(columns(design, what), how.worth)
    if not isinstance(answers, Coded):
        raise NotImplementedError
    return _shares(design, answers, wanted, how)


def columns(design: Design, names: Columns) -> dict[str, Values]:
    """Return the arrays of columns given by name or as arrays."""
    if isinstance(names, str):
        names = [names]
    if not isinstance(names, Mapping):
        return {name: design.column(name) for name in names}
    out = {name: np.asarray(values) for name, values in names.items()}
    for name, values in out.items():
        if values.shape != (design.n,):
            raise ScoringError(
                f"Cột «{name}» có {values.size} dòng, thiết kế mẫu có {design.n}.",
                f"Column “{name}” has {values.size} rows, the design has {design.n}.",
            )
    return out


def _shares(design: Design, answers: Coded, wanted: Domains, how: How) -> Estimates:
    grid = cells(design, wanted)
    parts = [_ratio(histogram, grid) for histogram in histograms(answers, grid, design.weight)]
    value, influence, n, sum_w, srs = (np.stack(list(column), axis=1) for column in zip(*parts, strict=True))
    inside = wanted.of_row >= 0
    psus = [np.unique(design.psu.of_row[wanted.of_row == d]) for d in range(wanted.count)]
    return Estimates(
        design=design,
        variables=answers.names,
        domains=wanted,
        value=value,
        spread=Linearised(design, Influence(influence, grid.leaf, grid.domain, grid.domains)),
        n=n,
        sum_w=sum_w,
        srs=srs,
        n_psu=np.array([p.size for p in psus], float),
        df_domain=np.array([design.df_of(inside & (wanted.of_row == d)) for d in range(wanted.count)], float),
        how=how,
    )


def _ratio(histogram: Histogram, grid: Cells) -> tuple[Numbers, ...]:
    scores = np.nan_to_num(histogram.scores)
    score, valid = histogram.weighted @ scores, histogram.weighted[:, 1:].sum(axis=1)
    sum_w = np.bincount(grid.domain, valid, minlength=grid.domains)
    with np.errstate(all="ignore"):
        mean = np.bincount(grid.domain, score, minlength=grid.domains) / sum_w
        influence = np.nan_to_num((score - mean[grid.domain] * valid) / sum_w[grid.domain])
    n = histogram.counts[:, 1:].sum(axis=1)
    by_class = np.stack([np.bincount(grid.domain, w, minlength=grid.domains) for w in histogram.weighted.T], 1)
    spread = (by_class[:, 1:] * (histogram.scores[1:] - mean[:, None]) ** 2).sum(axis=1)
    with np.errstate(all="ignore"):
        srs = spread / sum_w / (n - 1) * np.maximum(1 - n / sum_w, 0)
    return mean, influence, n, sum_w, srs
