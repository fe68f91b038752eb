"""The answers of a wave and the design they were drawn under, estimated item by item or recipe by recipe."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import LARGEST_OPTION_CODE
from scoring.criteria.combine import Combined, Terms
from scoring.criteria.items import ItemAnswers
from scoring.criteria.recipes import Recipe
from scoring.criteria.scored_answers import ScoredAnswers
from scoring.design.design import Design
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import HowOptions
from scoring.method.method import Method, Metric

By = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True, eq=False)
class SampledAnswers:
    """The answers of one wave with the design they were drawn under."""

    answers: ItemAnswers
    design: Design
    method: Method

    def items(self, metric: Metric, by: By | None = None, design: Design | None = None) -> Estimates:
        """Return the estimate of every item in points of its scale: shares, or means of codes."""
        return self._scored(metric, design).items(by or {})

    def rows(
        self, metric: Metric, recipes: tuple[Recipe, ...], by: By | None = None, design: Design | None = None
    ) -> Combined:
        """Return the estimate of every recipe in every domain, as proportions; ``n`` is who answered any of its items."""
        return self._scored(metric, design).rows(recipes, by or {})

    def _scored(self, metric: Metric, design: Design | None) -> ScoredAnswers:
        shares = metric == "ty_le_hai_long"
        options: HowOptions = {
            "statistic": "satisfied" if shares else "mean",
            "satisfied": (2,),
            "valid": (1, 2) if shares else range(1, LARGEST_OPTION_CODE + 1),
            "interval": "t" if self.method.interval == "t" else "logit",
            "deff": "wor" if (design or self.design).fpc else "wr",
            "confidence": self.method.confidence,
        }
        per_point = {name: 1.0 if shares else 1 / item.highest for name, item in self.answers.items.items()}
        return ScoredAnswers(
            design=design or self.design,
            answers=self.answers.scores(metric),
            options=options,
            terms=Terms(per_point=per_point, minimum_weight=self.method.minimum_item_weight),
        )
