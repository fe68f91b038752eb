"""What the answers say: estimates under a complex design, criteria, targets and verdicts.

Public signatures of the estimation core::

    Design(strata=…, clusters=[…], weights=…, fpc=[…], lonely="fail", nest=True, data=…)
    Design.from_frame(frame, strata="stratum", clusters=["psu"], weight="w", fpc=[…])
    estimate(design, what, by=(), where=None, statistic=…, satisfied=…, valid=…, interval=…,
             confidence=…, deff=…, df=…) -> Estimates
    Estimates: value, se, low, high, deff, n, sum_w (domains × variables); rows; ["q01[area=H01]"];
               vcov; combine(…); totals(name); to_frame()
    contrast({"q01[year=2026]": 1, "q01[year=2025]": -1}, table, …) -> Contrast(estimate, se, df)

The satisfaction score on top of it, each in its module (they need pandas, so they are not imported here)::

    scoring.targets.load("plan-336") -> TargetSet         scoring.scorecards.load(…)   scoring.actions.load(…)
    scoring.run.score(data, questionnaire, targets, Method(…)) -> ScoreRun    .rows .table .by_area .to_json()
    scoring.verdict.judge(Measured(…), target) -> Judgement
    scoring.analysis.analyse(WaveData(…), targets, method, before=None) -> Analysis
    scoring.change.change(…)  scoring.mode_effect.mode_effect(…)  scoring.small_area.fay_herriot(…)
    scoring.reliability.reliability(…)  scoring.drivers.key_drivers(…)
"""

from scoring.contrast import Contrast, contrast
from scoring.design import Design
from scoring.errors import ScoringError
from scoring.estimate import estimate
from scoring.how import How
from scoring.result import Estimates
from scoring.row import Estimate

__all__ = ["Contrast", "Design", "Estimate", "Estimates", "How", "ScoringError", "contrast", "estimate"]
