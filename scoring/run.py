"""One score run: answers, questionnaire, targets and method in; a frozen table with verdicts out."""

import numpy as np
import pandas as pd

from questionnaires.model import Questionnaire
from sampling.fieldwork.response_account import ResponseAccount
from scoring.columns.merged_labels import merged_labels
from scoring.criteria.items import read_answers, read_codes, refuse_without_criteria
from scoring.errors import ScoringError, Sentence
from scoring.method.method import Method
from scoring.score_table.assemble import score_rows
from scoring.score_table.breakdown import break_down
from scoring.score_table.fingerprint import canonical, of_values, versions
from scoring.score_table.notes import notes_of
from scoring.score_table.recipes_of_questionnaire import recipes
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.score_run import DesignFacts, Hashes, ScoreRun
from scoring.score_table.wave_design import CLUSTERS, POPULATIONS, lonely_strata, read_design
from scoring.targets.targets import TargetSet
from scoring.weighting import StepReport


def score(
    data: pd.DataFrame,
    questionnaire: Questionnaire,
    targets: TargetSet,
    method: Method,
    *,
    adjustment: StepReport | None = None,
    response: ResponseAccount | None = None,
) -> ScoreRun:
    """Score one wave.

    Args:
        data: one row per accepted response: the questionnaire's columns (answer codes), ``weight``, and as far as the
            design has them ``stratum``, ``psu``, ``ssu``, ``tsu``, ``fpc_1``…; columns named in ``method.by``.
        questionnaire: the version that was answered.
        targets: what the rows are held against.
        method: what the wave declared.
        adjustment: what adjusting the weights for nonresponse did, where ``method.weights`` says they are adjusted.
        response: what became of the forms of the sample, where that is known.

    Raises:
        ScoringError: when data, questionnaire and method do not fit together; it says which column or row.
    """
    refuse_without_criteria(questionnaire)
    if data.empty:
        raise ScoringError("Chưa có phiếu trả lời nào để chấm điểm.", "There is no response to score yet.")
    # Checked once in the given order, so that an error names the row of the input; then in canonical order.
    _ = read_design(data, method).psu
    frame, data_hash = canonical(*_used(data, questionnaire, method))
    sampled_answers = SampledAnswers(read_answers(frame, questionnaire), read_design(frame, method), method)
    table_recipes = recipes(questionnaire, targets)
    criteria = {each.code: each for root in questionnaire.criteria for each in root.walk()}
    rows = score_rows(sampled_answers, table_recipes, criteria, targets)
    return ScoreRun(
        method=method,
        questionnaire=questionnaire.id,
        targets=targets,
        design=_facts(sampled_answers),
        rows=rows,
        cells=break_down(sampled_answers, table_recipes, targets, frame),
        recomputed=(*targets.recomputed(targets.baseline_year), *targets.recomputed(targets.target_year)),
        notes=notes_of(sampled_answers, frozenset(criteria), targets, adjustment, _merged(frame, method)),
        hashes=Hashes(data_hash, questionnaire.version, of_values(targets), of_values(method), versions()),
        adjustment=adjustment,
        response=response,
    )


def _used(data: pd.DataFrame, questionnaire: Questionnaire, method: Method) -> tuple[pd.DataFrame, list[str]]:
    """Return the data with answers as bytes, and the columns the run depends on."""
    codes = dict(read_answers(data, questionnaire).codes)
    instrument = {column.name for column in questionnaire.columns}
    codes |= {
        name: read_codes(data[name], name)
        for name in method.by
        if name in instrument and name in data.columns
    }
    design = ["stratum", *CLUSTERS, "weight", *POPULATIONS]
    names = dict.fromkeys([*codes, *(name for name in (*design, *method.by) if name in data.columns)])
    design_columns = data[[name for name in names if name not in codes]]
    return pd.concat([pd.DataFrame(codes, index=data.index), design_columns], axis=1), list(names)


def _merged(frame: pd.DataFrame, method: Method) -> list[Sentence]:
    """Return which labels of the strata, sampling units and columns of the breakdown were merged."""
    names = dict.fromkeys(["stratum", *CLUSTERS, *method.by])
    return merged_labels(frame, [name for name in names if name in frame.columns])


def _facts(sampled_answers: SampledAnswers) -> DesignFacts:
    design = sampled_answers.design
    counts = design.counts
    return DesignFacts(
        n=int(counts.sum()),
        n_psu=len(np.unique(design.psu.of_row[counts])),
        n_strata=len(design.strata_of_rows[1]),
        df=int(design.df),
        lonely_strata=lonely_strata(design),
        sum_w=float(design.weight.sum()),
    )
