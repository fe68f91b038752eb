"""Balanced sampling by the cube method (Deville and Tillé 2004; Tillé 2006, ch. 8).

The sample estimates the totals of the balancing columns (nearly) without error. In the *flight* a vector of
probabilities walks at random inside the hyperplane where all balance equations hold, until it reaches an edge;
only ``p+1`` units take part at a time (Chauvet and Tillé 2006). In the *landing* the last equations are given
up one after the other, the last column first, the size of the sample last.

The linear algebra is plain Gaussian elimination on whole arrays, so that the walk has the same bits on every
machine, which LAPACK does not promise.
"""

import numpy as np
from numpy.typing import ArrayLike

from sampling.selection.methods import check_pi
from sampling.selection.randomness import Floats, Indices, Uniform

EPSILON = 1e-9


def cube(pi: ArrayLike, balance: ArrayLike, rng: Uniform) -> Indices:
    """Draw a balanced sample.

    Args:
        pi: inclusion probabilities.
        balance: one row a unit, one column a variable whose total is to be balanced; the size of the sample
            is balanced first, without being named.
        rng: uniform numbers.

    Returns:
        Sorted positions of the sample.
    """
    values = check_pi(pi).copy()
    columns = np.asarray(balance, dtype=np.float64).reshape(values.size, -1)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.where(values[:, None] > 0, np.column_stack([values, columns]) / values[:, None], 0.0)
    scale = np.abs(scaled).max(axis=0)
    scaled = scaled / np.where(scale > 0, scale, 1.0)
    for equations in range(scaled.shape[1], -1, -1):
        _walk(values, scaled[:, :equations], rng)
    return np.flatnonzero(values > 0.5)


def _walk(values: Floats, equations: Floats, rng: Uniform) -> None:
    """Move ``values`` in place to 0 and 1 as far as the equations leave a direction."""
    waiting = np.flatnonzero((values > EPSILON) & (values < 1.0 - EPSILON))
    needed = equations.shape[1] + 1
    active, waiting = waiting[:needed], waiting[needed:]
    while active.size:
        direction = _kernel(equations[active].T)
        if direction is None:
            return
        _step(values, active, direction, draw=float(rng.random(1)[0]))
        active = active[(values[active] > 0.0) & (values[active] < 1.0)]
        more = needed - active.size
        active, waiting = np.concatenate([active, waiting[:more]]), waiting[more:]


def _step(values: Floats, active: Indices, direction: Floats, *, draw: float) -> None:
    """Go along the direction to a wall of the cube, forth or back with the odds that keep the expectation."""
    x = values[active]
    moves = np.abs(direction) > EPSILON
    u, v = direction[moves], x[moves]
    forth = float(np.min(np.where(u > 0, 1.0 - v, v) / np.abs(u)))
    back = float(np.min(np.where(u > 0, v, 1.0 - v) / np.abs(u)))
    moved = x + (forth if draw * (forth + back) < back else -back) * direction
    moved[moved < EPSILON] = 0.0
    moved[moved > 1.0 - EPSILON] = 1.0
    values[active] = moved


def _kernel(matrix: Floats) -> Floats | None:
    """Return one vector ``u ≠ 0`` with ``matrix @ u = 0``, or nothing if there is none.

    Gauss-Jordan elimination with the largest pivot of a column; the first column without one is free.
    """
    rows = matrix.astype(np.float64)
    pivots: list[int] = []
    for column in range(rows.shape[1]):
        done = len(pivots)
        place = done + int(np.argmax(np.abs(rows[done:, column]))) if done < rows.shape[0] else done
        if done == rows.shape[0] or abs(rows[place, column]) < EPSILON:
            direction = np.zeros(rows.shape[1])
            direction[column] = 1.0
            direction[pivots] = -rows[:done, column]
            return direction / float(np.abs(direction).max())
        rows[[done, place]] = rows[[place, done]]
        rows[done] /= rows[done, column]
        factor = rows[:, column].copy()
        factor[done] = 0.0
        rows -= factor[:, None] * rows[done]
        pivots.append(column)
    return None
