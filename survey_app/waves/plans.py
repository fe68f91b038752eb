"""Waves in preparation: saved, previewed, drawn, and locked into an open wave.

- ``start``, ``find``, ``unopened``, ``discard``: the plans that wait
- ``keep(session, planned, typed, sent, stamp=…)``: what was typed, and the files that came with it
- ``draw_sample(prepared) -> Sample``, ``note_draw``: a trace of every different draw stays in the audit
- ``lock(session, planned, seal, survey, stamp=…, new_key=…) -> Wave``: opens the wave with the very sample that was shown

Nothing of a wave exists before ``lock``; locking twice gives the same wave. What a plan means is in ``plan_reading.py``.
"""

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from sampling.drawing.draw import draw
from sampling.drawing.manifest import Sample, sample_csv
from survey_app.errors import AppError
from survey_app.files.uploads import Sent, safe_name, toml_text
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.surveys.survey import Survey
from survey_app.tables import PlannedWave, Wave
from survey_app.waves.opening import open_wave
from survey_app.waves.plan_reading import AREAS, Prepared, as_csv, prepare

MOST_UNOPENED = 20


def start(session: Session, *, stamp: Stamp) -> PlannedWave:
    """Create a plan.

    Raises:
        AppError: (409) too many plans wait already.
    """
    if len(unopened(session)) >= MOST_UNOPENED:
        raise AppError(
            f"Đã có {MOST_UNOPENED} đợt đang chuẩn bị. Hãy mở hoặc bỏ bớt trước khi chuẩn bị đợt mới.",
            f"{MOST_UNOPENED} waves are in preparation already. Open or discard some of them first.",
            status=409,
        )
    planned = PlannedWave(by_id=stamp.by_id, typed={}, draws=0, changed_on=stamp.day)
    session.add(planned)
    session.flush()
    return planned


def find(session: Session, id_: int, *, change: bool = False) -> PlannedWave:
    """Return a plan; ``change`` locks it, so that of two clicks the second waits for the first.

    Raises:
        AppError: (404) there is none any more.
    """
    planned = session.get(PlannedWave, id_, with_for_update=change)
    if planned is None:
        raise AppError(
            "Không còn bản chuẩn bị này; có thể đã bị bỏ ở một cửa sổ khác.",
            "This plan is gone; it may have been discarded in another window.",
            status=404,
        )
    return planned


def unopened(session: Session) -> list[PlannedWave]:
    """Return the unopened plans, newest first."""
    query = select(PlannedWave).where(PlannedWave.wave_id.is_(None)).order_by(PlannedWave.id.desc())
    return list(session.scalars(query))


def of_wave(session: Session, wave: Wave) -> PlannedWave | None:
    """Return the plan a wave was opened from; None if it was opened by command."""
    return session.scalars(select(PlannedWave).where(PlannedWave.wave_id == wave.id)).one_or_none()


def discard(session: Session, planned: PlannedWave) -> None:
    """Delete a plan that was not opened."""
    _check_unopened(planned)
    session.delete(planned)
    session.flush()


def keep(
    session: Session,
    planned: PlannedWave,
    typed: Mapping[str, str],
    sent: Mapping[str, Sent],
    *,
    stamp: Stamp,
) -> list[AppError]:
    """Save what was typed and sent, valid or not; return the errors of files that were not saved.

    Args:
        session: a writing session.
        planned: a plan that is not opened.
        typed: every field of the page, as typed.
        sent: the files under ``frame``, ``plan`` and ``targets``; what was sent before stays where nothing new comes.
        stamp: who types.
    """
    _check_unopened(planned)
    problems: list[AppError] = []
    planned.typed, planned.changed_on = dict(typed), stamp.day
    if "frame" in sent:
        planned.frame_name = safe_name(sent["frame"].name, "khung.csv")
        planned.frame = zlib.compress(sent["frame"].content, 1)
    texts: dict[str, tuple[str, str]] = {}
    for what, otherwise in (("plan", "ke-hoach.toml"), ("targets", "chi-tieu.toml")):
        if what in sent:
            try:
                texts[what] = safe_name(sent[what].name, otherwise), toml_text(sent[what])
            except AppError as error:
                problems.append(error)
    if "plan" in texts:
        name, planned.plan_text = texts["plan"]
        planned.plan_name = Path(name).stem
    if "targets" in texts:
        planned.targets_name, planned.targets_text = texts["targets"]
    session.flush()
    return problems


def draw_sample(prepared: Prepared) -> Sample:
    """Draw the sample; the same plan gives the same sample every time it is drawn."""
    return draw(prepared.frame, prepared.spec.plan, seed=prepared.spec.seed)


def note_draw(session: Session, planned: PlannedWave, sample: Sample, *, stamp: Stamp) -> str:
    """Count and audit a draw that differs from the last one; return the hash of its manifest."""
    _check_unopened(planned)
    seal = str(sample.manifest["seal"])
    if planned.seal != seal:
        planned.seal, planned.draws = seal, planned.draws + 1
        audit.record(
            session,
            "sample_drawn",
            f"planned:{planned.typed['code']}",
            stamp=stamp,
            details={"seal": seal, "seed": sample.seed, "frame": sample.frame_sha256, "draw": planned.draws},
        )
    return seal


def lock(
    session: Session,
    planned: PlannedWave,
    seal: str,
    survey: Survey,
    *,
    stamp: Stamp,
    new_key: Callable[[], bytes],
) -> Wave:
    """Open the wave with the sample of this hash; a plan that is opened returns its wave again.

    Raises:
        AppError: (409) the plan changed since that sample was shown; else as ``opening.open_wave``.
    """
    if planned.wave is not None:
        return planned.wave
    prepared = prepare(session, planned, stamp.day, survey)
    sample = draw_sample(prepared)
    if seal != planned.seal or seal != sample.manifest["seal"]:
        raise AppError(
            "Kế hoạch đã đổi sau khi rút mẫu này. Hãy xem trước và rút lại rồi mới khóa.",
            "The plan changed after this sample was drawn. Look at the preview and draw again.",
            status=409,
        )
    wave = open_wave(session, prepared.spec, stamp=stamp, new_key=new_key)
    planned.wave, planned.sample = wave, zlib.compress(sample_csv(sample))
    # A list that was sent may name people; a list of areas does not, and lets anybody repeat the draw.
    planned.frame = None
    if planned.typed["source"] == AREAS:
        planned.frame_name, planned.frame = prepared.frame.name, zlib.compress(as_csv(prepared.frame))
    session.flush()
    return wave


def _check_unopened(planned: PlannedWave) -> None:
    if planned.wave_id is not None:
        raise AppError(
            "Đợt này đã khóa và mở; không sửa kế hoạch được nữa.",
            "This wave is locked and open; its plan cannot be changed any more.",
            status=409,
        )
