"""What a wave gives in the end, as files: forms, responses, score table, report."""

from pathlib import Path

from sqlalchemy.orm import Session

from scoring.score_table.score_run import ScoreRun
from survey_app import microdata, printing, results, score_files, score_report, waves
from survey_app import scores as score_runs
from survey_app.config import Config
from survey_app.tables import Wave


def forms(session: Session, wave: Wave, folder: Path) -> None:
    """Draw all forms of the wave as one PDF."""
    every = printing.forms_of(session, wave)
    printing.draw_forms(session, wave, every, folder / "forms.pdf", base_url=Config().base_url)


def scores(session: Session, wave: Wave, folder: Path) -> ScoreRun:
    """Write responses, scores and report; the scores can be recomputed from the responses alone."""
    data = results.responses(session, wave)
    (folder / "responses.csv").write_bytes(microdata.wide(data, waves.questionnaire(wave)))
    run = score_runs.score_wave(session, wave)
    score_files.write_files(run, folder, score_files.area_names(session))
    sender = score_report.sender_of(session, wave)
    score_report.write_report(run, folder / "report.pdf", wave=wave.name, sender=sender)
    return run
