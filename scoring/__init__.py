"""What the answers say: estimates under a complex design, criteria, targets and verdicts.

The estimation core, by what a statistician asks for::

    Design(…), Design.from_frame(…)            how the rows were drawn; immutable
    estimate(design, what, by, where, …)       shares, means, totals; estimate_each: several groupings in one pass
    estimate_groups(design, {"C1": [...]})     criteria and headings, with the covariance of their items
    ratio, quantile, population_variance       as svyratio, svyquantile, svyvar
    contrast, quotient, ttest, chi_square      differences, quotients, tests
    tally(design, what, by)                    every denominator by its name
    jackknife, balanced, bootstrap, given      replicate designs (scoring.replication)
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

from scoring.chisquare import ChiSquareTest, chi_square
from scoring.contrast import Contrast, contrast, quotient
from scoring.design import Design
from scoring.dispersion import population_variance
from scoring.errors import ScoringError
from scoring.estimate import estimate, estimate_each
from scoring.groups import estimate_groups
from scoring.how import How
from scoring.quantile import quantile
from scoring.ratio import ratio
from scoring.replication import balanced, bootstrap, given, jackknife
from scoring.result import Estimates
from scoring.row import Estimate
from scoring.tally import Tally, tally
from scoring.ttest import TTest, ttest

__all__ = [
    "ChiSquareTest",
    "Contrast",
    "Design",
    "Estimate",
    "Estimates",
    "How",
    "ScoringError",
    "TTest",
    "Tally",
    "balanced",
    "bootstrap",
    "chi_square",
    "contrast",
    "estimate",
    "estimate_each",
    "estimate_groups",
    "given",
    "jackknife",
    "population_variance",
    "quantile",
    "quotient",
    "ratio",
    "tally",
    "ttest",
]
