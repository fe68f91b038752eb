"""Lines of the score table for a page: percentages, words, and the items behind each number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from questionnaires.model import Questionnaire
from scoring.errors import Sentence
from scoring.method.disclosure import Publish
from scoring.score_table.measure import Measure
from scoring.score_table.rows import ScoreRow
from scoring.score_table.score_run import ScoreRun
from scoring.score_table.wording import formula
from scoring.targets.actions import ActionPlan
from scoring.targets.verdict import Judgement, Verdict
from survey_app.department.scores.bullet_chart import Bullet, draw, scale_of
from survey_app.department.words import both
from survey_app.scores.responsibilities import Duties, duties_of
from survey_app.web.translation import current_language, gettext, say

MARKS = {
    Verdict.REACHED: "good",
    Verdict.REACHED_UNSURE: "near",
    Verdict.MISSED_UNSURE: "near",
    Verdict.MISSED: "bad",
    Verdict.INDICATIVE: "",
    Verdict.NO_DATA: "",
}


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure in percent, None where hidden or not estimable; ``half`` as in ``Measure``."""

    n: int
    estimate: float | None
    half: float | None
    low: float | None
    high: float | None
    se: float | None
    df: int
    why: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item behind a number, and how many answers to it are in each state."""

    id: str
    text: str
    weight: float
    shown: ShownMeasure
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the score table."""

    code: str
    name: str
    is_heading: bool
    outside: bool
    shown: ShownMeasure
    other: ShownMeasure
    baseline: float | None
    target: float | None
    gap: float | None
    verdict: str
    mark: str
    settle: int | None
    chart: Markup
    formula: str
    parts: Mapping[str, float]
    items: tuple[ItemLine, ...]
    alternatives: tuple[tuple[str, ShownMeasure], ...]
    flags: tuple[str, ...]
    indicative: bool
    duties: Duties | None


def shown(measure: Measure, why: Sentence | None = None) -> ShownMeasure:
    """Return a measure in percent; ``why`` is another reason than its own."""
    estimate, half, low, high, se = (
        None if value is None else value * 100
        for value in (measure.estimate, measure.half, measure.low, measure.high, measure.se)
    )
    reason = why or measure.why
    return ShownMeasure(measure.n, estimate, half, low, high, se, measure.df, both(reason) if reason else "")


def verdict(judgement: Judgement | None) -> tuple[str, str]:
    """Return the words of a verdict and the colour of its mark."""
    if judgement is None:
        return "", ""
    verdict_text = judgement.verdict
    return (verdict_text.en if current_language() == "en" else verdict_text.value), MARKS[verdict_text]


def lines(run: ScoreRun, questionnaire: Questionnaire, plan: ActionPlan | None) -> list[Line]:
    """Return every row of a run, headings first as in the plan, with the agencies ``plan`` makes responsible."""
    axis = scale_of([value for row in run.rows for value in _values(row)])
    duties = duties_of(run, plan)
    return [replace(_line(row, run, questionnaire, axis), duties=duties.get(row.code)) for row in run.rows]


def _values(row: ScoreRow) -> list[float | None]:
    low = None if row.measure.low is None else row.measure.low * 100
    return [low, None if row.target is None else float(row.target.baseline)]


def _line(row: ScoreRow, run: ScoreRun, questionnaire: Questionnaire, axis: tuple[float, float]) -> Line:
    measure, (verdict_text, mark) = shown(row.measure, row.why), verdict(row.judgement)
    baseline = None if row.target is None else float(row.target.baseline)
    target = None if row.target is None else float(row.target.target)
    return Line(
        code=row.code,
        name=both(row.name),
        is_heading=row.heading is None and not row.outside_mean,
        outside=row.outside_mean,
        shown=measure,
        other=shown(row.other),
        baseline=baseline,
        target=target,
        gap=None if row.gap is None else row.gap * 100,
        verdict=verdict_text,
        mark=mark,
        settle=None if row.judgement is None else row.judgement.n_to_settle,
        chart=draw(
            Bullet(
                name=row.code,
                estimate=measure.estimate,
                low=measure.low,
                high=measure.high,
                baseline=baseline,
                baseline_year=run.targets.baseline_year,
                target=target,
            ),
            axis,
        ),
        formula=both(formula(row, run.method.metric)),
        parts=row.parts,
        items=_item_lines(row, questionnaire),
        alternatives=tuple((strategy(each.strategy), shown(each.measure)) for each in row.alternatives),
        flags=tuple(both(flag.sentence(run.method.cells)) for flag in row.cell.flags),
        indicative=row.cell.publish is Publish.INDICATIVE,
        duties=None,
    )


def _item_lines(row: ScoreRow, questionnaire: Questionnaire) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(
            item.id,
            say(questionnaire.items[item.id].text),
            item.weight,
            shown(item.measure),
            _states(item.states),
        )
        for item in row.items
    )


def _states(states: Mapping[str, Mapping[str, float]]) -> dict[str, int]:
    return {name: int(rows) for name, rows in states["n"].items() if rows}


def strategy(name: str) -> str:
    """Return the words for the strategy by which a heading was scored."""
    return {
        "mean_of_children": gettext("trung bình cộng các tiêu chí"),
        "overall_item": gettext("câu hỏi chung"),
        "item_weighted": gettext("trung bình theo câu hỏi"),
        "pooled_answers": gettext("gộp mọi câu trả lời"),
        "explicit_weights": gettext("trung bình có trọng số"),
        "published": gettext("số công bố"),
    }.get(name, name)
