"""Results as CSV, and the weights."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from questionnaires.formulas import FORMULA_STARTS
from scoring.design.design import Design
from scoring.specification.blocks.kinds import KINDS
from scoring.specification.blocks.result import Cell, levels_of, sentence_of
from scoring.specification.run import Run


def to_csv(done: Run, *, language: str = "vi") -> str:
    """Write one line per row, the levels of its domain in columns of their own.

    Results of one kind share a head. Where there are several kinds, the first column, ``kind``, tells them apart, and the
    head has the columns of all of them.
    """
    kinds = [name for name in KINDS if any(result.kind == name for result in done.results)]
    heads = _heads(done, kinds)
    by = list(dict.fromkeys(name for result in done.results for name in result.level_columns))
    labelled = [name for name in by if name in done.labels]
    several = len(kinds) > 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(["kind"] if several else []), "name", *_spread(heads, by, labelled)])
    for result in done.results:
        for row in result.rows:
            cells = {column.name: cell for column, cell in zip(result.columns, row, strict=True)}
            levels = levels_of(cells.get("by"))
            words = done.words(levels)
            filled = {name: _text(cells.get(name), language) for name in heads}
            texts = [safe(levels.get(name, "")) for name in by] + [
                safe(words.get(name, "")) for name in labelled
            ]
            line = [text for name in heads for text in (texts if name == "by" else [filled[name]])]
            writer.writerow([*([result.kind] if several else []), safe(result.name), *line])
    return out.getvalue()


def _heads(done: Run, kinds: Sequence[str]) -> list[str]:
    """Return the columns that CSV shows, those of each kind in its order."""
    shown = {
        (result.kind, result.columns[at].name) for result in done.results for at in result.shown_in("csv")
    }
    listed = [column.name for kind in kinds for column in KINDS[kind].columns if (kind, column.name) in shown]
    return list(dict.fromkeys(listed))


def _spread(heads: Sequence[str], by: Sequence[str], labelled: Sequence[str]) -> list[str]:
    """Return the heads with the columns of the data, and of their words, in the place of ``by``."""
    columns = [*map(safe, by), *(safe(f"{name}_label") for name in labelled)]
    return [text for name in heads for text in (columns if name == "by" else [name])]


def _text(cell: Cell, language: str) -> str:
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, tuple):
        return sentence_of(cell, language) or ""
    return "" if cell is None else repr(cell)


def safe(text: str) -> str:
    """Disarm a text that a spreadsheet would take for a formula.

    >>> safe("=1+1"), safe("H01")
    ("'=1+1", 'H01')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def weights_csv(design: Design) -> str:
    """Write the final weights in the order of the rows, and the replicate weights beside them."""
    made = design.replicates
    if made is None:
        return "weight\n" + "".join(f"{weight!r}\n" for weight in design.weight.tolist())
    names = made.names or [f"replicate_{number + 1}" for number in range(made.factors.shape[1])]
    table = np.column_stack([design.weight, made.weights(design.weight)])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["weight", *map(safe, names)])
    writer.writerows(map(repr, row) for row in table.tolist())
    return out.getvalue()
