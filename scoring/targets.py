"""The targets of a plan for the satisfaction criteria: what was published, what is to be reached, and by which rule."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import get_args

from scoring import toml_table
from scoring.decimals import write_decimal
from scoring.recipe import RuleName
from scoring.toml_table import Table

HUNDRED = Decimal(100)
HALF_OF_LAST_DIGIT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a heading's number came about: the named strategy, and the rows that it took."""

    strategy: RuleName
    rows: tuple[str, ...] = ()
    weights: tuple[Decimal, ...] = ()

    def apply(self, values: Mapping[str, Decimal]) -> Decimal | None:
        """Return what the rule makes of the rows' values, or None where no rule is known or a row is missing.

        >>> Rule("mean_of_children", ("a", "b")).apply({"a": Decimal(83), "b": Decimal("83.5")})
        Decimal('83.25')
        """
        if not self.rows or any(code not in values for code in self.rows):
            return None
        weights = self.weights or (Decimal(1),) * len(self.rows)
        total = sum((w * values[code] for w, code in zip(weights, self.rows, strict=True)), Decimal(0))
        return total / sum(weights)


PUBLISHED = Rule("published")


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the plan, in percent exactly as printed; a rank is text and is never evaluated."""

    code: str
    name: str
    baseline: Decimal
    target: Decimal
    line: int
    baseline_rank: str = ""
    target_rank: str = ""
    baseline_rule: Rule = PUBLISHED
    target_rule: Rule = PUBLISHED

    @property
    def share(self) -> float:
        """The target as a proportion."""
        return float(self.target / HUNDRED)

    @property
    def rise(self) -> Decimal:
        """Percentage points from the baseline to the target."""
        return self.target - self.baseline


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the rows give under a rule, beside the published number that it never replaces."""

    code: str
    year: int
    published: Decimal
    rule: Rule
    value: Decimal

    @property
    def difference(self) -> Decimal:
        """Published minus recomputed, in points."""
        return self.published - self.value


@dataclass(frozen=True, slots=True)
class TargetSet:
    """The satisfaction targets of one plan; ``warnings`` are (vi, en) sentences a person should read."""

    id: str
    title: str
    source: str
    section: str
    aim: str
    baseline_year: int
    target_year: int
    rows: tuple[Target, ...]
    warnings: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, code: str) -> Target:
        return {row.code: row for row in self.rows}[code]

    def __contains__(self, code: object) -> bool:
        return any(row.code == code for row in self.rows)

    def get(self, code: str) -> Target | None:
        """Return the row of a code, None where the plan has none."""
        return next((row for row in self.rows if row.code == code), None)

    def recomputed(self, year: int) -> tuple[Recomputed, ...]:
        """Return, per heading, what the rows of ``year`` give under the rule that made its target.

        >>> [str(each.value) for each in load("plan-336").recomputed(2025)]
        ['83.25', '89.5']
        >>> [str(round(each.value, 2)) for each in load("plan-336").recomputed(2023)]
        ['79.87', '80.70']
        """
        at = {row.code: row.target if year == self.target_year else row.baseline for row in self.rows}
        found = [(row, row.target_rule.apply(at)) for row in self.rows]
        return tuple(
            Recomputed(row.code, year, at[row.code], row.target_rule, value)
            for row, value in found
            if value is not None
        )


def load(name: str) -> TargetSet:
    """Return the targets of the library file ``name``, such as ``plan-336``."""
    return loads(toml_table.library(name), f"{name}.toml")


def load_file(path: Path) -> TargetSet:
    """Return the targets of any file."""
    return loads(toml_table.read(path), path.name)


