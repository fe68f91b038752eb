"""The variance of a share under any multi-stage design, by loops over dictionaries: an oracle, not a program."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class PlainDesign:
    """Rows as dictionaries, and which of their keys are what."""

    rows: list
    stratum: str
    clusters: tuple
    populations: tuple
    weight: str
    lonely: str


def share(design, item, valid, satisfied, where=lambda row: True):
    """Return share, standard error and number of valid answers; None where there is nothing to divide by."""
    counted = [valid_row(row, item, valid) and where(row) and row[design.weight] > 0 for row in design.rows]
    whole = sum(row[design.weight] for row, inside in zip(design.rows, counted, strict=True) if inside)
    if not whole:
        return None, None, sum(counted)
    hits = [row[item] in satisfied for row in design.rows]
    pairs = list(zip(design.rows, counted, hits, strict=True))
    p = sum(row[design.weight] for row, inside, hit in pairs if inside and hit) / whole
    influence = [row[design.weight] * (hit - p) / whole if inside else 0.0 for row, inside, hit in pairs]
    return p, math.sqrt(variance(design, influence)), sum(counted)


def valid_row(row, item, valid):
    """Tell whether a row has a valid answer."""
    return row[item].strip() in valid


def variance(design, influence):
    """Add up the stages, Särndal et al. (1992), result 4.3.1, as R's svyrecvar does."""
    return _stage(design, influence, _split(design, range(len(design.rows)), design.stratum), 0)


def _split(design, rows, key):
    parts = {}
    for row in rows:
        parts.setdefault(design.rows[row][key], []).append(row)
    return list(parts.values())


def _stage(design, influence, parents, depth):
    units = [_split(design, rows, design.clusters[depth]) for rows in parents]
    totals = [[sum(influence[row] for row in unit) for unit in among] for among in units]
    everywhere = [total for among in totals for total in among]
    mean = sum(everywhere) / len(everywhere)
    own, below, alone = 0.0, 0.0, 0
    last = max(len(design.clusters), len(design.populations)) - 1 if design.populations else 0
    for rows, among, sums in zip(parents, units, totals, strict=True):
        n, fraction = len(sums), 0.0
        if depth < len(design.populations):
            fraction = n / design.rows[rows[0]][design.populations[depth]]
        if n == 1 and fraction < 1:
            own += (1 - fraction) * (sums[0] - mean) ** 2 if design.lonely == "adjust" else 0.0
            alone += design.lonely == "average"
        elif n > 1:
            centre = sum(sums) / n
            own += (1 - fraction) * n / (n - 1) * sum((total - centre) ** 2 for total in sums)
        if depth < last and fraction > 0:
            below += fraction * _stage(design, influence, among, depth + 1)
    return own * len(parents) / (len(parents) - alone) + below
