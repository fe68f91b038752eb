"""Bethel's allocation: the cheapest sample that is precise enough for several variables and domains at once.

Minimise ``Σ c_h n_h`` so that every estimate keeps its variance limit,
``Σ_h a_jh / n_h ≤ b_j`` for j = 1 … J, and ``least_h ≤ n_h ≤ most_h`` (Bethel 1989; Chromy 1987).

The problem is convex; it is solved in its dual, which has one unknown a variable, not one a stratum. For
multipliers ``λ ≥ 0`` the best ``n_h = √(Σ_j λ_j a_jh / c_h)``, kept within bounds, and the dual function is
concave with the gradient ``Σ_h a_jh/n_h - b_j``: Newton's steps on the multipliers that are not held at 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sampling.errors import SamplingError
from sampling.selection.randomness import Floats

STEPS = 500
PRECISION = 1e-13
DAMPING = 1e-6


@dataclass(frozen=True)
class Allocation:
    """The result of Bethel's allocation.

    Attributes:
        n: real sizes per stratum; round up, or with ``allocation.whole``.
        cost: ``Σ c_h n_h``.
        use: per limit, variance reached over variance allowed: 1 where it binds, below 1 elsewhere.
        multipliers: per limit, how much the cost falls when it is loosened by one part of itself.
    """

    n: Floats
    cost: float
    use: Floats
    multipliers: Floats


@dataclass(frozen=True)
class _Problem:
    spread: Floats
    cost: Floats
    least: Floats
    most: Floats

    def sizes(self, multipliers: Floats) -> Floats:
        return np.clip(np.sqrt(multipliers @ self.spread / self.cost), self.least, self.most)

    def use(self, n: Floats) -> Floats:
        return np.asarray(self.spread @ (1.0 / n), dtype=np.float64)

    def dual(self, multipliers: Floats) -> float:
        n = self.sizes(multipliers)
        return float(self.cost @ n + multipliers @ (self.use(n) - 1.0))


def bethel(
    spread: ArrayLike, limit: ArrayLike, *, cost: ArrayLike, least: ArrayLike = 2.0, most: ArrayLike = np.inf
) -> Allocation:
    """Allocate for limits ``Σ_h a_jh/n_h ≤ b_j``.

    Args:
        spread: ``a``, one row a variable (and domain), one column a stratum; 0 outside the domain.
        limit: ``b``, one a row.
        cost: cost of one unit in each stratum.
        least: least per stratum.
        most: most per stratum, usually the number of units.

    Raises:
        SamplingError: the limits cannot be kept even with the largest sizes; the text names one.
    """
    a, b = np.asarray(spread, dtype=np.float64), np.asarray(limit, dtype=np.float64)
    if not (b > 0).all():
        raise _impossible(int(np.flatnonzero(~(b > 0))[0]))
    shape = a.shape[1]
    costs, low, high = (
        np.broadcast_to(np.asarray(v, dtype=np.float64), (shape,)) for v in (cost, least, most)
    )
    problem = _Problem(a / b[:, None], costs, low, high)
    beyond = np.flatnonzero(problem.use(high) > 1.0 + 1e-12)
    if beyond.size:
        raise _impossible(int(beyond[0]))
    enough = (problem.use(low) <= 1.0).all() if (low > 0).all() else False
    multipliers = np.zeros(b.size) if enough else _solve(problem, _start(problem))
    n = problem.sizes(multipliers)
    return Allocation(n, float(costs @ n), problem.use(n), multipliers)


def bethel_for_cv(
    size: ArrayLike, deviation: ArrayLike, mean: ArrayLike, cv: ArrayLike, *, cost: ArrayLike = 1.0
) -> Allocation:
    """Allocate so that each variable's mean has at most its coefficient of variation.

    ``a_jh = W_h² S_jh²`` and ``b_j = (cv_j·ȳ_j)² + Σ_h W_h² S_jh²/N_h``, the last term for sampling without
    replacement. Each stratum gives at least 2 units, so that its variance can be estimated.

    Args:
        size: units per stratum, which are also the most that can be taken.
        deviation: ``S``, one row a stratum, one column a variable.
        mean: the mean of each variable.
        cv: the coefficient of variation allowed to each mean.
        cost: cost of one unit in each stratum.

    >>> result = bethel_for_cv([400, 200], [[0.5], [0.3]], [0.8], [0.05])
    >>> result.n.round(2).tolist(), result.use.round(6).tolist()
    ([74.93, 22.48], [1.0])
    """
    population = np.asarray(size, dtype=np.float64)
    shares = population / population.sum()
    spread = (shares[:, None] * np.asarray(deviation, dtype=np.float64)).T ** 2
    limit = (np.asarray(cv, dtype=np.float64) * np.asarray(mean, dtype=np.float64)) ** 2
    finite = spread @ (1.0 / population)
    return bethel(spread, limit + finite, cost=cost, least=np.minimum(2.0, population), most=population)


def _impossible(row: int) -> SamplingError:
    return SamplingError(
        f"Yêu cầu độ chính xác thứ {row + 1} không đạt được dù điều tra toàn bộ; hãy nới yêu cầu này.",
        f"Precision demand {row + 1} cannot be met even by a census; loosen it.",
    )


def _start(problem: _Problem) -> Floats:
    """Return starting multipliers: the mean over limits of ``λ_j = (Σ √(a_jh c_h))²``, what each needs alone."""
    alone = np.sqrt(problem.spread * problem.cost).sum(axis=1) ** 2
    return np.asarray(alone / problem.spread.shape[0], dtype=np.float64)


def _solve(problem: _Problem, multipliers: Floats) -> Floats:
    scale = max(1.0, float(multipliers.max()))
    for _ in range(STEPS):
        gradient = problem.use(problem.sizes(multipliers)) - 1.0
        held = (multipliers <= 0.0) & (gradient < 0.0)
        if np.abs(np.where(held, 0.0, gradient)).max(initial=0.0) < PRECISION:
            break
        curve = _curvature(problem, multipliers)
        multipliers, moved = _climb(problem, multipliers, _newton(curve, gradient, held=held), gradient)
        if moved < PRECISION * scale:
            # A Newton step cut off at 0 may not rise; each multiplier by itself always does.
            alone = np.where(held, 0.0, gradient / np.maximum(np.diag(curve), 1e-300))
            multipliers, moved = _climb(problem, multipliers, alone, gradient)
        if moved < PRECISION * scale:
            break
    return multipliers


def _newton(curve: Floats, gradient: Floats, *, held: NDArray[np.bool_]) -> Floats:
    free = np.flatnonzero(~held)
    among = curve[np.ix_(free, free)]
    ridge = 1e-12 * float(np.trace(among)) / max(1, free.size)
    step = np.zeros(gradient.size)
    step[free] = np.linalg.solve(among + ridge * np.eye(free.size), gradient[free])
    return step


def _curvature(problem: _Problem, multipliers: Floats) -> Floats:
    n = problem.sizes(multipliers)
    moving = (n > problem.least) & (n < problem.most)
    # Strata at a bound do not bend the dual; a trace of their curvature keeps the step finite where all are.
    unbound = np.maximum(np.sqrt(multipliers @ problem.spread / problem.cost), 1e-3)
    weight = np.where(moving, 1.0, DAMPING) / (2.0 * problem.cost * unbound**3)
    curve: Floats = (problem.spread * weight) @ problem.spread.T
    return curve


def _climb(problem: _Problem, start: Floats, step: Floats, gradient: Floats) -> tuple[Floats, float]:
    """Take a step up the concave dual, not below 0, halved until it rises enough; return the point and how far it moved."""
    here, length = problem.dual(start), 1.0
    for _ in range(60):
        there = np.maximum(0.0, start + length * step)
        gain = problem.dual(there) - here
        if gain >= 1e-4 * float(gradient @ (there - start)) - 1e-15 * abs(here):
            return there, float(np.abs(there - start).max())
        length /= 2.0
    return start, 0.0
