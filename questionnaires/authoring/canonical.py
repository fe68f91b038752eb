"""Writes a questionnaire's content in its canonical form: the version is its hash, and a wave stores it.

It is the file's own format without its freedoms: no comments, no inheritance, every key in order. A
questionnaire is restored from it exactly, so a wave never depends on a file that may have changed since.
What is optional is written only where it is set: a later key of the format leaves the versions of today alone.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby

from questionnaires import rules
from questionnaires.model import (
    Check,
    ChoiceItem,
    ChoicesItem,
    Criterion,
    Item,
    Offer,
    Option,
    PaperHints,
    Questionnaire,
    Scale,
    ScaleItem,
    Section,
    Text,
    TextItem,
)

FORMAT = 1
Document = dict[str, object]


def write(questionnaire: Questionnaire) -> str:
    """Return the content as JSON; equal content gives equal text."""
    return json.dumps(document_of(questionnaire), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def version_of(questionnaire: Questionnaire) -> str:
    """Return the SHA-256 of the content, 64 hex digits; comments, spacing and order of keys do not matter."""
    return hash_of(write(questionnaire))


def hash_of(text: str) -> str:
    """Return the SHA-256 of a written form: the version of the questionnaire it was written from."""
    return hashlib.sha256(text.encode()).hexdigest()


def document_of(questionnaire: Questionnaire) -> Document:
    """Return the content as a document of the file format."""
    belongs = {
        item: {"criterion": criterion.code, "weight": weight}
        for heading in questionnaire.criteria
        for criterion in heading.walk()
        for item, weight in criterion.items
    }
    return {
        "format": FORMAT,
        "id": questionnaire.id,
        "title": _text(questionnaire.title),
        "intro": _text(questionnaire.intro),
        "closing": _text(questionnaire.closing),
        "scales": {scale.id: _scale(scale) for scale in questionnaire.scales},
        "sections": [_section(section, belongs) for section in questionnaire.sections],
        "criteria": [row for heading in questionnaire.criteria for row in _criteria(heading, "", None)],
        "checks": [_check(check) for check in questionnaire.checks],
    } | _maybe("how_to_mark", questionnaire.how_to_mark)


def _text(text: Text) -> Document:
    return {"vi": text.vi, "en": text.en} if text.en is not None else {"vi": text.vi}


def _maybe(name: str, text: Text | None) -> Document:
    return {name: _text(text)} if text is not None else {}


def _offers(offers: tuple[Offer, ...]) -> Document:
    return {offer.kind.state: _text(offer.text) for offer in offers}


def _option(option: Option) -> Document:
    return {"code": option.code} | _text(option.text) | _maybe("short", option.short)


def _scale(scale: Scale) -> Document:
    return {
        "options": [_option(option) for option in scale.options],
        "satisfied": sorted(scale.satisfied),
        "not_satisfied": sorted(scale.not_satisfied),
    } | _offers(scale.offers)


def _section(section: Section, belongs: dict[str, Document]) -> Document:
    rows: list[Document] = []
    for grid, items in groupby(section.items, key=lambda item: item.grid):
        written = [_item(item) | belongs.get(item.id, {}) for item in items]
        rows += [{"id": grid.id} | _text(grid.text) | {"rows": written}] if grid else written
    return {"id": section.id, "title": _text(section.title), "items": rows} | _maybe("intro", section.intro)


def _item(item: Item) -> Document:
    written: Document = {"id": item.id} | _text(item.text) | _kind(item)
    if item.applies is not None:
        written["applies"] = rules.write(item.applies)
    if item.required:
        written["required"] = True
    if item.paper != PaperHints():
        hints = {"page_break_before": item.paper.page_break_before, "lines": item.paper.lines}
        notes = _maybe("skip_note", item.paper.skip_note) | _maybe("applies_note", item.paper.applies_note)
        written["paper"] = hints | notes
    return written


def _kind(item: Item) -> Document:
    match item:
        case ScaleItem():
            return {"kind": "scale", "scale": item.scale.id}
        case ChoiceItem():
            options = [_option(option) for option in item.options]
            return {"kind": "choice", "options": options} | _offers(item.offers)
        case ChoicesItem():
            options = [_option(option) for option in item.options]
            return {"kind": "choices", "options": options, "at_most": item.at_most}
        case TextItem():
            return {"kind": "text", "max_length": item.max_length}


def _criteria(criterion: Criterion, parent: str, weight: float | None) -> Iterator[Document]:
    row: Document = {"code": criterion.code, "strategy": criterion.strategy} | _text(criterion.name)
    row |= {"parent": parent} if parent else {}
    row |= {"outside_mean": True} if criterion.outside_mean else {}
    row |= {"weight": weight} if weight is not None else {}
    yield row
    weights = criterion.child_weights or (None,) * len(criterion.children)
    for child, child_weight in zip(criterion.children, weights, strict=True):
        yield from _criteria(child, criterion.code, child_weight)


def _check(check: Check) -> Document:
    return {
        "id": check.id,
        "level": check.level,
        "broken_if": rules.write(check.broken_if),
        "message": _text(check.message),
        "items": list(check.items),
    }
