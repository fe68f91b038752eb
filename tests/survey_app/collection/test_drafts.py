"""What a citizen has not sent yet: two tabs lose nothing."""

import pytest

from survey_app.collection import collect, drafts
from survey_app.errors import AppError
from survey_app.tables import Mode
from tests.survey_app.world import TODAY, answers


def save(session, form, section, given, version):
    return drafts.save(session, form, section, given, version=version, today=TODAY)


def test_pages_are_kept_and_come_back(session, form):
    save(session, form, "A", {"A1": ["1"]}, 0)
    save(session, form, "B", {"B1a": ["2"], "B1b": []}, 0)

    assert drafts.merged(session, form) == {"A1": ["1"], "B1a": ["2"], "B1b": []}
    assert drafts.pages(session, form)["A"].version == 1


def test_the_back_button_changes_a_page(session, form):
    version = save(session, form, "A", {"A1": ["1"]}, 0)

    assert save(session, form, "A", {"A1": ["2"]}, version) == 2
    assert drafts.merged(session, form) == {"A1": ["2"]}


def test_two_tabs_on_two_pages_do_not_disturb_each_other(session, form):
    save(session, form, "A", {"A1": ["1"]}, 0)
    save(session, form, "B", {"B1a": ["2"]}, 0)

    assert save(session, form, "A", {"A1": ["2"]}, 1) == 2


@pytest.mark.parametrize("seen", [0, 1])
def test_a_second_tab_with_other_answers_is_told_and_overwrites_nothing(session, form, seen):
    save(session, form, "A", {"A1": ["1"]}, 0)
    save(session, form, "A", {"A1": ["2"]}, 1)

    with pytest.raises(drafts.DraftConflictError, match="ở một cửa sổ khác") as conflict:
        save(session, form, "A", {"A1": ["3"]}, seen)

    assert (conflict.value.status, conflict.value.saved.answers) == (409, {"A1": ["2"]})
    assert save(session, form, "A", {"A1": ["3"]}, conflict.value.saved.version) == 3


def test_a_double_click_saves_once(session, form):
    save(session, form, "A", {"A1": ["1"]}, 0)

    assert save(session, form, "A", {"A1": ["1"]}, 0) == 1


@pytest.mark.parametrize("version", [0, 1])
def test_a_page_of_a_sent_form_is_not_saved_any_more(session, form, version):
    save(session, form, "A", {"A1": ["1"]}, 0)
    collect.accept(session, form, answers(), mode=Mode.WEB, submission_id="s", today=TODAY)

    with pytest.raises(AppError, match="đã được gửi"):
        save(session, form, "A", {"A1": ["2"]}, version)

    assert drafts.pages(session, form) == {}


def test_a_draft_can_be_discarded(session, form):
    save(session, form, "A", {"A1": ["1"]}, 0)

    drafts.discard(session, form)

    assert drafts.pages(session, form) == {}
