"""One column made of another: blanks for missing codes, then brackets or new codes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Flags, Table, Values, numbers
from scoring.errors import ScoringError, Sentence
from scoring.specification.columns.coded_column import CodedColumn, coded
from scoring.specification.columns.column_keys import COPY, MISSING, ColumnSpec
from scoring.specification.columns.rule_text import Written

NAMED = 5


@dataclass(frozen=True, eq=False)
class Made:
    """A column that was made.

    Args:
        values: its labels, empty where blank.
        order: its levels in the order they were asked for; empty: as labels are sorted.
        notes: what is to be said of it.
    """

    values: Values
    order: Sequence[str]
    notes: Sequence[Sentence]


def made_column(table: Table, source: str, spec: ColumnSpec) -> Made:
    """Return the column that a table ``[columns.NAME]`` asks for.

    Args:
        table: the columns.
        source: the one it is made from.
        spec: what is asked for.
    """
    whole = coded(table, source)
    gone = _any(whole, spec.missing)
    levels = ["" if lost else level for level, lost in zip(whole.levels, gone, strict=True)]
    notes = _lacking(whole, spec, spec.missing, "missing")
    if spec.cut:
        levels, lost = _cut(whole, levels, spec)
        return _made(whole, levels, spec.brackets, [*notes, *_outside(whole, lost, spec)])
    if spec.recode:
        levels, lost = _recoded(whole, levels, spec)
        asked = [code for codes, _ in spec.recode for code in codes]
        order = dict.fromkeys([new for _, new in spec.recode] + [spec.otherwise or MISSING])
        said = [*notes, *_lacking(whole, spec, asked, "recode"), *_outside(whole, lost, spec)]
        listed = () if spec.otherwise == COPY else tuple(code for code in order if code != MISSING)
        return _made(whole, levels, listed, said)
    return _made(whole, levels, (), notes)


def _made(whole: CodedColumn, levels: Sequence[str], order: Sequence[str], notes: Sequence[Sentence]) -> Made:
    values = np.array([*levels, ""], dtype=object)[whole.of_row]
    return Made(values, order, notes)


def _any(whole: CodedColumn, codes: Sequence[Written]) -> Flags:
    """Return which levels are one of some codes."""
    found = np.zeros(len(whole.levels), dtype=bool)
    for code in codes:
        found |= np.array(whole.same(code), dtype=bool)
    return found


def _cut(whole: CodedColumn, levels: Sequence[str], spec: ColumnSpec) -> tuple[list[str], list[bool]]:
    """Return the bracket of every level, and which levels are below the first."""
    try:
        values = numbers(np.array(levels, dtype=object), spec.name)
    except ScoringError:
        raise _no_number(whole, levels, spec) from None
    place = (np.searchsorted(np.array(spec.cut), values, side="right") - 1).tolist()
    known = ~np.isnan(values)
    names = [spec.brackets[at] if inside and at >= 0 else "" for at, inside in zip(place, known, strict=True)]
    return names, [bool(inside and at < 0) for at, inside in zip(place, known, strict=True)]


def _no_number(whole: CodedColumn, levels: Sequence[str], spec: ColumnSpec) -> ScoringError:
    odd = next(at for at, level in enumerate(levels) if level and not _is_number(level))
    rows = np.flatnonzero(whole.of_row == odd)
    return spec.keys.wrong(
        "cut",
        f"cột «{spec.source}», dòng dữ liệu {rows[0] + 1}: «{levels[odd]}» không phải là số; nếu là mã thiếu, ghi vào «missing»",
        f"column “{spec.source}”, data row {rows[0] + 1}: “{levels[odd]}” is not a number; if it stands for a missing value, "
        "list it in “missing”",
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _recoded(whole: CodedColumn, levels: Sequence[str], spec: ColumnSpec) -> tuple[list[str], list[bool]]:
    """Return the new code of every level, and which levels no rule is for."""
    new = [None if level else "" for level in levels]
    for codes, code in spec.recode:
        for at in np.flatnonzero(_any(whole, codes)).tolist():
            new[at] = "" if not levels[at] or code == MISSING else code
    lost = [code is None and spec.otherwise is None for code in new]
    other = "" if spec.otherwise in (None, MISSING) else spec.otherwise
    rest = levels if spec.otherwise == COPY else [other] * len(levels)
    return [(other or "") if code is None else code for code, other in zip(new, rest, strict=True)], lost


def _outside(whole: CodedColumn, lost: Sequence[bool], spec: ColumnSpec) -> list[Sentence]:
    """Return one sentence on the rows that fall in no bracket, or whose code is not recoded."""
    rows = int(whole.rows(lost).sum())
    if not rows:
        return []
    found = [level for level, gone in zip(whole.levels, lost, strict=True) if gone]
    listed = ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")
    vi, en = (
        ("không rơi vào khoảng nào của «cut»", "fall in no bracket of “cut”")
        if spec.cut
        else (
            "có mã không nằm trong «recode» mà không có «else»",
            "have a code that is not in “recode”, and there is no “else”",
        )
    )
    return [
        (
            f"{spec.keys.place}: {rows} dòng {vi} nên được tính là trống: {listed}.",
            f"{spec.keys.place}: {rows} rows {en}; they count as blank: {listed}.",
        )
    ]


def _lacking(whole: CodedColumn, spec: ColumnSpec, codes: Sequence[Written], key: str) -> list[Sentence]:
    """Return one sentence on the codes that no row has; a pattern names codes for many columns, not all of which have them."""
    if spec.source is None:
        return []
    lacking = ", ".join(code.text for code in codes if not any(whole.same(code)))
    if not lacking:
        return []
    return [
        (
            f"{spec.keys.place} khóa «{key}»: không dòng nào có mã {lacking}.",
            f"{spec.keys.place} key “{key}”: no row has the code {lacking}.",
        )
    ]
