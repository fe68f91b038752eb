"""Writes a score run as JSON: estimates in percent at full precision, everything behind them in the same file."""

import json
import math
from collections.abc import Mapping

from scoring.measure import Measure
from scoring.method import METRICS, Metric
from scoring.rows import AreaCell, ItemRow, ScoreRow
from scoring.run import ScoreRun
from scoring.targets import Recomputed, TargetSet
from scoring.verdict import Judgement
from scoring.wording import formula

Values = dict[str, object]
TOLD_OF_TARGETS = ("id", "title", "source", "baseline_year", "target_year")
HASHED = ("data", "questionnaire", "targets", "method")


def write(run: ScoreRun) -> str:
    """Return the JSON text of a run, with a newline at its end."""
    return json.dumps(_finite(values(run)), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def values(run: ScoreRun) -> Values:
    """Return the run as plain values, keys in the order of the file."""
    method, targets = run.method, run.targets
    return {
        "wave": method.wave,
        "synthetic": method.synthetic,
        "metric": method.metric,
        "metric_name": _both(METRICS[method.metric]),
        "confidence": method.confidence,
        "interval": method.interval,
        "weights": {"column": "weight", "kind": method.weights},
        "rows": [_row(row, run) for row in run.scored],
        "outside_mean": [_row(row, run) for row in run.rows if row.outside_mean],
        "by": [cell_values(cell, targets) for cell in run.cells],
        "design": {name: getattr(run.design, name) for name in run.design.__slots__},
        "targets": {name: getattr(targets, name) for name in TOLD_OF_TARGETS},
        "recomputed": [_recomputed(each) for each in run.recomputed],
        "notes": [_both(note) for note in run.notes],
        "questionnaire": run.questionnaire,
        "method": method.declared(),
        "hashes": {name: getattr(run.hashes, name) for name in HASHED},
        "versions": run.hashes.versions,
    }


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
        "why": None if cell.measure.why is None else _both(cell.measure.why),
    }


def _row(row: ScoreRow, run: ScoreRun) -> Values:
    other: Metric = run.method.other_metric
    return {
        **row_values(row, run.targets),
        "name_en": row.name[1],
        "why": None if row.measure.why is None else _both(row.measure.why),
        "publish": row.cell.publish.value,
        "flags": [flag.value for flag in row.cell.flags],
        "formula": _both(formula(row, run.method.metric)),
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


def _recomputed(each: Recomputed) -> Values:
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


def _both(sentence: tuple[str, str]) -> Values:
    return {"vi": sentence[0], "en": sentence[1]}


def _finite(value: object) -> object:
    """Return the values with null for what is no number."""
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
