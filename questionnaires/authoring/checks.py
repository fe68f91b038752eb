"""Checks of a whole questionnaire, made when its file is read.

Rules that look forward, that can never hold, or that always do; options in no score bucket or in two; criteria
that measure nothing; translations that are missing.
"""

from collections.abc import Iterator

from questionnaires import rules
from questionnaires.authoring.context import BuildContext
from questionnaires.authoring.toml_lines import Table
from questionnaires.model import ChoicesItem, Criterion, Item, Questionnaire, Scale, ScaleItem, TextItem
from questionnaires.routes.satisfiable import TooMany, truth_values
from questionnaires.routes.told import contradictions
from questionnaires.rule_tree import Answered, Atom, Compare, Rule

BUCKETS = "(satisfied, not_satisfied)"


def analyse(questionnaire: Questionnaire, context: BuildContext) -> None:
    """Note every mistake of meaning in ``questionnaire``, which was built with ``context``."""
    before: dict[str, Item] = {}
    for item in questionnaire.items.values():
        _judge_item(item, before, questionnaire, context)
        before[item.id] = item
    if not context.mistakes.errors:
        _judge_notes(questionnaire, context)
    for check in questionnaire.checks:
        _judge_check(check.id, check.broken_if, check.items, questionnaire, context)
    for scale in questionnaire.scales:
        _judge_buckets(scale, questionnaire, context)
    for heading in questionnaire.criteria:
        for criterion in heading.walk():
            _judge_criterion(criterion, context)


def _judge_item(
    item: Item, before: dict[str, Item], questionnaire: Questionnaire, context: BuildContext
) -> None:
    if item.scored and not isinstance(item, ScaleItem):
        _note(
            context,
            "item",
            item.id,
            "criterion",
            "chỉ câu hỏi có thang đo mới tính điểm",
            "only a scale is scored",
        )
    if item.applies is None:
        return
    faults = _faults(item.applies, before, questionnaire)
    for vi, en in faults:
        _note(context, "item", item.id, "applies", vi, en)
    if faults:
        return
    truths = _truths(item.applies, "item", item.id, questionnaire, context)
    if truths == {False}:
        vi = "điều kiện không bao giờ đúng, nên câu này không bao giờ được hỏi"
        _note(context, "item", item.id, "applies", vi, "this can never be true: the item is unreachable")
    if truths == {True}:
        table = context.origins[f"item {item.id}"]
        vi = "điều kiện luôn đúng, có thể bỏ"
        context.mistakes.warn(
            table.where("applies"), f"{item.id}.applies", vi=vi, en="always true; leave it out"
        )


def _judge_notes(questionnaire: Questionnaire, context: BuildContext) -> None:
    """Warn of what the printed form would tell people otherwise than the rules do."""
    for found in contradictions(questionnaire):
        table = context.origins[f"item {found.item}"]
        vi, en = found.message.vi, found.message.in_("en")
        context.mistakes.warn(table.where("paper"), f"{found.item}.{found.key}", vi=vi, en=en)


def _judge_check(
    name: str, rule: Rule, items: tuple[str, ...], questionnaire: Questionnaire, context: BuildContext
) -> None:
    for item in items:
        if item not in questionnaire.items:
            _note(
                context,
                "check",
                name,
                "items",
                f"không có câu «{item[:20]}»",
                f"there is no item “{item[:20]}”",
            )
    if not rules.items_of(rule):
        return
    faults = _faults(rule, questionnaire.items, questionnaire)
    for vi, en in faults:
        _note(context, "check", name, "broken_if", vi, en)
    truths = {True, False} if faults else _truths(rule, "check", name, questionnaire, context)
    if truths == {False}:
        _note(context, "check", name, "broken_if", "điều kiện không bao giờ đúng", "this can never be true")
    if truths == {True}:
        _note(
            context, "check", name, "broken_if", "điều kiện đúng với mọi phiếu", "this is true of every form"
        )


def _truths(
    rule: Rule, kind: str, name: str, questionnaire: Questionnaire, context: BuildContext
) -> set[bool]:
    try:
        return truth_values(rule, questionnaire)
    except TooMany:
        table = context.origins[f"{kind} {name}"]
        vi = "điều kiện nhắc đến quá nhiều câu nên không kiểm được hết; hãy viết gọn lại"
        context.mistakes.warn(table.place, name, vi=vi, en="too many items in this rule to try all answers")
        return {True, False}


