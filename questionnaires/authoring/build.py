"""Builds a ``Questionnaire`` from located tables: its frame, scales, sections and checks.

Every mistake is noted and building goes on; ``items.py`` and ``criteria.py`` build what their names say.
"""

from questionnaires import rules
from questionnaires.authoring.context import NAME, BuildContext
from questionnaires.authoring.criteria import build_criteria
from questionnaires.authoring.items import build_items, read_offers, read_options
from questionnaires.authoring.table_reader import TableReader
from questionnaires.authoring.toml_lines import Table
from questionnaires.model import Check, Questionnaire, Scale, Section, Text
from questionnaires.rule_tree import AnyOf, Rule
from questionnaires.text import speaks_of_rings

FORMAT = 1
EMPTY = Text("")
NEVER: Rule = AnyOf(())


def build(document: Table, context: BuildContext) -> Questionnaire:
    """Return what ``document`` says, as far as it can be understood, without its version."""
    reader = TableReader(document, "", context.mistakes)
    reader.integer("format", low=FORMAT, high=FORMAT)
    name = reader.word("id")
    if name and not NAME.fullmatch(name):
        reader.note("id", vi="chỉ dùng a–z, 0–9 và dấu gạch nối", en="use a–z, 0–9 and hyphens only")
    title, intro, closing = (
        reader.text_of(key, required=True) or EMPTY for key in ("title", "intro", "closing")
    )
    _build_scales(reader, context)
    sections = tuple(_section(table, context) for table in reader.tables("sections", required=True))
    criteria = build_criteria(reader.tables("criteria"), context)
    checks = tuple(_check(table, context) for table in reader.tables("checks"))
    how_to_mark = reader.text_of("how_to_mark")
    if how_to_mark is not None and any(map(speaks_of_rings, (how_to_mark.vi, how_to_mark.en or ""))):
        _warn_of_rings(document, context)
    reader.finish()
    scales = tuple(context.scales[scale] for scale in sorted(context.scales))
    return Questionnaire(name, "", title, intro, closing, sections, criteria, checks, scales, how_to_mark)


def _warn_of_rings(document: Table, context: BuildContext) -> None:
    context.mistakes.warn(
        document.where("how_to_mark"),
        "how_to_mark",
        vi="phiếu in vẽ khoanh tròn là SAI và có một cách sửa: gạch kín ô sai, đánh dấu ô đúng; "
        "bỏ câu nói về khoanh tròn, trên giấy câu ấy không được in",
        en="the form draws a ring as wrong and one repair: cross the wrong box out and mark the right one; "
        "leave the sentence about rings out, it is not printed",
    )


def _build_scales(reader: TableReader, context: BuildContext) -> None:
    below = reader.below("scales")
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
    reader = TableReader(table, "sections", context.mistakes)
    name = context.claim("section", reader)
    title = reader.text_of("title", required=True) or EMPTY
    intro = reader.text_of("intro")
    rows = reader.tables("items", required=True)
    reader.finish()
    return Section(
        name, title, intro, tuple(item for row in rows for item in build_items(row, name, context))
    )


def _check(table: Table, context: BuildContext) -> Check:
    reader = TableReader(table, "checks", context.mistakes)
    name = context.claim("check", reader)
    level = "hard" if reader.one_of("level", ("soft", "hard")) == "hard" else "soft"
    broken_if = context.rule(reader, "broken_if", required=True)
    items = reader.words("items") or (rules.items_of(broken_if) if broken_if else ())
    message = reader.text_of("message", required=True) or EMPTY
    reader.finish()
    return Check(name, "hard" if level == "hard" else "soft", broken_if or NEVER, message, items)
