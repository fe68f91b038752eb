"""What a spreadsheet takes for a formula."""

import pytest

from questionnaires.formulas import FORMULA_STARTS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_evaluate_is_known_by_its_first_character(start):
    assert f"{start}cmd|' /C calc'!A0".startswith(FORMULA_STARTS)
    assert not f"a{start}".startswith(FORMULA_STARTS)
