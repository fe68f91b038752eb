"""Change between two waves, with the covariance of communes drawn in both.

Two waves in one design: strata and first-stage units of the same name are the same, so that what a commune adds to
both waves cancels in their difference. Treating the waves as independent would overstate the error, up to threefold
where communes repeat. Reference: Särndal, Swensson & Wretman (1992) §9.9; Kish (1965) §12.4.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from questionnaires.model import Questionnaire
from scoring.comparison.difference import Difference, Side, difference, without_result
from scoring.criteria.items import Codes, ItemAnswers, read_answers
from scoring.criteria.recipes import Recipe
from scoring.design.design import Design
from scoring.diagnostics.series_break import Instrument, series_break
from scoring.errors import ScoringError, Sentence
from scoring.method.method import Method
from scoring.score_table.recipes_of_questionnaire import recipes
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.wave_design import design_columns, read_design
from scoring.targets.targets import TargetSet

BEFORE, NOW = "before", "now"
COLUMN = "wave"


@dataclass(frozen=True, eq=False)
class WaveData:
    """The accepted responses of a wave and the questionnaire they answered."""

    data: pd.DataFrame
    questionnaire: Questionnaire


def change(before: WaveData, now: WaveData, targets: TargetSet, method: Method) -> tuple[Difference, ...]:
    """Return the change, now minus before, of every row that both questionnaires measure.

    A row that the two questionnaires measure differently keeps both values and gets no difference, but the reason
    (``series_break``). Each wave is scored under its own questionnaire, headings under the rule of the targets. Finite populations and
    later stages are left out: the first stage with replacement is what both waves have in common.

    Raises:
        ScoringError: when a wave has no response, or they have no row in common.
    """
    if before.data.empty or now.data.empty:
        raise ScoringError(
            "Một trong hai đợt chưa có phiếu trả lời nên chưa so sánh được.",
            "One of the two waves has no response, so they cannot be compared.",
        )
    wave = np.repeat([BEFORE, NOW], [len(before.data), len(now.data)])
    design = _design(before, now, method)
    sides, instruments = {}, {}
    for label, each in ((BEFORE, before), (NOW, now)):
        answers = _placed(read_answers(each.data, each.questionnaire), wave == label)
        table_recipes = _table_recipes(recipes(each.questionnaire, targets))
        instruments[label] = Instrument(each.questionnaire, table_recipes)
        rows = SampledAnswers(answers, design, method).rows(
            method.metric, table_recipes, {COLUMN: np.where(wave == label, label, "")}
        )
        sides[label] = Side(rows, COLUMN, label)
    before_codes = set(sides[BEFORE].rows.table.variables)
    codes = [code for code in sides[NOW].rows.table.variables if code in before_codes]
    if not codes:
        raise ScoringError(
            "Hai bộ câu hỏi không có tiêu chí nào chung.",
            "The two questionnaires have no criterion in common.",
        )
    return tuple(
        _unbroken(
            difference(code, sides[BEFORE], sides[NOW], confidence=method.confidence),
            series_break(instruments[BEFORE], instruments[NOW], code, method.metric),
        )
        for code in codes
    )


def _unbroken(found: Difference, why: Sentence | None) -> Difference:
    return found if why is None else without_result(found, why)


def _table_recipes(table_recipes: tuple[Recipe, ...]) -> tuple[Recipe, ...]:
    return tuple(recipe for recipe in table_recipes if not recipe.is_alternative)


def _design(before: WaveData, now: WaveData, method: Method) -> Design:
    columns = ["stratum", "psu", "weight"]
    opened = [design_columns(each.data) for each in (before, now)]
    frames = [each[[name for name in columns if name in each.columns]] for each in opened]
    if set(frames[0].columns) != set(frames[1].columns):
        raise ScoringError(
            "Hai đợt phải có cùng các cột stratum, psu, weight để so sánh.",
            "Both waves need the same of the columns stratum, psu, weight to be compared.",
        )
    stacked = pd.concat(frames, ignore_index=True)
    labels = [name for name in ("stratum", "psu") if name in stacked.columns]
    return read_design(stacked.astype(dict.fromkeys(labels, str)), method)


def _placed(answers: ItemAnswers, rows: np.ndarray) -> ItemAnswers:
    """Return the answers of one wave on the rows of both, blank on the other's."""
    codes: dict[str, Codes] = {}
    for name, own in answers.codes.items():
        whole = np.zeros(len(rows), dtype=np.uint8)
        whole[rows] = own
        codes[name] = whole
    return ItemAnswers(answers.items, codes, len(rows))
