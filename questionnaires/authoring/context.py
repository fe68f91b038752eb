"""The state shared while a file is built: scales, ids already used, members of criteria."""

import re
from dataclasses import dataclass, field

from questionnaires import rules
from questionnaires.authoring.mistakes import Mistakes
from questionnaires.authoring.table_reader import TableReader
from questionnaires.authoring.toml_lines import Table
from questionnaires.errors import QuestionnaireError
from questionnaires.model import Scale
from questionnaires.rule_tree import Rule

ID = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}")
SHARE_IDS = ("section", "grid", "item")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,8}")
CRITERION_CODE = re.compile(r"[A-Za-z0-9]{1,8}(\.[A-Za-z0-9]{1,8}){0,3}")
SHAPES = {
    "item": (
        ID,
        "chữ không dấu và số, chữ đứng trước, tối đa 16 ký tự",
        "letters and digits, a letter first, at most 16",
    ),
    "check": (NAME, "chỉ dùng a–z, 0–9 và dấu gạch nối", "use a–z, 0–9 and hyphens only"),
    "criterion": (CRITERION_CODE, "viết như 1 hoặc 1.1", "write it like 1 or 1.1"),
}


@dataclass(slots=True)
class BuildContext:
    """The state that one build of a file fills.

    Attributes:
        mistakes: takes what is wrong.
        scales: the scales by name.
        origins: the table that each part came from, by kind and id: ``item C11a``.
        members: who belongs to which criterion, with its weight.
    """

    mistakes: Mistakes
    scales: dict[str, Scale] = field(default_factory=dict)
    origins: dict[str, Table] = field(default_factory=dict)
    members: dict[str, list[tuple[str, float]]] = field(default_factory=dict)

    def claim(self, kind: str, reader: TableReader, *, key: str = "id") -> str:
        """Return the id of a part; note one that is malformed, or that another part of the kind has."""
        name = reader.word(key)
        pattern, vi, en = SHAPES.get(kind, SHAPES["item"])
        if name and not pattern.fullmatch(name):
            reader.note(key, vi=f"mã «{name[:30]}» không hợp lệ; {vi}", en=f"“{name[:30]}” is no id; {en}")
        for other in SHARE_IDS if kind in SHARE_IDS else (kind,):
            if name and f"{other} {name}" in self.origins:
                line = self.origins[f"{other} {name}"].where(key).line
                reader.note(
                    key, vi=f"mã {name} đã dùng ở dòng {line}", en=f"{name} is used already in line {line}"
                )
        self.origins.setdefault(f"{kind} {name}", reader.table)
        reader.key = name or reader.key
        return name

    def rule(self, reader: TableReader, key: str, *, required: bool = False) -> Rule | None:
        """Return the rule at ``key``; ``None`` where there is none, where it says always, or is wrong."""
        if not required and not reader.has(key):
            reader.read_keys.add(key)
            return None
        text = reader.word(key)
        if not text or text == "always":
            return None
        try:
            return rules.parse(text)
        except QuestionnaireError as error:
            reader.note(key, vi=error.vi, en=error.en)
            return None
