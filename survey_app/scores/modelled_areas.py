"""One row of the table by area under the Fay–Herriot model, as the answers of a wave stand now.

- ``model_of_areas(session, wave, run, code) -> AreaModel``: fitted once for a run, whose hashes name all its inputs
"""

from sqlalchemy.orm import Session

from scoring.errors import ScoringError
from scoring.score_table.score_run import ScoreRun
from scoring.small_area.area_model import AreaModel, model_areas
from survey_app.scores import scores
from survey_app.tables import Wave
from survey_app.waves import catalogue, target_sets

AREA = "area"
MOST_MODELS = 64
# A model takes as long as a score run. What it is fitted from is what the hashes of its run are made from.
_MODELS: dict[tuple[str, ...], AreaModel | ScoringError] = {}


def model_of_areas(session: Session, wave: Wave, run: ScoreRun, code: str) -> AreaModel:
    """Return the model of one row by area.

    Args:
        session: where the answers are.
        wave: the wave.
        run: its score run, whose metric and weights the model takes.
        code: the row.

    Raises:
        ScoringError: the row cannot be modelled; it says why.
    """
    hashes = run.hashes
    key = (hashes.data, hashes.questionnaire, hashes.targets, hashes.method, code)
    if key not in _MODELS:
        found = _fit(session, wave, run, code)
        while len(_MODELS) >= MOST_MODELS:
            _MODELS.pop(next(iter(_MODELS)))
        _MODELS[key] = found
    kept = _MODELS[key]
    if isinstance(kept, ScoringError):
        raise ScoringError(kept.vi, kept.en)
    return kept


def _fit(session: Session, wave: Wave, run: ScoreRun, code: str) -> AreaModel | ScoringError:
    questionnaire, targets = catalogue.questionnaire(wave), target_sets.of_wave(wave)
    data, _ = scores.weighted_responses(session, wave, run.method.weights)
    try:
        return model_areas(data, questionnaire, targets, method=run.method, at=(code, AREA))
    except ScoringError as refused:
        return refused
