"""How R's ``svyciprop(method="likelihood")`` comes to its two numbers once a share is fitted, share by share in plain steps.

R walks away from the logit in steps, draws a cubic spline through the square roots of the deviances, reads the spline
at three times as many equally spaced places and joins those by straight lines. ``finer`` makes the same walk with
smaller steps and a denser reading. Nothing here is taken from ``scoring.intervals.likelihood_profile``, which is held against it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import f, norm

STEPS = 9  # R gives up after as many steps to a side


@dataclass(frozen=True)
class Profile:
    """A share, as R's model sees it.

    Args:
        share: the share.
        se: its standard error.
        t: the t quantile of the interval.
        n: valid answers.
        weight: their sum of weights, over the mean weight of all rows.
        finer: 1 as R does it; more for smaller steps.
    """

    share: float
    se: float
    t: float
    n: float
    weight: float
    finer: int = 1

    @property
    def robust(self):
        """The standard error of the logit."""
        return self.se / (self.share * (1 - self.share))

    @property
    def cut(self):
        """The root of the deviance that a bound has."""
        return self.t * self.robust * np.sqrt(self.share * (1 - self.share) * self.weight)

    def interval(self):
        """Return the lower and the upper bound."""
        farthest = np.sqrt(f.isf(norm.cdf(-self.cut) / 2, 1, self.n - 1))
        step = farthest / 5 * self.robust / self.finer
        down, up = (self.walk(sign * step, farthest) for sign in (-1, 1))
        places, roots = (
            np.concatenate([b[::-1], [zero], a])
            for b, zero, a in zip(down, (logit(self.share), 0), up, strict=True)
        )
        dense = np.linspace(places[0], places[-1], 3 * self.finer**2 * places.size)
        return expit(np.interp([-self.cut, self.cut], spline(places, roots, dense), dense))

    def walk(self, step, farthest):
        """Return logits on one side, and the signed roots of their deviances, one farther out than the cut."""
        places = logit(self.share) + step * np.arange(1, STEPS * self.finer + 1)
        roots = np.sqrt((self.n - 1) * self.deviance(expit(places)))
        last = np.append(np.flatnonzero(roots >= farthest), roots.size - 1)[0] + 1
        return places[:last], np.sign(step) * roots[:last]

    def deviance(self, other):
        """Return what one answer adds to the deviance at another share."""
        p = self.share
        return 2 * (p * np.log(p / other) + (1 - p) * np.log((1 - p) / (1 - other)))


def spline(x, y, at):
    """Return the cubic spline whose third derivative at each end is that of the cubic through four points there.

    Source: Forsythe, Malcolm and Moler (1977), Computer Methods for Mathematical Computations, ch. 4.
    """
    h, slope = np.diff(x), np.diff(y) / np.diff(x)
    system, right = np.zeros((x.size, x.size)), np.zeros(x.size)
    for i in range(1, x.size - 1):
        system[i, i - 1 : i + 2] = h[i - 1], 2 * (h[i - 1] + h[i]), h[i]
        right[i] = 6 * (slope[i] - slope[i - 1])
    for row, start in ((0, 0), (-1, x.size - 4)):
        edge = 0 if row == 0 else x.size - 2
        system[row, [edge, edge + 1]] = -1 / h[edge], 1 / h[edge]
        right[row] = 6 * np.polyfit(x[start : start + 4] - x[start], y[start : start + 4], 3)[0]
    bend = np.linalg.solve(system, right)
    k = np.clip(np.searchsorted(x, at, "right") - 1, 0, x.size - 2)
    d = at - x[k]
    first = slope[k] - h[k] * (2 * bend[k] + bend[k + 1]) / 6
    return y[k] + d * (first + d * (bend[k] / 2 + d * (bend[k + 1] - bend[k]) / (6 * h[k])))
