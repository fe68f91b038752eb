"""A CSV file of joint inclusion probabilities: a square of ids × ids, or one line per pair."""

from pathlib import Path

import numpy as np

from scoring.columns.columns import numbers
from scoring.columns.levels import factorize
from scoring.design.pps import JointProbabilities
from scoring.errors import ScoringError
from scoring.specification.data.csv_table import TextTable, read_csv

PAIR = ("first", "second", "joint")


def read_joint(path: Path) -> JointProbabilities:
    """Read joint probabilities.

    The square has the ids of units in its first column and, as heads, over the others, in any order. The long form has
    the columns ``first``, ``second`` and ``joint``; one line a pair is enough.

    Raises:
        ScoringError: the file is neither, names a unit twice, or has a cell that is no number.
    """
    table = read_csv(path)
    try:
        return _long(table) if set(PAIR) <= set(table) else _square(table)
    except ScoringError as error:
        raise ScoringError(f"Tệp «{path.name}»: {error.vi}", f"File “{path.name}”: {error.en}") from None


def _square(table: TextTable) -> JointProbabilities:
    first, *heads = list(table)
    codes, levels = factorize(table[first])
    ids = ["" if code < 0 else levels[code] for code in codes]
    if sorted(ids) != sorted(heads) or len(set(ids)) < len(ids):
        odd = next(iter(sorted(set(ids) ^ set(heads))), next((i for i in ids if ids.count(i) > 1), ""))
        raise ScoringError(
            f"cột đầu và dòng tiêu đề phải có cùng các đơn vị, mỗi đơn vị một lần; xem «{odd}». "
            f"Dạng khác: các cột {', '.join(PAIR)}.",
            f"the first column and the header must hold the same units, each once; see “{odd}”. "
            f"The other form has the columns {', '.join(PAIR)}.",
        )
    matrix = np.column_stack([numbers(table[head], head) for head in ids])
    return JointProbabilities(tuple(ids), matrix)


def _long(table: TextTable) -> JointProbabilities:
    pairs = np.concatenate([table["first"], table["second"]])
    codes, levels = factorize(pairs)
    blank = np.flatnonzero((codes < 0).reshape(2, -1).any(axis=0))
    if blank.size:
        raise ScoringError(
            f"dòng dữ liệu {blank[0] + 1}: đơn vị bị trống.", f"data row {blank[0] + 1}: a unit is blank."
        )
    one, two = codes.reshape(2, -1)
    matrix = np.full((len(levels), len(levels)), np.nan)
    values = numbers(table["joint"], "joint")
    matrix[two, one] = values
    matrix[one, two] = values
    clash = np.flatnonzero(~(matrix[two, one] == values) | ~(matrix[one, two] == values))
    if clash.size:
        at = clash[0]
        raise ScoringError(
            f"dòng dữ liệu {at + 1}: cặp «{levels[one[at]]}» và «{levels[two[at]]}» bị trống hoặc có hai giá trị.",
            f"data row {at + 1}: the pair “{levels[one[at]]}” and “{levels[two[at]]}” is blank or has two values.",
        )
    return JointProbabilities(tuple(levels), matrix)
