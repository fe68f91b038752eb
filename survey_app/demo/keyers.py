"""Synthetic clerks, who key a paper with an occasional wrong digit."""

import numpy as np

from questionnaires import answers
from questionnaires.answers import Answers
from questionnaires.model import Questionnaire, ScaleItem
from survey_app.demo.citizens import Ticks

WRONG_FIELD = 0.002


def keyed(
    questionnaire: Questionnaire, paper: Ticks, *, rng: np.random.Generator, slips: float = WRONG_FIELD
) -> Answers:
    """Return one keying of a paper: the ticks as written, with random keying errors.

    Args:
        questionnaire: what the paper asks.
        paper: item id to the tokens that stand on it.
        rng: decides where the hand slips.
        slips: chance of a wrong digit in each row of a scale.

    Raises:
        RuntimeError: the gate refuses what stands on the synthetic paper; the demo would be wrong then.
    """
    typed = dict(paper)
    for item_id, tokens in paper.items():
        item = questionnaire.items[item_id]
        if isinstance(item, ScaleItem) and tokens[:1] and tokens[0].isdigit() and rng.random() < slips:
            typed[item_id] = [str(rng.choice([option.code for option in item.scale.options]))]
    checked = answers.read(questionnaire, typed, source="paper")
    if checked.answers is None:
        raise RuntimeError(f"the synthetic paper is refused: {checked.problems}")
    return checked.answers
