"""Accounts with one role each, post offices, and failed sign-ins."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.tables.base import Base, UtcDateTime, choice


class Role(StrEnum):
    """The role of an account; citizens have none."""

    DEPARTMENT = "department"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    CLERK = "clerk"
    MACHINE = "machine"


class PostOffice(Base):
    """A post office that hands out and collects forms."""

    __tablename__ = "post_office"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class OfficeArea(Base):
    """The post office that serves an area."""

    __tablename__ = "office_area"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("post_office.id"), index=True)


class User(Base):
    """An account; a clerk belongs to one post office and sees only its batches."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("role <> 'clerk' OR office_id IS NOT NULL", name="clerk_has_office"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("post_office.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)

    office: Mapped[PostOffice | None] = relationship()


class SignInFailure(Base):
    """A failed sign-in, kept only as long as the throttle needs it."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
