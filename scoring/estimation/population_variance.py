"""The variance of a variable in the population, as R's ``svyvar``."""

from typing import Unpack

import numpy as np
import numpy.typing as npt

from scoring.design.design import Design
from scoring.design.domains import Columns, columns
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How, HowOptions
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
    squares = {}
    for j, name in enumerate(answers.names):
        with np.errstate(all="ignore"):
            stretch = np.append(means.n[:, j] / (means.n[:, j] - 1), np.nan)[at]
        squares[name] = (scores_of(answers, name) - np.append(means.value[:, j], np.nan)[at]) ** 2 * stretch
    plain: HowOptions = {"statistic": "mean", "interval": "t", "confidence": how.confidence, "df": how.df}
    return estimate(design, squares, by, where, **plain)
