"""One score run: answers, questionnaire, targets and method in; a frozen table with verdicts out, and its JSON."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from questionnaires.model import Questionnaire
from scoring.assemble import score_rows
from scoring.breakdown import break_down
from scoring.criteria import recipes
from scoring.errors import ScoringError
from scoring.fingerprint import canonical, of_values, versions
from scoring.items import read_answers, read_codes
from scoring.method import Method
from scoring.notes import notes_of
from scoring.rows import AreaCell, ScoreRow
from scoring.table import CLUSTERS, POPULATIONS, Survey, lonely_strata, read_design
from scoring.targets import Recomputed, TargetSet


@dataclass(frozen=True, slots=True)
class DesignFacts:
    """How many responses, sampling units and strata the numbers stand on."""

    n: int
    n_psu: int
    n_strata: int
    df: int
    lonely_strata: int
    sum_w: float


@dataclass(frozen=True, slots=True)
class Hashes:
    """SHA-256 of everything that went in, and the versions of what computed."""

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
    """

    method: Method
    questionnaire: str
    targets: TargetSet
    design: DesignFacts
    rows: tuple[ScoreRow, ...]
    cells: tuple[AreaCell, ...]
    recomputed: tuple[Recomputed, ...]
    notes: tuple[tuple[str, str], ...]
    hashes: Hashes

    def __getitem__(self, code: str) -> ScoreRow:
        return {row.code: row for row in self.rows}[code]

    @property
    def scored(self) -> tuple[ScoreRow, ...]:
        """The rows that are part of the table; a criterion outside the mean only stands beside it."""
        return tuple(row for row in self.rows if not row.outside_mean)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per criterion, in percent.

        Columns: code, name, heading, strategy, n, estimate, se, df, low, high, baseline_2023, target_2025, gap, verdict.
        The years in two names are those of the plan.
        """
        from scoring.score_json import row_values

        return pd.DataFrame([row_values(row, self.targets) for row in self.scored])

    @cached_property
    def by_area(self) -> pd.DataFrame:
        """One row per column, level and criterion, in percent; a hidden cell has its reason in ``why``.

        Columns: column, level, code, n, estimate, se, df, low, high, target_2025, gap, verdict, publish, flags, why.
        """
        from scoring.score_json import cell_values

        return pd.DataFrame([cell_values(cell, self.targets) for cell in self.cells])

    def to_json(self) -> str:
        """Return the score file; the same inputs give the same bytes."""
        from scoring.score_json import write

        return write(self)


def score(data: pd.DataFrame, questionnaire: Questionnaire, targets: TargetSet, method: Method) -> ScoreRun:
    """Score one wave.

    Args:
        data: one row per accepted response: the questionnaire's columns (codes 0–204), ``weight``, and as far as the
            design has them ``stratum``, ``psu``, ``ssu``, ``tsu``, ``fpc_1``…; columns named in ``method.by``.
        questionnaire: the version that was answered.
        targets: what the rows are held against.
        method: what the wave declared.

    Raises:
        ScoringError: when data, questionnaire and method do not fit together; it says which column or row.
    """
    if data.empty:
        raise ScoringError("Chưa có phiếu trả lời nào để chấm điểm.", "There is no response to score yet.")
    # Read once as it came, so that a mistake is told with the row it stands in; then in an order of its own.
    _ = read_design(data, method).psu
    frame, data_hash = canonical(*_used(data, questionnaire, method))
    survey = Survey(read_answers(frame, questionnaire), read_design(frame, method), method)
    wanted = recipes(questionnaire, targets)
    criteria = {each.code: each for root in questionnaire.criteria for each in root.walk()}
    rows = score_rows(survey, wanted, criteria, targets)
    return ScoreRun(
        method=method,
        questionnaire=questionnaire.id,
        targets=targets,
        design=_facts(survey),
        rows=rows,
        cells=break_down(survey, wanted, targets, frame),
        recomputed=(*targets.recomputed(targets.baseline_year), *targets.recomputed(targets.target_year)),
        notes=notes_of(survey, frozenset(criteria), targets),
        hashes=Hashes(data_hash, questionnaire.version, of_values(targets), of_values(method), versions()),
    )


def _used(data: pd.DataFrame, questionnaire: Questionnaire, method: Method) -> tuple[pd.DataFrame, list[str]]:
    """Return the data with answers as bytes, and the columns the run depends on."""
    codes = dict(read_answers(data, questionnaire).codes)
    asked = {column.name for column in questionnaire.columns}
    codes |= {
        name: read_codes(data[name], name) for name in method.by if name in asked and name in data.columns
    }
    design = ["stratum", *CLUSTERS, "weight", *POPULATIONS]
    names = dict.fromkeys([*codes, *(name for name in (*design, *method.by) if name in data.columns)])
    kept = data[[name for name in names if name not in codes]]
    return pd.concat([pd.DataFrame(codes, index=data.index), kept], axis=1), list(names)


def _facts(survey: Survey) -> DesignFacts:
    design = survey.design
    return DesignFacts(
        n=design.n,
        n_psu=int(design.psu.parent.size),
        n_strata=len(design.strata_of_rows[1]),
        df=int(design.df),
        lonely_strata=lonely_strata(design),
        sum_w=float(design.weight.sum()),
    )
