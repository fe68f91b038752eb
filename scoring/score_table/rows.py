"""The rows of a score table: frozen values in proportions, each with its items, parts and tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from questionnaires.missing import MissingKind
from scoring.errors import Sentence
from scoring.method.disclosure import Flag, Judged, Publish
from scoring.score_table.measure import Measure
from scoring.targets.targets import Target
from scoring.targets.verdict import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item of a criterion: its weight there, its estimate, and its answers by state."""

    id: str
    weight: float
    measure: Measure
    states: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A heading under another rule than the one that made its target; a note, never a verdict."""

    strategy: str
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One criterion or heading: estimate, target, verdict, and what they were made from.

    Args:
        code: such as ``1.1``.
        name: Vietnamese and English.
        heading: the code of the heading it belongs to, None for a heading.
        strategy: how it was made.
        measure: under the primary metric.
        other: under the other metric.
        cell: whether it may be published, and its flags.
        target: the row of the plan, where there is one.
        judgement: the verdict, where there is a target.
        items: what it was made from; for a heading, the items of all its rows.
        parts: the rows a heading was made from, with their weights.
        alternatives: the heading under other rules.
        outside_mean: shown, but no part of its heading.
    """

    code: str
    name: Sentence
    heading: str | None
    strategy: str
    measure: Measure
    other: Measure
    cell: Judged
    target: Target | None = None
    judgement: Judgement | None = None
    items: tuple[ItemRow, ...] = ()
    parts: Mapping[str, float]
    alternatives: tuple[Alternative, ...] = ()
    outside_mean: bool = False

    @property
    def gap(self) -> float | None:
        """Estimate minus target, a proportion."""
        return None if self.judgement is None else self.judgement.gap

    @property
    def why(self) -> Sentence | None:
        """Why there is no number, or why nothing is concluded from it."""
        return _why(self.measure, self.judgement)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCell:
    """One criterion in one level of a breakdown; a hidden cell keeps its reason and loses its number.

    ``missing`` is the kind of a level that is none of its item's options, None for every other level.
    """

    column: str
    level: str
    code: str
    measure: Measure
    publish: Publish
    flags: tuple[Flag, ...] = ()
    target: Decimal | None = None
    judgement: Judgement | None = None
    missing: MissingKind | None = None

    @property
    def why(self) -> Sentence | None:
        """Why there is no number, or why nothing is concluded from it."""
        return _why(self.measure, self.judgement)


def _why(measure: Measure, judgement: Judgement | None) -> Sentence | None:
    return measure.why or (None if judgement is None else judgement.why)
