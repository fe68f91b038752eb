"""Likelihood intervals of shares, read off a profile as R's ``svyciprop(method="likelihood")`` reads them.

R walks away from the fitted logit in equal steps, draws a cubic spline through the signed roots of the deviances, reads
it at three times as many equally spaced places and joins these by straight lines. The same is done here, so that the
bounds are R's and not only near them. ``root`` is the bound that all this approximates.

Sources: Rao and Scott (1984), Annals of Statistics 12, 46–60, for the deviance over its design effect; ``confint`` of
``svyglm`` in survey 4.1 and 4.5, after ``profile.glm`` of MASS (Venables and Ripley 2002), for the walk.
"""

from dataclasses import dataclass, replace

import numpy as np

from scoring.columns.columns import Flags, Indices, Numbers
from scoring.intervals.logit_fit import fit
from scoring.intervals.spline import crossing, readings

STEPS = 9  # to a side, at most
TO_FARTHEST = 5  # steps, if roots grew like Wald statistics
EDGE = 30.0  # beyond it R takes the logarithm of the machine epsilon, with the sign of the logit
EPSILON = float(np.finfo(float).eps)
HALVINGS = 100
BATCH = 4096  # shares at once, for the sake of memory


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares, all arrays of one length.

    Args:
        value: the shares.
        se: their standard errors.
        t: the t quantiles of the intervals.
        n: valid answers.
        weight: their sums of weights, over the mean weight of the domain.
        logit: the first steps of R's fits, NaN where they are not known (``scoring.intervals.logit_fit``).
    """

    value: Numbers
    se: Numbers
    t: Numbers
    n: Numbers
    weight: Numbers
    logit: Numbers

    def at(self, chosen: Flags | Indices) -> "Shares":
        """Return the chosen shares."""
        return Shares(*(array[chosen] for array in vars(self).values()))

    @property
    def robust(self) -> Numbers:
        """The standard errors of the logits."""
        return self.se / (self.value * (1 - self.value))


def bounds(shares: Shares) -> tuple[Numbers, Numbers]:
    """Return lower and upper bounds: NaN at 0 %, 100 % and without a standard error, the share where that is 0.

    >>> value, se, t, n, weight, logit = np.array([[0.8], [0.04], [2.0], [100.0], [100.0], [np.nan]])
    >>> [bound.round(4).tolist() for bound in bounds(Shares(value, se, t, n, weight, logit))]
    [[0.7122], [0.8718]]
    """
    inside = (shares.value > 0) & (shares.value < 1)
    out = np.where(inside & (shares.se == 0), shares.value, np.full((2, inside.size), np.nan))
    solvable = inside & (shares.se > 0) & (shares.n > 1) & np.isfinite(shares.se + shares.t + shares.weight)
    places = np.flatnonzero(solvable)
    for first in range(0, places.size, BATCH):
        some = places[first : first + BATCH]
        out[:, some] = _bounds(shares.at(some))
    return out[0], out[1]


def _bounds(shares: Shares) -> Numbers:
    from scipy.special import expit

    p = shares.value
    share, information = fit(p, shares.weight, shares.logit)
    fitted = replace(shares, value=share)
    cut = fitted.t * fitted.robust * np.sqrt(fitted.weight * information)
    out = np.asarray(expit(_read(fitted, cut)), np.float64)
    for bound, side in zip(out, (-1, 1), strict=True):
        lost = ~(side * (bound - p) > 0)
        bound[lost] = root(p[lost], cut[lost] ** 2 / (shares.n[lost] - 1), side)
    return out


def _read(shares: Shares, cut: Numbers) -> Numbers:
    """Return the logits (2 × shares) where R's profile is −cut and cut, NaN where it ends before."""
    from scipy.special import ndtr, stdtrit

    farthest = -stdtrit(shares.n - 1, ndtr(-cut) / 4)
    step = farthest / TO_FARTHEST * shares.robust
    start = np.log(shares.value / (1 - shares.value)) - STEPS * step
    places = start[:, None] + step[:, None] * np.arange(2 * STEPS + 1)
    roots = _signed_roots(shares, places)
    down, up = _steps(-roots[:, STEPS - 1 :: -1], farthest), _steps(roots[:, STEPS + 1 :], farthest)
    out = np.full((2, cut.size), np.nan)
    for code in np.unique(down * (STEPS + 1) + up):
        below, above = divmod(int(code), STEPS + 1)
        some = np.flatnonzero((down == below) & (up == above))
        dense = roots[some, STEPS - below : STEPS + above + 1] @ readings(below + above + 1).T
        for side, height in enumerate((-cut[some], cut[some])):
            along = crossing(dense, height) * (below + above) / (dense.shape[1] - 1)
            out[side, some] = start[some] + step[some] * (STEPS - below + along)
    return out


def _signed_roots(shares: Shares, logits: Numbers) -> Numbers:
    read = np.where(np.abs(logits) > EDGE, np.copysign(-np.log(EPSILON), logits), logits)
    deviances = (shares.n[:, None] - 1) * deviance(shares.value[:, None], read)
    return np.asarray(np.sign(np.arange(-STEPS, STEPS + 1)) * np.sqrt(deviances), np.float64)


def _steps(roots: Numbers, farthest: Numbers) -> Indices:
    """Return the number of steps of R's profile to one side: up to the first root that is far enough."""
    reached = roots >= farthest[:, None]
    return np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, STEPS)


def deviance(p: Numbers, logit: Numbers) -> Numbers:
    """Return what one answer adds to the binomial deviance when its logit is not that of the estimate ``p``.

    >>> round(float(deviance(np.array(0.5), np.log(np.array(0.25 / 0.75)))), 4)
    0.2877
    """
    lost = p * (np.log(p) + np.logaddexp(0, -logit)) + (1 - p) * (np.log1p(-p) + np.logaddexp(0, logit))
    return np.asarray(2 * np.maximum(lost, 0), np.float64)


def root(p: Numbers, limit: Numbers, side: int) -> Numbers:
    """Return the share below (side −1) or above (side 1) at which the deviance of one answer is the limit.

    >>> found = root(np.array([0.5]), np.array([0.2]), 1)
    >>> round(float(deviance(np.array([0.5]), np.log(found / (1 - found)))[0]), 9)
    0.2
    """
    near, far = p.copy(), np.full(p.shape, (side + 1) / 2)
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        with np.errstate(divide="ignore"):
            beyond = deviance(p, np.log(middle) - np.log1p(-middle)) > limit
        near, far = np.where(beyond, near, middle), np.where(beyond, middle, far)
    return near
