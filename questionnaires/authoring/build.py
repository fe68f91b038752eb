"""Builds a ``Questionnaire`` from located tables: its frame, scales, sections and checks.

Every mistake is noted and building goes on; ``items.py`` and ``criteria.py`` build what their names say.
"""

from questionnaires import rules
from questionnaires.authoring.context import NAME, BuildContext
from questionnaires.authoring.criteria import build_criteria
from questionnaires.authoring.fields import Fields
from questionnaires.authoring.items import build_items, read_offers, read_options
from questionnaires.authoring.toml_lines import Table
from questionnaires.model import Check, Questionnaire, Scale, Section, Text
from questionnaires.rule_tree import AnyOf

FORMAT = 1
EMPTY = Text("")
NEVER = AnyOf(())


def build(document: Table, context: BuildContext) -> Questionnaire:
    """Return what ``document`` says, as far as it can be understood, without its version."""
    fields = Fields(document, "", context.mistakes)
    fields.integer("format", low=FORMAT, high=FORMAT)
    name = fields.word("id")
    if name and not NAME.fullmatch(name):
        fields.note("id", vi="chỉ dùng a–z, 0–9 và dấu gạch nối", en="use a–z, 0–9 and hyphens only")
    title, intro, closing = (
        fields.text_of(key, required=True) or EMPTY for key in ("title", "intro", "closing")
    )
    _build_scales(fields, context)
    sections = tuple(_section(table, context) for table in fields.tables("sections", required=True))
    criteria = build_criteria(fields.tables("criteria"), context)
    checks = tuple(_check(table, context) for table in fields.tables("checks"))
    how_to_mark = fields.text_of("how_to_mark")
    fields.finish()
    scales = tuple(context.scales[scale] for scale in sorted(context.scales))
    return Questionnaire(name, "", title, intro, closing, sections, criteria, checks, scales, how_to_mark)


def _build_scales(fields: Fields, context: BuildContext) -> None:
    below = fields.below("scales")
    for name in below.table.values if below else ():
        one = below.below(name) if below else None
        if one is None:
            continue
        options = read_options(one)
        satisfied, not_satisfied = one.codes("satisfied"), one.codes("not_satisfied")
        context.scales[name] = Scale(name, options, satisfied, not_satisfied, read_offers(one))
        context.origins[f"scale {name}"] = one.table
        one.finish()


def _section(table: Table, context: BuildContext) -> Section:
    fields = Fields(table, "sections", context.mistakes)
    name = context.claim("section", fields)
    title = fields.text_of("title", required=True) or EMPTY
    intro = fields.text_of("intro")
    rows = fields.tables("items", required=True)
    fields.finish()
    return Section(
        name, title, intro, tuple(item for row in rows for item in build_items(row, name, context))
    )


def _check(table: Table, context: BuildContext) -> Check:
    fields = Fields(table, "checks", context.mistakes)
    name = context.claim("check", fields)
    level = "hard" if fields.one_of("level", ("soft", "hard")) == "hard" else "soft"
    broken_if = context.rule(fields, "broken_if", required=True)
    items = fields.words("items") or (rules.items_of(broken_if) if broken_if else ())
    message = fields.text_of("message", required=True) or EMPTY
    fields.finish()
    return Check(name, "hard" if level == "hard" else "soft", broken_if or NEVER, message, items)
