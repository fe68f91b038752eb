"""Cubic splines read as R's ``spline`` and ``approx`` do: at equal distances, joined by straight lines.

Source: Forsythe, Malcolm and Moler (1977), Computer Methods for Mathematical Computations, ch. 4, for the spline, which
is a linear map of the heights of its points.
"""

from functools import cache

import numpy as np

from scoring.columns.columns import Numbers

READINGS = 3  # times as many places as points


@cache
def readings(points: int) -> Numbers:
    """Return the matrix that reads the spline through so many equally spaced points, readings × points.

    The third derivative at an end is that of the cubic through the four points there; three points make a parabola.

    Args:
        points: three at least.

    >>> readings(4).shape, (readings(4) @ np.arange(4.0) ** 3).round(2).tolist()[-2:]
    ((12, 4), [20.29, 27.0])
    """
    from scipy.interpolate import make_interp_spline

    values = np.eye(points)
    third = np.diff(values, 3, axis=0) if points > 3 else np.zeros((1, points))
    ends = ([(3, third[0])], [(3, third[-1])])
    spline = make_interp_spline(np.arange(points), values, k=3, bc_type=ends)  # type: ignore[arg-type]  # stub
    return np.asarray(spline(np.linspace(0, points - 1, READINGS * points)), np.float64)


def crossing(heights: Numbers, height: Numbers) -> Numbers:
    """Return the place where the line through each row's heights reaches the given height, NaN for nowhere.

    Args:
        heights: curves × places.
        height: a height a curve.

    Returns:
        The places, counted from 0, with fractions.

    >>> crossing(np.array([[-2.0, 0.0, 4.0], [0.0, 1.0, 2.0]]), np.array([1.0, 5.0])).tolist()
    [1.25, nan]
    """
    order = np.argsort(heights, axis=1)  # a parabola may turn back; R sorts, too
    heights = np.take_along_axis(heights, order, axis=1)
    after = (heights < height[:, None]).sum(axis=1)
    inside = (after > 0) & (after < heights.shape[1])
    row, after = np.arange(height.size), np.clip(after, 1, heights.shape[1] - 1)
    below, above = heights[row, after - 1], heights[row, after]
    start, end = order[row, after - 1], order[row, after]
    return np.where(inside, start + (height - below) / (above - below) * (end - start), np.nan)
