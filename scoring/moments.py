"""Sums per cell that every ratio estimator is made of: numerators, denominators, counts, squares."""

from dataclasses import dataclass

import numpy as np

from scoring.cells import Cells
from scoring.coding import Coded, Measured
from scoring.columns import Numbers
from scoring.histogram import histograms


@dataclass(frozen=True, eq=False)
class Moments:
    """Weighted sums of some variables.

    Args:
        names: the variables.
        above: cells × variables, sums of weight × score (the numerator).
        below: cells × variables, sums of the weights of valid answers (the denominator).
        n: domains × variables, rows with a valid answer.
        sum_w: domains × variables, their weights.
        squares: domains × variables, sums of weight × (numerator − ratio × denominator)².
    """

    names: tuple[str, ...]
    above: Numbers
    below: Numbers
    n: Numbers
    sum_w: Numbers
    squares: Numbers


def moments(answers: Coded | Measured, grid: Cells, weight: Numbers) -> Moments:
    """Pass over the answers once.

    Args:
        answers: the coded or measured variables.
        grid: the cell of each row.
        weight: the weight of each row.
    """
    parts = _coded(answers, grid, weight) if isinstance(answers, Coded) else _measured(answers, grid, weight)
    columns = [np.stack(column, axis=1) for column in zip(*parts, strict=True)]
    return Moments(answers.names, *columns)


def _coded(answers: Coded, grid: Cells, weight: Numbers) -> list[tuple[Numbers, ...]]:
    out = []
    for histogram in histograms(answers, grid, weight):
        scores = histogram.scores
        above, below = histogram.weighted @ np.nan_to_num(scores), histogram.weighted[:, 1:].sum(axis=1)
        by_class = domain_sums(histogram.weighted, grid)
        sum_w = by_class[:, 1:].sum(axis=1)
        with np.errstate(all="ignore"):
            mean = (by_class @ np.nan_to_num(scores)) / sum_w
        squares = (by_class[:, 1:] * (scores[1:] - mean[:, None]) ** 2).sum(axis=1)
        out.append((above, below, histogram.counts[:, 1:].sum(axis=1), sum_w, squares))
    return out


def _measured(answers: Measured, grid: Cells, weight: Numbers) -> list[tuple[Numbers, ...]]:
    domain_of_row = np.append(grid.domain, grid.domains)[grid.of_row]
    out = []
    for values in answers.values:
        valid = ~np.isnan(values)
        filled = np.where(valid, values, 0.0)
        pair = _pair(filled, valid.astype(np.float64), grid, weight)
        domain = domain_of_row[valid]
        n = np.bincount(domain, minlength=grid.domains + 1)[: grid.domains].astype(np.float64)
        with np.errstate(all="ignore"):
            mean = np.bincount(grid.domain, pair[0], minlength=grid.domains) / np.bincount(
                grid.domain, pair[1], minlength=grid.domains
            )
        gap = filled[valid] - np.append(mean, 0.0)[domain]
        squares = np.bincount(domain, weight[valid] * gap**2, minlength=grid.domains + 1)[: grid.domains]
        sum_w = np.bincount(grid.domain, pair[1], minlength=grid.domains)
        out.append((*pair, n, sum_w, squares))
    return out


def ratio_moments(name: str, above: Numbers, below: Numbers, *, grid: Cells, weight: Numbers) -> Moments:
    """Return the moments of a ratio of two columns; rows where either is NaN are no valid answer.

    Args:
        name: the name of the ratio.
        above: the numerator of each row.
        below: the denominator of each row.
        grid: the cell of each row.
        weight: the weight of each row.
    """
    valid = ~(np.isnan(above) | np.isnan(below))
    over, under = np.where(valid, above, 0.0), np.where(valid, below, 0.0)
    pair = _pair(over, under, grid, weight)
    domain = np.append(grid.domain, grid.domains)[grid.of_row]
    size = grid.domains + 1
    total = [np.bincount(grid.domain, part, minlength=grid.domains) for part in pair]
    with np.errstate(all="ignore"):
        ratio = np.append(total[0] / total[1], 0.0)
    gap = np.where(valid, over - ratio[domain] * under, 0.0)
    sums = [
        np.bincount(domain, values, minlength=size)[: grid.domains]
        for values in (valid.astype(np.float64), valid * weight, weight * gap**2)
    ]
    return Moments((name,), *(values[:, None] for values in (*pair, *sums)))


def _pair(above: Numbers, below: Numbers, grid: Cells, weight: Numbers) -> tuple[Numbers, Numbers]:
    size = grid.count + 1
    return (
        np.bincount(grid.of_row, weight * above, minlength=size)[: grid.count],
        np.bincount(grid.of_row, weight * below, minlength=size)[: grid.count],
    )


def domain_sums(values: Numbers, grid: Cells) -> Numbers:
    """Add cells × columns up to domains × columns."""
    out = np.empty((grid.domains, values.shape[1]))
    for column in range(values.shape[1]):
        out[:, column] = np.bincount(grid.domain, values[:, column], minlength=grid.domains)
    return out
