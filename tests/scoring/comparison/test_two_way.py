"""Two-way tables: which rows and levels are in them."""

import numpy as np
import pytest

from scoring.comparison.chi_square import chi_square
from scoring.comparison.two_way import two_way
from scoring.design.design import Design
from scoring.errors import ScoringError


@pytest.mark.parametrize("alone", ["row", "column"])
def test_a_column_of_one_level_is_refused_whichever_it_is(alone):
    data = {"row": [1, 2, 1, 2], "column": [1, 1, 2, 2]} | {alone: [1, 1, 1, 1]}

    with pytest.raises(ScoringError, match="ít nhất hai mức ở mỗi cột «row» và «column»"):
        chi_square(Design(data=data), "row", "column")


def test_a_table_counts_the_psus_of_the_rows_in_it_and_all_rows_of_the_design():
    data = {"a": [1, 2, 1, 2, 1, ""], "b": [1, 1, 2, 2, "", 2]}
    table = two_way(Design(data=data, clusters=[[1, 1, 2, 3, 4, 5]], weights=[1, 2, 3, 4, 5, 6]), "a", "b")

    assert (table.rows, table.columns, table.nu, table.n) == (2, 2, 2, 6)
    assert table.p == pytest.approx(np.array([1, 2, 3, 4]) / 10)
