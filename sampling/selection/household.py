"""One person in a sampled household by the Kish grid.

The list gives a household; the grid fixes who in it answers, and the enumerator has no choice. A person in a household of
``k`` adults is taken with probability 1/k, so the weight is multiplied by ``k``. The other rule of a plan, the next
birthday, needs no table.
"""

import numpy as np

from sampling.errors import SamplingError
from sampling.selection.randomness import Floats

KISH_TABLES = ("A", "B1", "B2", "C", "D", "E1", "E2", "F")
SHARES_OF_12 = (2, 1, 1, 2, 2, 1, 1, 2)
KISH_GRID = {
    "A": (1, 1, 1, 1, 1, 1),
    "B1": (1, 1, 1, 1, 2, 2),
    "B2": (1, 1, 1, 2, 2, 2),
    "C": (1, 1, 2, 2, 3, 3),
    "D": (1, 2, 2, 3, 4, 4),
    "E1": (1, 2, 3, 3, 3, 5),
    "E2": (1, 2, 3, 4, 5, 5),
    "F": (1, 2, 3, 4, 5, 6),
}


def kish_tables(numbers: Floats) -> list[str]:
    """Return the table of each household from its permanent random number, with Kish's shares in twelfths.

    >>> kish_tables(np.array([0.0, 0.2, 0.99]))
    ['A', 'B1', 'F']
    """
    ends = np.cumsum(SHARES_OF_12) / 12
    return [KISH_TABLES[place] for place in np.searchsorted(ends, numbers, side="right")]


def kish_choice(table: str, adults: int) -> int:
    """Return which adult is chosen: men from the oldest to the youngest, then women (Kish 1949; 1965, §11.3).

    With more than six adults the column of six is read. The grid is exact for 1 to 4 and 6 adults; for 5 the
    third to fifth are a little over- and the others underrepresented, as Kish says.

    Raises:
        SamplingError: no such table, or no adult.

    >>> kish_choice("D", 3)
    2
    """
    if table not in KISH_GRID or adults < 1:
        raise SamplingError(
            f"Không có bảng Kish «{table}» cho hộ {adults} người lớn.",
            f"There is no Kish table «{table}» for {adults} adults.",
        )
    return KISH_GRID[table][min(adults, 6) - 1]


def kish_grid() -> dict[str, tuple[int, ...]]:
    """Return which adult is chosen in households of 1, 2, … 6 adults, by table: what an enumerator carries.

    >>> kish_grid()["D"]
    (1, 2, 2, 3, 4, 4)
    """
    return {table: tuple(kish_choice(table, adults) for adults in range(1, 7)) for table in KISH_TABLES}
