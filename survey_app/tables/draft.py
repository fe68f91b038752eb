"""Answers a citizen has not sent yet, page by page; deleted when they are sent and when the wave closes."""

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.tables.base import Base


class DraftPage(Base):
    """One page of an unsent form as typed; ``version`` counts its saves, so that a second tab is noticed."""

    __tablename__ = "draft_page"

    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(40), primary_key=True)
    answers: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    version: Mapped[int]
    day: Mapped[dt.date]
