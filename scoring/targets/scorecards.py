"""Indices that others publish (PAPI, PCI, PAR INDEX): their baselines and targets beside a year's typed-in result."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from questionnaires.decimals import write_decimal
from scoring.columns.decimals import read_decimal
from scoring.errors import ScoringError, Sentence
from scoring.targets import toml_table

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class CardRow:
    """One line of a scorecard in its own points; ``baseline_percent`` and ranks are as printed."""

    code: str
    name: str
    maximum: Decimal
    baseline: Decimal
    target: Decimal
    line: int
    baseline_percent: Decimal | None = None
    target_rank: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A row with the published result of a year; ``gap`` is result minus target, None where nothing was typed in."""

    row: CardRow
    result: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """Points above the target; negative is what is missing."""
        return None if self.result is None else self.result - self.row.target

    @property
    def change(self) -> Decimal | None:
        """Points above the baseline."""
        return None if self.result is None else self.result - self.row.baseline

    @property
    def reached(self) -> bool | None:
        """Whether the result is at or above the target; published points carry no sampling error."""
        return None if self.gap is None else self.gap >= 0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One published index of the plan; ``warnings`` are (vi, en) sentences a person should read."""

    id: str
    name: str
    section: str
    aim: str
    baseline_year: int
    target_year: int
    rows: tuple[CardRow, ...]
    warnings: tuple[Sentence, ...] = ()

    def __getitem__(self, code: str) -> CardRow:
        return {row.code: row for row in self.rows}[code]

    def children(self, code: str) -> tuple[CardRow, ...]:
        """Return the rows one level below ``code``; below the total are the rows without a point in their code."""
        if code == TOTAL:
            return tuple(row for row in self.rows if "." not in row.code and row.code != TOTAL)
        return tuple(row for row in self.rows if row.code.rpartition(".")[0] == code)

    def compare(self, typed: Mapping[str, str]) -> tuple[Gap, ...]:
        """Return every row with what a person typed for it, as text with a comma or a point.

        Raises:
            ScoringError: listing every code that is unknown and every result that is no number from 0 to the maximum.

        >>> from scoring.targets.scorecard_files import load
        >>> card = load("plan-336")[0]
        >>> [str(each.gap) for each in card.compare({"4.4": "1,85"}) if each.result is not None]
        ['0.65']
        """
        mistakes = toml_table.Mistakes(self.id, ("Kết quả của", "The result of"))
        results = {code: self._result(code, text, mistakes) for code, text in typed.items() if text.strip()}
        mistakes.refuse()
        return tuple(Gap(row, results.get(row.code)) for row in self.rows)

    def _result(self, code: str, text: str, mistakes: toml_table.Mistakes) -> Decimal:
        row = next((row for row in self.rows if row.code == code), None)
        if row is None:
            mistakes.add(code, f"{self.id} không có dòng này.", f"{self.id} has no such row.")
            return Decimal(0)
        try:
            value = read_decimal(text.strip().removesuffix(f"/{row.maximum}"))
        except ScoringError as error:
            mistakes.add(code, error.vi, error.en)
            return Decimal(0)
        if not 0 <= value <= row.maximum:
            mistakes.add(
                code,
                f"{write_decimal(value)} không nằm trong 0–{write_decimal(row.maximum)}.",
                f"{value} is not between 0 and {row.maximum}.",
            )
        return value
