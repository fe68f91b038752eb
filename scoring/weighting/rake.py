"""Raking: the weights add up to several margins at once, one after the other until all hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Indices, Numbers, add_up
from scoring.design.calibration_residuals import Regressed
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.weighting.classes import classes, matched
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
    return Weighted(
        design.with_weights(after, step), report("rake", before, after, iterations=rounds, gap=gap)
    )


@dataclass(frozen=True, eq=False)
class _Table:
    """A margin as arrays."""

    name: str
    group: Indices
    counts: Numbers
    levels: Sequence[str]

    def scaled(self, weight: Numbers) -> Numbers:
        """Return the weights scaled to this margin."""
        sums = add_up(weight, self.group, self.counts.size)
        factor = np.divide(self.counts, sums, out=np.zeros_like(self.counts), where=sums > 0)
        return np.asarray(weight * factor[self.group], np.float64)

    def gaps(self, weight: Numbers) -> Numbers:
        """Return how far each level is from its count, relative to it."""
        sums = add_up(weight, self.group, self.counts.size)
        return np.asarray(np.abs(sums - self.counts) / np.where(self.counts > 0, self.counts, 1), np.float64)


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


def _refuse_unsettled(tables: Sequence[_Table], weight: Numbers) -> None:
    worst = max(tables, key=lambda table: float(table.gaps(weight).max()))
    gaps = worst.gaps(weight)
    cell = f"{worst.name}={worst.levels[int(gaps.argmax())]}"
    raise ScoringError(
        f"rake không hội tụ: ô «{cell}» còn lệch {gaps.max():.2%}; các biên không thể cùng đạt với dữ liệu này.",
        f"rake does not settle: cell “{cell}” is off by {gaps.max():.2%}; the data cannot meet all margins.",
    )
