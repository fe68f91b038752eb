"""Reading of a plan in preparation: its frame, and the specification of its wave."""

import datetime as dt
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy.orm import Session

from sampling.frame.code_checks import settled
from sampling.frame.frame import SamplingFrame, canonical_csv, read_frame
from sampling.plan.plan import Plan
from sampling.plan.plan_file import load_plan, plan_from
from survey_app.areas.frame import frame_in_force
from survey_app.errors import AppError
from survey_app.surveys.notice import from_typed
from survey_app.surveys.survey import Survey
from survey_app.tables import PlannedWave
from survey_app.waves import wave_files
from survey_app.waves.opening import check_opening
from survey_app.waves.wave_spec import AREA_COLUMN, WaveSpec

OWN_PLAN = OWN_TARGETS = "tep"
AREAS, FILE = "dia-ban", "tep"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan ready to be drawn: its wave's specification and its frame."""

    spec: WaveSpec
    frame: SamplingFrame


def prepare(session: Session, planned: PlannedWave, day: dt.date, survey: Survey) -> Prepared:
    """Return the specification and frame; ``planned.typed`` has passed the checks of its page.

    Raises:
        AppError, QuestionnaireError, SamplingError, ScoringError: what is wrong, with its row or key.
    """
    typed = planned.typed
    frame, synthetic = _frame(session, planned, day)
    plan = _plan(planned, survey)
    frame = settled(frame, plan)
    targets, targets_text = _targets(planned, survey)
    spec = WaveSpec(
        code=typed["code"],
        name=typed["name"] or typed["code"],
        questionnaire=wave_files.questionnaire(survey.questionnaire.chosen(typed["questionnaire"])),
        frame=frame,
        plan=plan,
        seed=typed["seed"],
        closes_on=dt.date.fromisoformat(typed["closes_on"]),
        double_keying=percent(typed["double_keying"]) / 100,
        # A plan that was saved before there was such a rule was made without it.
        own_hand=bool(typed.get("own_hand")),
        synthetic=synthetic or bool(typed.get("synthetic")),
        metric=typed["metric"],
        targets=targets,
        targets_text=targets_text,
        area_column=typed["area_column"] or AREA_COLUMN,
        label_columns=tuple(part.strip() for part in typed["label_columns"].split(",") if part.strip()),
        batch_size=int(typed["batch_size"]) if typed["batch_size"] else None,
        frame_made_on=_made_on(typed),
        notice=from_typed(typed),
    )
    check_opening(session, spec, day)
    return Prepared(spec, frame)


def _plan(planned: PlannedWave, survey: Survey) -> Plan:
    if planned.typed["plan"] != OWN_PLAN:
        return load_plan(survey.plan.chosen(planned.typed["plan"]))
    if planned.plan_text is None:
        raise AppError("Chưa gửi tệp kế hoạch TOML.", "No plan (TOML) was sent.")
    return plan_from(planned.plan_text, name=planned.plan_name or "plan")


def _made_on(typed: Mapping[str, str]) -> dt.date | None:
    """Return the day the list was made; a frame of the areas in force is of today."""
    given = typed.get("frame_made_on", "") if typed["source"] == FILE else ""
    return dt.date.fromisoformat(given) if given else None


def _targets(planned: PlannedWave, survey: Survey) -> tuple[str, str | None]:
    if planned.typed["targets"] != OWN_TARGETS:
        return wave_files.targets(survey.targets.chosen(planned.typed["targets"]))
    if planned.targets_text is None:
        raise AppError("Chưa gửi tệp chỉ tiêu TOML.", "No target file (TOML) was sent.")
    return planned.targets_name or "chi-tieu.toml", planned.targets_text


def unpacked(content: bytes) -> bytes:
    """Return the uncompressed bytes of a frame or sample."""
    return zlib.decompress(content)


def percent(text: str) -> float:
    """Return a number typed with a comma or a point; NaN when it is none."""
    try:
        return float(text.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        return math.nan


def _frame(session: Session, planned: PlannedWave, day: dt.date) -> tuple[SamplingFrame, bool]:
    if planned.typed["source"] == AREAS:
        found = frame_in_force(session, day)
        return found.frame, found.synthetic
    if planned.frame is None or planned.frame_name is None:
        raise AppError(
            "Chưa gửi tệp khung mẫu. Hãy chọn tệp CSV hoặc XLSX, hoặc dùng đơn vị hành chính đang có hiệu lực.",
            "No frame was sent. Choose a CSV or XLSX file, or use the areas in force.",
        )
    return read_sent(planned.frame_name, unpacked(planned.frame)), False


def read_sent(name: str, content: bytes) -> SamplingFrame:
    """Read a frame that was sent; its name is kept, because the manifest names it.

    Raises:
        SamplingError: what is wrong with the file, with row and column.
    """
    with TemporaryDirectory(prefix="sipas-frame-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return replace(read_frame(path), name=name)


def as_csv(frame: SamplingFrame) -> bytes:
    """Return a frame as a CSV file from which the same frame is read again."""
    return canonical_csv(frame.table(np.arange(len(frame))))
