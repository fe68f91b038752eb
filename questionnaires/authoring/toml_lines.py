"""Reads TOML so that every key knows the line it stands in.

``tomllib`` gives no positions. A TOML statement begins at the start of a line, so the parser itself can say
where it ends: at the first line with which it reads without complaint on its own. The keys of that small
reading are the keys that stand there; nothing of the TOML grammar is written a second time.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass

from questionnaires.authoring.key_lines import Path, key_lines
from questionnaires.authoring.mistakes import Mistakes, Place

LARGEST_FILE = 256 * 1024
# A dotted key of n parts costs the parser n² memory; nobody needs twenty.
LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){20,}""")
LARGEST_NUMBER = 1 << 63  # beyond it Python reads a number and then refuses to write it
BROKEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose keys know their places; its values are scalars, ``Table`` or lists of these."""

    place: Place
    values: dict[str, object]
    places: dict[str, Place]

    def where(self, key: str) -> Place:
        """Return the place of ``key``, or of the table where the key is missing."""
        return self.places.get(key, self.place)


def read_toml(text: str, name: str, mistakes: Mistakes) -> Table | None:
    """Return the document with its lines, or ``None`` after noting why it is no TOML.

    Args:
        text: the whole file.
        name: what the file is called in messages.
        mistakes: takes what is wrong: size, syntax, letters that are not NFC, control characters.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        mistakes.add(
            Place(name),
            "",
            vi=f"tệp lớn hơn {LARGEST_FILE // 1024} KB; hãy chia bộ câu hỏi hoặc bỏ phần thừa",
            en=f"the file is larger than {LARGEST_FILE // 1024} KB; split the questionnaire",
        )
        return None
    long_key = LONG_KEY.search(text)
    if long_key:
        line = text.count("\n", 0, long_key.start()) + 1
        mistakes.add(Place(name, line), "", vi="khóa có quá nhiều dấu chấm", en="a key with too many dots")
        return None
    try:
        return locate(tomllib.loads(text), name, mistakes, lines=dict(key_lines(text)))
    except (ValueError, RecursionError) as error:
        _note_syntax(error, Place(name, text.count("\n") + 1), mistakes)
        return None


def locate(
    document: dict[str, object], name: str, mistakes: Mistakes, *, lines: dict[Path, int] | None = None
) -> Table:
    """Wrap plain tables and lists so that every key has its place; note letters that are not NFC or are invisible."""
    line_of = lines or {}

    def wrap(value: object, path: Path, above: Place) -> object:
        place = Place(name, line_of[path]) if path in line_of else above
        match value:
            case dict():
                places = {k: Place(name, line_of.get((*path, k), place.line)) for k in value}
                return Table(place, {k: wrap(v, (*path, k), places[k]) for k, v in value.items()}, places)
            case list():
                return [wrap(v, (*path, i), place) for i, v in enumerate(value)]
            case str():
                _judge_letters(value, place, _written(path), mistakes)
            case int() if not -LARGEST_NUMBER <= value < LARGEST_NUMBER:
                mistakes.add(
                    place, _written(path), vi="số nguyên quá lớn", en="the whole number is too large"
                )
                return 0
        return value

    table = wrap(document, (), Place(name, 1 if line_of else None))
    assert isinstance(table, Table)  # noqa: S101 - a document is a table
    return table


def _judge_letters(text: str, place: Place, key: str, mistakes: Mistakes) -> None:
    if not unicodedata.is_normalized("NFC", text):
        mistakes.add(
            place,
            key,
            vi="chữ có dấu viết tách rời (Unicode NFD); hãy lưu lại tệp ở dạng dựng sẵn (NFC)",
            en="decomposed letters (Unicode NFD); save the file in composed form (NFC)",
        )
    broken = {c for c in text if c != "\n" and unicodedata.category(c) in BROKEN_CATEGORIES}
    if broken:
        codes = ", ".join(sorted(f"U+{ord(c):04X}" for c in broken))
        mistakes.add(
            place,
            key,
            vi=f"có ký tự điều khiển hoặc ký tự ẩn ({codes}); hãy xóa đi",
            en=f"has control or invisible characters ({codes}); remove them",
        )


def _note_syntax(error: ValueError | RecursionError, end: Place, mistakes: Mistakes) -> None:
    reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested too deeply, or no number"
    line: int | None = end.line if "end of document" in reason else None
    if "at line " in reason:
        line = int(reason.rpartition("at line ")[2].partition(",")[0])
    mistakes.add(
        Place(end.file, line),
        "",
        vi=f"không đúng cú pháp TOML ({reason}); hãy sửa dấu ngoặc, dấu nháy hoặc khóa viết hai lần ở đây",
        en=f"not valid TOML ({reason}); mend the bracket, quote or repeated key here",
    )


def _written(path: Path) -> str:
    """Return a path as people write it: ``sections[2].title.vi``, lists counted from 1."""
    words = ""
    for key in path:
        words += f"[{key + 1}]" if isinstance(key, int) else f"{'.' if words else ''}{key}"
    return words