def loads(text: str, name: str) -> TargetSet:
    """Return the targets in a TOML text.

    Raises:
        ScoringError: listing every mistake of the text at once.
    """
    root = toml_table.parse(text, name)
    sipas = root.table("sipas")
    targets = TargetSet(
        id=root.text("id"),
        title=root.text("title"),
        source=root.text("source"),
        section=sipas.text("section", ""),
        aim=sipas.text("aim", ""),
        baseline_year=sipas.integer("baseline_year"),
        target_year=sipas.integer("target_year"),
        rows=tuple(_row(table) for table in sipas.tables("row")),
    )
    _check_rows(targets, sipas)
    root.mistakes.refuse()
    return _with_warnings(targets)


def _row(table: Table) -> Target:
    row = Target(
        code=table.text("code"),
        name=table.text("name"),
        baseline=_percent(table, "baseline"),
        target=_percent(table, "target"),
        line=table.integer("line", 0),
        baseline_rank=table.text("baseline_rank", ""),
        target_rank=table.text("target_rank", ""),
        baseline_rule=_rule(table, "baseline_rule"),
        target_rule=_rule(table, "target_rule"),
    )
    table.close()
    return row


def _percent(table: Table, key: str) -> Decimal:
    value = table.number(key)
    if not 0 <= value <= HUNDRED:
        table.mistakes.add(
            table.key(key), f"{value} không nằm trong 0–100 %.", f"{value} is not between 0 and 100 percent."
        )
    return value


def _rule(table: Table, key: str) -> Rule:
    if not table.has(key):
        return PUBLISHED
    rule = table.table(key)
    strategy = rule.text("strategy")
    if strategy not in get_args(RuleName):
        rule.mistakes.add(
            rule.key("strategy"),
            f"«{strategy}» không phải là cách tính; có: {', '.join(get_args(RuleName))}.",
            f"“{strategy}” is no rule; there are: {', '.join(get_args(RuleName))}.",
        )
    made = Rule(strategy, rule.texts("rows"), rule.numbers("weights"))  # type: ignore[arg-type] # checked above
    if made.weights and (len(made.weights) != len(made.rows) or sum(made.weights) <= 0):
        rule.mistakes.add(
            rule.key("weights"), "cần một trọng số dương cho mỗi dòng.", "needs one positive weight per row."
        )
    rule.close()
    return made


def _check_rows(targets: TargetSet, sipas: Table) -> None:
    codes = [row.code for row in targets.rows]
    where = sipas.key("row")
    if not codes:
        sipas.mistakes.add(where, "chưa có dòng chỉ tiêu nào.", "there is no target row.")
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        sipas.mistakes.add(where, f"mã {code} xuất hiện nhiều lần.", f"code {code} is there more than once.")
    for row in targets.rows:
        for missing in sorted({*row.baseline_rule.rows, *row.target_rule.rows} - set(codes)):
            sipas.mistakes.add(
                f"{where} {row.code}",
                f"cách tính cần dòng {missing} không có.",
                f"its rule needs row {missing}.",
            )


def _with_warnings(targets: TargetSet) -> TargetSet:
    below = [below_baseline(row.code, row.baseline, row.target) for row in targets.rows if row.rise < 0]
    broken = [
        (
            f"Dòng {each.code}: chỉ tiêu {write_decimal(each.published)} không bằng kết quả của cách tính đã khai "
            f"({write_decimal(each.value)}).",
            f"Row {each.code}: target {each.published} is not what its declared rule gives ({each.value}).",
        )
        for each in targets.recomputed(targets.target_year)
        if abs(each.difference) > HALF_OF_LAST_DIGIT
    ]
    return replace(targets, warnings=(*below, *broken))


def below_baseline(code: str, baseline: Decimal, target: Decimal) -> tuple[str, str]:
    """Return the warning (vi, en) about a target that asks for less than what was already there."""
    return (
        f"Dòng {code}: chỉ tiêu {write_decimal(target)} thấp hơn mốc ban đầu {write_decimal(baseline)}; "
        "giữ đúng như văn bản, hãy kiểm tra lại với cơ quan ban hành.",
        f"Row {code}: target {target} is below its baseline {baseline}; kept as printed, ask who issued it.",
    )
