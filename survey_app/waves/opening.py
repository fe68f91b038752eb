"""Opening a wave: questionnaire published, sample drawn, forms numbered and put in batches.

- ``check_opening(session, WaveSpec(…), today)``: what no wave can be opened with is refused before anything is drawn
- ``open_wave(session, WaveSpec(…), stamp=…, new_key=…) -> Wave`` draws with ``sampling`` and numbers the forms

Numbering is in ``number_forms.py``, closing in ``survey_app/closing/closing.py``.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from print.layout.compose import lay_out
from questionnaires.authoring import canonical
from questionnaires.model import Questionnaire
from sampling.drawing.draw import draw
from sampling.frame.areas import check_age
from survey_app.areas import areas
from survey_app.errors import AppError
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.surveys.notice import as_typed
from survey_app.tables import PublishedQuestionnaire, Wave
from survey_app.waves import notices, target_sets
from survey_app.waves.number_forms import number_forms
from survey_app.waves.wave_spec import WaveSpec

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,38}")


def open_wave(session: Session, spec: WaveSpec, *, stamp: Stamp, new_key: Callable[[], bytes]) -> Wave:
    """Open a wave: draw its sample and number its forms, in one transaction of the caller.

    Args:
        session: a writing session.
        spec: what the wave is opened with.
        stamp: who opens it.
        new_key: gives 32 unforeseeable bytes, such as ``secrets.token_bytes``; asked again when two access codes
            would be equal.

    Raises:
        AppError: the code is taken or malformed, the metric is unknown, an area is unknown or has no post office, the
            target file does not belong to the questionnaire.
        SamplingError: the frame or the plan is wrong, or the frame is older than the areas it names.
        ScoringError: there are no such targets, or their file is wrong.
        PaperError: the questionnaire or the notice does not fit the paper.
    """
    check_opening(session, spec, stamp.day)
    sample = draw(spec.frame, spec.plan, seed=spec.seed)
    wave = _wave(session, spec, opened_on=stamp.day, manifest=sample.manifest, key=new_key())
    session.add(wave)
    session.flush()
    forms = number_forms(session, wave, sample.rows, spec, stamp=stamp, new_key=new_key)
    _record(session, wave, spec, forms=forms, stamp=stamp)
    return wave


def _wave(
    session: Session, spec: WaveSpec, *, opened_on: dt.date, manifest: Mapping[str, Any], key: bytes
) -> Wave:
    from scoring.method.method import Method

    return Wave(
        code=spec.code,
        name=unicodedata.normalize("NFC", spec.name),
        questionnaire=_publish(session, spec.questionnaire),
        opened_on=opened_on,
        closes_on=spec.closes_on,
        double_keying=spec.double_keying,
        own_hand=spec.own_hand,
        synthetic=spec.synthetic,
        metric=spec.metric,
        method=Method().rules(),
        targets=target_sets.of_opening(spec).id,
        targets_text=spec.targets_text,
        notice=as_typed(spec.notice),
        seed=spec.seed,
        manifest=dict(manifest),
        key=key,
    )


def _record(session: Session, wave: Wave, spec: WaveSpec, *, forms: int, stamp: Stamp) -> None:
    made = spec.frame_made_on
    details = {
        "forms": forms,
        "seed": wave.seed,
        "questionnaire": wave.questionnaire_version,
        "metric": wave.metric,
        "method": wave.method,
        "targets": wave.targets,
        "own_hand": wave.own_hand,
        "frame_made_on": made.isoformat() if made else None,
    }
    audit.record(session, "wave_opened", f"wave:{wave.code}", stamp=stamp, details=details)


def _publish(session: Session, instrument: Questionnaire) -> PublishedQuestionnaire:
    found = session.get(PublishedQuestionnaire, instrument.version)
    if found is None:
        found = PublishedQuestionnaire(
            version=instrument.version,
            name=instrument.id,
            width=len(instrument.columns),
            source=canonical.write(instrument),
        )
        session.add(found)
    return found


def check_opening(session: Session, spec: WaveSpec, today: dt.date) -> None:
    """Check a specification before anything is drawn; see ``open_wave``."""
    if not _CODE.fullmatch(spec.code):
        raise AppError(
            f"Mã đợt «{spec.code}» không hợp lệ: dùng chữ thường không dấu, số và dấu gạch, 2–39 ký tự.",
            f"The wave code '{spec.code}' is malformed: use small letters, digits and hyphens, 2–39 of them.",
        )
    if session.scalars(select(Wave.id).where(Wave.code == spec.code)).first() is not None:
        raise AppError(
            f"Đợt «{spec.code}» đã mở. Hãy chọn mã khác.",
            f"The wave '{spec.code}' is open already. Choose another code.",
            status=409,
        )
    if not 0 <= spec.double_keying <= 1 or spec.closes_on < today:
        raise AppError(
            "Tỷ lệ nhập hai lần phải từ 0 đến 1 và ngày kết thúc không được trước hôm nay.",
            "The share of double keying is 0 to 1, and the last day is not before today.",
        )
    _check_method(spec)
    _check_frame_age(session, spec, today)


def _check_method(spec: WaveSpec) -> None:
    from scoring.method.method import METRICS

    if spec.metric not in METRICS:
        available = ", ".join(METRICS)
        raise AppError(
            f"Số đo «{spec.metric[:40]}» không có; hãy chọn một trong: {available}.",
            f"There is no metric '{spec.metric[:40]}'; choose one of: {available}.",
        )
    target_sets.of_opening(spec)
    # What cannot be printed is told before a sample is drawn, not when ten thousand forms are wanted.
    lay_out(spec.questionnaire)
    notices.check_fit(spec.notice, spec.closes_on, spec.questionnaire)


def _check_frame_age(session: Session, spec: WaveSpec, today: dt.date) -> None:
    made, column = spec.frame_made_on, spec.area_column
    if made is None or column not in spec.frame.columns:
        return
    if made > today:
        raise AppError(
            f"Ngày lập danh sách {made:%d/%m/%Y} ở sau hôm nay. Hãy kiểm tra lại.",
            f"The list was made on {made}, which is after today. Check the day.",
        )
    since = {area.code: area.valid_from for area in areas.in_force(session, today)}
    check_age(spec.frame, column, since, made=made)
