"""Target sets read from TOML: all mistakes in one error, and warnings about oddities of the plan."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import get_args

from questionnaires.decimals import write_decimal
from scoring.criteria.recipes import RuleName
from scoring.errors import Sentence
from scoring.targets import toml_files, toml_table
from scoring.targets.targets import HUNDRED, PUBLISHED, Rule, Target, TargetSet
from scoring.targets.toml_table import Table

HALF_OF_LAST_DIGIT = Decimal("0.005")


def published() -> tuple[str, ...]:
    """Return the names of the target sets of the library.

    >>> published()
    ('plan-336',)
    """
    return toml_files.library_names("sipas")


def load(name: str) -> TargetSet:
    """Return the targets of the library file ``name``, such as ``plan-336``."""
    return loads(toml_files.library(name), f"{name}.toml")


@lru_cache(maxsize=32)
def loads(text: str, name: str) -> TargetSet:
    """Return the targets in a TOML text; a page reads the same few texts again at every request.

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


def below_baseline(code: str, baseline: Decimal, target: Decimal) -> Sentence:
    """Return the warning (vi, en) about a target that asks for less than what was already there."""
    return (
        f"Dòng {code}: chỉ tiêu {write_decimal(target)} thấp hơn mốc ban đầu {write_decimal(baseline)}; "
        "giữ đúng như văn bản, hãy kiểm tra lại với cơ quan ban hành.",
        f"Row {code}: target {target} is below its baseline {baseline}; kept as printed, ask who issued it.",
    )
