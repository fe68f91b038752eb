"""Builds items and grids from located tables."""

from typing import TypedDict

from questionnaires import missing
from questionnaires.authoring.context import BuildContext
from questionnaires.authoring.table_reader import TableReader
from questionnaires.authoring.toml_lines import Table
from questionnaires.model import (
    LARGEST_OPTION_CODE,
    ChoiceItem,
    ChoicesItem,
    Grid,
    Item,
    Offer,
    Option,
    PaperHints,
    Scale,
    ScaleItem,
    Text,
    TextItem,
)
from questionnaires.rule_tree import Rule

KINDS = ("scale", "choice", "choices", "text")
LONGEST_ANSWER = 5000


class _Common(TypedDict):
    id: str
    section: str
    text: Text
    grid: Grid | None
    applies: Rule | None
    required: bool
    scored: bool
    paper: PaperHints


def build_items(table: Table, section: str, context: BuildContext) -> list[Item]:
    """Return the one item that ``table`` describes, or the rows of the grid that it holds."""
    reader = TableReader(table, "items", context.mistakes)
    if not reader.has("rows"):
        return [_item(reader, section, None, context)]
    grid = Grid(context.claim("grid", reader), reader.text())
    rows = reader.tables("rows", required=True)
    reader.read_keys.update(rows_inherit(), ("paper",))
    reader.finish()
    return [
        _item(
            TableReader(_as_item(table, row, first=i == 0), "rows", context.mistakes), section, grid, context
        )
        for i, row in enumerate(rows)
    ]


def rows_inherit() -> tuple[str, ...]:
    """Return the keys of a grid that its rows take over."""
    offered = (kind.state for kind in missing.KINDS if kind.offered)
    return "kind", "scale", "options", *offered, "at_most", "applies", "required", "criterion", "weight"


def read_offers(reader: TableReader) -> tuple[Offer, ...]:
    """Return the missing kinds that a scale or an item has words for, each at the key of its state."""
    worded = [(kind, reader.text_of(kind.state)) for kind in missing.KINDS if kind.offered]
    return tuple(Offer(kind, text) for kind, text in worded if text is not None)


def read_options(reader: TableReader) -> tuple[Option, ...]:
    """Return the options of a scale or of an item; each has its own code and text."""
    options: list[Option] = []
    for table in reader.tables("options", required=True):
        one = TableReader(table, f"{reader.key}.options", reader.mistakes)
        code = one.integer("code", low=1, high=LARGEST_OPTION_CODE)
        if one.has("code") and any(code == other.code for other in options):
            one.note("code", vi=f"mã {code} đã dùng cho phương án khác", en=f"code {code} is used twice")
        options.append(Option(code, one.text(), one.text_of("short")))
        one.finish()
    return tuple(options)


def _as_item(grid: Table, row: Table, *, first: bool) -> Table:
    """Return the row with what it inherits from its grid; paper hints go to the first row only."""
    names = (*rows_inherit(), "paper") if first else rows_inherit()
    inherited = {name: grid.values[name] for name in names if name in grid.values}
    places = {name: grid.where(name) for name in inherited}
    return Table(row.place, inherited | row.values, places | row.places)


def _item(reader: TableReader, section: str, grid: Grid | None, context: BuildContext) -> Item:
    name = context.claim("item", reader)
    common = _Common(
        id=name,
        section=section,
        text=reader.text(),
        grid=grid,
        applies=context.rule(reader, "applies"),
        required=reader.flag("required"),
        scored=reader.has("criterion"),
        paper=_paper(reader),
    )
    weight = reader.weight("weight")
    if reader.has("criterion"):
        context.members.setdefault(reader.word("criterion"), []).append((name, weight))
    elif reader.has("weight"):
        reader.note("weight", vi="có trọng số mà không có tiêu chí", en="a weight without a criterion")
    item = _of_kind(reader, common, context)
    reader.finish()
    return item


def _of_kind(reader: TableReader, common: _Common, context: BuildContext) -> Item:
    kind = reader.one_of("kind", KINDS)
    if reader.table.values.get("kind") != kind:
        reader.read_keys.update(reader.table.values)
        common["scored"] = False
        return TextItem(**common)
    match kind:
        case "choice":
            return ChoiceItem(**common, options=read_options(reader), offers=read_offers(reader))
        case "choices":
            options = read_options(reader)
            most = max(len(options), 1)
            return ChoicesItem(
                **common, options=options, at_most=reader.integer("at_most", most, low=1, high=most)
            )
        case "text":
            longest = reader.integer("max_length", 1000, low=1, high=LONGEST_ANSWER)
            return TextItem(**common, max_length=longest)
        case _:
            return ScaleItem(**common, scale=_scale(reader, context))


def _scale(reader: TableReader, context: BuildContext) -> Scale:
    name = reader.word("scale")
    if name and name not in context.scales:
        declared = ", ".join(context.scales)
        reader.note(
            "scale",
            vi=f"chưa có thang đo «{name}»; hiện có: {declared}",
            en=f"no scale “{name}”; there are: {declared}",
        )
    return context.scales.get(name, Scale("", ()))


def _paper(reader: TableReader) -> PaperHints:
    below = reader.below("paper")
    if below is None:
        return PaperHints()
    hints = PaperHints(
        below.flag("page_break_before"),
        below.text_of("skip_note"),
        below.integer("lines", 2, low=1, high=20),
        below.text_of("applies_note"),
    )
    below.finish()
    return hints
