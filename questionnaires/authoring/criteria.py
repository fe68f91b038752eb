"""Builds the criteria tree from the flat list of a file: each criterion names its parent, each item its criterion."""

from dataclasses import replace
from typing import get_args

from questionnaires.authoring.context import BuildContext
from questionnaires.authoring.table_reader import TableReader
from questionnaires.authoring.toml_lines import Table
from questionnaires.model import Criterion, Strategy

STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)
OVER_CHILDREN = frozenset({"mean_of_children", "explicit_weights"})


def build_criteria(tables: list[Table], context: BuildContext) -> tuple[Criterion, ...]:
    """Return the headings with everything below them; a parent stands before its children in the file."""
    flat: dict[str, Criterion] = {}
    below: dict[str, list[tuple[str, float]]] = {"": []}
    for table in tables:
        reader = TableReader(table, "criteria", context.mistakes)
        criterion = _criterion(reader, context)
        parent = reader.word("parent", "")
        weight = reader.weight("weight")
        reader.finish()
        if parent not in below:
            reader.note(
                "parent", vi=f"chưa có tiêu chí «{parent}» ở trên", en=f"no criterion “{parent}” above"
            )
        if criterion.code and criterion.code not in flat:
            below.setdefault(parent, []).append((criterion.code, weight))
            below.setdefault(criterion.code, [])
            flat[criterion.code] = criterion
    _note_undeclared(flat, context)
    return tuple(_tree(code, flat, below) for code, _ in below[""])


def _criterion(reader: TableReader, context: BuildContext) -> Criterion:
    code = context.claim("criterion", reader, key="code")
    named = reader.one_of("strategy", STRATEGIES, "item_weighted")
    items = tuple(context.members.get(code, ()))
    strategy = next(each for each in STRATEGIES if each == named)
    if reader.table.values.get("strategy", named) != named and not items:
        strategy = "mean_of_children"
    if strategy in OVER_CHILDREN and items:
        reader.note(
            "strategy",
            vi=f"«{strategy}» tính từ tiêu chí con, nhưng có câu hỏi gắn thẳng: {items[0][0]}",
            en=f"“{strategy}” is made of criteria below, but an item belongs to it: {items[0][0]}",
        )
    return Criterion(code, reader.text(), strategy, items, outside_mean=reader.flag("outside_mean"))


def _tree(code: str, flat: dict[str, Criterion], below: dict[str, list[tuple[str, float]]]) -> Criterion:
    criterion = flat[code]
    weights = tuple(weight for _, weight in below[code]) if criterion.strategy == "explicit_weights" else ()
    children = tuple(_tree(child, flat, below) for child, _ in below[code])
    return replace(criterion, children=children, child_weights=weights)


def _note_undeclared(flat: dict[str, Criterion], context: BuildContext) -> None:
    for code, members in context.members.items():
        for item, _ in members if code not in flat else ():
            TableReader(context.origins[f"item {item}"], item, context.mistakes).note(
                "criterion", vi=f"chưa khai báo tiêu chí «{code}»", en=f"criterion “{code}” is not declared"
            )
