"""The model matrix: terms of one variable or of two, multiplied, after the intercept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError
from scoring.regression.covariates import Covariate, blocks

INTERCEPT = "(intercept)"


@dataclass(frozen=True)
class Term:
    """A term of a model: one variable, or two that are multiplied.

    Args:
        name: as it was written, ``age`` or ``sex:age``.
        variables: the columns it is made of.
    """

    name: str
    variables: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelMatrix:
    """The variables of the rows used, and how they make columns.

    Args:
        terms: the terms, in order.
        variables: the variables, by column.
    """

    terms: tuple[Term, ...]
    variables: Mapping[str, Covariate]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the coefficients: ``(intercept)``, ``age``, ``sex=2``, ``sex=2:age``."""
        return (INTERCEPT, *(name for term in self.terms for name in self._labels(term)))

    @property
    def term_of(self) -> tuple[str, ...]:
        """The term of each coefficient, the intercept's empty."""
        return ("", *(term.name for term in self.terms for _ in self._labels(term)))

    def columns(self) -> Numbers:
        """Return rows × coefficients."""
        return self._joined(blocks(self.variables))

    def columns_at(self, name: str, level: int) -> Numbers:
        """Return rows × coefficients as if every row had one level of a factor."""
        return self._joined({**blocks(self.variables), name: self.variables[name].block_at(level)})

    def slopes(self, name: str) -> Numbers:
        """Return rows × coefficients, the derivative of the columns by a number."""
        made = {**blocks(self.variables), name: np.ones((self.variables[name].values.size, 1))}
        inside = np.array(
            [False, *(name in term.variables for term in self.terms for _ in self._labels(term))]
        )
        return np.where(inside, self._joined(made), 0.0)

    def _labels(self, term: Term) -> list[str]:
        first, *more = (self.variables[name].labels for name in term.variables)
        return [f"{one}:{two}" for two in more[0] for one in first] if more else first

    def _joined(self, made: Mapping[str, Numbers]) -> Numbers:
        rows = next(iter(made.values())).shape[0]
        return np.concatenate([np.ones((rows, 1)), *(_product(term, made) for term in self.terms)], axis=1)


def _product(term: Term, made: Mapping[str, Numbers]) -> Numbers:
    first, *more = (made[name] for name in term.variables)
    if not more:
        return first
    return np.asarray((more[0][:, :, None] * first[:, None, :]).reshape(first.shape[0], -1), np.float64)


def read_terms(written: Sequence[str], is_column: Callable[[str], bool], outcome: str) -> tuple[Term, ...]:
    """Return terms from their names; ``a:b`` is the product of two columns unless a column has that name.

    Raises:
        ScoringError: no term, one twice, the outcome among them, or a product without both of its columns.
    """
    terms = tuple(Term(name, (name,) if is_column(name) else tuple(name.split(":"))) for name in written)
    if not terms:
        raise ScoringError("Mô hình cần ít nhất một biến giải thích.", "The model needs at least one term.")
    single = {term.name for term in terms if len(term.variables) == 1}
    seen: set[frozenset[str]] = set()
    for term in terms:
        parts = frozenset(term.variables)
        if parts in seen or len(parts) != len(term.variables):
            raise ScoringError(
                f"Biến «{term.name}» được ghi hai lần trong mô hình; hãy xóa một.",
                f"The term “{term.name}” is in the model twice; remove one.",
            )
        if outcome in parts:
            raise ScoringError(
                f"Biến «{term.name}» chứa chính biến kết quả «{outcome}»; hãy bỏ đi.",
                f"The term “{term.name}” holds the outcome “{outcome}” itself; leave it out.",
            )
        if len(term.variables) > 2 or (len(term.variables) == 2 and not parts <= single):
            raise ScoringError(
                f"Tích «{term.name}» cần đúng hai cột, và mỗi cột cũng phải đứng riêng trong mô hình.",
                f"The product “{term.name}” needs exactly two columns, each of them a term of its own as well.",
            )
        seen.add(parts)
    return terms
