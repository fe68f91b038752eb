"""Lines of one criterion broken down by the levels of a column, for a page."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.method.disclosure import Publish
from scoring.score_table.rows import AreaCell
from scoring.score_table.score_run import ScoreRun
from survey_app.department.scores.lines import ShownMeasure, shown, verdict
from survey_app.department.words import both
from survey_app.web.translation import say


@dataclass(frozen=True, slots=True)
class CellLine:
    """One level of a breakdown under one criterion: its code in the data and its name."""

    code: str
    level: str
    shown: ShownMeasure
    target: float | None
    gap: float | None
    verdict: str
    mark: str
    hidden: bool
    indicative: bool
    flags: tuple[str, ...]


def cells(run: ScoreRun, column: str, code: str, names: Mapping[str, str]) -> list[CellLine]:
    """Return one criterion in every level of a column, sorted by name, missing kinds last."""
    found = [cell for cell in run.cells if cell.column == column and cell.code == code]
    options = [_cell(cell, run, names) for cell in found if cell.missing is None]
    missing = [_cell(cell, run, names) for cell in found if cell.missing is not None]
    return sorted(options, key=lambda line: line.level) + missing


def _cell(cell: AreaCell, run: ScoreRun, names: Mapping[str, str]) -> CellLine:
    verdict_text, mark = verdict(cell.judgement)
    return CellLine(
        code=cell.level,
        level=names.get(cell.level, cell.level) if cell.missing is None else say(cell.missing.name),
        shown=shown(cell.measure, cell.why),
        target=None if cell.target is None else float(cell.target),
        gap=None if cell.judgement is None or cell.judgement.gap is None else cell.judgement.gap * 100,
        verdict=verdict_text,
        mark=mark,
        hidden=cell.publish is Publish.HIDDEN,
        indicative=cell.publish is Publish.INDICATIVE,
        flags=tuple(both(flag.sentence(run.method.cells)) for flag in cell.flags),
    )
