"""Estimates of items: shares, means and totals, each a value and its influence values."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.design.domains import Columns, columns, domains_of
from scoring.design.negative_weights import refuse_negative_weights
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How, HowOptions
from scoring.estimation.tabulate import tables
from scoring.intervals.logit_fit import first_logits
from scoring.reduction.cell_sums import cell_sums
from scoring.reduction.coded_answers import Coded, Numeric, encode
from scoring.reduction.crossed_groupings import CrossedGroupings, cross_groupings


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
    if how.interval_kind == "likelihood":
        refuse_negative_weights(design, "interval = likelihood", "interval = likelihood")
    domains = [domains_of(design, by, where) for by in groupings]
    answers = encode(columns(design, what), how.code_scores)
    crossing = cross_groupings(design, domains)
    if len(domains) > 1 and not crossing.is_compact:
        return tuple(_tables(design, answers, cross_groupings(design, [one]), how)[0] for one in domains)
    return _tables(design, answers, crossing, how)


def _tables(
    design: Design, answers: Coded | Numeric, crossing: CrossedGroupings, how: How
) -> tuple[Estimates, ...]:
    sums = cell_sums(answers, crossing.cells, design.weight, how.kernel)
    base = None if design.replicates is None else design.replicates.base
    rest = None if base is None else cell_sums(answers, crossing.cells, base, how.kernel)
    made = tables(design, crossing, how, sums, rest)
    if how.interval_kind != "likelihood":
        return made
    return tuple(replace(one, first_logits=_first_logits(one, answers)) for one in made)


def _first_logits(made: Estimates, answers: Coded | Numeric) -> Numbers:
    with np.errstate(invalid="ignore"):
        mean = made.extent.weight / made.extent.positive
    return first_logits(answers, made.design, made.domains, mean)
