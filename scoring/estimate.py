"""Estimates of items: shares, means and totals, each a value and its influence values."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, Unpack

import numpy as np
import numpy.typing as npt

from scoring.cells import Cells, Domains, cells, domains
from scoring.coding import Coded, Measured, encode
from scoring.columns import Values, compress
from scoring.design import Design
from scoring.errors import ScoringError
from scoring.how import How, HowOptions
from scoring.linear import linearised, ratios, replicated, totals
from scoring.moments import Moments, moments
from scoring.result import Estimates, Extent
from scoring.spread import Spread

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
    wanted = domains_of(design, by, where)
    answers = encode(columns(design, what), how.worth)
    grid = cells(design, wanted)
    sums = moments(answers, grid, design.weight)
    rest = replicate_moments(design, answers, grid)
    return table(design, grid, sums, replicated_sums=rest, wanted=wanted, how=how)


def replicate_moments(design: Design, answers: Coded | Measured, grid: Cells) -> Moments | None:
    """Return the moments under the weights that replicate factors multiply; None when these are the design's."""
    if design.replicates is None or design.replicates.base is None:
        return None
    return moments(answers, grid, design.replicates.base)


def domains_of(design: Design, by: Columns, where: npt.ArrayLike | None) -> Domains:
    """Return the domains of the design's rows."""
    flags = None if where is None else np.asarray(where, dtype=bool)
    if flags is not None and flags.shape != (design.n,):
        raise ScoringError(
            f"where có {flags.size} dòng, thiết kế mẫu có {design.n}.",
            f"where has {flags.size} rows, the design has {design.n}.",
        )
    return domains(design.n, tuple(columns(design, by).items()), flags)


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


def table(
    design: Design,
    grid: Cells,
    sums: Moments,
    *,
    wanted: Domains,
    how: How,
    replicated_sums: Moments | None = None,
) -> Estimates:
    """Put values, spread and denominators together."""
    total = how.statistic == "total"
    linear = (totals if total else ratios)(sums, grid, how.deff)
    if design.replicates is None:
        spread: Spread = linearised(design, grid, linear.influence)
    else:
        spread = replicated(design, grid, replicated_sums or sums, total=total)
    return Estimates(
        design=design,
        variables=sums.names,
        domains=wanted,
        value=linear.value,
        spread=spread,
        n=sums.n,
        sum_w=sums.sum_w,
        srs=linear.srs,
        extent=extent(design, wanted),
        how=how,
    )


def extent(design: Design, wanted: Domains) -> Extent:
    """Count rows, weights, PSUs and strata of each domain."""
    count = wanted.count
    inside = wanted.of_row >= 0
    rows = inside & (design.weight > 0)
    unit = design.psu
    _, used = compress(unit.of_row[rows] * count + wanted.of_row[rows], unit.parent.size * count)
    domain = used % count
    strata = np.unique(unit.parent[used // count] * count + domain) % count
    psus = np.bincount(domain, minlength=count).astype(np.float64)
    return Extent(
        rows=np.bincount(wanted.of_row[inside], minlength=count).astype(np.float64),
        weight=np.bincount(wanted.of_row[inside], design.weight[inside], minlength=count),
        psus=psus,
        df=psus - np.bincount(strata, minlength=count),
    )
