"""Small questionnaires and targets for the tests of scores, of whatever package."""

from decimal import Decimal

from questionnaires.model import Criterion, Option, Questionnaire, Scale, ScaleItem, Section, Text
from scoring.targets.targets import Rule, Target, TargetSet

FIVE = Scale(
    "satisfaction",
    tuple(Option(code, Text(str(code))) for code in range(1, 6)),
    satisfied=frozenset({4, 5}),
    not_satisfied=frozenset({1, 2, 3}),
)


def questionnaire_of(*criteria: Criterion, items=None) -> Questionnaire:
    """Make a questionnaire whose items are those of the criteria, all on the scale of five."""
    names = items or sorted({name for root in criteria for each in root.walk() for name, _ in each.items})
    asked = tuple(ScaleItem(id=name, section="A", text=Text(name), scale=FIVE, scored=True) for name in names)
    section = Section("A", Text("A"), None, asked)
    empty = Text("")
    return Questionnaire("q", "v1", Text("Q"), empty, empty, (section,), tuple(criteria), scales=(FIVE,))


def criterion(code: str, *items: str, strategy="item_weighted", **other) -> Criterion:
    """Make a criterion over items of equal weight, or with ``weights``."""
    weights = other.pop("weights", [1.0] * len(items))
    return Criterion(
        code, Text(f"Tiêu chí {code}"), strategy, tuple(zip(items, weights, strict=True)), **other
    )


def heading(code: str, *children: Criterion, strategy="mean_of_children", **other) -> Criterion:
    """Make a heading over criteria."""
    return Criterion(code, Text(f"Phần {code}"), strategy, children=children, **other)


def target_set(**percents) -> TargetSet:
    """Make targets: code (with _ for the point) to percent, or to (percent, rows of the plain mean)."""
    rows = []
    for name, value in percents.items():
        percent, parts = value if isinstance(value, tuple) else (value, ())
        rule = Rule("mean_of_children", parts) if parts else Rule("published")
        rows.append(
            Target(
                name.lstrip("c").replace("_", "."),
                name,
                Decimal(80),
                Decimal(str(percent)),
                0,
                target_rule=rule,
            )
        )
    return TargetSet("t", "T", "S", "", "", 2023, 2025, tuple(rows))
