"""The result of an engine as a small design, each row of which stands for many responses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.columns.columns import Numbers, Values, add_up
from scoring.design.design import Design
from scoring.design.domains import domains_of
from scoring.errors import Sentence
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How
from scoring.estimation.tabulate import tables
from scoring.reduction.cell_sums import CellSums, Totals
from scoring.reduction.code_scores import Code, CodeScores
from scoring.reduction.crossed_groupings import CrossedGroupings, cross_groupings


@dataclass(frozen=True, eq=False, kw_only=True)
class Reduced:
    """Histograms by unit and domain.

    Args:
        design: one row per group, its weight the group's sum of weights.
        by: the domain columns of the groups.
        items: the items.
        codes: the valid codes.
        weighted: groups × items × codes, sums of weights.
        counts: groups × items × codes, numbers of rows.
        notes: what is to be said about the labels of units and domains.
    """

    design: Design
    by: Mapping[str, Values]
    items: tuple[str, ...]
    codes: Sequence[Code]
    weighted: Numbers
    counts: Numbers
    notes: Sequence[Sentence] = ()

    def estimate(
        self, items: Sequence[str], groupings: Sequence[Sequence[str]], how: How
    ) -> tuple[Estimates, ...]:
        """Return one table per grouping, as ``estimate_each`` does from rows."""
        domains = [domains_of(self.design, {name: self.by[name] for name in by}, None) for by in groupings]
        crossing = cross_groupings(self.design, domains)
        return tables(self.design, crossing, how, self._sums(crossing, items, how.code_scores))

    def _sums(self, crossing: CrossedGroupings, items: Sequence[str], code_scores: CodeScores) -> CellSums:
        grid = crossing.cells
        scores = np.array([code_scores.of(code) for code in self.codes])
        valid = ~np.isnan(scores)
        filled = np.where(valid, scores, 0.0)
        columns = [self.items.index(item) for item in items]
        rows = [self.weighted[:, columns] @ filled, self.weighted[:, columns] @ valid]
        rows += [self.counts[:, columns] @ valid, self.weighted[:, columns] @ filled**2]
        cells = [add_up(part, grid.of_row, grid.count + 1)[: grid.count] for part in rows]
        totals = Totals(*(add_up(part, grid.domain, grid.domains) for part in cells))
        return CellSums(tuple(items), cells[0], cells[1], totals, np.zeros(len(columns)), "engine")


def shape(frame: pd.DataFrame, what: str, items: int, codes: int) -> Numbers:
    """Return the wide columns of sums or counts as groups × items × codes."""
    names = [f"{what}_{i}_{c}" for i in range(items) for c in range(codes)]
    return frame[names].to_numpy(np.float64, na_value=0.0).reshape(len(frame), items, codes)
