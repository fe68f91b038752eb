"""Agencies responsible for a criterion, in the plan's own words: for the score page and the files.

- ``duties_of(run) -> dict[code, Duties]``: the agencies of every row that has not surely reached its target
- ``sheet(run) -> Sheet | None``: their tasks, one a row
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.errors import ScoringError
from scoring.score_table.rows import ScoreRow
from scoring.score_table.score_run import ScoreRun
from scoring.targets import actions
from scoring.targets.actions import CARRIES_OUT, WATCHES, ActionPlan
from scoring.targets.verdict import Verdict
from survey_app.files.sheets import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Duties:
    """The agencies that supervise a criterion and those that carry its measures out."""

    watch: tuple[str, ...]
    carry_out: tuple[str, ...]


def duties_of(run: ScoreRun) -> dict[str, Duties]:
    """Return the agencies of each row that is not surely at its target, as far as the plan names any."""
    plan = _plan(run)
    if plan is None:
        return {}
    found = {
        row.code: Duties(plan.agencies(row.code, WATCHES), plan.agencies(row.code, CARRIES_OUT))
        for row in _not_reached(run)
    }
    return {code: duties for code, duties in found.items() if duties.watch or duties.carry_out}


def sheet(run: ScoreRun) -> Sheet | None:
    """Return the tasks behind every criterion that is not surely at its target; None where no plan is known."""
    plan = _plan(run)
    if plan is None:
        return None
    columns = ["code", "verdict", "agency", "role", "place", "expected", "task", "deadline", "due"]
    return Sheet("Nhiệm vụ", columns, list(_tasks(run, plan)))


def _tasks(run: ScoreRun, plan: ActionPlan) -> Iterator[list[Cell]]:
    for row in _not_reached(run):
        if row.parts or row.judgement is None:
            continue
        for action in plan.for_criterion(row.code):
            head: list[Cell] = [
                row.code,
                row.judgement.verdict.value,
                action.agency,
                action.role,
                action.place,
            ]
            for task in action.tasks:
                # The plan's own dashes and pluses open its list items; a spreadsheet would take them for a formula.
                text = task.lstrip("-+ ")
                yield [*head, "; ".join(action.expected), text, action.deadline, action.due]


def _not_reached(run: ScoreRun) -> list[ScoreRow]:
    return [row for row in run.scored if row.judgement and row.judgement.verdict is not Verdict.REACHED]


def _plan(run: ScoreRun) -> ActionPlan | None:
    try:
        return actions.load(f"{run.targets.id}-actions")
    except ScoringError:
        return None
