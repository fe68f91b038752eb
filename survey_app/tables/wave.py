"""A round of the survey: its questionnaire, its sample, its secret key while it is open."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.tables.area import Area
from survey_app.tables.base import Base


class PublishedQuestionnaire(Base):
    """A questionnaire as it was when a wave opened; ``width`` is the number of bytes of a response to it."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("version", "width"),)

    version: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    width: Mapped[int]
    source: Mapped[str] = mapped_column(Text, deferred=True)


class Wave(Base):
    """A round of the survey; ``key`` links forms to answers and is destroyed when the wave closes.

    ``metric``, ``method`` and ``targets`` are declared before the first answer: the number held against the targets, every
    other rule that makes it (``scoring.method.method.Method.rules``), and which targets. ``targets_text`` is the file the department loaded; without one ``targets`` names those of the library.
    ``own_hand`` says whether a scanned sheet's own hand accepts rows (``survey_app/scanning/own_hand.py``).
    ``notice`` is what its forms and letters say, as typed (``survey_app.surveys.notice``); it can be changed until the wave closes.
    ``layouts`` are those its forms were printed by (``survey_app.waves.printed_layouts``).
    """

    __tablename__ = "wave"
    __table_args__ = (
        CheckConstraint("(key IS NULL) = (closed_on IS NOT NULL)", name="key_until_closed"),
        CheckConstraint("double_keying >= 0 AND double_keying <= 1", name="double_keying_is_a_share"),
        CheckConstraint("metric IN ('ty_le_hai_long', 'diem_quy_doi')", name="metric_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    questionnaire_version: Mapped[str] = mapped_column(ForeignKey("questionnaire.version"))
    opened_on: Mapped[dt.date]
    closes_on: Mapped[dt.date]
    closed_on: Mapped[dt.date | None]
    double_keying: Mapped[float]
    own_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    synthetic: Mapped[bool]
    metric: Mapped[str] = mapped_column(String(20), default="ty_le_hai_long")
    method: Mapped[dict[str, Any]] = mapped_column(JSON)
    targets: Mapped[str] = mapped_column(String(80))
    targets_text: Mapped[str | None] = mapped_column(Text, deferred=True)
    notice: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # By tag, with pictures of the pages: large, and wanted when a scan comes.
    layouts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)
    seed: Mapped[str] = mapped_column(String(500))
    # Large, and read by nobody but the audit: loaded when asked for.
    manifest: Mapped[dict[str, object]] = mapped_column(JSON, deferred=True)
    key: Mapped[bytes | None]

    questionnaire: Mapped[PublishedQuestionnaire] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether answers can still be taken."""
        return self.closed_on is None


class DesignCell(Base):
    """The design shared by forms drawn alike: area, stratum, clusters, probabilities, weight.

    A response points to its cell, not to its form: what the estimate needs travels, who answered does not.
    """

    __tablename__ = "design_cell"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    stratum: Mapped[str] = mapped_column(String(200))
    clusters: Mapped[list[str]] = mapped_column(JSON)
    fpc: Mapped[list[float]] = mapped_column(JSON)
    pi: Mapped[list[float]] = mapped_column(JSON)
    weight: Mapped[float]

    area: Mapped[Area] = relationship()
    wave: Mapped[Wave] = relationship()
