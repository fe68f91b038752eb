"""Warns of sentences without English; a missing translation stops nothing."""

from collections.abc import Iterator

from questionnaires.authoring.mistakes import Mistakes
from questionnaires.authoring.toml_lines import Table


def note_untranslated(document: Table, mistakes: Mistakes) -> None:
    """Warn of every text without ``en``, in a document that has English at all."""
    texts = list(_texts(document, ""))
    if any("en" in table.values for _, table in texts):
        for key, table in texts:
            if "en" not in table.values:
                mistakes.warn(table.place, f"{key}.en", vi="chưa có bản tiếng Anh", en="no English here yet")


def _texts(value: object, key: str) -> Iterator[tuple[str, Table]]:
    if isinstance(value, Table):
        if "vi" in value.values:
            yield key, value
        named = value.values.get("id", value.values.get("code"))
        for name, below in value.values.items():
            yield from _texts(below, f"{named if isinstance(named, str) else key}.{name}".lstrip("."))
    elif isinstance(value, list):
        for below in value:
            own = below.values.get("id") if isinstance(below, Table) else None
            yield from _texts(below, own if isinstance(own, str) else key)
