"""Estimates of items: shares, means and totals, each a value and its influence values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, Unpack

import numpy as np
import numpy.typing as npt

from scoring.cells import Cells, Domains, Joint, domains, joint
from scoring.coding import Coded, Measured, encode
from scoring.columns import Numbers, Values
from scoring.design import Design
from scoring.errors import ScoringError
from scoring.extent import cell_sizes, extent
from scoring.histogram import cell_sums
from scoring.how import How, HowOptions
from scoring.linear import linearised, ratios, replicated, totals
from scoring.logit_fit import first_logits
from scoring.moments import Moments, moments, moments_of
from scoring.result import Estimates
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
    return estimate_each(design, what, [by], where, **options)[0]


def estimate_each(
    design: Design,
    what: Columns,
    groupings: Sequence[Columns],
    where: npt.ArrayLike | None = None,
    **options: Unpack[HowOptions],
) -> tuple[Estimates, ...]:
    """Estimate under several groupings at once, such as everybody and every district, in one pass.

    Args:
        design: how the rows were drawn.
        what: column names of the design's data, or arrays by name.
        groupings: for each table, the column or columns whose combinations are its domains.
        where: true for the rows that count.
        **options: see ``How``.

    >>> data = {"q": [5, 5, 1, 5], "area": ["a", "a", "b", "b"]}
    >>> everybody, areas = estimate_each(Design(data=data), "q", [(), "area"])
    >>> everybody["q"].estimate, areas["q[area=b]"].estimate
    (0.75, 0.5)
    """
    how = How(**options)
    wanted = [domains_of(design, by, where) for by in groupings]
    answers = encode(columns(design, what), how.worth)
    whole = joint(design, wanted)
    if len(wanted) > 1 and not whole.pays:
        return tuple(_tables(design, answers, joint(design, [one]), how)[0] for one in wanted)
    return _tables(design, answers, whole, how)


def _tables(design: Design, answers: Coded | Measured, whole: Joint, how: How) -> tuple[Estimates, ...]:
    sums = cell_sums(answers, whole.cells, design.weight, how.kernel)
    base = None if design.replicates is None else design.replicates.base
    rest = None if base is None else cell_sums(answers, whole.cells, base, how.kernel)
    size = cell_sizes(design, whole.cells)
    out = []
    for at, (wanted, (grid, used)) in enumerate(zip(whole.groupings, whole.parts, strict=True)):
        others = None if rest is None else moments_of(rest, whole, at)
        made = table(design, Part(grid, moments_of(sums, whole, at), others, size[used]), wanted, how)
        out.append(replace(made, kernel=sums.kernel, first_logits=_first_logits(made, answers)))
    return tuple(out)


def _first_logits(made: Estimates, answers: Coded | Measured) -> Numbers | None:
    if made.how.interval_kind != "likelihood":
        return None
    with np.errstate(invalid="ignore"):
        mean = made.extent.weight / made.extent.rows
    return first_logits(answers, made.design, made.domains, mean)


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


@dataclass(frozen=True, eq=False)
class Part:
    """What a table is made of.

    Args:
        grid: the cells of its domains.
        sums: their moments.
        replicated: the moments under the weights that replicate factors multiply, when these are others.
        size: rows, weights and rows of positive weight per cell, when they are known already.
    """

    grid: Cells
    sums: Moments
    replicated: Moments | None = None
    size: Numbers | None = None


def table(design: Design, part: Part, wanted: Domains, how: How) -> Estimates:
    """Put values, spread and denominators together."""
    total = how.statistic == "total"
    grid, sums = part.grid, part.sums
    linear = totals(sums, how.deff) if total else ratios(sums, grid, how.deff)
    if design.replicates is None:
        spread: Spread = linearised(design, grid, linear.influence, sums.below)
    else:
        spread = replicated(design, grid, part.replicated or sums, total=total)
    return Estimates(
        design=design,
        variables=sums.names,
        domains=wanted,
        value=linear.value,
        spread=spread,
        n=sums.n,
        sum_w=sums.sum_w,
        srs=linear.srs,
        extent=extent(design, grid, cell_sizes(design, grid) if part.size is None else part.size),
        how=how,
    )
