"""What a wave gives in the end, as files: forms, responses, score table, report."""

from pathlib import Path

from sqlalchemy.orm import Session

from survey_app import microdata, printing, results, score_files, waves
from survey_app import scores as score_runs
from survey_app.config import Config
from survey_app.tables import Wave


def forms(session: Session, wave: Wave, folder: Path) -> None:
    """Draw all forms of the wave as one PDF."""
    printing.draw_all(session, wave, folder / "forms.pdf", base_url=Config().base_url)


def scores(session: Session, wave: Wave, folder: Path) -> None:
    """Write responses and scores; the scores can be recomputed from the responses alone."""
    data = results.responses(session, wave)
    (folder / "responses.csv").write_bytes(microdata.wide(data, waves.questionnaire(wave)))
    run = score_runs.score_wave(session, wave)
    score_files.write_files(run, folder, score_files.area_names(session))
