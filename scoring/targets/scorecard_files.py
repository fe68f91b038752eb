"""Published indices read from TOML files, of the library or of a survey."""

from dataclasses import replace
from decimal import Decimal

from scoring.errors import Sentence
from scoring.targets import toml_files, toml_table
from scoring.targets.scorecards import CardRow, Scorecard
from scoring.targets.target_files import below_baseline
from scoring.targets.toml_table import Table


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
