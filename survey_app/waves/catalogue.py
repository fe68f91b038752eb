"""Lookup of waves, and of what each was opened with.

- ``find(session, code) -> Wave``, ``all_waves(session) -> list[Wave]`` (newest first)
- ``questionnaire(wave) -> Questionnaire``: the very version the wave was opened with
- ``access_code(form) -> str``: to be printed; the same at every reprint, 410 when the wave is closed

A wave opens in ``opening.py`` and closes in ``survey_app/closing/closing.py``.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import load
from questionnaires.errors import QuestionnaireError
from questionnaires.model import Questionnaire
from survey_app.errors import AppError
from survey_app.tables import Form, Wave
from survey_app.waves import keys

# A version is the hash of its content, so what was once restored never changes.
_RESTORED: dict[str, Questionnaire] = {}


def find(session: Session, code: str) -> Wave:
    """Return the wave with this code.

    Raises:
        AppError: (404) there is none; the message lists those there are.
    """
    wave = session.scalars(select(Wave).where(Wave.code == code)).one_or_none()
    if wave is None:
        codes = ", ".join(wave.code for wave in all_waves(session)) or "—"
        raise AppError(
            f"Không có đợt khảo sát «{code}». Các đợt hiện có: {codes}.",
            f"There is no wave '{code}'. There are: {codes}.",
            status=404,
        )
    return wave


def all_waves(session: Session) -> list[Wave]:
    """Return the waves, newest first."""
    return list(session.scalars(select(Wave).order_by(Wave.opened_on.desc(), Wave.id.desc())))


def questionnaire(wave: Wave) -> Questionnaire:
    """Return the questionnaire a wave was opened with, even if the library has changed."""
    version = wave.questionnaire_version
    if version not in _RESTORED:
        _RESTORED[version] = _restored(version, wave.questionnaire.source)
    return _RESTORED[version]


def access_code(form: Form) -> str:
    """Return the access code of a form.

    Raises:
        AppError: (410) the wave is closed: its codes cannot be computed any more.
    """
    return keys.access_code(keys.key_of(form.wave), form.serial)


def _restored(version: str, source: str) -> Questionnaire:
    try:
        return load.restore(source, version)
    except QuestionnaireError as error:
        # Nothing the person at the page typed is wrong.
        raise AppError(error.vi, error.en, status=500) from error
