"""Numbered forms, the batches they travel in, and the ledger of where each one is."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.tables.base import Base, choice
from survey_app.tables.people import PostOffice, User
from survey_app.tables.wave import DesignCell, Wave


class FormState(StrEnum):
    """The state of a form; every form has exactly one, so the counts of a batch add up to its forms."""

    PRINTED = "printed"
    ISSUED = "issued"
    HANDED_OUT = "handed_out"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    INVALID = "invalid"
    REFUSED = "refused"
    LOST = "lost"
    SPOILED = "spoiled"
    UNUSED = "unused"


class SampleRole(StrEnum):
    """The role of a form in the sample: drawn for it, or drawn as a reserve."""

    MAIN = "main"
    RESERVE = "reserve"


class Batch(Base):
    """Forms that travel together to one post office; ``printed_on`` is the day its papers were first drawn."""

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("wave_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    office_id: Mapped[int] = mapped_column(ForeignKey("post_office.id"), index=True)
    printed_on: Mapped[dt.date | None]

    wave: Mapped[Wave] = relationship()
    office: Mapped[PostOffice] = relationship()
    forms: Mapped[list["Form"]] = relationship(back_populates="batch", order_by="Form.serial")


class Form(Base):
    """One numbered copy for one sampled person.

    ``label`` is what the hand-out list says of the person (erased when the wave closes); ``place`` is the order
    in which reserves are taken; a reserve may be used once ``replaces_id`` names the form it stands in for.
    ``last_stratum`` is the stratum of the last stage, where that stage has strata: a reserve stands in within it.
    """

    __tablename__ = "form"
    __table_args__ = (CheckConstraint("serial > 0", name="serial_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(unique=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("design_cell.id"), index=True)
    role: Mapped[SampleRole] = mapped_column(choice(SampleRole, "role"))
    place: Mapped[int]
    state: Mapped[FormState] = mapped_column(choice(FormState, "state"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    label: Mapped[str | None] = mapped_column(String(500))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("form.id"), unique=True)
    last_stratum: Mapped[str | None] = mapped_column(String(200))

    wave: Mapped[Wave] = relationship()
    batch: Mapped[Batch] = relationship(back_populates="forms")
    cell: Mapped[DesignCell] = relationship()
    replaces: Mapped["Form | None"] = relationship(remote_side="Form.id")

    @hybrid_property
    def in_use(self) -> bool:
        """Whether the form is in the field: a main form, or a reserve that took the place of one."""
        return self.role is SampleRole.MAIN or self.replaces_id is not None

    @in_use.inplace.expression
    @classmethod
    def _in_use(cls) -> ColumnElement[bool]:
        return (cls.role == SampleRole.MAIN) | cls.replaces_id.is_not(None)


class Substitution(Base):
    """A substitution: reason, day and person; ``replaces_id`` of the reserve names the form replaced.

    ``day`` is NULL where a database of before had no event of it.
    """

    __tablename__ = "substitution"

    reserve_id: Mapped[int] = mapped_column(ForeignKey("form.id"), primary_key=True, autoincrement=False)
    day: Mapped[dt.date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text)

    reserve: Mapped[Form] = relationship()
    by: Mapped[User | None] = relationship()

    @property
    def form(self) -> Form | None:
        """The form that the reserve stands in for."""
        return self.reserve.replaces


class FormEvent(Base):
    """A move of a form from a state to the next; never changed or deleted, a correction is a new event."""

    __tablename__ = "form_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"), index=True)
    from_state: Mapped[FormState | None] = mapped_column(choice(FormState, "from_state"))
    to_state: Mapped[FormState] = mapped_column(choice(FormState, "to_state"))
    day: Mapped[dt.date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    correction: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(String(500))

    form: Mapped[Form] = relationship()
    by: Mapped[User | None] = relationship()
