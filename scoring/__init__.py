"""Estimates under a complex design, criteria, targets and verdicts.

The estimation core, by what a statistician asks for::

    Design(…), Design.from_frame(…)            how the rows were drawn; immutable
    estimate(design, what, by, where, …)       shares, means, totals; estimate_each: several groupings in one pass
    estimate_groups(design, {"C1": [...]})     criteria and headings, with the covariance of their items
    ratio, quantile, population_variance       as svyratio, svyquantile, svyvar
    standardise(table, column, shares)         the same shares of a column's levels in every domain
    contrast, quotient, ttest                  differences, quotients, their tests
    cross_table, chi_square, goodness          two-way tables, independence, goodness of fit
    regress, marginal_effects                  as svyglm: RegressionModel(outcome="y", terms=["x"], kind="logistic")
    tally(design, what, by)                    every denominator by its name
    jackknife, balanced, bootstrap, given      replicate designs (scoring.design.replication)
    Pps, JointProbabilities                    units drawn with unequal chances, without replacement
    scoring.weighting                          poststratify, rake, calibrate, trim, nonresponse

A result is a table of domains × variables: ``value``, ``se``, ``low``, ``high``, ``deff``, ``n``, ``sum_w``; ``rows``;
``table["q01[district=H01]"]``; ``vcov``; ``combine``; ``to_frame``. docs/estimation.md has the formulas.

The one-province reference survey (837 persons, 49 communes in 19 strata):

>>> import pandas as pd
>>> data = pd.read_csv("tests/golden/statistics/sipas_small.csv")
>>> design = Design.from_frame(data, strata="stratum", clusters="psu", weight="w")
>>> items = [f"q{number:02d}" for number in range(1, 6)]
>>> table = estimate(design, items, by="urban", valid=range(1, 6))
>>> row = table["q01[urban=1]"]
>>> f"{row.estimate:.4f} ± {row.se:.4f}, n = {row.n}, df = {row.df}"
'0.8339 ± 0.0242, n = 262, df = 30'
>>> town_minus_country = contrast({"q01[urban=1]": 1, "q01[urban=0]": -1}, table)
>>> f"{town_minus_country.estimate:.4f}, p = {town_minus_country.p:.3f}"
'-0.0600, p = 0.082'
>>> criterion = estimate_groups(design, {"C1": items}, valid=range(1, 6))["C1"]
>>> f"{criterion.estimate:.4f} from {criterion.low:.4f} to {criterion.high:.4f}"
'0.8176 from 0.7922 to 0.8406'
"""

from sampling.moved_modules import announce
from scoring.comparison.chi_square import ChiSquareTest, chi_square
from scoring.comparison.contrast import Contrast, contrast, quotient
from scoring.comparison.cross_table import CrossTable, cross_table
from scoring.comparison.goodness import GoodnessTest, goodness
from scoring.comparison.ttest import TTest, ttest
from scoring.criteria.groups import estimate_groups
from scoring.design.design import Design
from scoring.design.pps import JointProbabilities, Pps
from scoring.design.replication import balanced, bootstrap, given, jackknife
from scoring.errors import ScoringError
from scoring.estimation.answer_counts import Tally, tally
from scoring.estimation.estimate import estimate, estimate_each
from scoring.estimation.estimate_row import Estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How
from scoring.estimation.population_variance import population_variance
from scoring.estimation.quantile import quantile
from scoring.estimation.ratio import ratio
from scoring.estimation.standardise import Standardised, standardise
from scoring.regression.marginal_effects import marginal_effects
from scoring.regression.regression import Regression, RegressionModel, regress

announce(
    {
        "scoring.groups": "scoring.criteria.groups",
        "scoring.replication": "scoring.design.replication",
        "scoring.target_files": "scoring.targets.target_files",
        "scoring.verdict": "scoring.targets.verdict",
    }
)

__all__ = [
    "ChiSquareTest",
    "Contrast",
    "CrossTable",
    "Design",
    "Estimate",
    "Estimates",
    "GoodnessTest",
    "How",
    "JointProbabilities",
    "Pps",
    "Regression",
    "RegressionModel",
    "ScoringError",
    "Standardised",
    "TTest",
    "Tally",
    "balanced",
    "bootstrap",
    "chi_square",
    "contrast",
    "cross_table",
    "estimate",
    "estimate_each",
    "estimate_groups",
    "given",
    "goodness",
    "jackknife",
    "marginal_effects",
    "population_variance",
    "quantile",
    "quotient",
    "ratio",
    "regress",
    "standardise",
    "tally",
    "ttest",
]
