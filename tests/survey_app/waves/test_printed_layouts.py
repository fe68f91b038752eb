"""Layouts of printed forms stay with the wave, with the print of their pages, each once."""

from dataclasses import replace

from print.layout.compose import compose, tag
from print.scanning.page.printed import prints
from survey_app.waves import printed_layouts
from tests.survey_app.world import QUESTIONNAIRE


def test_a_layout_comes_back_as_it_was_printed(session, world):
    form = compose(QUESTIONNAIRE)
    printed_layouts.keep(world.wave, form)
    session.commit()
    session.refresh(world.wave)

    (kept,) = printed_layouts.of_wave(world.wave)

    assert (tag(kept), kept.version) == (form.tag, form.layout.version)
    assert kept.prints == prints(form)
    assert list(world.wave.layouts) == [form.tag]


def test_a_wave_of_which_nothing_is_printed_has_none(world):
    assert printed_layouts.of_wave(world.wave) == []


def test_each_layout_is_kept_once_and_each_size_and_language_is_one(session, world):
    for large, language in ((False, "vi"), (True, "vi"), (False, "vi"), (False, "en")):
        printed_layouts.keep(world.wave, compose(QUESTIONNAIRE, large=large, language=language))
    session.commit()

    versions = [
        layout.version.removeprefix(QUESTIONNAIRE.version) for layout in printed_layouts.of_wave(world.wave)
    ]
    assert versions == ["", "-large", "-en"]


def test_what_was_kept_stays_when_the_program_lays_out_anew(session, world):
    older = replace(compose(QUESTIONNAIRE), tag="OLDER1")
    printed_layouts.keep(world.wave, older)
    printed_layouts.keep(world.wave, compose(QUESTIONNAIRE))
    session.commit()

    assert set(world.wave.layouts) == {"OLDER1", compose(QUESTIONNAIRE).tag}
