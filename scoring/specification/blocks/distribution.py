"""The distribution of items: the share of every code, with the words that the data has for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scoring.columns.levels import label
from scoring.criteria.scored_answers import join_tables
from scoring.design.domains import levels_of
from scoring.errors import ScoringError
from scoring.estimation.estimate_row import key
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import HowOptions
from scoring.reduction.code_scores import Code, among
from scoring.specification.blocks.block import Setting
from scoring.specification.blocks.estimate_rows import coded_result
from scoring.specification.blocks.result import Result

MOST_CODES = 100


def distribution(name: str, by: Sequence[str], setting: Setting, options: HowOptions) -> Result:
    """Return the share of every code of every item among its valid answers, domain by domain.

    Without a list of valid codes, the codes of an item are all that the data has. In contrasts the rows are called
    ``item=code``.

    Raises:
        ScoringError: an item has too many codes to be one of codes.
    """
    codes = {item: _codes(setting, item) for item in setting.items}
    every = _different([code for listed in codes.values() for code in listed])
    made = {label(code): _shares(setting, by, options, code) for code in every}
    whole = join_tables(list(made.values()))
    words: Mapping[str, Mapping[str, str]] = getattr(setting.data, "labels", {})
    rows = [
        (item, text, words.get(item, {}).get(text), whole[key(f"{item}={text}", whole.domains.by(domain))])
        for domain in range(whole.domains.count)
        for item in setting.items
        for text in map(label, codes[item])
    ]
    return coded_result(name, whole, rows)


def _shares(setting: Setting, by: Sequence[str], options: HowOptions, code: Code) -> Estimates:
    how: HowOptions = {**options, "statistic": "satisfied", "satisfied": (code,)}
    table = setting.estimate(by, how)
    return replace(table, variables=tuple(f"{item}={label(code)}" for item in table.variables))


def _codes(setting: Setting, item: str) -> Sequence[Code]:
    if setting.valid is not None:
        return _different(setting.valid)
    inside = setting.design.subpopulation
    of_row, levels = levels_of(setting.design, item)
    used = np.unique(of_row if inside is None else of_row[inside])
    if used.size > MOST_CODES:
        raise ScoringError(
            f"Cột «{item}» có {used.size} giá trị khác nhau nên không có bảng phân bố; hãy chia khoảng bằng cut trong [columns].",
            f"Column “{item}” has {used.size} different values, so no distribution of codes; cut it into brackets in [columns].",
        )
    return _different([levels[at] for at in used if at >= 0])


def _different(codes: Sequence[Code]) -> list[Code]:
    """Return codes without those that are an earlier one written otherwise, such as 01 after 1."""
    out: list[Code] = []
    for code in codes:
        if not among(code, out):
            out.append(code)
    return out
