"""Linear and logistic regression under a design, as R's ``svyglm`` (Binder 1983; Fuller 1975)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import get_args

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Flags, Numbers
from scoring.design.design import Design
from scoring.design.domains import domains_of, order_of
from scoring.design.negative_weights import refuse_negative_weights
from scoring.design.replication import degrees_of_freedom
from scoring.errors import ScoringError
from scoring.reduction.code_scores import Code
from scoring.regression.coefficients import Coefficients, WaldTest, wald
from scoring.regression.covariates import Covariate, covariate, outcome
from scoring.regression.fit import Fit, Kind, fit
from scoring.regression.model_covariance import ModelRows, covariance_of_influence, covariance_of_replicates
from scoring.regression.model_matrix import ModelMatrix, Term, read_terms
from scoring.regression.refusals import SINGULAR, constant_outcome, not_binary, too_few_rows, too_many

MOST = 300  # coefficients: a factor with more levels is an id by mistake
Valid = Mapping[str, Sequence[Code]]


@dataclass(frozen=True, kw_only=True)
class RegressionModel:
    """What is to be fitted.

    Args:
        outcome: the column that is explained.
        terms: the columns that explain it; ``a:b`` is a product.
        kind: ``linear`` (the mean) or ``logistic`` (the odds of 1).
        ones: the codes of the outcome that count as 1; None: its numbers as they are.
        factors: the columns of numbers whose levels are taken one by one; columns of words always are.
        reference: the level that others are compared with, by factor; absent: the first. It makes a column a factor.
        valid: the codes that are answers, by column; absent: all that are not blank.
        confidence: of the intervals.
    """

    outcome: str
    terms: Sequence[str]
    kind: Kind = "linear"
    ones: Sequence[Code] | None = None
    factors: Collection[str] = ()
    reference: Mapping[str, str] = field(default_factory=dict)
    valid: Valid = field(default_factory=dict)
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ScoringError(
                f"kind = «{self.kind}» không có; chọn linear hoặc logistic.",
                f"kind = “{self.kind}” is unknown; choose linear or logistic.",
            )
        if not 0 < self.confidence < 1:
            raise ScoringError(
                f"confidence = {self.confidence} phải nằm giữa 0 và 1.",
                f"confidence = {self.confidence} must lie between 0 and 1.",
            )


@dataclass(frozen=True, eq=False, kw_only=True)
class Regression:
    """A fitted model.

    Args:
        model: what was fitted.
        matrix: its columns on the rows used.
        rows: the rows used, with their weights.
        fit: the fit under the design's weights.
        betas: replicates × coefficients; None for a linearised design.
        df: PSUs minus strata among the rows used, plus 1, minus the number of coefficients (R's ``svyglm``).
        blank: rows asked for that had a blank in the outcome or in a term.
    """

    model: RegressionModel
    matrix: ModelMatrix
    rows: ModelRows
    fit: Fit
    betas: Numbers | None
    df: int
    blank: int

    @property
    def n(self) -> int:
        """Rows used."""
        return self.rows.y.size

    @cached_property
    def coefficients(self) -> Coefficients:
        """The coefficients with their covariance."""
        rows, beta = self.rows, self.fit.coefficients
        if self.betas is None:
            vcov = covariance_of_influence(rows, self.influence)
        else:
            vcov = covariance_of_replicates(rows.design, self.betas, beta)
        return self.table(self.matrix.names, beta, vcov)

    @cached_property
    def influence(self) -> Numbers:
        """The weighted influence values of the coefficients, rows used × coefficients."""
        return self.fit.influence(self.rows.x, self.rows.y, self.rows.weight)

    def table(self, names: tuple[str, ...], value: Numbers, vcov: Numbers) -> Coefficients:
        """Return numbers made of this model under its degrees of freedom and confidence."""
        return Coefficients(names=names, value=value, vcov=vcov, df=self.df, confidence=self.model.confidence)

    @cached_property
    def tests(self) -> tuple[WaldTest, ...]:
        """The Wald test of every term, as R's ``regTermTest``."""
        of = self.matrix.term_of
        return tuple(
            wald(
                term.name,
                self.coefficients,
                [at for at, name in enumerate(of) if name == term.name],
                SINGULAR,
            )
            for term in self.matrix.terms
        )


def regress(design: Design, model: RegressionModel, where: npt.ArrayLike | None = None) -> Regression:
    """Fit a model to the rows that have an outcome and all terms; the other rows stay in the design.

    Args:
        design: how the rows were drawn.
        model: what is to be fitted.
        where: true for the rows that count.

    Raises:
        ScoringError: the model cannot be fitted; the sentence names the term.

    >>> data = {"psu": [1, 1, 2, 2, 3, 3], "y": [1.0, 2, 4, 5, 7, 9], "x": [0, 1, 2, 3, 4, 5]}
    >>> made = regress(Design.from_frame(data, clusters="psu"), RegressionModel(outcome="y", terms=["x"]))
    >>> made.coefficients.value.round(4).tolist(), made.df
    ([0.6667, 1.6], 1)
    """
    inside = domains_of(design, (), where).of_row >= 0
    return regress_rows(design, model, read_rows(design, model), inside & design.counts)


@dataclass(frozen=True, eq=False, kw_only=True)
class ReadRows:
    """The columns of a model on all rows of the data.

    Args:
        terms: the terms.
        y: the outcome, NaN where blank.
        variables: the variables of the terms.
        complete: where nothing is blank.
    """

    terms: tuple[Term, ...]
    y: Numbers
    variables: Mapping[str, Covariate]
    complete: Flags


def read_rows(design: Design, model: RegressionModel) -> ReadRows:
    """Return the columns of a model on all rows."""
    terms = read_terms(
        model.terms, lambda name: design.data is not None and name in design.data, model.outcome
    )
    names = dict.fromkeys(name for term in terms for name in term.variables)
    factors = {*model.factors, *model.reference}
    if strange := sorted(factors - set(names)):
        raise ScoringError(
            f"«{strange[0]}» được khai là yếu tố nhưng không có trong mô hình ({', '.join(names)}).",
            f"“{strange[0]}” is said to be a factor but is not in the model ({', '.join(names)}).",
        )
    y = outcome(model.outcome, design.column(model.outcome), model.valid.get(model.outcome), model.ones)
    variables = {
        name: covariate(
            name,
            design.column(name),
            model.valid.get(name),
            factor=name in factors,
            order=order_of(design, name),
        )
        for name in names
    }
    complete = ~np.isnan(np.column_stack([y, *(one.values for one in variables.values())])).any(axis=1)
    return ReadRows(terms=terms, y=y, variables=variables, complete=np.asarray(complete))


def regress_rows(design: Design, model: RegressionModel, read: ReadRows, counted: Flags) -> Regression:
    """Fit a model to some rows of the data.

    Args:
        design: how the rows were drawn.
        model: what is to be fitted.
        read: its columns.
        counted: the rows of positive weight that it is about.
    """
    refuse_negative_weights(design, "hồi quy", "regressions")
    used = counted & read.complete
    y = read.y[used]
    if not y.size:
        raise too_few_rows(model.outcome, 0, 1 + len(read.terms))
    _refuse_outcome(model, y, used)
    variables = {name: one.among(used, model.reference.get(name)) for name, one in read.variables.items()}
    matrix = ModelMatrix(terms=read.terms, variables=variables)
    if len(matrix.names) > MOST:
        raise too_many(
            max(matrix.terms, key=lambda term: matrix.term_of.count(term.name)).name, len(matrix.names), MOST
        )
    if y.size <= len(matrix.names):
        raise too_few_rows(model.outcome, y.size, len(matrix.names))
    rows = ModelRows(design=design, used=used, x=matrix.columns(), y=y, weight=design.weight[used])
    fitted = fit(model.kind, rows.x, y, rows.weight, matrix.names)
    return Regression(
        model=model,
        matrix=matrix,
        rows=rows,
        fit=fitted,
        betas=rows.refitted(model.kind, matrix.names, fitted),
        df=_df(design, counted, used) + 1 - rows.x.shape[1],
        blank=int(counted.sum() - used.sum()),
    )


def _df(design: Design, counted: Flags, used: Flags) -> int:
    """Return the design's degrees of freedom on the rows used; of replicates the rank of their weights there, minus 1."""
    if design.replicates is None:
        return design.df_of(used)
    if (counted | ~design.counts).all():
        return design.df
    return degrees_of_freedom(design.replicates.weights(design.weight)[counted])


def _refuse_outcome(model: RegressionModel, y: Numbers, used: Flags) -> None:
    wrong = np.flatnonzero((y != 0) & (y != 1))
    if model.kind == "logistic" and wrong.size:
        row = int(np.flatnonzero(used)[wrong[0]]) + 1
        raise not_binary(model.outcome, float(y[wrong[0]]), row)
    if y.size and (y == y[0]).all():
        raise constant_outcome(model.outcome, float(y[0]))
