"""Steps from design weights to final weights: each returns a new design and a report.

>>> from scoring import Design
>>> from scoring.weighting import poststratify
>>> step = poststratify(Design(data={"sex": [1, 1, 2]}), "sex", {"1": 10, "2": 30})
>>> step.design.weight.tolist(), step.report.deff_w > 1
([5.0, 5.0, 30.0], True)
"""

from scoring.weighting.calibrate import calibrate
from scoring.weighting.nonresponse import nonresponse, nonresponse_to_drawn
from scoring.weighting.poststratify import poststratify
from scoring.weighting.rake import Margin, rake
from scoring.weighting.report import StepReport, Weighted
from scoring.weighting.trim import trim

__all__ = [
    "Margin",
    "StepReport",
    "Weighted",
    "calibrate",
    "nonresponse",
    "nonresponse_to_drawn",
    "poststratify",
    "rake",
    "trim",
]
