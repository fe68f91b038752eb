"""Paper is keyed by one, or by two who do not see each other; a third decides."""

import secrets

import pytest
from sqlalchemy import select

from print import number
from survey_app.closing import closing
from survey_app.collection import collect
from survey_app.errors import AppError
from survey_app.fieldwork import movements
from survey_app.keying import comparison, keying, turns, workload
from survey_app.keying.keying import Status
from survey_app.people import accounts, authentication
from survey_app.tables import (
    Form,
    FormState,
    Keying,
    KeyingSource,
    KeyingTurn,
    Mode,
    RefusedAnswers,
    Response,
)
from survey_app.waves import keys
from tests.survey_app.world import TODAY, answers, find_world, make_world, near_forms


def make_returned(session):
    """Make a wave whose every form is keyed twice, and one form that came back."""
    world = make_world(session, double_keying=1.0)
    form = near_forms(session, world)[0]
    movements.issue_batch(session, form.batch, stamp=world.stamp())
    movements.record(session, form, FormState.RETURNED, stamp=world.stamp(world.clerks[0]))


MADE_ONCE = {"twice": make_returned}


@pytest.fixture
def twice(session):
    """The world of ``make_returned`` and its form that came back."""
    world = find_world(session)
    return world, near_forms(session, world)[0]


def altered(given, position):
    codes = bytearray(given.codes)
    codes[position] = 1 if codes[position] != 1 else 2
    return type(given)(bytes(codes), given.texts)


def key(session, world, form, keyer, given):
    return keying.key(session, form, given, stamp=world.stamp(world.clerks[keyer]))


def test_a_form_outside_the_double_share_is_accepted_at_once(session, world, form):
    movements.issue_batch(session, form.batch, stamp=world.stamp())

    outcome = key(session, world, form, 0, answers(3))

    response = session.scalars(select(Response)).one()
    assert outcome.status is Status.ACCEPTED
    assert (response.codes, response.mode) == (answers(3).codes, Mode.PAPER)


def test_two_equal_keyings_are_accepted(session, twice):
    world, form = twice

    assert key(session, world, form, 0, answers(3)).status is Status.NEEDS_SECOND
    assert session.scalars(select(Response)).all() == []
    assert key(session, world, form, 1, answers(3)).status is Status.ACCEPTED
    assert session.scalars(select(Response)).one().codes == answers(3).codes


def test_the_second_keying_is_for_another_person(session, twice):
    world, form = twice
    key(session, world, form, 0, answers(3))

    with pytest.raises(AppError, match="người khác") as refusal:
        key(session, world, form, 0, answers(3))

    assert refusal.value.status == 403


def test_the_second_keyer_is_shown_the_form_and_not_the_first_keying(session, twice):
    world, form = twice
    key(session, world, form, 0, answers(3))

    task = turns.open_form(session, number.write(form.serial), wave=world.wave, user=world.clerks[1])

    assert (task.form.id, task.turn) == (form.id, KeyingTurn.SECOND)
    assert not hasattr(task, "first")
    with pytest.raises(AppError, match="chưa có hai lần nhập"):
        comparison.comparison(session, form, user=world.clerks[1])


def test_differences_are_listed_by_item_and_go_to_a_third(session, twice):
    world, form = twice
    key(session, world, form, 0, answers(3))

    outcome = key(session, world, form, 1, altered(answers(3), 0))

    assert (outcome.status, outcome.differing) == (Status.DIFFERS, ("A1",))
    assert comparison.comparison(session, form, user=world.clerks[2]).differing == ("A1",)
    with pytest.raises(AppError, match="người khác"):
        comparison.comparison(session, form, user=world.clerks[0])
    with pytest.raises(AppError, match="người thứ ba"):
        key(session, world, form, 2, answers(3))


def test_the_third_person_decides_and_who_erred_is_counted(session, twice):
    world, form = twice
    key(session, world, form, 0, answers(3))
    key(session, world, form, 1, altered(answers(3), 0))

    outcome = keying.adjudicate(session, form, answers(3), stamp=world.stamp(world.clerks[2]))

    assert outcome.status is Status.ACCEPTED
    assert session.scalars(select(Response)).one().codes == answers(3).codes
    rates = {rate.keyer.name: rate.wrong for rate in workload.rates(session, world.wave)}
    assert rates == {"nhap1": 0, "nhap2": 1}


def test_the_third_may_find_both_wrong(session, twice):
    world, form = twice
    key(session, world, form, 0, answers(3))
    key(session, world, form, 1, altered(answers(3), 0))

    keying.adjudicate(session, form, altered(answers(3), 1), stamp=world.stamp(world.clerks[2]))

    assert session.scalars(select(Response)).one().codes == altered(answers(3), 1).codes
    assert sorted(rate.wrong for rate in workload.rates(session, world.wave)) == [1, 2]


