"""The variance of criteria under simple random sampling, the reference of their design effect."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scoring.columns.columns import Flags, Numbers, add_up
from scoring.criteria.combine import Combined
from scoring.criteria.recipes import Recipe
from scoring.estimation.estimates import Estimates
from scoring.estimation.linearisation import unsampled
from scoring.reduction.coded_answers import Coded, Numeric, scores_of


def with_reference(made: Combined, recipes: Sequence[Recipe], scores: Coded | Numeric) -> Estimates:
    """Return the rows with the variance of a simple random sample of as many rows with any answer.

    Args:
        made: the rows of recipes made of items alone, whose weights add up to 1.
        recipes: these recipes.
        scores: the encoded answers with the score of each code.

    One pass per row over the single answers: the sum of the items of one person has a variance that the items' own
    variances do not tell.
    """
    table = made.table
    squares = np.stack([_squares(recipe, made, scores) for recipe in recipes], axis=1)
    with np.errstate(all="ignore"):
        finite = 1.0 if table.how.deff == "wr" else unsampled(table.n, table.sum_w)
        return replace(table, srs=finite * table.sum_w / (table.n - 1) * squares)


def _squares(recipe: Recipe, made: Combined, scores: Coded | Numeric) -> Numbers:
    """Return Σw(u − ū)² per domain, u the influence of a person on the row, over persons with any answer."""
    count = made.base.domains.count
    domain = np.where(made.base.domains.of_row < 0, count, made.base.domains.of_row)
    influence, answered = _influence(recipe, made.base, scores)
    weight = answered * made.base.design.weight
    sums = [add_up(values, domain, count + 1)[:count] for values in (influence * weight, weight)]
    with np.errstate(all="ignore"):
        mean = np.append(sums[0] / sums[1], 0.0)
    return add_up(weight * (influence - mean[domain]) ** 2, domain, count + 1)[:count]


def _influence(recipe: Recipe, base: Estimates, scores: Coded | Numeric) -> tuple[Numbers, Flags]:
    """Return every person's influence, unweighted and 0 outside all domains, and who answered any item."""
    domain = base.domains.of_row
    influence, answered = np.zeros(domain.size), np.zeros(domain.size, bool)
    for item, factor in recipe.items.items():
        centre, slope = _line(base, base.variables.index(item), factor)
        score = scores_of(scores, item)
        valid = ~np.isnan(score)
        answered |= valid
        influence += np.where(valid, (score - centre[domain]) * slope[domain], 0.0)
    return influence, answered


def _line(base: Estimates, at: int, factor: float) -> tuple[Numbers, Numbers]:
    """Return centre and slope of an item's influence by domain; the last place is that of the rows of none (−1)."""
    if base.how.is_total:
        centre, slope = np.zeros(base.domains.count), np.full(base.domains.count, factor)
    else:
        with np.errstate(all="ignore"):
            centre, slope = base.value[:, at], factor / base.sum_w[:, at]
    return np.append(centre, 0.0), np.append(slope, 0.0)
