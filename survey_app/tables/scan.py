"""Scanned pages and their rows as a machine read them; all of it is erased when the wave closes."""

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.tables.base import Base
from survey_app.tables.form import Form


class ScanPage(Base):
    """A scanned page of a form; ``picture`` is its file, upright, ``rule`` the version of the reader's rule."""

    __tablename__ = "scan_page"
    __table_args__ = (UniqueConstraint("form_id", "page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    page: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    file: Mapped[str] = mapped_column(String(200))
    image: Mapped[int]
    picture: Mapped[str] = mapped_column(String(300))
    version: Mapped[str] = mapped_column(String(100))
    rule: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    day: Mapped[dt.date]
    keyed: Mapped[bool] = mapped_column(default=False)
    # Codes of ``scan_pages.WARNINGS``, between commas.
    warned: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))

    form: Mapped[Form] = relationship()
    rows: Mapped[list["ScanRow"]] = relationship(back_populates="page", order_by="ScanRow.id")


class ScanRow(Base):
    """An answer row: the machine's reading, and what people read.

    ``code`` is the machine's answer, NULL where it was not certain; ``checked`` what a person saw who did not
    know the machine's answer (a known-answer row); ``decided`` a person's last word. A box for open text is a row
    without ovals: its code is 0 when it is empty, and ``text`` is what a person read in it; of a row with ovals ``text``
    is what is written beside it. A margin note is a row without ovals too, with an item that no questionnaire has
    (``survey_app/collection/margin_notes.py``).
    """

    __tablename__ = "scan_row"
    __table_args__ = (UniqueConstraint("page_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("scan_page.id"))
    item: Mapped[str] = mapped_column(String(60), index=True)
    code: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(40))
    ink: Mapped[dict[str, float]] = mapped_column(JSON)
    crop: Mapped[list[int]] = mapped_column(JSON)
    suggest: Mapped[int | None]
    checked: Mapped[int | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    page: Mapped[ScanPage] = relationship(back_populates="rows")

    @property
    def answer(self) -> int | None:
        """The code that counts: a person's if there is one, else the machine's."""
        return self.code if self.decided is None else self.decided
