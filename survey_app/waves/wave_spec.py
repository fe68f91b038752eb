"""The specification of a wave to be opened."""

import datetime as dt
from dataclasses import dataclass, field

from questionnaires.model import Questionnaire
from sampling.frame.frame import SamplingFrame
from sampling.plan.plan import Plan
from survey_app.surveys.notice import Notice

# The column of a frame with area codes, unless another is named: what a frame of the areas in force has.
AREA_COLUMN = "commune"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveSpec:
    """The specification of a wave: everything it is opened with.

    Attributes:
        code: short name used in addresses and commands, such as ``2025-1``.
        name: what people call it.
        questionnaire: the published instrument; its content is kept with the wave.
        frame: the list to draw from; its column ``area_column`` holds area codes.
        plan: how to draw.
        frame_made_on: the day the list was made; None where nobody said, or where it was made of the areas of today.
        seed: any text fixed in advance; the same seed gives the same sample.
        closes_on: the last day planned for answers.
        double_keying: share of paper forms that are keyed twice, 0 to 1.
        synthetic: whether the people or the sizes are invented.
        own_hand: whether rows of a scanned sheet are accepted once people have confirmed five of the same habit on it.
        metric: the number that is held against the targets, ``ty_le_hai_long`` or ``diem_quy_doi``.
        targets: the name of the targets in the library, or of the file whose text is given.
        targets_text: the text of a target file of the department's own; None: those of the library.
        area_column: the frame's column with area codes.
        label_columns: the frame's columns for the hand-out list, erased when the wave closes.
        notice: what its forms and letters say: help line, purpose, use of the answers, how forms are given back.
        batch_size: most forms in one batch; None: one batch a post office.
    """

    code: str
    name: str
    questionnaire: Questionnaire
    frame: SamplingFrame
    plan: Plan
    seed: str
    closes_on: dt.date
    double_keying: float
    metric: str
    targets: str
    own_hand: bool = True
    synthetic: bool = False
    targets_text: str | None = None
    area_column: str = AREA_COLUMN
    label_columns: tuple[str, ...] = ()
    batch_size: int | None = None
    frame_made_on: dt.date | None = None
    notice: Notice = field(default_factory=Notice)
