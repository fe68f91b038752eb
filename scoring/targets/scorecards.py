"""Indices that others publish (PAPI, PCI, PAR INDEX): their baselines and targets beside a year's typed-in result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from questionnaires.decimals import write_decimal
from scoring.columns.decimals import read_decimal
from scoring.errors import ScoringError, Sentence
from scoring.targets import toml_files, toml_table
from scoring.targets.target_files import below_baseline
from scoring.targets.toml_table import Table

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

        >>> card = load("plan-336")[0]
        >>> [str(each.gap) for each in card.compare({"4.4": "1,85"}) if each.result is not None]
        ['0.65']
        """
        mistakes = toml_table.Mistakes(f"kết quả {self.id}")
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
                f"{write_decimal(value)} không nằm trong 0–{row.maximum}.",
                f"{value} is not between 0 and {row.maximum}.",
            )
        return value


def published() -> tuple[str, ...]:
    """Return the names of the library's files that hold scorecards."""
    return toml_files.library_names("scorecard")


def load(name: str) -> tuple[Scorecard, ...]:
    """Return the scorecards of the library file ``name``, such as ``plan-336``."""
    return loads(toml_files.library(name), f"{name}.toml")


def loads(text: str, name: str) -> tuple[Scorecard, ...]:
    """Return the scorecards in a TOML text.

    Raises:
        ScoringError: listing every mistake of the text at once.
    """
    root = toml_table.parse(text, name)
    cards = tuple(_card(table) for table in root.tables("scorecard"))
    root.mistakes.refuse()
    return tuple(replace(card, warnings=tuple(_warnings(card))) for card in cards)


def _card(table: Table) -> Scorecard:
    table.integer("line", 0)
    card = Scorecard(
        id=table.text("id"),
        name=table.text("name"),
        section=table.text("section", ""),
        aim=table.text("aim", ""),
        baseline_year=table.integer("baseline_year"),
        target_year=table.integer("target_year"),
        rows=tuple(_row(row) for row in table.tables("row")),
    )
    codes = [row.code for row in card.rows]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        table.mistakes.add(
            table.key("row"), f"mã {code} xuất hiện nhiều lần.", f"code {code} is there more than once."
        )
    if not codes:
        table.mistakes.add(table.key("row"), "chưa có dòng nào.", "there is no row.")
    table.close()
    return card


def _row(table: Table) -> CardRow:
    row = CardRow(
        code=table.text("code"),
        name=table.text("name"),
        maximum=table.number("maximum"),
        baseline=table.number("baseline"),
        target=table.number("target"),
        line=table.integer("line", 0),
        baseline_percent=table.optional_number("baseline_percent"),
        target_rank=table.text("target_rank", ""),
    )
    for key, value in (("baseline", row.baseline), ("target", row.target)):
        if not 0 <= value <= row.maximum:
            table.mistakes.add(
                table.key(key),
                f"{value} không nằm trong 0–{row.maximum}.",
                f"{value} is not between 0 and {row.maximum}.",
            )
    table.close()
    return row


def _warnings(card: Scorecard) -> list[Sentence]:
    found = [
        below_baseline(f"{card.id} {row.code}", row.baseline, row.target)
        for row in card.rows
        if row.target < row.baseline
    ]
    for row in card.rows:
        children = card.children(row.code)
        total = sum((child.target for child in children), Decimal(0))
        if children and total != row.target:
            found.append(
                (
                    f"{card.id} {row.code}: chỉ tiêu {row.target} khác tổng các dòng con {total}.",
                    f"{card.id} {row.code}: target {row.target} is not the sum of its rows, {total}.",
                )
            )
    return found
