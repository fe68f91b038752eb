"""Modelled shares that add up to the province and stay between 0 and 1.

Reference: Rao & Molina (2015) Small Area Estimation, 2nd ed., §6.4.6 (benchmarking), here as one shift of all logits.
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError

FARTHEST = 60.0


def logit_shift(estimates: Numbers, shares: Numbers, province: float) -> float:
    """Return what all logits move by so that the areas, weighted by their population, have the province's share.

    Raises:
        ScoringError: when the province's share or an area's estimate is not strictly between 0 and 1.

    >>> shift = logit_shift(np.array([0.99, 0.6]), np.array([1.0, 1.0]), 0.85)
    >>> moved_share(np.array([0.99, 0.6]), shift).round(3).tolist()
    [0.994, 0.706]
    """
    values = np.append(estimates, province)
    if np.any(~np.isfinite(values) | (values <= 0) | (values >= 1)):
        raise ScoringError(
            "Có ước lượng theo mô hình (hoặc kết quả toàn tỉnh) không nằm giữa 0 và 100 % nên chưa khớp được với "
            "toàn tỉnh; hãy dùng thang logit hoặc bỏ bớt biến giải thích.",
            "A modelled estimate (or the province's) is not between 0 and 100 %, so areas cannot be made to add up; "
            "use the logit scale or drop covariates.",
        )

    def off(shift: float) -> float:
        return float(np.average(moved_share(estimates, shift), weights=shares)) - province

    return float(brentq(off, -FARTHEST, FARTHEST, xtol=1e-14, rtol=1e-14))


def moved_share(estimates: Numbers, shift: float) -> Numbers:
    """Return shares whose logits moved by ``shift``."""
    return np.asarray(expit(logit(estimates) + shift))


def wilson_bounds(share: Numbers, mse: Numbers, times: float) -> tuple[Numbers, Numbers]:
    """Return the bounds of shares, ± ``times`` errors, as Wilson's interval draws them in towards one half.

    The number of answers is the one at which the mean share would have the given error, so that an area at 100 % has
    bounds as well. Between 0 and 1 always; Wilson (1927) JASA 22, 209–212.
    """
    level = float(np.mean(share))
    pull = times**2 * mse / (level * (1 - level))
    centre = (share + pull / 2) / (1 + pull)
    half = np.sqrt(pull * share * (1 - share) + pull**2 / 4) / (1 + pull)
    return np.asarray(np.clip(centre - half, 0, 1)), np.asarray(np.clip(centre + half, 0, 1))
