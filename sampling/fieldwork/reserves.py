"""Substitution under rules: a reason, the next reserve and no other, and a line in the log.

A person who cannot be asked is replaced by the next reserve of the same village and stratum. Nobody chooses:
``Reserves.substitute`` gives the one that is next, and refuses a second replacement of the same form.
"""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from sampling.drawing.design import stage_name
from sampling.errors import SamplingError
from sampling.fieldwork.dispositions import VIETNAMESE, Disposition

NO_REASON = frozenset({Disposition.COMPLETE, Disposition.PARTIAL})


@dataclass(frozen=True)
class Substitution:
    """One replacement.

    Attributes:
        out: the row that leaves, its position in the sample's rows.
        into: the row that takes its place.
        reason: the disposition of the one that leaves.
        note: what the enumerator wrote.
        on: the day.
    """

    out: int
    into: int
    reason: Disposition
    note: str
    on: date


@dataclass
class Reserves:
    """The reserves of a sample, used in their order; the log is the list of substitutions so far.

    Args:
        rows: ``Sample.rows``.
        log: substitutions already made, first first.
    """

    rows: pd.DataFrame
    log: list[Substitution] = field(default_factory=list)

    def next_for(self, out: int) -> int | None:
        """Return the reserve that would take the place of a row, nothing when none is left."""
        used = {entry.into for entry in self.log}
        same = self._cells() == self._cells().iloc[out]
        waiting = self.rows[same & (self.rows["role"] == "reserve")].sort_values("order", kind="stable")
        return next((int(place) for place in waiting.index if place not in used), None)

    def substitute(self, out: int, *, reason: Disposition, note: str, on: date) -> Substitution:
        """Replace a row by the next reserve and log it.

        Args:
            out: the position of the row that leaves: a main one, or a reserve already in use.
            reason: why; not one that means an answer was given.
            note: at least a few words.
            on: the day.

        Raises:
            SamplingError: no reason, no reserve left, or the row is not in use.
        """
        self._check(out, reason, note)
        into = self.next_for(out)
        if into is None:
            raise SamplingError(
                "Đã hết danh sách dự phòng của thôn này; không được tự chọn người khác. Hãy ghi kết quả là không "
                "trả lời.",
                "No reserve is left here; nobody else may be chosen. Record the nonresponse.",
            )
        entry = Substitution(out, into, reason, note.strip(), on)
        self.log.append(entry)
        return entry

    def _check(self, out: int, reason: Disposition, note: str) -> None:
        if reason in NO_REASON or not note.strip():
            raise SamplingError(
                "Thay thế cần lý do: chọn mã kết quả và ghi vài chữ vì sao không hỏi được người này.",
                "A substitution needs a reason: a disposition and a few words.",
            )
        if out not in self.rows.index:
            raise SamplingError(f"Mẫu không có dòng {out}.", f"The sample has no row {out}.")
        if out in {entry.out for entry in self.log}:
            raise SamplingError("Phiếu này đã được thay thế.", "This form was replaced before.")
        if self.rows.loc[out, "role"] == "reserve" and out not in {entry.into for entry in self.log}:
            raise SamplingError(
                "Người dự phòng này chưa được dùng; chỉ thay phiếu đang dùng.",
                "This reserve is not in use; only a form in use is replaced.",
            )

    def _cells(self) -> "pd.Series[str]":
        stages = sum(column.startswith("pi_") for column in self.rows.columns)
        columns = ["stratum", *(stage_name(number) for number in range(stages - 1))]
        last_stratum = f"stratum_{stages}"
        if last_stratum in self.rows:
            columns.append(last_stratum)
        return self.rows[columns].agg("\x1f".join, axis=1)

    def as_table(self) -> pd.DataFrame:
        """Return the log as a table for the audit."""
        return pd.DataFrame(
            {
                "out": [entry.out for entry in self.log],
                "into": [entry.into for entry in self.log],
                "code": [entry.reason.value for entry in self.log],
                "reason": [VIETNAMESE[entry.reason] for entry in self.log],
                "note": [entry.note for entry in self.log],
                "on": [entry.on.isoformat() for entry in self.log],
            }
        )
