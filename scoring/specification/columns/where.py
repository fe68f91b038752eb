"""The key ``where``: the rows that a block, or the whole specification, is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import assert_never

import numpy as np

from questionnaires.rule_tree import AllOf, Answered, AnyOf, Compare, Not, OneOf
from questionnaires.rules import atoms, items_of
from scoring.columns.columns import Flags, Table
from scoring.design.design import Design
from scoring.design.domains import within
from scoring.errors import ScoringError, Sentence
from scoring.specification.columns.coded_column import CodedColumn, NoOrderError, coded
from scoring.specification.columns.rule_text import Rule, Written, read_rule
from scoring.specification.toml_keys import Keys

KEY = "where"


@dataclass(frozen=True)
class Where:
    """A rule that picks rows.

    Args:
        keys: the table it stands in, for messages.
        rule: the rule.
    """

    keys: Keys
    rule: Rule

    @property
    def columns(self) -> Sequence[str]:
        """The columns it speaks of."""
        return items_of(self.rule)

    def within(self, design: Design, data: Table, names: Iterable[str]) -> tuple[Design, list[Sentence]]:
        """Return the design restricted to the rows for which the rule holds, and what is to be said of its codes.

        Raises:
            ScoringError: a column is not there, cannot be compared so, or the rule leaves nobody.
        """
        for name in self.columns:
            if name not in data:
                raise absent(self.keys, KEY, name, names)
        columns = {name: coded(data, name) for name in self.columns}
        rows = self._holds(self.rule, columns)
        inside = within(design, rows)
        if not (rows & design.counts).any():
            vi = "; ".join(f"«{name}»: {each.shown}" for name, each in columns.items())
            en = "; ".join(f"“{name}”: {each.shown}" for name, each in columns.items())
            raise self.keys.wrong(
                KEY, f"không dòng nào thỏa điều kiện; dữ liệu có {vi}", f"no row fits; the data has {en}"
            )
        if inside.subpopulation is not None and not (inside.subpopulation & design.counts).any():
            raise self.keys.wrong(
                KEY,
                "không dòng nào vừa thỏa điều kiện này vừa thỏa «where» chung của tệp",
                "no row fits both this rule and the “where” of the whole file",
            )
        return inside, self._unused(columns)

    def _holds(self, rule: Rule, columns: dict[str, CodedColumn]) -> Flags:
        match rule:
            case Compare(item, operator, code):
                try:
                    return columns[item].rows(columns[item].compared(operator, code))
                except NoOrderError as error:
                    vi, en = error.said
                    raise self.keys.wrong(KEY, f"cột «{item}»: {vi}", f"column “{item}”: {en}") from None
            case OneOf(item, codes):
                same = [columns[item].same(code) for code in codes]
                return columns[item].rows([any(each) for each in zip(*same, strict=True)])
            case Answered(item):
                return columns[item].answered
            case Not(inner):
                return ~self._holds(inner, columns)
            case AllOf(rules):
                return np.asarray(np.logical_and.reduce([self._holds(inner, columns) for inner in rules]))
            case AnyOf(rules):
                return np.asarray(np.logical_or.reduce([self._holds(inner, columns) for inner in rules]))
            case _:
                assert_never(rule)

    def _unused(self, columns: dict[str, CodedColumn]) -> list[Sentence]:
        """Return one sentence on the codes the rule asks for and the data has not."""
        asked = {(item, code): None for atom in atoms(self.rule) for item, code in _codes(atom)}
        lacking = [f"{item} = «{code.text}»" for item, code in asked if not any(columns[item].same(code))]
        if not lacking:
            return []
        listed = ", ".join(lacking)
        return [
            (
                f"khóa «{KEY}»: không dòng nào có {listed}; hãy xem lại cách viết mã.",
                f"key “{KEY}”: no row has {listed}; check how the code is written.",
            )
        ]


def _codes(atom: object) -> list[tuple[str, Written]]:
    match atom:
        case Compare(item, "==" | "!=", code):
            return [(item, code)]
        case OneOf(item, codes):
            return [(item, code) for code in sorted(codes, key=lambda one: one.text)]
    return []


def read_where(keys: Keys) -> Where | None:
    """Return the rule under ``where``, None where there is none."""
    rule = read_rule(keys, KEY)
    return None if rule is None else Where(keys, rule)


def absent(keys: Keys, key: str, name: str, names: Iterable[str]) -> ScoringError:
    """Return the error about a column that is not there, with the names nearest to it."""
    near = get_close_matches(name, list(names), n=3, cutoff=0.5)
    vi = f"; gần giống: {', '.join(f'«{one}»' for one in near)}" if near else ""
    en = f"; near it: {', '.join(f'“{one}”' for one in near)}" if near else ""
    return keys.wrong(key, f"dữ liệu không có cột «{name}»{vi}", f"the data has no column “{name}”{en}")
