"""Breaks in the series of a criterion: what two questionnaires measure differently under one code.

A difference of two waves is a change only where both asked the same people the same questions, on the same scale, and
made the same row of the answers. Reference: OECD & JRC (2008) Handbook on Constructing Composite Indicators, §1.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from questionnaires.model import Questionnaire, ScaleItem, Text
from scoring.criteria.items import scored_items
from scoring.criteria.recipes import Recipe, items_by_recipe
from scoring.errors import Sentence
from scoring.method.method import Metric

SAME_WEIGHT = 1e-9


@dataclass(frozen=True, eq=False)
class Instrument:
    """What a wave measured: its questionnaire, and the recipe of every row."""

    questionnaire: Questionnaire
    recipes: tuple[Recipe, ...]

    @cached_property
    def recipe(self) -> Mapping[str, Recipe]:
        """The recipes by code."""
        return {recipe.code: recipe for recipe in self.recipes}

    @cached_property
    def behind(self) -> Mapping[str, frozenset[str]]:
        """The items behind every row."""
        return items_by_recipe(self.recipes)

    @cached_property
    def scale_items(self) -> Mapping[str, ScaleItem]:
        """The scored items by name."""
        items = self.questionnaire.items
        return {name: items[name] for name in scored_items(self.questionnaire)}  # type: ignore[misc] # only these are scored

    @cached_property
    def intro_of(self) -> Mapping[str, str]:
        """What a person reads above an item, which often holds the question itself and the period it is about."""
        return {
            item.id: "" if section.intro is None else _plain(section.intro)
            for section in self.questionnaire.sections
            for item in section.items
        }


def series_break(before: Instrument, now: Instrument, code: str, metric: Metric) -> Sentence | None:
    """Say what two questionnaires measure differently in a row; None where its series goes on.

    Compared are the rule of the row and of its parts, the items and their weights, and of every item its wording and the
    introduction of its section, who is asked, and the codes, wording and offers of its scale; for shares also which codes count as satisfied. Case,
    blanks and the Unicode form of the Vietnamese wording make no difference, nor does a translation.
    """
    found = [*_rules(before, now, code)]
    common = sorted(before.behind[code] & now.behind[code])
    for name in common:
        if before.intro_of[name] != now.intro_of[name]:
            found.append((f"lời dẫn trên câu {name} khác nhau", f"the introduction above {name} differs"))
        found += _items(before.scale_items[name], now.scale_items[name], metric)
    if not found:
        return None
    vi, en = zip(*found, strict=True)
    return (
        f"Chuỗi so sánh bị đứt nên không tính thay đổi: {'; '.join(vi)}.",
        f"The series is broken, so no change is given: {'; '.join(en)}.",
    )


def _rules(before: Instrument, now: Instrument, code: str) -> Iterator[Sentence]:
    """Yield how the recipes of a row and of its parts differ."""
    one, other = before.recipe[code], now.recipe[code]
    if one.strategy != other.strategy:
        yield (
            f"{code} tính theo {one.strategy} ở đợt trước, {other.strategy} ở đợt này",
            f"{code} was made by {one.strategy} before and is by {other.strategy} now",
        )
    for vi, en, old, new in (
        ("câu hỏi", "items", one.items, other.items),
        ("tiêu chí", "criteria", one.parts, other.parts),
    ):
        if set(old) != set(new):
            yield (
                f"{vi} của {code} khác nhau (đợt trước {_listed(old)}; đợt này {_listed(new)})",
                f"the {en} of {code} differ (before {_listed(old)}; now {_listed(new)})",
            )
        elif not _same_weights(old, new):
            yield (
                f"trọng số {vi} của {code} khác nhau (đợt trước {_weights(old)}; đợt này {_weights(new)})",
                f"the weights of the {en} of {code} differ (before {_weights(old)}; now {_weights(new)})",
            )
    for part in one.parts:
        if part in other.parts and part in before.recipe and part in now.recipe:
            yield from _rules(before, now, part)


def _items(one: ScaleItem, other: ScaleItem, metric: Metric) -> Iterator[Sentence]:
    """Yield how an item differs."""
    name = one.id
    if _asked(one) != _asked(other):
        yield f"lời của câu {name} khác nhau", f"the wording of {name} differs"
    if one.applies != other.applies:
        yield f"câu {name} hỏi những người khác nhau", f"{name} is asked of other people"
    old, new = _options(one), _options(other)
    if set(old) != set(new):
        yield (
            f"mã trả lời của {name} khác nhau (đợt trước {_listed(old)}; đợt này {_listed(new)})",
            f"the codes of {name} differ (before {_listed(old)}; now {_listed(new)})",
        )
    elif old != new:
        changed = _listed([code for code in old if old[code] != new[code]])
        yield (
            f"lời của thang đo ở câu {name} khác nhau (mã {changed})",
            f"the wording of the scale of {name} differs (codes {changed})",
        )
    elif list(old) != list(new):
        yield f"thứ tự mức trả lời của {name} khác nhau", f"the order of the options of {name} differs"
    if {each.kind for each in one.offers} != {each.kind for each in other.offers}:
        yield f"lựa chọn ngoài thang đo của {name} khác nhau", f"what {name} offers beside its scale differs"
    buckets = one.scale.satisfied, other.scale.satisfied
    if metric == "ty_le_hai_long" and buckets[0] != buckets[1]:
        yield (
            f"mã được tính là hài lòng của {name} khác nhau (đợt trước {_listed(buckets[0])}; đợt này {_listed(buckets[1])})",
            f"the codes of {name} that count as satisfied differ (before {_listed(buckets[0])}; now {_listed(buckets[1])})",
        )


def _asked(item: ScaleItem) -> tuple[str, str]:
    return _plain(item.text), "" if item.grid is None else _plain(item.grid.text)


def _options(item: ScaleItem) -> dict[int, str]:
    return {option.code: _plain(option.text) for option in item.options}


def _plain(text: Text) -> str:
    return " ".join(unicodedata.normalize("NFC", text.vi).split()).casefold()


def _same_weights(old: Mapping[str, float], new: Mapping[str, float]) -> bool:
    """Tell whether weights stand in the same proportions."""
    whole = sum(old.values()), sum(new.values())
    return all(abs(old[name] / whole[0] - new[name] / whole[1]) <= SAME_WEIGHT for name in old)


def _weights(weights: Mapping[str, float]) -> str:
    return ", ".join(f"{name} × {weight:g}" for name, weight in sorted(weights.items()))


def _listed(names: object) -> str:
    return ", ".join(str(name) for name in sorted(names)) or "–"  # type: ignore[call-overload] # strings or codes
