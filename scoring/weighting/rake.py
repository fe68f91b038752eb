"""Raking: the weights add up to several margins at once, one after the other until all hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.calibration import Regressed
from scoring.columns import Indices, Numbers, add_up
from scoring.design import Design
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
    _refuse_disagreement(margins, [counts for _, counts in tables])
    after, rounds, gap = _settle(before, tables)
    if gap > AGREE:
        _refuse_unsettled(margins, tables, after)
    dummies = np.concatenate([np.eye(counts.size)[group] for group, counts in tables], axis=1)
    step = Regressed(dummies, (before > 0).astype(np.float64), after)
    return Weighted(
        design.with_weights(after, step), report("rake", before, after, iterations=rounds, gap=gap)
    )


def _table(design: Design, margin: Margin) -> tuple[Indices, Numbers]:
    group, levels = classes(design, margin.column)
    sums = add_up(design.weight, group, len(levels))
    return group, matched(margin.counts, levels, sums, column=margin.name)


def _settle(weight: Numbers, tables: Sequence[tuple[Indices, Numbers]]) -> tuple[Numbers, int, float]:
    gap, rounds = np.inf, 0
    while gap > EXACT and rounds < ROUNDS:
        rounds += 1
        for group, counts in tables:
            sums = np.bincount(group, weight, minlength=counts.size)
            weight = weight * np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)[group]
        previous, gap = gap, max(_gaps(weight, *table).max() for table in tables)
        if gap >= previous and gap < AGREE:
            break
    return weight, rounds, float(gap)


def _gaps(weight: Numbers, group: Indices, counts: Numbers) -> Numbers:
    sums = np.bincount(group, weight, minlength=counts.size)
    return np.asarray(np.abs(sums - counts) / np.where(counts > 0, counts, 1), np.float64)


def _refuse_disagreement(margins: Sequence[Margin], counts: Sequence[Numbers]) -> None:
    first = counts[0].sum()
    for margin, other in zip(margins, counts, strict=True):
        if abs(other.sum() - first) > AGREE * first:
            raise ScoringError(
                f"Các biên không khớp: «{margins[0].name}» cộng lại {first:.10g}, «{margin.name}» {other.sum():.10g}.",
                f"Margins disagree: “{margins[0].name}” adds up to {first:.10g}, “{margin.name}” {other.sum():.10g}.",
            )


def _refuse_unsettled(
    margins: Sequence[Margin], tables: Sequence[tuple[Indices, Numbers]], weight: Numbers
) -> None:
    gaps = [_gaps(weight, *table) for table in tables]
    worst = max(range(len(gaps)), key=lambda at: gaps[at].max())
    level = sorted(margins[worst].counts)[0] if not gaps[worst].size else str(int(gaps[worst].argmax()) + 1)
    raise ScoringError(
        f"rake không hội tụ: biên «{margins[worst].name}», mức thứ {level}, lệch {gaps[worst].max():.2%}.",
        f"rake does not settle: margin “{margins[worst].name}”, level no. {level}, is off by {gaps[worst].max():.2%}.",
    )
