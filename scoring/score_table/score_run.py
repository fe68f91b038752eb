"""The result of scoring one wave, and the score file written from it."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from sampling.fieldwork.response_account import ResponseAccount
from scoring.errors import Sentence
from scoring.method.method import METRICS, Method
from scoring.score_table.row_json import Values, both, cell_values, recomputed_values, row_values, table_row
from scoring.score_table.rows import AreaCell, ScoreRow
from scoring.targets.targets import Recomputed, TargetSet
from scoring.weighting import StepReport

TARGET_FIELDS = ("id", "title", "source", "baseline_year", "target_year")

HASHED = ("data", "questionnaire", "targets", "method")


@dataclass(frozen=True, slots=True)
class DesignFacts:
    """The numbers of responses and sampling units of positive weight, of strata, the degrees of freedom, the sum of weights."""

    n: int
    n_psu: int
    n_strata: int
    df: int
    lonely_strata: int
    sum_w: float


@dataclass(frozen=True, slots=True)
class Hashes:
    """SHA-256 of every input, and the versions of the computing packages."""

    data: str
    questionnaire: str
    targets: str
    method: str
    versions: dict[str, str]


@dataclass(frozen=True)
class ScoreRun:
    """The result of one run; proportions inside, percent in ``table``, ``by_area`` and ``to_json``.

    Args:
        method: as declared.
        questionnaire: its id.
        targets: its id, title and years.
        design: what the numbers stand on.
        rows: the rows of the table in the order of the questionnaire.
        cells: the breakdown, column by column, level by level.
        recomputed: what the plan's own rows give under the rule of each heading, beside the published value.
        notes: sentences (vi, en) a reader needs.
        hashes: what the run was made from.
        adjustment: what adjusting the weights for nonresponse did; None for design weights.
        response: what became of the forms of the sample; None where nobody said.
    """

    method: Method
    questionnaire: str
    targets: TargetSet
    design: DesignFacts
    rows: tuple[ScoreRow, ...]
    cells: tuple[AreaCell, ...]
    recomputed: tuple[Recomputed, ...]
    notes: tuple[Sentence, ...]
    hashes: Hashes
    adjustment: StepReport | None = None
    response: ResponseAccount | None = None

    def __getitem__(self, code: str) -> ScoreRow:
        return {row.code: row for row in self.rows}[code]

    @property
    def scored(self) -> tuple[ScoreRow, ...]:
        """The rows of the table without criteria outside the mean, which are shown beside it."""
        return tuple(row for row in self.rows if not row.outside_mean)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per criterion, in percent.

        Columns: code, name, heading, strategy, n, estimate, se, df, low, high, baseline_YEAR, target_YEAR, gap, verdict, why;
        each YEAR is the baseline year or the target year of the targets, as in ``baseline_2023``.
        """
        return pd.DataFrame([row_values(row, self.targets) for row in self.scored])

    @cached_property
    def by_area(self) -> pd.DataFrame:
        """One row per column, level and criterion, in percent; ``why`` says why there is no number or no conclusion.

        Columns: column, level, code, n, estimate, se, df, low, high, target_YEAR, gap, verdict, publish, flags, why.
        """
        return pd.DataFrame([cell_values(cell, self.targets) for cell in self.cells])

    def to_json(self) -> str:
        """Return the score file; the same inputs give the same bytes."""
        return write(self)


def write(run: ScoreRun) -> str:
    """Return the JSON text of a run, with a newline at its end."""
    return json.dumps(_finite(values(run)), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def values(run: ScoreRun) -> Values:
    """Return the run as plain values, keys in the order of the file."""
    method, targets = run.method, run.targets
    return {
        "wave": method.wave,
        "synthetic": method.synthetic,
        "metric": method.metric,
        "metric_name": both(METRICS[method.metric]),
        "confidence": method.confidence,
        "interval": method.interval,
        "weights": {"column": "weight", "kind": method.weights, **_adjustment(run.adjustment)},
        "rows": [table_row(row, run.targets, run.method) for row in run.scored],
        "outside_mean": [table_row(row, run.targets, run.method) for row in run.rows if row.outside_mean],
        "by": [cell_values(cell, targets) for cell in run.cells],
        "design": {name: getattr(run.design, name) for name in run.design.__slots__},
        "response": None if run.response is None else run.response.values(),
        "targets": {name: getattr(targets, name) for name in TARGET_FIELDS},
        "recomputed": [recomputed_values(each) for each in run.recomputed],
        "notes": [both(note) for note in run.notes],
        "questionnaire": run.questionnaire,
        "method": method.declared(),
        "hashes": {name: getattr(run.hashes, name) for name in HASHED},
        "versions": run.hashes.versions,
    }


def _adjustment(step: StepReport | None) -> Values:
    if step is None:
        return {}
    return {
        "classes": step.classes,
        "fewest_responses": step.fewest,
        "factor_low": step.ratio_low,
        "factor_high": step.ratio_high,
        "cv": step.cv,
        "deff_w": step.deff_w,
    }


def _finite(value: object) -> object:
    """Return the values with None in place of NaN and infinity."""
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
