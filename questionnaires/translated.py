"""Texts of a questionnaire that a language lacks.

- ``untranslated(questionnaire, language) -> tuple[str, ...]``: where they stand: items, scales, sections
"""

from collections.abc import Iterable, Iterator

from questionnaires.model import Item, Language, Questionnaire, Scale, ScaleItem, Text, offers_of


def untranslated(questionnaire: Questionnaire, language: Language) -> tuple[str, ...]:
    """Return the names of all that people read and that has no words in ``language``, in the order it is asked.

    An item is named by its id, a scale and a section by theirs, the rest by the name of its key.
    """
    return tuple(dict.fromkeys(name for name, text in _texts(questionnaire) if not _has(text, language)))


def _has(text: Text | None, language: Language) -> bool:
    return text is None or language == "vi" or text.en is not None


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Text | None]]:
    yield "title", questionnaire.title
    yield "intro", questionnaire.intro
    yield "how_to_mark", questionnaire.how_to_mark
    for section in questionnaire.sections:
        yield section.id, section.title
        yield section.id, section.intro
        for item in section.items:
            yield from ((item.id, text) for text in _of_item(item))
            if isinstance(item, ScaleItem):
                yield from ((item.scale.id, text) for text in _of_scale(item.scale))
    yield "closing", questionnaire.closing


def _of_item(item: Item) -> Iterable[Text | None]:
    yield item.text
    yield item.paper.skip_note
    if isinstance(item, ScaleItem):
        yield item.grid.text if item.grid else None
        return
    for option in getattr(item, "options", ()):
        yield option.short or option.text
    for offer in offers_of(item):
        yield offer.text


def _of_scale(scale: Scale) -> Iterable[Text | None]:
    for option in scale.options:
        yield option.short or option.text
    for offer in scale.offers:
        yield offer.text
