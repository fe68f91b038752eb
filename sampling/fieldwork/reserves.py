"""Substitution under rules: a reason, the next reserve and no other, and a line in the log.

A person who cannot be asked is replaced by the next reserve of the same cell: the same stratum, the same clusters and
the same stratum within the last of them. Nobody chooses. ``check_replaceable`` and ``next_reserve`` are the rules, on
single units wherever they are kept; ``Reserves`` applies them to the rows of a sample.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import count, takewhile

import pandas as pd

from sampling.drawing.design import stage_name
from sampling.errors import SamplingError
from sampling.fieldwork.dispositions import VIETNAMESE, Disposition

NO_REASON = frozenset({Disposition.COMPLETE, Disposition.PARTIAL})


@dataclass(frozen=True, slots=True)
class SelectedUnit:
    """One selected unit of the last stage, as the rules of substitution see it.

    Attributes:
        id: its row or its form; decides between reserves of equal ``order``.
        cell: all that a substitute must share: stratum, clusters, stratum within the last cluster.
        is_reserve: whether it was drawn as a reserve.
        order: its place among the reserves of its cell, from 1.
        in_use: whether it is asked: a main unit, or a reserve that has taken a place.
        replaced: whether a reserve has taken its own place.
    """

    id: int
    cell: tuple[Hashable, ...]
    is_reserve: bool
    order: int
    in_use: bool
    replaced: bool


def check_replaceable(unit: SelectedUnit) -> None:
    """Refuse to replace a unit that is not asked or was replaced before.

    Raises:
        SamplingError: which of the two it is.
    """
    if unit.replaced:
        raise SamplingError(
            "Phiếu này đã được thay thế; mỗi phiếu chỉ thay một lần.",
            "This form was replaced before; a form is substituted only once.",
        )
    if not unit.in_use:
        raise SamplingError(
            "Người dự phòng này chưa được dùng; chỉ thay phiếu đang dùng.",
            "This reserve is not in use; only a form in use is replaced.",
        )


def next_reserve(unit: SelectedUnit, others: Iterable[SelectedUnit]) -> SelectedUnit | None:
    """Return the unused reserve of the same cell that comes first, None when none is left.

    >>> waiting = [SelectedUnit(7, ("A",), True, 2, False, False), SelectedUnit(9, ("A",), True, 1, False, False)]
    >>> next_reserve(SelectedUnit(1, ("A",), False, 1, True, False), waiting).id
    9
    """
    same = (one for one in others if one.is_reserve and not one.in_use and one.cell == unit.cell)
    return min(same, key=lambda one: (one.order, one.id), default=None)


def no_reserve_left() -> SamplingError:
    """Return the refusal of a substitution for which no reserve is left."""
    return SamplingError(
        "Không còn phiếu dự phòng cho nơi này (đã hết danh sách dự phòng); không được tự chọn người khác. "
        "Hãy để nguyên phiếu không trả lời; trọng số sẽ tính đến.",
        "No reserve is left for this place; nobody else may be chosen. Leave the form unanswered; the weights will "
        "account for it.",
    )


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
        """Return the reserve that would take the place of a row, None when none is left."""
        units = self._units()
        found = next_reserve(units[out], units.values())
        return None if found is None else found.id

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
        if reason in NO_REASON or not note.strip():
            raise SamplingError(
                "Thay thế cần lý do: chọn mã kết quả và ghi vài chữ vì sao không hỏi được người này.",
                "A substitution needs a reason: a disposition and a few words.",
            )
        if out not in self.rows.index:
            raise SamplingError(f"Mẫu không có dòng {out}.", f"The sample has no row {out}.")
        check_replaceable(self._units()[out])
        into = self.next_for(out)
        if into is None:
            raise no_reserve_left()
        entry = Substitution(out, into, reason, note.strip(), on)
        self.log.append(entry)
        return entry

    def _units(self) -> dict[int, SelectedUnit]:
        came, left = {entry.into for entry in self.log}, {entry.out for entry in self.log}
        cells = self.rows[cell_columns(self.rows)].itertuples(index=False, name=None)
        each = zip(self.rows.index, cells, self.rows["role"] == "reserve", self.rows["order"], strict=True)
        return {
            int(row): SelectedUnit(
                id=int(row),
                cell=cell,
                is_reserve=bool(is_reserve),
                order=int(order),
                in_use=not is_reserve or row in came,
                replaced=row in left,
            )
            for row, cell, is_reserve, order in each
        }

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


def cell_columns(rows: pd.DataFrame) -> list[str]:
    """Return the columns of a sample whose values a substitute must share."""
    last = last_stratum_column(rows)
    return ["stratum", *_unit_columns(rows)[:-1], *([last] if last else [])]


def last_stratum_column(rows: pd.DataFrame) -> str | None:
    """Return the column with the stratum of the last stage, None where it has no strata of its own."""
    column = f"stratum_{len(_unit_columns(rows))}"
    return column if column in rows else None


def _unit_columns(rows: pd.DataFrame) -> list[str]:
    """The columns with the units of the stages drawn: a household's person has a probability, but no column."""
    return list(takewhile(rows.columns.__contains__, map(stage_name, count())))
