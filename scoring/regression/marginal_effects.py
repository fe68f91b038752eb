"""Average marginal effects: what a term changes in the prediction, averaged over the population.

Of a number the mean slope, of a factor's level the mean change against the reference, everybody else as they are
(Graubard and Korn 1999, «Predictive margins with survey data»). With h the change of one row,

    ē = Σwh/Σw,   influence of row i: wᵢ(hᵢ − ē)/Σw + Jᵀzᵢ,   J = Σw ∂h/∂β / Σw,

z the influence values of the coefficients: the covariates are drawn, not given, and the covariance of both parts counts.
"""

from collections.abc import Sequence

import numpy as np

from scoring.columns.columns import Numbers
from scoring.regression.coefficients import Coefficients
from scoring.regression.fit import Kind, prediction
from scoring.regression.model_covariance import covariance_of_influence, covariance_of_replicates
from scoring.regression.model_matrix import ModelMatrix
from scoring.regression.regression import Regression


def marginal_effects(made: Regression) -> Coefficients:
    """Return the average marginal effect of every variable of a model; of a factor, of every level but the reference.

    >>> from scoring.design import Design
    >>> from scoring.regression.regression import RegressionModel, regress
    >>> data = {"y": [0, 0, 1, 0, 1, 1, 1, 0], "x": [0, 1, 2, 3, 4, 5, 6, 7]}
    >>> made = regress(Design(data=data), RegressionModel(outcome="y", terms=["x"], kind="logistic"))
    >>> effects = marginal_effects(made)
    >>> effects.names, effects.value.round(4).tolist()
    (('x',), [0.0682])
    """
    rows, beta, kind = made.rows, made.fit.coefficients, made.model.kind
    changes = _changes(made.matrix)
    value = _means(changes, kind, beta, rows.weight)
    names = tuple(label for variable in made.matrix.variables.values() for label in variable.labels)
    if made.betas is not None:
        pairs = zip(made.betas, rows.replicate_weights(), strict=True)
        again = np.array([_means(changes, kind, one, weight) for one, weight in pairs])
        return made.table(names, value, covariance_of_replicates(rows.design, again, value))
    whole = rows.weight.sum()
    influence = np.empty((rows.y.size, value.size))
    for at, change in enumerate(changes):
        own = rows.weight * (change.of(kind, beta) - value[at]) / whole
        influence[:, at] = own + made.influence @ change.mean_slope(kind, beta, rows.weight)
    return made.table(names, value, covariance_of_influence(rows, influence))


class _Step:
    """The change of the prediction from the columns under the reference to those under a level."""

    def __init__(self, high: Numbers, low: Numbers) -> None:
        self._sides = ((1.0, high), (-1.0, low))

    def of(self, kind: Kind, beta: Numbers) -> Numbers:
        """Return the change of each row."""
        return np.asarray(sum(sign * prediction(kind, x @ beta) for sign, x in self._sides), np.float64)

    def mean_slope(self, kind: Kind, beta: Numbers, weight: Numbers) -> Numbers:
        """Return the mean over rows of the derivative by the coefficients."""
        curves = [(sign, x, _curve(kind, prediction(kind, x @ beta))) for sign, x in self._sides]
        return np.asarray(
            sum(sign * ((weight * curve) @ x) for sign, x, curve in curves) / weight.sum(), np.float64
        )


class _Slope:
    """The derivative of the prediction by a number."""

    def __init__(self, x: Numbers, slopes: Numbers) -> None:
        self._x, self._slopes = x, slopes

    def of(self, kind: Kind, beta: Numbers) -> Numbers:
        """Return the slope of each row."""
        return np.asarray(_curve(kind, prediction(kind, self._x @ beta)) * (self._slopes @ beta), np.float64)

    def mean_slope(self, kind: Kind, beta: Numbers, weight: Numbers) -> Numbers:
        """Return the mean over rows of the derivative by the coefficients."""
        mean = prediction(kind, self._x @ beta)
        curve = _curve(kind, mean)
        bend = curve * (1 - 2 * mean) if kind == "logistic" else np.zeros_like(mean)
        whole = (weight * bend * (self._slopes @ beta)) @ self._x + (weight * curve) @ self._slopes
        return np.asarray(whole / weight.sum(), np.float64)


def _changes(matrix: ModelMatrix) -> Sequence[_Step | _Slope]:
    out: list[_Step | _Slope] = []
    for name, variable in matrix.variables.items():
        if variable.levels:
            low = matrix.columns_at(name, 0)
            out += [_Step(matrix.columns_at(name, level), low) for level in range(1, len(variable.levels))]
        else:
            out.append(_Slope(matrix.columns(), matrix.slopes(name)))
    return out


def _means(changes: Sequence[_Step | _Slope], kind: Kind, beta: Numbers, weight: Numbers) -> Numbers:
    return np.array([float(weight @ change.of(kind, beta) / weight.sum()) for change in changes])


def _curve(kind: Kind, mean: Numbers) -> Numbers:
    """Return the derivative of the prediction by the linear predictor."""
    return mean * (1 - mean) if kind == "logistic" else np.ones_like(mean)
