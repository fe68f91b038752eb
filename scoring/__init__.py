"""What the answers say: estimates under a complex design, criteria, targets and verdicts.

Public signatures of the estimation core::

    Design(strata=…, clusters=[…], weights=…, fpc=[…], lonely="fail", nest=True, data=…)
    Design.from_frame(frame, strata="stratum", clusters=["psu"], weight="w", fpc=[…])
    estimate(design, what, by=(), where=None, statistic=…, satisfied=…, valid=…, interval=…,
             confidence=…, deff=…, df=…) -> Estimates
    Estimates: value, se, low, high, deff, n, sum_w (domains × variables); rows; ["q01[area=H01]"];
               vcov; combine(…); totals(name); to_frame()
    contrast({"q01[year=2026]": 1, "q01[year=2025]": -1}, table, …) -> Contrast(estimate, se, df)
"""

from scoring.contrast import Contrast, contrast
from scoring.design import Design
from scoring.errors import ScoringError
from scoring.estimate import estimate
from scoring.how import How
from scoring.result import Estimates
from scoring.row import Estimate

__all__ = ["Contrast", "Design", "Estimate", "Estimates", "How", "ScoringError", "contrast", "estimate"]
