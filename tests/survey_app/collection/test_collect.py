"""One form, one response, whatever door and however often."""

import secrets

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from survey_app.closing import closing
from survey_app.collection import collect, drafts
from survey_app.errors import AppError
from survey_app.fieldwork import forms, movements
from survey_app.tables import (
    DraftPage,
    FormEvent,
    FormState,
    Mode,
    Receipt,
    RefusedAnswers,
    Response,
)
from survey_app.waves import catalogue
from tests.survey_app.world import TODAY, answers, near_forms


def accept(session, form, given, *, mode=Mode.WEB, submission="s-1"):
    return collect.accept(session, form, given, mode=mode, submission_id=submission, today=TODAY)


def how_many(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_an_accepted_form_has_a_response_a_receipt_an_event_and_no_draft(session, form):
    drafts.save(session, form, "B", {"B01": ["4"]}, version=0, today=TODAY)

    receipt = accept(session, form, answers(4, text="Cán bộ nhiệt tình"))

    response = session.scalars(select(Response)).one()
    assert response.codes == answers(4).codes
    assert [text.text for text in response.texts] == ["Cán bộ nhiệt tình"]
    assert session.scalars(select(Receipt.reference)).one() == receipt.reference
    assert form.state is FormState.ACCEPTED
    assert (
        session.scalars(select(FormEvent).order_by(FormEvent.id.desc())).first().to_state
        is FormState.ACCEPTED
    )
    assert how_many(session, DraftPage) == 0


def test_the_same_answers_again_give_the_same_receipt(session, form):
    first = accept(session, form, answers(4))

    again = accept(session, form, answers(4))

    assert (again.reference, again.replayed) == (first.reference, True)
    assert how_many(session, Response) == 1
    assert how_many(session, RefusedAnswers) == 0


def test_the_same_answers_from_a_second_tab_give_the_same_receipt(session, form):
    first = accept(session, form, answers(4), submission="s-1")

    assert accept(session, form, answers(4), submission="s-2").reference == first.reference


def test_different_answers_are_refused_and_kept_once_as_evidence(session, form):
    accept(session, form, answers(4))

    for _ in range(3):
        with pytest.raises(collect.AlreadyAnsweredError, match="đã có câu trả lời khác") as refusal:
            accept(session, form, answers(2), submission="s-2")

    assert refusal.value.status == 409
    assert [evidence.codes for evidence in session.scalars(select(RefusedAnswers))] == [answers(2).codes]
    assert session.scalars(select(Response)).one().codes == answers(4).codes


def test_the_words_of_refused_answers_are_evidence_too(session, form):
    accept(session, form, answers(4, text="làm nhanh"))

    with pytest.raises(collect.AlreadyAnsweredError, match="đã có câu trả lời khác"):
        accept(session, form, answers(4, text="làm chậm"), submission="s-2")

    assert list(session.scalars(select(RefusedAnswers)).one().texts.values()) == ["làm chậm"]


def test_paper_with_the_answers_of_the_web_is_evidence_too(session, form):
    accept(session, form, answers(4), mode=Mode.WEB)

    with pytest.raises(collect.AlreadyAnsweredError, match="đã có câu trả lời khác"):
        accept(session, form, answers(4), mode=Mode.PAPER, submission="paper")

    assert [evidence.mode for evidence in session.scalars(select(RefusedAnswers))] == [Mode.PAPER]


def test_a_submission_id_of_another_form_is_refused(session, world):
    one, other = near_forms(session, world)[:2]
    accept(session, one, answers(4), submission="s-1")

    with pytest.raises(AppError, match="phiếu khác") as refusal:
        accept(session, other, answers(4), submission="s-1")

    assert refusal.value.status == 409


@pytest.mark.parametrize("state", [FormState.LOST, FormState.INVALID, FormState.UNUSED])
def test_a_form_that_is_not_valid_any_more_takes_no_answers(session, form, state):
    form.state = state
    session.commit()

    with pytest.raises(AppError, match="không còn hiệu lực"):
        accept(session, form, answers(4))

    assert how_many(session, Response) == 0


def test_a_refusal_can_still_become_an_answer_on_the_web(session, world, form):
    movements.issue_batch(session, form.batch, stamp=world.stamp())
    movements.record(session, form, FormState.REFUSED, stamp=world.stamp(world.clerks[0]))

    accept(session, form, answers(4))

    assert form.state is FormState.ACCEPTED


def test_answers_of_the_wrong_length_never_reach_the_table(session, form):
    with pytest.raises(IntegrityError, match=r"(?i)width|check|foreign key"):
        accept(session, form, type(answers())(answers().codes[:-1]))

    session.rollback()
    assert how_many(session, Response) == 0
    assert how_many(session, Receipt) == 0
    assert form.state is FormState.PRINTED


@pytest.mark.parametrize(
    "typed",
    ["{code}", "  {code} ", "{lower}", "{spaced}", "{plain}"],
    ids=["as printed", "blanks", "small", "spaced", "plain"],
)
def test_a_code_opens_its_form_however_it_is_typed(session, form, typed):
    code = catalogue.access_code(form)
    spelled = typed.format(
        code=code, lower=code.lower(), spaced=code.replace("-", " "), plain=code.replace("-", "")
    )

    assert forms.find_by_code(session, spelled).id == form.id


def test_a_wrong_code_says_where_to_look(session, world):
    with pytest.raises(AppError, match="9 chữ cái") as refusal:
        forms.find_by_code(session, "BBB-BBB-BBB")

    assert refusal.value.status == 404


def test_a_used_code_says_that_the_form_is_answered(session, form):
    accept(session, form, answers(4))

    with pytest.raises(AppError, match="đã được trả lời") as refusal:
        forms.find_by_code(session, catalogue.access_code(form))

    assert refusal.value.status == 409


def test_a_code_of_a_closed_wave_says_that_the_wave_is_over(session, world, form):
    code = catalogue.access_code(form)
    closing.close_wave(session, world.wave, stamp=world.stamp(), random_bytes=secrets.token_bytes)

    with pytest.raises(AppError, match="đã kết thúc") as refusal:
        forms.find_by_code(session, code)

    assert refusal.value.status == 410
    with pytest.raises(AppError, match="đã kết thúc"):
        accept(session, form, answers(4))
