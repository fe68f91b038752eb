"""Waves in preparation: what the department typed and sent, kept until the wave opens."""

import datetime as dt

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.tables.base import Base
from survey_app.tables.people import User
from survey_app.tables.wave import Wave


class PlannedWave(Base):
    """A plan: fields as typed; frame, plan and targets as sent (the frame compressed); hash of the last draw.

    ``draws`` counts the different samples that were drawn before one was locked: looking for a pleasant sample
    leaves a trace. When the wave opens, ``frame`` gives way to ``sample``, which closing the wave erases.
    """

    __tablename__ = "planned_wave"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    typed: Mapped[dict[str, str]] = mapped_column(JSON)
    frame_name: Mapped[str | None] = mapped_column(String(200))
    frame: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    plan_name: Mapped[str | None] = mapped_column(String(200))
    plan_text: Mapped[str | None] = mapped_column(Text)
    targets_name: Mapped[str | None] = mapped_column(String(80))
    targets_text: Mapped[str | None] = mapped_column(Text)
    seal: Mapped[str | None] = mapped_column(String(64))
    draws: Mapped[int] = mapped_column(default=0)
    changed_on: Mapped[dt.date]
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id"), unique=True)
    sample: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    by: Mapped[User | None] = relationship()
    wave: Mapped[Wave | None] = relationship()
