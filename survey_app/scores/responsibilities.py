"""Agencies responsible for a criterion, in the plan's own words: for the score page and the files.

- ``plan_of(run, survey) -> ActionPlan | None``: the survey's action plan, if it is about the targets of the run
- ``duties_of(run, plan) -> dict[code, Duties]``: the agencies of every row that has not surely reached its target
- ``sheet(run, plan) -> Sheet | None``: their tasks, one a row
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.score_table.rows import ScoreRow
from scoring.score_table.score_run import ScoreRun
from scoring.targets.actions import CARRIES_OUT, WATCHES, ActionPlan
from scoring.targets.verdict import Verdict
from survey_app.files.sheets import Cell, Sheet
from survey_app.surveys import action_plan
from survey_app.surveys.survey import Survey


@dataclass(frozen=True, slots=True)
class Duties:
    """The agencies that supervise a criterion and those that carry its measures out."""

    watch: tuple[str, ...]
    carry_out: tuple[str, ...]


def plan_of(run: ScoreRun, survey: Survey) -> ActionPlan | None:
    """Return the survey's action plan; None where there is none, or the wave is held against other targets."""
    plan = action_plan.load(survey)
    return plan if plan is not None and plan.targets == run.targets.id else None


def duties_of(run: ScoreRun, plan: ActionPlan | None) -> dict[str, Duties]:
    """Return the agencies of each row that is not surely at its target, as far as the plan names any."""
    if plan is None:
        return {}
    found = {
        row.code: Duties(plan.agencies(row.code, WATCHES), plan.agencies(row.code, CARRIES_OUT))
        for row in _not_reached(run)
    }
    return {code: duties for code, duties in found.items() if duties.watch or duties.carry_out}


def sheet(run: ScoreRun, plan: ActionPlan | None) -> Sheet | None:
    """Return the tasks behind every criterion that is not surely at its target; None where no plan is known."""
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
