"""Ratios of two columns, as R's ``svyratio``."""

from typing import Unpack

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers, Values, numbers
from scoring.design.design import Design
from scoring.design.domains import Columns, columns, domains_of
from scoring.estimation.estimates import Estimates
from scoring.estimation.moments import Moments, ratio_moments
from scoring.estimation.options import How, HowOptions
from scoring.estimation.tabulate import TableSums, table
from scoring.reduction.cells import cells
from scoring.reduction.coded_answers import finite


def ratio(
    design: Design,
    what: Columns,
    per: Columns,
    by: Columns = (),
    where: npt.ArrayLike | None = None,
    **options: Unpack[HowOptions],
) -> Estimates:
    """Estimate Σwy/Σwx for every column y of ``what`` and the one column x of ``per``.

    Args:
        design: how the rows were drawn.
        what: the numerators.
        per: the denominator.
        by: the columns whose combinations are the domains.
        where: true for the rows that count.
        **options: see ``How``; ``valid`` restricts the numerators.

    >>> design = Design(data={"spent": [2, 4, 9], "people": [1, 2, 3]})
    >>> round(ratio(design, "spent", "people")["spent/people"].estimate, 3)
    2.5
    """
    how = How(**_plain(options))
    domains = domains_of(design, by, where)
    grid = cells(design, domains)
    ((below_name, below),) = columns(design, per).items()
    pairs = {
        f"{name}/{below_name}": (_valid(values, name, how), finite(below, below_name))
        for name, values in columns(design, what).items()
    }

    def made(weight: Numbers) -> Moments:
        return join([ratio_moments(name, *pair, grid=grid, weight=weight) for name, pair in pairs.items()])

    base = None if design.replicates is None else design.replicates.base
    rest = None if base is None else made(base)
    return table(design, TableSums(grid, made(design.weight), rest), domains, how)


def _plain(options: HowOptions) -> HowOptions:
    return {"interval": "t", **options, "statistic": "mean"}


def _valid(values: Values, name: str, how: How) -> Numbers:
    raw = finite(values, name)
    if how.valid is None:
        return raw
    codes = numbers(np.array(list(how.valid), dtype=object), "valid")
    return np.where(np.isin(raw, codes), raw, np.nan)


def join(parts: list[Moments]) -> Moments:
    """Join the moments of several variables."""
    return Moments(
        tuple(name for part in parts for name in part.names),
        *(
            np.concatenate([getattr(part, field) for part in parts], axis=1)
            for field in ("above", "below", "over", "under", "n", "sum_w", "squares")
        ),
    )
