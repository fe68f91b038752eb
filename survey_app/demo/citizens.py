"""Synthetic citizens: answers correlated within communes and villages, near the 2023 table.

A person's satisfaction with an item is a normal variable: the commune's part, the village's, the person's own
and the item's. Where it falls between cut points decides the tick; the shares of variance below make
answers within a village alike, as in a real cluster sample.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from questionnaires.missing import BLANK, DONT_KNOW, ILLEGIBLE, MULTIPLE, named
from questionnaires.model import ChoiceItem, ChoicesItem, Criterion, Item, Questionnaire, ScaleItem, TextItem
from questionnaires.routing import holds

COMMUNE_SD, VILLAGE_SD, PERSON_SD, ITEM_SD = 0.22, 0.25, 0.70, 0.62
TOTAL_SD = float(np.sqrt(COMMUNE_SD**2 + VILLAGE_SD**2 + PERSON_SD**2 + ITEM_SD**2))
# Below these distances from the border of satisfaction (in TOTAL_SD): 1, 2, 3, then 4, above all 5.
CUTS = np.array([-1.15, -0.65, 0.0, 1.25])
DONT_KNOW_SHARE = {"2.5": 0.11, "1.2": 0.07}
OTHER_DONT_KNOW = 0.03
PAPER_SLIPS = {BLANK: 0.012, MULTIPLE: 0.003, ILLEGIBLE: 0.002}
REMARKS = (
    "Cần giải quyết hồ sơ nhanh hơn.",
    "Mong có thêm hướng dẫn trực tuyến.",
    "=Không có ý kiến gì thêm",
)

Ticks = dict[str, list[str]]


@dataclass(frozen=True)
class Mood:
    """Random effects of communes and villages on satisfaction."""

    commune: dict[str, float]
    village: dict[str, float]

    def of(self, commune: str, village: str) -> float:
        """Return the effect shared by all people of a village."""
        return self.commune[commune] + self.village[village]


def draw_mood(communes: list[str], villages: list[str], *, rng: np.random.Generator) -> Mood:
    """Draw the random effect of each commune and village."""
    return Mood(
        dict(zip(communes, rng.normal(scale=COMMUNE_SD, size=len(communes)), strict=True)),
        dict(zip(villages, rng.normal(scale=VILLAGE_SD, size=len(villages)), strict=True)),
    )


class Citizens:
    """A generator of answers to one questionnaire.

    Args:
        questionnaire: what they are asked.
        shares: satisfied share of each criterion's items, by criterion code; 0.8 where none is given.
    """

    def __init__(self, questionnaire: Questionnaire, shares: dict[str, float]) -> None:
        self._questionnaire = questionnaire
        self._criterion = dict(_criterion_of_items(questionnaire.criteria))
        self._border = {
            item: float(ndtri(shares.get(code, 0.8))) * TOTAL_SD for item, code in self._criterion.items()
        }

    def answer(self, content: float, *, rng: np.random.Generator) -> Ticks:
        """Return one person's ticks, item id to tokens, following the skips of the form."""
        person = content + rng.normal(scale=PERSON_SD)
        ticks: Ticks = {}
        seen: dict[str, int | frozenset[int]] = {}
        for item in self._questionnaire.items.values():
            if item.applies is not None and not holds(item.applies, seen):
                continue
            ticks[item.id] = tokens = self._ticks(item, person, rng)
            codes = [int(token) for token in tokens if token.isdigit()]
            if isinstance(item, ChoicesItem):
                seen[item.id] = frozenset(codes)
            elif not isinstance(item, TextItem) and codes:
                seen[item.id] = codes[0]
        return ticks

    def _ticks(self, item: Item, person: float, rng: np.random.Generator) -> list[str]:
        match item:
            case ScaleItem() if item.id in self._border:
                return [self._satisfaction(item, person, rng)]
            case ScaleItem(scale=scale):
                return [str(rng.choice([option.code for option in scale.options]))]
            case ChoiceItem(options=options):
                first_is_common = np.array([2.0, *[1.0] * (len(options) - 1)])
                return [str(rng.choice([o.code for o in options], p=first_is_common / first_is_common.sum()))]
            case ChoicesItem(options=options, at_most=at_most):
                count = int(rng.integers(1, min(at_most, len(options)), endpoint=True))
                return [str(c) for c in sorted(rng.choice([o.code for o in options], count, replace=False))]
            case TextItem():
                return [str(rng.choice(REMARKS))] if rng.random() < 0.03 else []

    def _satisfaction(self, item: ScaleItem, person: float, rng: np.random.Generator) -> str:
        unsure = DONT_KNOW_SHARE.get(self._criterion[item.id], OTHER_DONT_KNOW)
        dont_know = next((offer.kind for offer in item.offers if offer.kind.code == DONT_KNOW), None)
        if dont_know is not None and rng.random() < unsure:
            return dont_know.token
        content = person + rng.normal(scale=ITEM_SD) + self._border[item.id]
        return str(1 + int(np.searchsorted(CUTS * TOTAL_SD, content)))


def on_paper(ticks: Ticks, questionnaire: Questionnaire, *, rng: np.random.Generator) -> Ticks:
    """Return ``ticks`` with errors of pen and paper: some rows blank, doubled or illegible."""
    kinds, chances = list(PAPER_SLIPS), np.cumsum(list(PAPER_SLIPS.values()))
    slipped = dict(ticks)
    for item_id in ticks:
        place = int(np.searchsorted(chances, rng.random()))
        if place < len(kinds) and isinstance(questionnaire.items[item_id], ScaleItem):
            slipped[item_id] = [named(kinds[place]).token]
    return slipped


def _criterion_of_items(criteria: tuple[Criterion, ...]) -> Iterator[tuple[str, str]]:
    for top in criteria:
        for criterion in top.walk():
            for item_id, _ in criterion.items:
                yield item_id, criterion.code
