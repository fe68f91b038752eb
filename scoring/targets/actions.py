"""The actions of a plan by criterion and agency, in the plan's words, each with its place in the text."""

from dataclasses import dataclass

from scoring.targets import toml_files, toml_table
from scoring.targets.toml_table import Table

WATCHES = "theo dõi, quản lý"
CARRIES_OUT = "thực hiện"


@dataclass(frozen=True, slots=True)
class Action:
    """The task of one agency for one criterion; ``criterion`` is empty where the plan names none."""

    agency: str
    role: str
    place: str
    line: int
    criterion: str
    name: str
    expected: tuple[str, ...]
    tasks: tuple[str, ...]
    deadline: str
    due: str


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """The actions of one plan, in the order of its text."""

    id: str
    targets: str
    source: str
    actions: tuple[Action, ...]

    def for_criterion(self, code: str) -> tuple[Action, ...]:
        """Return the actions for a criterion; for a heading, those of all its criteria.

        >>> plan = load("plan-336-actions")
        >>> [action.agency for action in plan.for_criterion("2.1")][0]
        'Văn phòng Ủy ban nhân dân tỉnh'
        >>> plan.for_criterion("2.6")
        ()
        """
        return tuple(
            action
            for action in self.actions
            if action.criterion == code or (action.criterion and action.criterion.startswith(f"{code}."))
        )

    def agencies(self, code: str, role: str | None = None) -> tuple[str, ...]:
        """Return the agencies of a criterion or heading, each once, in the order of the plan."""
        found = [action.agency for action in self.for_criterion(code) if role in (None, action.role)]
        return tuple(dict.fromkeys(found))

    @property
    def general(self) -> tuple[Action, ...]:
        """The actions that name no criterion."""
        return tuple(action for action in self.actions if not action.criterion)


def published() -> tuple[str, ...]:
    """Return the names of the library's files that hold an action plan."""
    return toml_files.library_names("agency")


def load(name: str) -> ActionPlan:
    """Return the action plan of the library file ``name``, such as ``plan-336-actions``."""
    return loads(toml_files.library(name), f"{name}.toml")


def loads(text: str, name: str) -> ActionPlan:
    """Return the action plan in a TOML text.

    Raises:
        ScoringError: listing every mistake of the text at once.
    """
    root = toml_table.parse(text, name)
    plan = ActionPlan(
        id=root.text("id"),
        targets=root.text("targets"),
        source=root.text("source"),
        actions=tuple(action for agency in root.tables("agency") for action in _actions(agency)),
    )
    root.close()
    root.mistakes.refuse()
    return plan


def _actions(agency: Table) -> list[Action]:
    agency.integer("line", 0)
    name, role, place = agency.text("name"), agency.text("role"), agency.text("place")
    if role not in {WATCHES, CARRIES_OUT}:
        agency.mistakes.add(
            agency.key("role"),
            f"«{role}» phải là «{WATCHES}» hoặc «{CARRIES_OUT}».",
            f"“{role}” has to be “{WATCHES}” or “{CARRIES_OUT}”.",
        )
    tables = agency.tables("action")
    found = [_action(table, agency=name, role=role, place=place) for table in tables]
    for table in (*tables, agency):
        table.close()
    return found


def _action(table: Table, *, agency: str, role: str, place: str) -> Action:
    return Action(
        agency=agency,
        role=role,
        place=place,
        line=table.integer("line"),
        criterion=table.text("criterion", ""),
        name=table.text("name"),
        expected=table.texts("expected"),
        tasks=table.texts("tasks"),
        deadline=table.text("deadline", ""),
        due=table.text("due", ""),
    )
