"""The reason why a row lacks a number: the first cause, whatever else is true of the row."""

from dataclasses import replace

import pytest

from scoring.estimation import row_reason
from scoring.estimation.estimate_row import Estimate
from scoring.estimation.row_reason import Case, reason

WHOLE = Estimate(
    variable="q", by={}, estimate=0.5, se=0.1, df=9, df_domain=5, low=0.3, high=0.7, deff=1.2, n=20, n_psu=6, sum_w=100.0
)  # fmt: skip
CASE = Case(measurable=True, no_df=False, quantile=False, population=True)
UNBOUNDED = {"low": None, "high": None}
REASONS = {
    "nothing lacks": ({}, {}, None),
    "nobody answered": ({"n": 0, "estimate": None}, {}, "NO_ANSWER"),
    "a part is missing": ({"estimate": None, "se": None}, {}, "NO_VALUE"),
    "no degrees of freedom here": ({**UNBOUNDED}, {"no_df": True}, "NO_DF"),
    "no degrees of freedom, but bounds": ({}, {"no_df": True}, None),
    "one unit": ({"se": None}, {"measurable": False}, "ONE_PSU"),
    "no error though measurable": ({"se": None}, {}, "ONE_PSU"),
    "a quantile of one unit": ({"se": None}, {"measurable": False, "quantile": True}, "ONE_PSU"),
    "a quantile without an interval": ({"se": None}, {"quantile": True}, "NO_QUANTILE"),
    "a quantile with one bound": ({"high": None}, {"quantile": True}, "NO_QUANTILE"),
    "a share of 0": ({**UNBOUNDED, "estimate": 0.0}, {}, "ALL_OR_NOBODY"),
    "a share of 1": ({**UNBOUNDED, "estimate": 1.0}, {}, "ALL_OR_NOBODY"),
    "a share of 1 but for rounding": ({**UNBOUNDED, "estimate": 1 + 1e-15}, {}, "ALL_OR_NOBODY"),
    "a mean": ({**UNBOUNDED, "estimate": 4.2}, {}, "NO_SHARE"),
    "a number below 0": ({"low": None, "estimate": -0.5}, {}, "NO_SHARE"),
    "no design effect": ({"deff": None}, {}, "NO_DEFF"),
    "no design effect of a quantile": ({"deff": None}, {"quantile": True, "population": False}, "NO_DEFF"),
    "weights that are no population": ({"deff": None}, {"population": False}, "NOT_POPULATION"),
}


@pytest.mark.parametrize(("row", "case", "why"), REASONS.values(), ids=REASONS)
def test_a_row_says_the_first_cause_of_what_it_lacks(row, case, why):
    said = reason(replace(WHOLE, **row), replace(CASE, **case))

    assert said == (None if why is None else getattr(row_reason, why))
