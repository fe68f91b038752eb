"""Output files of a wave: forms, responses, score table, report."""

from pathlib import Path

from sqlalchemy.orm import Session

from scoring.score_table.score_run import ScoreRun
from survey_app import db
from survey_app.collection import microdata, results
from survey_app.config import Config
from survey_app.fieldwork import papers
from survey_app.scores import responsibilities, score_files, score_report
from survey_app.scores import scores as score_runs
from survey_app.surveys.survey import Survey
from survey_app.tables import Wave
from survey_app.waves import catalogue


def forms(url: str, code: str, folder: Path, sender: str) -> None:
    """Draw all forms of the wave as one PDF, from a session of its own: the collection goes on meanwhile."""
    with db.session_factory(url) as sessions, sessions.reading() as session:
        wave = catalogue.find(session, code)
        every = papers.forms_of(session, wave)
        papers.draw_forms(
            session, wave, every, folder / "forms.pdf", base_url=Config().base_url, sender=sender
        )


def scores(session: Session, wave: Wave, folder: Path, survey: Survey) -> ScoreRun:
    """Write responses, scores and report; the scores can be recomputed from the responses alone."""
    data = results.responses(session, wave)
    (folder / "responses.csv").write_bytes(microdata.wide(data, catalogue.questionnaire(wave)))
    run = score_runs.score_wave(session, wave, survey.breakdown)
    names, plan = score_files.area_names(session), responsibilities.plan_of(run, survey)
    score_files.write_files(run, folder, names, plan)
    score_report.write_report(run, folder / "report.pdf", wave=wave.name, survey=survey)
    return run
