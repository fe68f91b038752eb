"""Joint inclusion probabilities ``π_kl``, for the methods that have them; ``π_kk = π_k``.

They are exact, for populations of up to a few hundred units: SRS, systematic in list order, Poisson,
Sampford, conditional Poisson, Tillé and Midzuno. Ordered pivotal, Brewer and the cube have none that can be
computed from ``π`` alone in reasonable time.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from sampling.errors import SamplingError
from sampling.selection.conditional_poisson import divided, polynomial, working_probabilities
from sampling.selection.inclusion import proportional
from sampling.selection.methods import check_pi, fixed_size
from sampling.selection.randomness import Floats


def joint(pi: ArrayLike, method: str) -> Floats:
    """Return the matrix of joint inclusion probabilities of a method.

    Certainty units are set apart: with them ``π_kl = π_l``.

    Args:
        pi: inclusion probabilities, in list order.
        method: a name of ``METHODS`` here.

    Raises:
        SamplingError: the method states none.

    >>> joint([0.5, 0.5, 1.0], "srs").tolist()
    [[0.5, 0.0, 0.5], [0.0, 0.5, 0.5], [0.5, 0.5, 1.0]]
    """
    if method not in METHODS:
        raise SamplingError(
            f"Phương pháp {method} không có xác suất chọn đồng thời tính được; có: {', '.join(METHODS)}.",
            f"Method {method} states no joint inclusion probabilities; these do: {', '.join(METHODS)}.",
        )
    values = check_pi(pi)
    matrix = np.outer(values, values)
    open_units = np.flatnonzero((values > 0.0) & (values < 1.0))
    if open_units.size:
        inner = METHODS[method](values[open_units])
        np.fill_diagonal(inner, values[open_units])
        matrix[np.ix_(open_units, open_units)] = inner
    np.fill_diagonal(matrix, values)
    return matrix


def _srs(pi: Floats) -> Floats:
    units, n = pi.size, fixed_size(pi)
    return np.full((units, units), n * (n - 1) / (units * max(units - 1, 1)))


def _poisson(pi: Floats) -> Floats:
    return np.outer(pi, pi)


def _systematic(pi: Floats) -> Floats:
    """Return the joint probabilities of systematic sampling, as the lengths of starts that give a pair (Madow 1949)."""
    ends = np.cumsum(pi)
    ends[-1] = fixed_size(pi)
    starts = np.unique(np.concatenate([[0.0, 1.0], ends % 1.0]))
    lengths = np.diff(starts)
    middles = starts[:-1] + lengths / 2
    # A unit is hit by a start u when a whole number of steps from u falls between its two ends.
    hits = np.floor(ends[None, :] - middles[:, None]) - np.floor((ends - pi)[None, :] - middles[:, None])
    return np.asarray(hits.T @ (hits * lengths[:, None]))


def _tille(pi: Floats) -> Floats:
    """Return ``Π (1 - r_k - r_l)`` over the steps, ``r`` the chance to leave at a step (Tillé 1996)."""
    n = fixed_size(pi)
    matrix = np.ones((pi.size, pi.size))
    before = np.ones(pi.size)
    for size in range(pi.size - 1, n - 1, -1):
        after = proportional(pi, size).pi
        leave = 1.0 - after / before
        matrix *= 1.0 - leave[:, None] - leave[None, :]
        before = after
    return matrix


def _midzuno(pi: Floats) -> Floats:
    other: Floats = _tille(1.0 - pi)
    return other + pi[:, None] + pi[None, :] - 1.0


def _sampford(pi: Floats) -> Floats:
    return _conditional(pi, fixed_size(pi), sampford=True)


def _cps(pi: Floats) -> Floats:
    n = fixed_size(pi)
    return _conditional(working_probabilities(pi, n), n, sampford=False)


def _conditional(p: Floats, n: int, *, sampford: bool) -> Floats:
    """Sum the probabilities of all samples that hold a pair, by polynomials without the pair.

    ``G(z) = Π(1-p_i+p_i z)`` has the chance of size r as coefficient r; ``H(z)`` the same weighted with the
    sum of ``1-p`` of the sample. Dividing by the factors of a pair takes the pair out.
    """
    if n < 2:
        return np.zeros((p.size, p.size))
    plain = polynomial(p)
    singles = divided(plain, p)
    special = p * (1.0 - p)
    weighted = np.append(0.0, special @ singles)
    matrix = np.empty((p.size, p.size))
    for k in range(p.size):
        without = divided(singles[k], p)
        matrix[k] = p[k] * p * without[:, n - 2]
        if sampford:
            # H without k and l, the two subtractions before the two divisions.
            single = divided(weighted - special[k] * np.append(0.0, singles[k]), p[k : k + 1])[0]
            rest = single - special[:, None] * np.pad(without, ((0, 0), (1, 0)))
            others = divided(rest, p)[:, n - 2]
            matrix[k] = matrix[k] * (1.0 - p[k] + 1.0 - p) + p[k] * p * others
    chance = float(weighted[n]) if sampford else float(plain[n])
    return np.divide(matrix, chance)


METHODS: dict[str, Callable[[Floats], Floats]] = {
    "srs": _srs,
    "systematic": _systematic,
    "pps_systematic": _systematic,
    "poisson": _poisson,
    "sampford": _sampford,
    "cps": _cps,
    "tille": _tille,
    "midzuno": _midzuno,
}
