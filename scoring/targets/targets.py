"""The targets of a plan for the satisfaction criteria: baseline, target, and the rule of each heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.criteria.recipes import RuleName
from scoring.errors import Sentence

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule that made a heading's number: a named strategy, and the rows that it took."""

    strategy: RuleName
    rows: tuple[str, ...] = ()
    weights: tuple[Decimal, ...] = ()

    def apply(self, values: Mapping[str, Decimal]) -> Decimal | None:
        """Return the rule's result from the rows' values, or None where no rule is known or a row is missing.

        >>> Rule("mean_of_children", ("a", "b")).apply({"a": Decimal(83), "b": Decimal("83.5")})
        Decimal('83.25')
        """
        if not self.rows or any(code not in values for code in self.rows):
            return None
        weights = self.weights or (Decimal(1),) * len(self.rows)
        total = sum((w * values[code] for w, code in zip(weights, self.rows, strict=True)), Decimal(0))
        return total / sum(weights)


PUBLISHED = Rule("published")


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the plan, in percent exactly as printed; a rank is text and is never evaluated."""

    code: str
    name: str
    baseline: Decimal
    target: Decimal
    line: int
    baseline_rank: str = ""
    target_rank: str = ""
    baseline_rule: Rule = PUBLISHED
    target_rule: Rule = PUBLISHED

    @property
    def share(self) -> float:
        """The target as a proportion."""
        return float(self.target / HUNDRED)

    @property
    def rise(self) -> Decimal:
        """Percentage points from the baseline to the target."""
        return self.target - self.baseline


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A heading recomputed from its rows by its rule, beside the published number, which it never replaces."""

    code: str
    year: int
    published: Decimal
    rule: Rule
    value: Decimal

    @property
    def difference(self) -> Decimal:
        """Published minus recomputed, in points."""
        return self.published - self.value


@dataclass(frozen=True, slots=True)
class TargetSet:
    """The satisfaction targets of one plan; ``warnings`` are (vi, en) sentences a person should read."""

    id: str
    title: str
    source: str
    section: str
    aim: str
    baseline_year: int
    target_year: int
    rows: tuple[Target, ...]
    warnings: tuple[Sentence, ...] = ()

    def __getitem__(self, code: str) -> Target:
        return {row.code: row for row in self.rows}[code]

    def __contains__(self, code: object) -> bool:
        return any(row.code == code for row in self.rows)

    def get(self, code: str) -> Target | None:
        """Return the row of a code, None where the plan has none."""
        return next((row for row in self.rows if row.code == code), None)

    def recomputed(self, year: int) -> tuple[Recomputed, ...]:
        """Return, per heading, the recomputation from the rows of ``year`` by the rule that made its target.

        >>> from scoring.targets.target_files import load
        >>> [str(each.value) for each in load("plan-336").recomputed(2025)]
        ['83.25', '89.5']
        >>> [str(round(each.value, 2)) for each in load("plan-336").recomputed(2023)]
        ['79.87', '80.70']
        """
        at = {row.code: row.target if year == self.target_year else row.baseline for row in self.rows}
        found = [(row, row.target_rule.apply(at)) for row in self.rows]
        return tuple(
            Recomputed(row.code, year, at[row.code], row.target_rule, value)
            for row, value in found
            if value is not None
        )
