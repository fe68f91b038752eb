"""Independent keyings of one paper form; the accepted answers are in ``response``, not here."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.tables.base import Base, choice
from survey_app.tables.form import Form
from survey_app.tables.people import User


class KeyingTurn(StrEnum):
    """The turn of a keying; first and second are independent, the third decides where they differ."""

    FIRST = "first"
    SECOND = "second"
    ADJUDICATION = "adjudication"


class KeyingSource(StrEnum):
    """The source of a keying: the paper itself, or a scan of it read by machine."""

    PAPER = "paper"
    SCAN = "scan"


class Keying(Base):
    """A keying by one person or machine; the codes are erased when the wave closes, the counts stay."""

    __tablename__ = "keying"
    __table_args__ = (UniqueConstraint("form_id", "turn"), UniqueConstraint("form_id", "keyer_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    turn: Mapped[KeyingTurn] = mapped_column(choice(KeyingTurn, "turn"))
    source: Mapped[KeyingSource] = mapped_column(choice(KeyingSource, "source"))
    keyer_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    day: Mapped[dt.date]
    codes: Mapped[bytes | None]
    texts: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    fields: Mapped[int]
    differing: Mapped[int | None]
    wrong: Mapped[int | None]

    form: Mapped[Form] = relationship()
    keyer: Mapped[User] = relationship()
