"""Results as JSON, in full precision."""

import json

from scoring.specification.blocks.kinds import KINDS
from scoring.specification.blocks.result import Cell, Column, Result, levels_of, sentence_of
from scoring.specification.output.facts import design_facts, notes
from scoring.specification.run import Run


def to_json(done: Run, *, language: str = "vi") -> str:
    """Write everything in full precision; a missing number is null and the row says why."""
    whole: dict[str, object] = {"design": design_facts(done.design)}
    for name, kind in KINDS.items():
        results = [result for result in done.results if result.kind == name]
        if results:
            whole[kind.plural] = [entry for result in results for entry in _entries(done, result, language)]
    if done.steps:
        whole["weighting"] = [
            {**vars(step), "trimmed": [row + 1 for row in step.trimmed]} for step in done.steps
        ]
    if done.notes:
        whole["notes"] = notes(done, language)
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _entries(done: Run, result: Result, language: str) -> list[dict[str, object]]:
    """Return the rows of a result as objects, the words for their levels last where the data has any."""
    places = result.shown_in("json")
    out = []
    for row in result.rows:
        entry: dict[str, object] = {"name": result.name}
        for at in places:
            column, cell = result.columns[at], row[at]
            if cell is not None or not column.optional:
                entry[column.name] = _value(column, cell, language)
        words = {name: word for at in places for name, word in done.words(levels_of(row[at])).items()}
        out.append(entry | ({"labels": words} if words else {}))
    return out


def _value(column: Column, cell: Cell, language: str) -> object:
    if column.holds == "levels":
        return levels_of(cell)
    return sentence_of(cell, language) if column.holds == "sentence" else cell
