"""Raking: the weights add up to several margins at once, one after the other until all hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scoring.columns.columns import Indices, Numbers, add_up
from scoring.design.calibration_residuals import Regressed
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.weighting.classes import classes, matched
from scoring.weighting.replicate_weights import refuse_empty, reweighted
from scoring.weighting.report import Weighted, report

AGREE = 1e-6
EXACT = 1e-13
ROUNDS = 1000


@dataclass(frozen=True)
class Margin:
    """The population by the levels of one column, or of several crossed.

    Args:
        column: the column or columns.
        counts: the count of each level (levels joined with a comma when several columns).
    """

    column: str | Sequence[str]
    counts: Mapping[str, float]

    @property
    def name(self) -> str:
        """The column's name for messages."""
        return self.column if isinstance(self.column, str) else ",".join(self.column)


def rake(design: Design, margins: Sequence[Margin]) -> Weighted:
    """Scale the weights to each margin in turn until all hold (Deming and Stephan 1940).

    Args:
        design: the design with the weights so far.
        margins: the margins, in order.

    Raises:
        ScoringError: margins add up to different totals, a level has no rows or no count, or the rounds do not
            settle; the message names the cell.
    """
    if not margins:
        raise ScoringError("rake: thiếu margins.", "rake: margins are missing.")
    before = design.weight
    tables = [_table(design, margin) for margin in margins]
    _refuse_disagreement(tables)
    after, rounds, gap = _settle(before, tables)
    if gap > AGREE:
        _refuse_unsettled(tables, after)
    dummies = np.concatenate([np.eye(table.counts.size)[table.group] for table in tables], axis=1)
    step = Regressed(dummies, (before > 0).astype(np.float64), after)
    made = reweighted(design, after, lambda weights, first: _again(weights, tables, first), step)
    return Weighted(made, report("rake", before, after, iterations=rounds, gap=gap))


def _again(weights: Numbers, tables: "Sequence[_Table]", first: int) -> Numbers:
    """Rake some replicates at once, on the sums over the cells that all margins make together."""
    cell = np.unique(np.stack([table.group for table in tables]), axis=1, return_inverse=True)
    groups, place = cell[0], cell[1].ravel()
    before = add_up(weights, place, groups.shape[1])
    small = [replace(table, group=group) for table, group in zip(tables, groups, strict=True)]
    for table in small:
        sums = add_up(before, table.group, table.counts.size)
        refuse_empty((table.counts[:, None] > 0) & ~(sums > 0), table.cells, first, "rake")
    after, _, gap = _settle(before, small)
    if not gap <= AGREE:
        _refuse_unsettled_replicate(small, after, first)
    factor = np.divide(after, before, out=np.zeros(before.shape), where=before != 0)
    return np.asarray(weights * factor[place], np.float64)


@dataclass(frozen=True, eq=False)
class _Table:
    """A margin as arrays."""

    name: str
    group: Indices
    counts: Numbers
    levels: Sequence[str]

    @property
    def cells(self) -> list[str]:
        """The names of the levels for messages."""
        return [f"{self.name}={level}" for level in self.levels]

    def scaled(self, weight: Numbers) -> Numbers:
        """Return the weights (rows, or rows × replicates) scaled to this margin."""
        sums = add_up(weight, self.group, self.counts.size)
        factor = np.divide(self._wanted(sums), sums, out=np.zeros_like(sums), where=sums > 0)
        return np.asarray(weight * factor[self.group], np.float64)

    def gaps(self, weight: Numbers) -> Numbers:
        """Return how far each level is from its count, relative to it."""
        sums = add_up(weight, self.group, self.counts.size)
        wanted = self._wanted(sums)
        return np.asarray(np.abs(sums - wanted) / np.where(wanted > 0, wanted, 1), np.float64)

    def _wanted(self, sums: Numbers) -> Numbers:
        return np.broadcast_to(self.counts.reshape(-1, *(1,) * (sums.ndim - 1)), sums.shape)


def _table(design: Design, margin: Margin) -> _Table:
    group, levels = classes(design, margin.column)
    sums = add_up(design.weight, group, len(levels))
    return _Table(margin.name, group, matched(margin.counts, levels, sums, column=margin.name), levels)


def _settle(weight: Numbers, tables: Sequence[_Table]) -> tuple[Numbers, int, float]:
    gap, rounds = np.inf, 0
    while gap > EXACT and rounds < ROUNDS:
        rounds += 1
        for table in tables:
            weight = table.scaled(weight)
        previous, gap = gap, max(float(table.gaps(weight).max()) for table in tables)
        if gap >= previous and gap < AGREE:
            break
    return weight, rounds, gap


def _refuse_disagreement(tables: Sequence[_Table]) -> None:
    first, name = tables[0].counts.sum(), tables[0].name
    for table in tables:
        other = table.counts.sum()
        if abs(other - first) > AGREE * first:
            raise ScoringError(
                f"Các biên không khớp: «{name}» cộng lại {first:.10g}, «{table.name}» {other:.10g}.",
                f"Margins disagree: “{name}” adds up to {first:.10g}, “{table.name}” {other:.10g}.",
            )


def _refuse_unsettled_replicate(tables: Sequence[_Table], weights: Numbers, first: int) -> None:
    gaps = np.concatenate([table.gaps(weights) for table in tables])
    cells = [cell for table in tables for cell in table.cells]
    row, column = np.unravel_index(int(np.nan_to_num(gaps, nan=np.inf).argmax()), gaps.shape)
    at, cell, gap = first + int(column) + 1, cells[int(row)], gaps[row, column]
    raise ScoringError(
        f"rake không hội tụ ở mẫu lặp {at}: ô «{cell}» còn lệch {gap:.2%}; hãy gộp ô hoặc bỏ bớt biên.",
        f"rake does not settle in replicate {at}: cell “{cell}” is off by {gap:.2%}; merge cells or drop a margin.",
    )


def _refuse_unsettled(tables: Sequence[_Table], weight: Numbers) -> None:
    worst = max(tables, key=lambda table: float(table.gaps(weight).max()))
    gaps = worst.gaps(weight)
    cell = f"{worst.name}={worst.levels[int(gaps.argmax())]}"
    raise ScoringError(
        f"rake không hội tụ: ô «{cell}» còn lệch {gaps.max():.2%}; các biên không thể cùng đạt với dữ liệu này.",
        f"rake does not settle: cell “{cell}” is off by {gaps.max():.2%}; the data cannot meet all margins.",
    )
