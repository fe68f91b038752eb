"""Rows and cells of the score file as plain values, in percent at full precision."""

import math

from scoring.errors import Sentence
from scoring.method.method import Method, Metric
from scoring.score_table.measure import Measure
from scoring.score_table.rows import AreaCell, ItemRow, ScoreRow
from scoring.score_table.wording import formula
from scoring.targets.targets import Recomputed, TargetSet
from scoring.targets.verdict import Judgement

Values = dict[str, object]


def row_values(row: ScoreRow, targets: TargetSet) -> Values:
    """Return the fields of a row that the score file promises, in percent."""
    judgement = row.judgement
    return {
        "code": row.code,
        "name": row.name[0],
        "heading": row.heading,
        "strategy": row.strategy,
        **_measure(row.measure),
        f"baseline_{targets.baseline_year}": None if row.target is None else float(row.target.baseline),
        f"target_{targets.target_year}": None if row.target is None else float(row.target.target),
        "gap": _percent(row.gap),
        "verdict": None if judgement is None else judgement.verdict.value,
        "why": None if row.why is None else both(row.why),
    }


def cell_values(cell: AreaCell, targets: TargetSet) -> Values:
    """Return a cell of the breakdown, in percent."""
    judgement = cell.judgement
    return {
        "column": cell.column,
        "level": cell.level,
        "code": cell.code,
        **_measure(cell.measure),
        f"target_{targets.target_year}": None if cell.target is None else float(cell.target),
        "gap": None if judgement is None else _percent(judgement.gap),
        "verdict": None if judgement is None else judgement.verdict.value,
        "publish": cell.publish.value,
        "flags": [flag.value for flag in cell.flags],
        "why": None if cell.why is None else both(cell.why),
    }


def table_row(row: ScoreRow, targets: TargetSet, method: Method) -> Values:
    """Return a row of the score file: ``row_values`` with formula, items, tests and other details."""
    other: Metric = method.other_metric
    return {
        **row_values(row, targets),
        "name_en": row.name[1],
        "publish": row.cell.publish.value,
        "flags": [flag.value for flag in row.cell.flags],
        "formula": both(formula(row, method.metric)),
        "parts": dict(row.parts),
        "items": [_item(item) for item in row.items],
        "other_metric": {"metric": other, **_measure(row.other)},
        "alternatives": [{"strategy": each.strategy, **_measure(each.measure)} for each in row.alternatives],
        "baseline_rank": "" if row.target is None else row.target.baseline_rank,
        "target_rank": "" if row.target is None else row.target.target_rank,
        "test": None if row.judgement is None else _test(row.judgement),
    }


def _test(judgement: Judgement) -> Values:
    return {
        "verdict_key": judgement.verdict.key,
        "verdict_en": judgement.verdict.en,
        "t": judgement.t,
        "p_below": judgement.p_below,
        "p_above": judgement.p_above,
        "adjustment": judgement.adjustment,
        "p_adjusted": judgement.p_adjusted,
        "probability": judgement.probability,
        "n_to_settle": judgement.n_to_settle,
    }


def recomputed_values(each: Recomputed) -> Values:
    """Return a published value beside its recomputation from the published rows by its rule."""
    return {
        "code": each.code,
        "year": each.year,
        "published": float(each.published),
        "recomputed": float(each.value),
        "difference": float(each.difference),
        "strategy": each.rule.strategy,
        "rows": list(each.rule.rows),
    }


def _item(item: ItemRow) -> Values:
    weight = None if math.isnan(item.weight) else item.weight
    return {"id": item.id, "weight": weight, **_measure(item.measure), "denominators": dict(item.states)}


def _measure(each: Measure) -> Values:
    return {
        "n": each.n,
        "estimate": _percent(each.estimate),
        "se": _percent(each.se),
        "df": each.df,
        "low": _percent(each.low),
        "high": _percent(each.high),
    }


def _percent(value: float | None) -> float | None:
    return None if value is None else value * 100


def both(sentence: Sentence) -> Values:
    """Return a sentence in Vietnamese and English."""
    return {"vi": sentence[0], "en": sentence[1]}
