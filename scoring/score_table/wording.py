"""The formula of each row, in a sentence that a report can print."""

from collections.abc import Callable, Mapping

from scoring.errors import Sentence
from scoring.method.method import METRICS, Metric
from scoring.score_table.rows import ScoreRow


def formula(row: ScoreRow, metric: Metric) -> Sentence:
    """Return the rule that made a row, in Vietnamese and English."""
    made = _FORMULAS[row.strategy](row)
    vi, en = METRICS[metric]
    return f"{vi}: {made[0]}", f"{en}: {made[1]}"


def _mean(row: ScoreRow) -> Sentence:
    codes = ", ".join(row.parts)
    return f"trung bình cộng của {codes}.", f"plain mean of {codes}."


def _explicit(row: ScoreRow) -> Sentence:
    if not row.parts:
        return _weighted(row)
    parts = ", ".join(f"{code} × {weight:g}" for code, weight in row.parts.items())
    return f"trung bình có trọng số của {_comma(row.parts)}.", f"weighted mean of {parts}."


def _weighted(row: ScoreRow) -> Sentence:
    items = ", ".join(item.id for item in row.items)
    weights = {item.weight for item in row.items}
    if len(weights) == 1:
        return f"trung bình cộng của các câu {items}.", f"plain mean of items {items}."
    weighed = ", ".join(f"{item.id} × {item.weight:g}" for item in row.items)
    vi = _comma({item.id: item.weight for item in row.items})
    return f"trung bình có trọng số của các câu {vi}.", f"weighted mean of items {weighed}."


def _comma(weights: Mapping[str, float]) -> str:
    return ", ".join(f"{name} × {f'{weight:g}'.replace('.', ',')}" for name, weight in weights.items())


def _overall(row: ScoreRow) -> Sentence:
    items = ", ".join(item.id for item in row.items) or ", ".join(row.parts)
    return f"câu hỏi chung {items}.", f"the overall item {items}."


def _pooled(row: ScoreRow) -> Sentence:
    items = ", ".join(item.id for item in row.items)
    return f"gộp mọi câu trả lời của {items}.", f"all answers to {items} pooled."


def _published(row: ScoreRow) -> Sentence:
    return "theo số công bố.", "as published."


_FORMULAS: dict[str, Callable[[ScoreRow], Sentence]] = {
    "mean_of_children": _mean,
    "explicit_weights": _explicit,
    "item_weighted": _weighted,
    "overall_item": _overall,
    "pooled_answers": _pooled,
    "published": _published,
}
