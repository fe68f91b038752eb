"""Administrative units: a tree whose levels are data, with dates of effect and successors."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.tables.base import Base


class Area(Base):
    """A unit as it was from ``valid_from`` until the day before ``valid_to``.

    The code alone is no key: codes survive mergers and names recur, so (code, valid_from) identifies a unit.
    """

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    source: Mapped[str] = mapped_column(String(500))

    parent: Mapped["Area | None"] = relationship(remote_side="Area.id")
    scopes: Mapped[list["AreaScope"]] = relationship(back_populates="area")
    populations: Mapped[list["AreaPopulation"]] = relationship(back_populates="area")


class AreaScope(Base):
    """A tag of units for filtering: one of the scopes of a survey."""

    __tablename__ = "area_scope"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)

    area: Mapped[Area] = relationship(back_populates="scopes")


class AreaSuccessor(Base):
    """A successor link between units, with the share of the old unit where known."""

    __tablename__ = "area_successor"
    __table_args__ = (CheckConstraint("share IS NULL OR (share > 0 AND share <= 1)", name="share_is_one"),)

    old_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    share: Mapped[float | None]
    source: Mapped[str] = mapped_column(String(500))


class AreaPopulation(Base):
    """The number of ``people``, ``adults`` or ``households`` in a unit, and whether it is invented."""

    __tablename__ = "area_population"
    __table_args__ = (
        UniqueConstraint("area_id", "what", "as_of"),
        CheckConstraint("count >= 0", name="count_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    what: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[dt.date]
    count: Mapped[int]
    synthetic: Mapped[bool]
    source: Mapped[str] = mapped_column(String(500))

    area: Mapped[Area] = relationship(back_populates="populations")
