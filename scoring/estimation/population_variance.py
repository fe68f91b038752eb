"""The variance of a variable in the population, as R's ``svyvar``."""

from dataclasses import replace
from typing import Unpack

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.design.domains import Columns, columns
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How, HowOptions
from scoring.estimation.sampling_variance import Replicated, Spread
from scoring.reduction.coded_answers import encode, scores_of


def population_variance(
    design: Design,
    what: Columns,
    by: Columns = (),
    where: npt.ArrayLike | None = None,
    **options: Unpack[HowOptions],
) -> Estimates:
    """Estimate Σw(x − mean)²/Σw · n/(n − 1) for every column in every domain.

    >>> design = Design(data={"x": [1.0, 2.0, 3.0]})
    >>> population_variance(design, "x")["x"].estimate
    1.0
    """
    mean_options: HowOptions = {"statistic": "mean", **options}
    how = How(**mean_options)
    means = estimate(design, what, by, where, **mean_options)
    answers = encode(columns(design, what), how.code_scores)
    at = means.domains.of_row
    squares, gaps, stretches = {}, {}, {}
    for j, name in enumerate(answers.names):
        with np.errstate(all="ignore"):
            stretches[name] = means.n[:, j] / (means.n[:, j] - 1)
        gaps[name] = scores_of(answers, name) - np.append(means.value[:, j], np.nan)[at]
        squares[name] = gaps[name] ** 2 * np.append(stretches[name], np.nan)[at]
    plain: HowOptions = {"statistic": "mean", "interval": "t", "confidence": how.confidence, "df": how.df}
    made = estimate(design, squares, by, where, **plain)
    if not isinstance(made.spread, Replicated):
        return made
    moved = estimate(design.around_the_estimate(), gaps, by, where, **plain).spread
    around = estimate(design.around_the_estimate(), squares, by, where, **plain).spread
    stretch = np.stack(list(stretches.values()), axis=1)
    return replace(made, spread=_own_means(made.spread, around, moved, stretch))


def _own_means(spread: Replicated, squares: Spread, gaps: Spread, stretch: Numbers) -> Replicated:
    """Return the spread of variances in which every replicate takes its squares from its own mean, as R does."""
    if not (isinstance(squares, Replicated) and isinstance(gaps, Replicated)):
        raise TypeError("a design with replicates gives replicated spreads")
    moved = squares.deviations - np.nan_to_num(stretch) * gaps.deviations**2
    return replace(spread, deviations=spread.replicates.deviations(moved, np.zeros(moved.shape[1:])))
