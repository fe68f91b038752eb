"""Rows of criteria from answers, for score runs and ``estimate_groups`` alike.

The two differ in their recipes, and in how much of a criterion may be missing: a score run leaves out items nobody
answered in an area as long as half of the weight is left, ``estimate_groups`` wants them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Values
from scoring.criteria.combine import POOLED, Combined, Terms, combine
from scoring.criteria.recipes import Recipe, items_by_recipe
from scoring.design.design import Design
from scoring.design.domains import Columns
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How, HowOptions
from scoring.estimation.ratio import ratio
from scoring.estimation.sampling_variance import Linearised, Replicated, Spread
from scoring.reduction.coded_answers import Coded, Numeric, encode, scores_of


@dataclass(frozen=True, eq=False, kw_only=True)
class ScoredAnswers:
    """The answers to scored items under a design, with the options that make rows of them.

    Args:
        design: how the rows of the data were drawn.
        answers: the answers to each item, one a row of the data.
        options: the statistic, the codes and the interval, see ``How``.
        terms: how items become rows.
    """

    design: Design
    answers: Mapping[str, Values]
    options: HowOptions
    terms: Terms = field(default_factory=Terms)

    @cached_property
    def scores(self) -> Coded | Numeric:
        """The encoded answers with the score of each code."""
        return encode(self.answers, How(**self.options).code_scores)

    def items(self, by: Columns = (), where: npt.ArrayLike | None = None) -> Estimates:
        """Return the estimate of every item in every domain."""
        return estimate(self.design, self.answers, by, where, **self.options)

    def rows(
        self, recipes: tuple[Recipe, ...], by: Columns = (), where: npt.ArrayLike | None = None
    ) -> Combined:
        """Return the row of every recipe in every domain; ``n`` is who answered any of its items.

        A row whose items have less than the minimum of their weight available in a domain gets no number, and says
        why; so does a heading that lacks one of its rows, for then it would not be the same sum as its target.
        """
        pooled = [recipe for recipe in recipes if recipe.strategy == "pooled_answers"]
        tables = [self.items(by, where), *(self._pooled(recipe, by, where) for recipe in pooled)]
        made = combine(join_tables(tables), recipes, self.terms)
        return replace(made, table=self._counted(made.table, recipes))

    def _pooled(self, recipe: Recipe, by: Columns, where: npt.ArrayLike | None) -> Estimates:
        """Estimate Σ scores / Σ answers over all items of a recipe, each summed by person; for totals Σ scores."""
        above, below = np.zeros(self.design.n), np.zeros(self.design.n)
        for name, alpha in recipe.items.items():
            score = scores_of(self.scores, name) * self.terms.per_point.get(name, 1.0)
            above += alpha * np.nan_to_num(score)
            below += alpha * ~np.isnan(score)
        above[below == 0] = np.nan
        name, how = POOLED + recipe.code, How(**self.options)
        if how.is_total:
            return estimate(self.design, {name: above}, by, where, statistic="total", deff=how.deff)
        table = ratio(self.design, {name: above}, {"answers": below}, by, where, deff=how.deff)
        return replace(table, variables=(name,))

    def _counted(self, made: Estimates, recipes: tuple[Recipe, ...]) -> Estimates:
        domain = made.domains.of_row
        valid = {name: ~np.isnan(scores_of(self.scores, name)) for name in self.answers}
        n, sum_w = np.zeros(made.value.shape), np.zeros(made.value.shape)
        for at, names in enumerate(items_by_recipe(recipes).values()):
            rows = np.zeros(domain.size, dtype=bool)
            for name in names:
                rows |= valid[name]
            rows &= (domain >= 0) & self.design.counts
            n[:, at] = np.bincount(domain[rows], minlength=made.domains.count)
            sum_w[:, at] = np.bincount(domain[rows], self.design.weight[rows], minlength=made.domains.count)
        return replace(made, n=n, sum_w=sum_w)


def join_tables(tables: Sequence[Estimates]) -> Estimates:
    """Return one table with the variables of several of one design and the same domains, with covariance."""
    first, *others = tables
    if not others:
        return first
    return replace(
        first,
        variables=tuple(name for table in tables for name in table.variables),
        value=np.concatenate([table.value for table in tables], axis=1),
        spread=_join_spreads([table.spread for table in tables]),
        n=np.concatenate([table.n for table in tables], axis=1),
        sum_w=np.concatenate([table.sum_w for table in tables], axis=1),
        srs=np.concatenate([table.srs for table in tables], axis=1),
    )


def _join_spreads(spreads: Sequence[Spread]) -> Spread:
    linearised = [spread for spread in spreads if isinstance(spread, Linearised)]
    if len(linearised) == len(spreads):
        first = linearised[0]
        values = np.concatenate([spread.influence.values for spread in linearised], axis=1)
        flags = [spread.answered for spread in linearised if spread.answered is not None]
        answered = np.concatenate(flags, axis=1) if len(flags) == len(spreads) else None
        return replace(first, influence=replace(first.influence, values=values), answered=answered)
    replicated = [spread for spread in spreads if isinstance(spread, Replicated)]
    if len(replicated) == len(spreads):
        deviations = np.concatenate([spread.deviations for spread in replicated], axis=2)
        answered = np.concatenate([spread.answered for spread in replicated], axis=1)
        return replace(replicated[0], deviations=deviations, answered=answered)
    raise TypeError("linearised and replicated tables cannot stand beside one another")
