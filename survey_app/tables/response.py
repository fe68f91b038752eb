"""Accepted answers, their receipts, and refused answers to forms already answered.

None of these tables names a form. While a wave is open ``form_key`` (a keyed hash of the form's number) keeps one
form to one response; closing the wave destroys the key and overwrites every ``form_key`` at random.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.tables.base import Base, WideInteger, choice
from survey_app.tables.wave import DesignCell


class Mode(StrEnum):
    """The mode of answering; keyed and scanned forms are both ``paper``."""

    PAPER = "paper"
    WEB = "web"
    INTERVIEW = "interview"


class Response(Base):
    """The accepted answers of one form: one byte per item of an immutable questionnaire version.

    ``id`` is no sequence, so the order of rows says nothing about the order of answering. The day is erased when
    the wave closes. The database holds the length of ``codes`` to the width of the questionnaire.
    """

    __tablename__ = "response"
    __table_args__ = (
        ForeignKeyConstraint(
            ["questionnaire_version", "width"], ["questionnaire.version", "questionnaire.width"]
        ),
        CheckConstraint("length(codes) = width", name="codes_have_the_width"),
    )

    id: Mapped[int] = mapped_column(WideInteger, primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    form_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("design_cell.id"))
    questionnaire_version: Mapped[str] = mapped_column(String(80))
    width: Mapped[int]
    codes: Mapped[bytes]
    mode: Mapped[Mode] = mapped_column(choice(Mode, "mode"))
    day: Mapped[dt.date | None]

    cell: Mapped[DesignCell] = relationship()
    texts: Mapped[list["AnswerText"]] = relationship()


class AnswerText(Base):
    """The text of an open item; without SQLite's row numbers, which would tell the order of answering."""

    __tablename__ = "answer_text"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as it stands

    response_id: Mapped[int] = mapped_column(
        WideInteger, ForeignKey("response.id", onupdate="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Receipt(Base):
    """A proof of acceptance: the reference shown, and the digest that identifies an equal replay."""

    __tablename__ = "receipt"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as it stands

    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    form_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    submission_id: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class RefusedAnswers(Base):
    """Different answers to a form already answered: evidence for the supervisor, never counted.

    ``decision`` is the supervisor's note; codes and texts are erased when the wave closes.
    """

    __tablename__ = "refused_answers"
    __table_args__ = (UniqueConstraint("form_key", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    form_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    mode: Mapped[Mode] = mapped_column(choice(Mode, "mode"))
    day: Mapped[dt.date | None]
    codes: Mapped[bytes | None]
    texts: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    decision: Mapped[str | None] = mapped_column(String(500))
