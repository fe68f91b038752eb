"""One block ``[[table]]`` of a specification: two columns crossed, and the test of their independence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

import numpy as np

from scoring.columns.columns import Flags
from scoring.comparison.chi_square import ChiSquareKind, chi_square
from scoring.comparison.cross_table import CellsOf, CrossTable, cross_table
from scoring.design.design import Design
from scoring.design.domains import domains_of, levels_of
from scoring.errors import ScoringError
from scoring.estimation.options import HowOptions
from scoring.specification.blocks.block import Items, Setting
from scoring.specification.blocks.estimate_rows import FILES
from scoring.specification.blocks.interval_keys import INTERVAL_KEYS, interval_options
from scoring.specification.blocks.result import Cell, Column, Result, as_shares
from scoring.specification.blocks.significance_rows import Significance, significance_result
from scoring.specification.toml_keys import Keys

CELLS = {
    "row": ("tỷ lệ của hàng", "share of the row"),
    "column": ("tỷ lệ của cột", "share of the column"),
    "all": ("tỷ lệ của cả bảng", "share of the table"),
    "count": ("số người ước lượng", "estimated number"),
}
COLUMNS = (
    Column(name="by", head=("Nhóm", "Domain"), holds="levels"),
    Column(name="cells", head=("Ô", "Cell"), holds="text", writers=FILES, words=CELLS),
    Column(name="estimate", head=("Ước lượng", "Estimate")),
    Column(name="se", head=("Sai số chuẩn", "Standard error")),
    Column(name="df", head=("Bậc tự do", "Degrees of freedom"), holds="count", writers=FILES),
    Column(name="low", head=("Cận dưới", "Lower bound")),
    Column(name="high", head=("Cận trên", "Upper bound")),
    Column(name="deff", head=("Hiệu ứng thiết kế", "Design effect")),
    Column(name="n_cell", head=("Số dòng của ô", "Rows of the cell"), holds="count"),
    Column(name="n", head=("Số dòng", "Rows"), holds="count"),
    Column(name="sum_w", head=("Tổng trọng số", "Sum of weights"), writers=FILES),
    Column(name="why", head=("Lý do", "Reason"), holds="sentence", optional=True),
)
NO_TEST = "none"


@dataclass(frozen=True, kw_only=True)
class TableBlock:
    """One block ``[[table]]``; the keys are explained in docs/estimation.md."""

    name: str
    row: str
    column: str
    by: Sequence[str]
    cells: CellsOf
    test: ChiSquareKind | None
    options: HowOptions
    of_sums = False

    @property
    def levels(self) -> Sequence[str]:
        """The columns that are crossed, and those that make the domains."""
        return [*self.by, self.row, self.column]

    @property
    def columns(self) -> Sequence[str]:
        """The same columns."""
        return self.levels

    def carry_out(self, setting: Setting) -> Sequence[Result]:
        """Return the cells, row by row, and the test of each table."""
        table = cross_table(setting.design, self.row, self.column, self.by, cells=self.cells, **self.options)
        results = [self._cells(table, setting)]
        if self.test is not None:
            results.append(significance_result(self.name, self._tests(setting, self.test)))
        return results

    def _cells(self, table: CrossTable, setting: Setting) -> Result:
        columns = COLUMNS if self.cells == "count" else as_shares(COLUMNS)
        rows = []
        for at in _row_by_row(table, setting.design):
            row = table.estimates.rows[at]
            own: dict[str, Cell] = {"by": table.levels[at], "cells": self.cells, "n_cell": table.n[at]}
            rows.append(
                tuple(own[name] if name in own else getattr(row, name) for name in (c.name for c in columns))
            )
        return Result(kind="table", name=self.name, columns=columns, rows=rows, estimates=table.estimates)

    def _tests(self, setting: Setting, kind: ChiSquareKind) -> list[Significance]:
        domains = domains_of(setting.design, self.by, None)
        return [
            self._test(setting, kind, domains.of_row == at, domains.by(at)) for at in range(domains.count)
        ]

    def _test(self, setting: Setting, kind: ChiSquareKind, where: Flags, by: dict[str, str]) -> Significance:
        bare = Significance(test=f"chi_square {kind}", variable=f"{self.row} × {self.column}", by=by)
        try:
            made = chi_square(setting.design, self.row, self.column, kind, where if self.by else None)
        except ScoringError as error:
            return replace(bare, why=(error.vi, error.en))
        return replace(bare, numbers=made.numbers)


def _row_by_row(table: CrossTable, design: Design) -> Sequence[int]:
    """Return the places of the cells, domain by domain and row by row, in the order of the levels."""
    columns = list(table.levels[0]) if table.levels else []
    ranks = [_ranks(table, design, name) for name in columns]
    return [int(at) for at in np.lexsort(ranks[::-1])] if ranks else []


def _ranks(table: CrossTable, design: Design, name: str) -> list[int]:
    place = {level: at for at, level in enumerate(levels_of(design, name)[1])}
    return [place[each[name]] for each in table.levels]


def read_table(keys: Keys, _: Items) -> TableBlock:
    """Return a block, its keys checked."""
    keys.only(("name", "rows", "columns", "by", "cells", "test", *INTERVAL_KEYS))
    row, column, by = keys.needed_text("rows"), keys.needed_text("columns"), keys.texts("by")
    for name, others in (("columns", [row]), ("by", [row, column])):
        same = [each for each in keys.texts(name) if each in others]
        if same:
            raise keys.wrong(
                name, f"cột «{same[0]}» đã dùng trong bảng này", f"column “{same[0]}” is used already"
            )
    test = keys.choice("test", (*get_args(ChiSquareKind), NO_TEST), "F")
    return TableBlock(
        name=keys.text("name") or keys.place,
        row=row,
        column=column,
        by=by,
        cells=cast(CellsOf, keys.choice("cells", get_args(CellsOf), "row")),
        test=None if test == NO_TEST else cast(ChiSquareKind, test),
        options=interval_options(keys),
    )
