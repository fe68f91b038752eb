"""Tables of estimates from sums over cells: values, spread, denominators."""

from dataclasses import dataclass

from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.design.domains import Domains
from scoring.estimation.domain_sizes import cell_sizes, extent
from scoring.estimation.estimates import Estimates
from scoring.estimation.linearisation import linearised, ratios, replicated, totals
from scoring.estimation.moments import Moments, moments_of
from scoring.estimation.options import How
from scoring.estimation.sampling_variance import Spread
from scoring.reduction.cell_sums import CellSums
from scoring.reduction.cells import Cells
from scoring.reduction.crossed_groupings import CrossedGroupings


@dataclass(frozen=True, eq=False)
class TableSums:
    """The sums that a table of estimates is made from.

    Args:
        grid: the cells of its domains.
        sums: their moments.
        replicated: the moments under the weights that replicate factors multiply, when these are others.
        size: rows, weights and rows of positive weight per cell, when they are known already.
        kernel: what passed over the answers.
    """

    grid: Cells
    sums: Moments
    replicated: Moments | None = None
    size: Numbers | None = None
    kernel: str = "numpy"


def tables(
    design: Design, crossing: CrossedGroupings, how: How, sums: CellSums, replicated: CellSums | None = None
) -> tuple[Estimates, ...]:
    """Return one table per grouping from the sums over the cells of their crossing.

    Args:
        design: how the rows were drawn.
        crossing: the crossed groupings.
        how: the options.
        sums: the sums over its cells.
        replicated: the sums under the weights that replicate factors multiply, when these are others.
    """
    size = cell_sizes(design, crossing.cells)
    out = []
    for at, (domains, (grid, used)) in enumerate(zip(crossing.groupings, crossing.parts, strict=True)):
        others = None if replicated is None else moments_of(replicated, crossing, at)
        part = TableSums(grid, moments_of(sums, crossing, at), others, size[used], sums.kernel)
        out.append(table(design, part, domains, how))
    return tuple(out)


def table(design: Design, part: TableSums, domains: Domains, how: How) -> Estimates:
    """Return the table of estimates of one grouping."""
    total = how.is_total
    grid, sums = part.grid, part.sums
    linear = totals(sums, how.deff) if total else ratios(sums, grid, how.deff)
    if design.replicates is None:
        spread: Spread = linearised(design, grid, linear.influence, sums.below)
    else:
        spread = replicated(design, grid, part.replicated or sums, linear.value, total=total)
    return Estimates(
        design=design,
        variables=sums.names,
        domains=domains,
        value=linear.value,
        spread=spread,
        n=sums.n,
        sum_w=sums.sum_w,
        srs=linear.srs,
        extent=extent(design, grid, cell_sizes(design, grid) if part.size is None else part.size),
        how=how,
        kernel=part.kernel,
    )
