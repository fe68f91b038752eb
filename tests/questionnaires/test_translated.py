"""Texts that a language lacks are named by what they belong to."""

from dataclasses import replace

from questionnaires.load import published
from questionnaires.model import ChoiceItem, Grid, Option, PaperHints, Scale, ScaleItem, Section, Text
from questionnaires.translated import untranslated

BOTH = Text("Có", "Yes")


def with_item(item):
    whole = published("sipas-2025")
    return replace(whole, sections=(Section("X", BOTH, None, (item,)),))


def choice(**more):
    return ChoiceItem(**{"id": "X1", "section": "X", "text": BOTH, "options": (Option(1, BOTH),)} | more)


def test_the_published_instrument_lacks_nothing():
    assert untranslated(published("sipas-2025"), "en") == ()


def test_vietnamese_is_always_there():
    assert untranslated(with_item(choice(text=Text("Hỏi"))), "vi") == ()


def test_an_item_is_named_once_whatever_it_lacks():
    lacking = choice(text=Text("Hỏi"), options=(Option(1, Text("Một")), Option(2, Text("Hai"))))

    assert untranslated(with_item(lacking), "en") == ("X1",)


def test_options_notes_sentences_and_scales_are_looked_at():
    scale = Scale("s", (Option(1, Text("Kém")),))
    row = ScaleItem(id="X1", section="X", text=BOTH, scale=Scale("s", (Option(1, BOTH),)))

    assert untranslated(with_item(replace(row, scale=scale)), "en") == ("s",)
    assert untranslated(with_item(replace(row, grid=Grid("G", Text("Nhóm")))), "en") == ("X1",)
    assert untranslated(with_item(choice(paper=PaperHints(skip_note=Text("Bỏ qua")))), "en") == ("X1",)
    assert untranslated(with_item(choice(options=(Option(1, Text("Dài"), short=BOTH),))), "en") == ()
    assert untranslated(with_item(choice(options=(Option(1, BOTH, short=Text("Ngắn")),))), "en") == ("X1",)


def test_title_section_and_closing_are_named_by_their_keys():
    whole = with_item(choice())
    bare = replace(
        whole,
        title=Text("Phiếu"),
        closing=Text("Cảm ơn"),
        sections=(replace(whole.sections[0], title=Text("A")),),
    )

    assert untranslated(bare, "en") == ("title", "X", "closing")
