"""Web against paper: a diagnostic, causal only where people were assigned to their mode at random.

The difference is a two-sample comparison within one design (as R's ``svyttest``). Standardised, it compares people of
the same groups and weighs the groups as they are in the whole sample: direct standardisation, Särndal, Swensson &
Wretman (1992) §7.6.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from questionnaires.model import Questionnaire
from scoring.columns.columns import Numbers
from scoring.comparison.contrast import contrast
from scoring.comparison.difference import Difference, Side, difference, with_result, without_result
from scoring.criteria.combine import Combined
from scoring.criteria.items import read_answers
from scoring.errors import ScoringError
from scoring.estimation.estimate_row import key
from scoring.method.method import Method
from scoring.score_table.recipes_of_questionnaire import recipes
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.wave_design import read_design
from scoring.targets.targets import TargetSet

MODE, GROUP = "mode", "group"
PAPER, WEB = "paper", "web"
# Points from which a difference between modes is worth a warning.
NOTABLE = 0.05


@dataclass(frozen=True, slots=True)
class ModeEffect:
    """Web minus paper for every row, as answered and, where groups were named, for people of the same groups.

    ``covered`` is the share of the weight in groups that answered in both modes; only they can be standardised.
    """

    observed: tuple[Difference, ...]
    standardised: tuple[Difference, ...] = ()
    covered: float | None = None

    @property
    def notable(self) -> tuple[str, ...]:
        """The rows that differ by more than five points between the modes."""
        return tuple(
            each.code for each in self.observed if each.estimate is not None and abs(each.estimate) > NOTABLE
        )


def mode_effect(
    data: pd.DataFrame,
    questionnaire: Questionnaire,
    targets: TargetSet,
    *,
    method: Method,
    groups: Sequence[str] = (),
) -> ModeEffect:
    """Return the differences between web and paper for every row.

    Args:
        data: as ``run.score`` takes it, with a column ``mode`` of ``paper`` and ``web``.
        questionnaire: what was answered.
        targets: whose rules headings follow.
        method: metric, confidence and the rule for lonely strata.
        groups: columns such as sex and age whose combinations are compared with themselves.

    Raises:
        ScoringError: when there is only one mode, or a column is missing.
    """
    mode = _modes(data, groups)
    sampled_answers = SampledAnswers(read_answers(data, questionnaire), read_design(data, method), method)
    table_recipes = tuple(each for each in recipes(questionnaire, targets) if not each.is_alternative)
    rows = sampled_answers.rows(method.metric, table_recipes, {MODE: mode})
    sides = Side(rows, MODE, PAPER), Side(rows, MODE, WEB)
    codes = [recipe.code for recipe in table_recipes]
    observed = tuple(difference(code, *sides, confidence=method.confidence, lost_df=1) for code in codes)
    if not groups:
        return ModeEffect(observed)
    group = data[list(groups)].astype(str).agg("|".join, axis=1).to_numpy(dtype=object)
    crossed = sampled_answers.rows(method.metric, table_recipes, {MODE: mode, GROUP: group})
    shares = _shares(group, mode, sampled_answers.design.weight)
    standardised = tuple(_standardised(each, crossed, shares, method) for each in observed)
    return ModeEffect(observed, standardised, covered=sum(shares.values()))


def _modes(data: pd.DataFrame, groups: Sequence[str]) -> NDArray[np.object_]:
    """Return the mode of each row; refuse data without both modes or a named column."""
    absent = [name for name in (MODE, *groups) if name not in data.columns]
    if absent:
        raise ScoringError(
            f"Dữ liệu không có cột {', '.join(absent)} để so sánh phiếu giấy với web.",
            f"The data has no column {', '.join(absent)} to compare paper with web.",
        )
    mode = data[MODE].astype(str).to_numpy(dtype=object)
    if not {PAPER, WEB} <= set(mode):
        raise ScoringError(
            "Chỉ có một hình thức trả lời nên không so sánh được phiếu giấy với web.",
            "There is only one mode, so paper cannot be compared with web.",
        )
    return mode


def _shares(group: NDArray[np.object_], mode: NDArray[np.object_], weight: Numbers) -> dict[str, float]:
    """Return the share of the whole weight that lies in each group with people of both modes."""
    both = set(group[mode == PAPER]) & set(group[mode == WEB])
    return {str(each): float(weight[group == each].sum() / weight.sum()) for each in sorted(both)}


def _standardised(
    observed: Difference, crossed: Combined, shares: dict[str, float], method: Method
) -> Difference:
    coefficients: dict[str, float] = {}
    covered = 0.0
    for group, share in shares.items():
        paper, web = (key(observed.code, {MODE: mode, GROUP: group}) for mode in (PAPER, WEB))
        if crossed.table[paper].estimate is not None and crossed.table[web].estimate is not None:
            coefficients |= {web: share, paper: -share}
            covered += share
    if not covered:
        return without_result(
            observed, ("Không có nhóm nào trả lời bằng cả hai hình thức.", "No group answered in both modes.")
        )
    found = contrast({name: factor / covered for name, factor in coefficients.items()}, crossed.table)
    return with_result(
        observed, found.estimate, found.se, df=crossed.table.design.df - 1, confidence=method.confidence
    )
