"""The printed report of a score run: plain values for ``print.report.report``.

- ``write_report(run, out, wave=…, survey=…) -> int``: the PDF; returns its pages
- ``report_of(run, wave=…, survey=…) -> ReportPages``: its values
"""

import hashlib
from pathlib import Path

from print.report.report import draw_report
from print.report.values import RecomputedHeading, ReportPages, ScoreLine, Standing
from scoring.method.method import METRICS
from scoring.score_table.rows import ScoreRow
from scoring.score_table.score_run import ScoreRun
from scoring.targets.verdict import Verdict
from survey_app.scores.method_notes import facts_of, notes_of
from survey_app.surveys.survey import Survey

_STANDINGS: dict[Verdict, Standing] = {
    Verdict.REACHED: "reached",
    Verdict.REACHED_UNSURE: "reached_unsure",
    Verdict.MISSED_UNSURE: "missed_unsure",
    Verdict.MISSED: "missed",
    Verdict.INDICATIVE: "indicative",
    Verdict.NO_DATA: "no_data",
}


def write_report(run: ScoreRun, out: Path, *, wave: str, survey: Survey) -> int:
    """Write the report of a score run to ``out`` and return its number of pages.

    Raises:
        PaperError: a text that cannot be printed.
    """
    return draw_report(out, report_of(run, wave=wave, survey=survey))


def report_of(run: ScoreRun, *, wave: str, survey: Survey) -> ReportPages:
    """Return the values of the report, at full precision; the page rounds."""
    recomputed = tuple(
        RecomputedHeading(code=each.code, year=each.year, published=each.published, recomputed=each.value)
        for each in run.recomputed
    )
    return ReportPages(
        title="\n".join(survey.report_title),
        wave=wave,
        organisation=survey.owner.organisation.vi,
        superior=survey.owner.superior,
        place=survey.owner.place,
        metric=METRICS[run.method.metric][0],
        confidence=run.method.confidence,
        baseline_year=run.targets.baseline_year,
        target_year=run.targets.target_year,
        lines=tuple(_line(row) for row in run.scored),
        facts=tuple((fact.name[0], fact.value[0]) for fact in facts_of(run)),
        notes=tuple(vi for vi, _ in notes_of(run)),
        recomputed=recomputed,
        fingerprint=_fingerprint(run),
        synthetic=run.method.synthetic,
    )


def _line(row: ScoreRow) -> ScoreLine:
    verdict = row.judgement.verdict if row.judgement else None
    return ScoreLine(
        code=row.code,
        name=row.name[0],
        is_heading=row.heading is None,
        n=row.measure.n,
        estimate=row.measure.estimate,
        low=row.measure.low,
        high=row.measure.high,
        half=row.measure.half,
        baseline=row.target.baseline if row.target else None,
        target=row.target.target if row.target else None,
        gap=row.gap,
        verdict=verdict.value if verdict else "",
        standing=_STANDINGS[verdict] if verdict else "no_data",
    )


def _fingerprint(run: ScoreRun) -> str:
    hashes = run.hashes
    text = "\n".join((hashes.data, hashes.questionnaire, hashes.targets, hashes.method))
    return hashlib.sha256(text.encode()).hexdigest()