def test_one_of_the_two_cannot_adjudicate(session, twice):
    world, form = twice
    key(session, world, form, 0, answers(3))
    key(session, world, form, 1, altered(answers(3), 0))

    with pytest.raises(AppError, match="người khác"):
        keying.adjudicate(session, form, answers(3), stamp=world.stamp(world.clerks[0]))


def test_open_text_is_kept_and_not_compared(session, twice):
    world, form = twice
    key(session, world, form, 0, answers(3, text="Cán bộ tốt"))

    assert key(session, world, form, 1, answers(3, text="cán bộ  tốt")).status is Status.ACCEPTED
    assert session.scalars(select(Response)).one().texts[0].text == "Cán bộ tốt"


def test_a_scan_is_a_keying_by_machine_in_the_same_comparison(session, twice):
    world, form = twice
    machine = accounts.machine(session)

    first = keying.key(session, form, answers(3), stamp=world.stamp(machine), source=KeyingSource.SCAN)
    second = key(session, world, form, 0, altered(answers(3), 0))

    assert (first.status, second.status) == (Status.NEEDS_SECOND, Status.DIFFERS)
    assert [k.source for k in session.scalars(select(Keying).order_by(Keying.id))] == [
        KeyingSource.SCAN,
        KeyingSource.PAPER,
    ]


def test_nobody_signs_in_as_the_machine(session, twice):
    accounts.machine(session)

    with pytest.raises(AppError, match="không đúng") as refusal:
        authentication.sign_in(session, accounts.MACHINE, "!", now=twice[0].stamp().at)

    assert refusal.value.status == 401


def test_paper_after_the_web_is_kept_as_evidence(session, twice):
    world, form = twice
    key(session, world, form, 0, answers(3))
    collect.accept(session, form, answers(1), mode=Mode.WEB, submission_id="web", today=TODAY)

    with pytest.raises(collect.AlreadyAnsweredError, match="đã có câu trả lời khác"):
        key(session, world, form, 1, answers(3))

    assert session.scalars(select(Response)).one().codes == answers(1).codes
    assert [kept.codes for kept in session.scalars(select(RefusedAnswers))] == [answers(3).codes]
    assert workload.waiting(session, world.wave, user=world.clerks[2]).second == []


def test_keying_a_form_twice_by_mistake_shows_the_same_receipt(session, world, form):
    movements.issue_batch(session, form.batch, stamp=world.stamp())
    first = key(session, world, form, 0, answers(3))

    again = key(session, world, form, 0, answers(3))

    assert again.receipt.reference == first.receipt.reference


def test_the_queue_leaves_out_what_one_keyed_oneself(session, twice):
    world, form = twice

    assert [f.id for f in workload.waiting(session, world.wave, user=world.clerks[0]).first] == [form.id]
    key(session, world, form, 0, answers(3))
    assert workload.waiting(session, world.wave, user=world.clerks[0]).second == []
    assert [f.id for f in workload.waiting(session, world.wave, user=world.clerks[1]).second] == [form.id]
    assert workload.waiting(session, world.wave, user=world.stranger).second == []


def test_a_form_that_never_came_back_is_not_keyed(session, world, form):
    with pytest.raises(AppError, match="«Tại Sở»"):
        key(session, world, form, 0, answers(3))


def test_another_offices_clerk_does_not_key_our_forms(session, twice):
    world, form = twice

    with pytest.raises(AppError, match="bưu cục khác"):
        keying.key(session, form, answers(3), stamp=world.stamp(world.stranger))


def test_another_offices_clerk_neither_opens_nor_compares_nor_decides_our_forms(session, twice):
    world, form = twice
    with pytest.raises(AppError, match="bưu cục khác") as refusal:
        turns.open_form(session, number.write(form.serial), wave=world.wave, user=world.stranger)
    assert refusal.value.status == 403
    key(session, world, form, 0, answers(3))
    key(session, world, form, 1, altered(answers(3), 0))

    with pytest.raises(AppError, match="bưu cục khác") as refusal:
        comparison.comparison(session, form, user=world.stranger)
    assert refusal.value.status == 403
    with pytest.raises(AppError, match="bưu cục khác") as refusal:
        keying.adjudicate(session, form, answers(3), stamp=world.stamp(world.stranger))
    assert refusal.value.status == 403
    assert workload.waiting(session, world.wave, user=world.stranger).adjudication == []


def test_about_the_given_share_is_keyed_twice(session, world):
    key_ = keys.key_of(world.wave)

    chosen = sum(keys.is_chosen(key_, serial, 0.15) for serial in range(1, 10_001))

    assert 1350 < chosen < 1650


def test_no_form_of_a_closed_wave_is_keyed(session, twice):
    world, form = twice
    closing.close_wave(
        session,
        world.wave,
        stamp=world.stamp(),
        random_bytes=secrets.token_bytes,
        abandon_pending=True,
    )

    with pytest.raises(AppError, match="đã kết thúc"):
        key(session, world, session.get_one(Form, form.id), 0, answers(3))
