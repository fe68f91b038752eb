"""Checks of an engine's table: columns, numeric weights, rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from scoring.columns.rounding import LARGEST_WEIGHT
from scoring.errors import ScoringError

if TYPE_CHECKING:
    import ibis.expr.types as ir

NUMBER = r"^\s*[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\s*$"
LARGEST = LARGEST_WEIGHT  # infinity is beyond it and so, to every engine here, is NaN


def refuse_absent(table: "ir.Table", names: Sequence[str]) -> None:
    """Refuse columns the table does not have.

    Raises:
        ScoringError: naming the first one.
    """
    for name in names:
        if name not in table.columns:
            raise ScoringError(f"Bảng không có cột «{name}».", f"The table has no column “{name}”.")


def refuse_words(table: "ir.Table", weight: str | None) -> None:
    """Refuse a weight column of text in which not every filled cell is a number; engines stop at the first one.

    Raises:
        ScoringError: with the number of such rows, and one of them.
    """
    if weight is None or table[weight].type().is_numeric():
        return
    text = table[weight].cast("string")
    wrong = table.filter(text.notnull() & ~text.re_search(NUMBER)).select(text.name("text"))
    count, first = wrong.count().execute(), wrong.limit(1).to_pandas()
    if count:
        raise ScoringError(
            f"Cột «{weight}»: {count} dòng không phải là số, ví dụ «{first['text'].iloc[0]}».",
            f"Column “{weight}”: {count} rows are no number, such as “{first['text'].iloc[0]}”.",
        )


def refuse_unusable(groups: pd.DataFrame, weight: str | None, units: Sequence[str]) -> None:
    """Refuse groups whose weights cannot be used, or whose strata or clusters are blank.

    Args:
        groups: what the engine gave back, one row a group.
        weight: the column of weights.
        units: the columns of strata and clusters.

    Raises:
        ScoringError: naming the column and how many rows.
    """
    bad = int(groups["bad"].sum())
    if bad:
        raise ScoringError(
            f"Cột «{weight}»: {bad} dòng có trọng số trống, âm hoặc quá lớn; hãy sửa dữ liệu.",
            f"Column “{weight}”: {bad} rows have a blank, negative or too large a weight; correct the data.",
        )
    for name in units:
        blank = int(groups.loc[groups[name].isna(), "rows"].sum())
        if blank:
            raise ScoringError(
                f"Cột «{name}»: {blank} dòng bị trống; thiết kế mẫu cần đủ mọi dòng.",
                f"Column “{name}”: {blank} rows are blank; the design needs every row.",
            )
    refuse_empty(int(groups["rows"].sum()))


def refuse_empty(rows: int) -> None:
    """Refuse a table without rows."""
    if not rows:
        raise ScoringError("Bảng không có dòng dữ liệu nào.", "The table has no rows of data.")
