"""Results as aligned columns for people."""

from collections.abc import Sequence

from scoring.specification.blocks.result import Cell, Column, Holds, Result, levels_of, sentence_of
from scoring.specification.output.facts import design_facts, notes
from scoring.specification.run import Run

ASIDE: tuple[Holds, ...] = (
    "levels",
    "text",
    "level",
)  # what a row is about: in front, to the left, without a head


def to_text(done: Run, *, language: str = "vi") -> str:
    """Write aligned columns, rounded to four decimals."""
    facts = design_facts(done.design)
    lines = [" ".join(f"{name}={value}" for name, value in facts.items())]
    for result in done.results:
        lines += ["", result.title or result.name, *_aligned(done, result, language)]
    if done.notes:
        lines += ["", *notes(done, language)]
    return "\n".join(lines) + "\n"


def _aligned(done: Run, result: Result, language: str) -> list[str]:
    shown = [at for at in result.shown_in("table") if result.columns[at].holds != "sentence"]
    places = sorted(shown, key=lambda at: _place(result.columns[at]))
    columns = [result.columns[at] for at in places]
    head = ["" if column.holds in ASIDE else column.name for column in columns]
    body = [[_text(done, row[at], result.columns[at]) for at in places] for row in result.rows]
    widths = [max(map(len, texts)) for texts in zip(head, *body, strict=True)]
    whys = ["", *(_why(row, language) for row in result.rows)]
    return [_line(columns, texts, widths, why) for texts, why in zip([head, *body], whys, strict=True)]


def _place(column: Column) -> int:
    """Return where a column stands: domains, then what is estimated, then numbers."""
    return ASIDE.index(column.holds) if column.holds in ASIDE else len(ASIDE)


def _line(columns: Sequence[Column], texts: Sequence[str], widths: Sequence[int], why: str) -> str:
    """Return one line: words to the left, numbers to the right, the last column as it is."""
    cells = [
        text.ljust(width) if column.holds in ASIDE else text.rjust(width)
        for column, text, width in zip(columns[:-1], texts[:-1], widths[:-1], strict=True)
    ]
    return "  ".join([*cells, f"{texts[-1]}{why}"]).rstrip()


def _text(done: Run, cell: Cell, column: Column) -> str:
    if isinstance(cell, str):
        return done.worded(cell) if column.holds == "level" else cell
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return f"{cell:.4f}"
    levels = levels_of(cell)
    words = {**levels, **done.words(levels)}
    return ", ".join(f"{name}={level}" for name, level in words.items()) if levels or cell == {} else "–"


def _why(row: Sequence[Cell], language: str) -> str:
    """Return the reason for missing numbers, where the row has one."""
    whys = [sentence_of(cell, language) for cell in row if isinstance(cell, tuple)]
    return "".join(f"  ({why})" for why in whys)
