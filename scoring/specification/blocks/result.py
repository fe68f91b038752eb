"""What a block of a specification gives: named rows under columns that say what they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from scoring.errors import Sentence
from scoring.estimation.estimates import Estimates

Holds = Literal["text", "level", "levels", "number", "share", "p", "count", "sentence"]
Writer = Literal["json", "csv", "table", "xlsx"]
Cell: TypeAlias = str | float | int | Mapping[str, str] | Sentence | None
OF_ESTIMATES = ("estimate", "se", "low", "high")
EVERYWHERE: tuple[Writer, ...] = ("json", "csv", "table", "xlsx")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a result.

    Args:
        name: its key in JSON and its head in CSV.
        head: what people read above it, in Vietnamese and English.
        holds: ``text``; ``level`` (one level, as ``column=level``); ``levels`` (a level by column of the data); ``number``, ``share`` (0 to 1), ``p`` (a p value)
            or ``count`` (a whole number), None where there is none; ``sentence`` in two languages, or None.
        optional: JSON leaves the key out where the cell is None.
        writers: which writers show it.
        words: what a report says for the keywords of a text column, in Vietnamese and English; JSON and CSV keep keywords.
    """

    name: str
    head: Sentence
    holds: Holds = "number"
    optional: bool = False
    writers: Sequence[Writer] = EVERYWHERE
    words: Mapping[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Result:
    """The rows of a block, or of one part of it.

    Args:
        kind: the name of its kind in TOML, such as ``estimate``: what stands together in an output.
        name: the block's name.
        title: what people read above it; empty: the name.
        columns: its columns.
        rows: its rows, one cell per column.
        notes: what is to be said about it, in Vietnamese and English.
        estimates: the estimates behind the rows, of which contrasts are made.
    """

    kind: str
    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    title: str = ""
    notes: Sequence[Sentence] = ()
    estimates: Estimates | None = None

    def shown_in(self, writer: Writer) -> list[int]:
        """Return the places of the columns that a writer shows."""
        return [at for at, column in enumerate(self.columns) if writer in column.writers]

    @property
    def has_shares(self) -> bool:
        """Whether its estimates are proportions, or differences of proportions."""
        return any(column.name == "estimate" and column.holds == "share" for column in self.columns)

    @property
    def level_columns(self) -> list[str]:
        """The columns of the data whose levels the rows are about, in order."""
        places = [at for at, column in enumerate(self.columns) if column.holds == "levels"]
        return list(dict.fromkeys(name for row in self.rows for at in places for name in levels_of(row[at])))


def as_shares(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of estimates that are proportions."""
    return tuple(replace(each, holds="share") if each.name in OF_ESTIMATES else each for each in columns)


def levels_of(cell: Cell) -> dict[str, str]:
    """Return the levels in a cell; none where it holds something else."""
    return dict(cell) if isinstance(cell, Mapping) else {}


def place_of(language: str) -> int:
    """Return the place of a language, ``vi`` or ``en``, in a sentence of both."""
    return 1 if language == "en" else 0


def sentence_of(cell: Cell, language: str) -> str | None:
    """Return the sentence in a cell in one language."""
    return cell[place_of(language)] if isinstance(cell, tuple) else None
