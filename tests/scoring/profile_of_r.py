"""How R's ``svyciprop(method="likelihood")`` comes to its two numbers, from the same deviance as ours.

R fits a binomial model by iterated least squares, walks away from its coefficient in steps, draws a cubic spline
through the square roots of the deviances, reads the spline at three times as many equally spaced places and joins
those by straight lines. ``finer`` makes the same walk with smaller steps and a denser reading.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import f, norm

from scoring.interval import deviance

STEPS = 9  # R gives up after as many steps to a side


@dataclass(frozen=True)
class Profile:
    """A share, as R's model sees it.

    Args:
        answers: 0 or 1, one a valid row.
        weights: of the valid rows, over the mean weight of all rows.
        se: the standard error of the share.
        t: the t quantile of the interval.
        finer: 1 as R does it; more for smaller steps.
        settled: the standard error of the model from its last fit, and not from the one before as R takes it.
    """

    answers: np.ndarray
    weights: np.ndarray
    se: float
    t: float
    finer: int = 1
    settled: bool = False

    def interval(self):
        """Return the lower and the upper bound."""
        share, information = self.fit()
        robust = self.se / (share * (1 - share))
        cut = (
            self.t
            * robust
            * np.sqrt(share * (1 - share) * self.weights.sum() if self.settled else information)
        )
        farthest = np.sqrt(f.isf(norm.cdf(-cut) / 2, 1, self.answers.size - 1))
        step = farthest / 5 * robust / self.finer
        down, up = (self.walk(share, sign * step, farthest) for sign in (-1, 1))
        places, roots = (
            np.concatenate([b[::-1], [zero], a])
            for b, zero, a in zip(down, (logit(share), 0), up, strict=True)
        )
        dense = np.linspace(places[0], places[-1], 3 * self.finer**2 * places.size)
        return expit(np.interp([-cut, cut], spline(places, roots, dense), dense))

    def fit(self):
        """Return the share and the information on its logit, both as iterated least squares leave them."""
        y, w = self.answers, self.weights
        mu, old = (w * y + 0.5) / (w + 1), np.inf
        eta = logit(mu)
        while True:
            information = w * mu * (1 - mu)
            eta = np.full(y.size, np.average(eta + (y - mu) / (mu * (1 - mu)), weights=information))
            mu = expit(eta)
            new = -2 * np.sum(w * np.log(np.where(y > 0, mu, 1 - mu)))
            if abs(new - old) / (abs(new) + 0.1) < 1e-8:
                return float(mu[0]), information.sum()
            old = new

    def walk(self, share, step, farthest):
        """Return logits on one side, and the signed roots of their deviances, one farther out than the cut."""
        dispersion = self.weights.sum() / (self.answers.size - 1)
        places = logit(share) + step * np.arange(1, STEPS * self.finer + 1)
        roots = np.sqrt(self.weights.sum() * deviance(share, expit(places)) / dispersion)
        last = np.append(np.flatnonzero(roots >= farthest), roots.size - 1)[0] + 1
        return places[:last], np.sign(step) * roots[:last]


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