def _faults(rule: Rule, items: dict[str, Item], questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Return what is wrong with the references of a rule that may speak of the items in ``items``."""
    faults: dict[tuple[str, str], None] = {}
    for atom in rules.atoms(rule):
        item = items.get(atom.item)
        if item is not None:
            faults.update(dict.fromkeys(_misuse(atom, item)))
        elif atom.item in questionnaire.items:
            vi = f"điều kiện chỉ được nhắc đến câu đứng trước, nhưng {atom.item} không đứng trước"
            faults[vi, f"a rule may only look back, but {atom.item} does not stand before"] = None
        else:
            faults[f"không có câu «{atom.item[:20]}»", f"there is no item “{atom.item[:20]}”"] = None
    return list(faults)


def _misuse(atom: Atom, item: Item) -> list[tuple[str, str]]:
    if isinstance(atom, Answered):
        return []
    if isinstance(item, TextItem):
        return [
            (
                f"{item.id} là câu ghi chữ; chỉ dùng answered({item.id})",
                f"{item.id} is text; use answered({item.id})",
            )
        ]
    if isinstance(atom, Compare) and isinstance(item, ChoicesItem):
        vi = f"{item.id} là câu chọn nhiều; hãy viết {item.id} in [{atom.code}]"
        return [(vi, f"{item.id} is choose-many; write {item.id} in [{atom.code}]")]
    codes = {atom.code} if isinstance(atom, Compare) else atom.codes
    strange = ", ".join(map(str, sorted(codes - {option.code for option in item.options})))
    if not strange or not item.options:
        return []
    return [(f"{item.id} không có phương án {strange}", f"{item.id} has no option {strange}")]


def _judge_buckets(scale: Scale, questionnaire: Questionnaire, context: BuildContext) -> None:
    """Note options that are in no score bucket or in two: every answer must fall into exactly one."""
    scored = any(
        isinstance(i, ScaleItem) and i.scored and i.scale == scale for i in questionnaire.items.values()
    )
    if not scored and not scale.satisfied | scale.not_satisfied:
        return
    for key, wrong, vi, en in _misplaced(scale):
        if wrong:
            listed = ", ".join(map(str, sorted(wrong)))
            sentence = f"mã {listed} {vi} {BUCKETS}", f"codes {listed} {en} {BUCKETS}"
            _note(context, "scale", scale.id, key, *sentence)


def _misplaced(scale: Scale) -> Iterator[tuple[str, frozenset[int], str, str]]:
    """Yield the key, the codes that stand wrong there, and how."""
    codes = frozenset(option.code for option in scale.options)
    in_buckets = scale.satisfied | scale.not_satisfied
    both = scale.satisfied & scale.not_satisfied
    yield "satisfied", both, "nằm ở cả hai nhóm điểm", "stand in both buckets"
    yield "options", codes - in_buckets, "không thuộc nhóm điểm nào", "stand in no bucket"
    yield "satisfied", in_buckets - codes, "không có trong thang đo", "are no options"


def _judge_criterion(criterion: Criterion, context: BuildContext) -> None:
    counted = [child for child in criterion.children if not child.outside_mean]
    if criterion.strategy in {"mean_of_children", "explicit_weights"}:
        if not counted:
            vi = "không có tiêu chí con nào để tính"
            _note(context, "criterion", criterion.code, "strategy", vi, "no criterion below it to be made of")
        return
    if criterion.children:
        vi = f"có tiêu chí con, nhưng «{criterion.strategy}» tính từ câu hỏi"
        _note(context, "criterion", criterion.code, "strategy", vi, "criteria below it, but made of items")
    if not criterion.items:
        _note(context, "criterion", criterion.code, "code", "không có câu hỏi nào", "no item belongs to it")
    elif criterion.strategy == "overall_item" and len(criterion.items) > 1:
        vi = f"«overall_item» cần đúng một câu hỏi, nhưng có {len(criterion.items)}"
        _note(context, "criterion", criterion.code, "strategy", vi, "“overall_item” wants exactly one item")


def _note(context: BuildContext, kind: str, name: str, key: str, vi: str, en: str) -> None:
    table: Table = context.origins[f"{kind} {name}"]
    context.mistakes.add(table.where(key), f"{name}.{key}", vi=vi, en=en)
