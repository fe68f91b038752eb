"""Resolves a questionnaire file that only lists its differences from another: ``extends``, ``change``, ``remove``.

    extends = "sipas-2025"
    remove = ["D26b"]
    [change.C13]      # an item or a grid, by its id: the keys given here take the place of its own
    rows = [ … ]

The result is an ordinary document; its version is the hash of what it says, however it was written.
"""

from collections.abc import Callable

from questionnaires.authoring.mistakes import Mistakes
from questionnaires.authoring.table_reader import TableReader
from questionnaires.authoring.toml_lines import Table, read_toml

REPLACES = ("format", "id", "title", "intro", "closing", "how_to_mark")


def resolve(document: Table, library: Callable[[str], str | None], mistakes: Mistakes) -> Table | None:
    """Return ``document``, with what it extends filled in.

    Args:
        document: a file that may have the key ``extends``.
        library: gives the text of a published questionnaire by its name; ``None`` where there is none.
        mistakes: takes what is wrong.
    """
    if "extends" not in document.values:
        return document
    reader = TableReader(document, "", mistakes)
    name = reader.word("extends")
    text = library(name)
    if text is None:
        reader.note("extends", vi=f"thư viện không có «{name}»", en=f"the library has no “{name}”")
        return None
    base = read_toml(text, f"{name}.toml", mistakes)
    if base is None:
        return None
    if "extends" in base.values:
        reader.note(
            "extends",
            vi=f"«{name}» cũng là bản biến thể; hãy dựa trên bản gốc",
            en=f"“{name}” extends another",
        )
        return None
    removed = reader.words("remove")
    changes = reader.below("change")
    reader.read_keys.update(REPLACES)
    reader.finish()
    return _Variant(reader, removed, changes).of(base)


class _Variant:
    """Applies changes to a base document and notes those that met nothing."""

    def __init__(self, reader: TableReader, removed: tuple[str, ...], changes: TableReader | None) -> None:
        self.reader = reader
        self.removed = removed
        self.changes = {name: self._change(changes, name) for name in changes.table.values} if changes else {}
        self.met: set[str] = set()

    def of(self, base: Table) -> Table:
        made = _over(base, self.reader.table, only=REPLACES)
        made.values["sections"] = self._rows(base.values.get("sections"))
        for name in self.removed:
            if name not in self.met:
                self.reader.note(
                    "remove", vi=f"bản gốc không có câu «{name}»", en=f"the base has no item “{name}”"
                )
        for name, change in self.changes.items():
            if change and name not in self.met:
                self.reader.mistakes.add(
                    change.place,
                    f"change.{name}",
                    vi=f"bản gốc không có câu «{name}»",
                    en=f"the base has no item “{name}”",
                )
        return made

    def _change(self, changes: TableReader, name: str) -> Table | None:
        below = changes.below(name)
        return below.table if below else None

    def _rows(self, rows: object) -> object:
        if not isinstance(rows, list):
            return rows
        return [self._changed(row) if isinstance(row, Table) else row for row in rows if not self._gone(row)]

    def _gone(self, row: object) -> bool:
        name = row.values.get("id") if isinstance(row, Table) else None
        if name in self.removed:
            self.met.add(str(name))
            return True
        return False

    def _changed(self, row: Table) -> Table:
        name = row.values.get("id")
        change = self.changes.get(name) if isinstance(name, str) else None
        if change is not None:
            self.met.add(str(name))
            row = _over(row, change)
        below = [key for key in ("items", "rows") if key in row.values]
        return Table(row.place, row.values | {key: self._rows(row.values[key]) for key in below}, row.places)


def _over(base: Table, above: Table, *, only: tuple[str, ...] | None = None) -> Table:
    """Return ``base`` with the keys of ``above`` in place of its own."""
    replaced = {key: value for key, value in above.values.items() if only is None or key in only}
    places = {key: above.where(key) for key in replaced}
    return Table(base.place, base.values | replaced, base.places | places)
