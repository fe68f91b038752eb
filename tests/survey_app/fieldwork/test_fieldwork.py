"""Forms out and back: every one accounted for, every correction a new event."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from print import number
from survey_app.collection import collect
from survey_app.errors import AppError
from survey_app.fieldwork import forms, ledger, movements, substitutions
from survey_app.people import audit
from survey_app.tables import AuditEvent, Form, FormEvent, FormState, Mode, SampleRole
from survey_app.waves import catalogue
from survey_app.waves.opening import open_wave
from tests.survey_app.world import TODAY, answers, near_forms, opening

ISSUED, HANDED_OUT, RETURNED = FormState.ISSUED, FormState.HANDED_OUT, FormState.RETURNED
REFUSED, LOST, SPOILED = FormState.REFUSED, FormState.LOST, FormState.SPOILED


@pytest.fixture
def issued(session, world, form):
    movements.issue_batch(session, form.batch, stamp=world.stamp())
    return form


def test_a_batch_is_issued_once_and_every_form_with_it(session, world, form):
    forms = len(form.batch.forms)

    assert movements.issue_batch(session, form.batch, stamp=world.stamp()) == forms
    assert movements.issue_batch(session, form.batch, stamp=world.stamp()) == 0
    assert {form.state for form in form.batch.forms} == {ISSUED}


def test_a_form_goes_out_and_comes_back(session, world, issued):
    clerk = world.stamp(world.clerks[0])

    movements.record(session, issued, HANDED_OUT, stamp=clerk)
    movements.record(session, issued, RETURNED, stamp=world.stamp(world.clerks[0], days=2))

    history = ledger.history(session, issued)
    assert [event.to_state for event in history] == [FormState.PRINTED, ISSUED, HANDED_OUT, RETURNED]
    assert (history[-1].day - history[-2].day).days == 2


def test_a_form_that_comes_back_unrecorded_was_handed_out(session, world, issued):
    movements.record(session, issued, RETURNED, stamp=world.stamp(world.clerks[0]))

    assert [event.to_state for event in ledger.history(session, issued)][-2:] == [HANDED_OUT, RETURNED]


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ([], RETURNED),
        ([], HANDED_OUT),
        ([ISSUED, REFUSED], HANDED_OUT),
        ([ISSUED, RETURNED], REFUSED),
        ([ISSUED, HANDED_OUT, LOST], RETURNED),
        ([ISSUED], FormState.ACCEPTED),
        ([ISSUED], FormState.PRINTED),
    ],
)
def test_a_step_that_cannot_be_is_refused_and_says_what_to_do(session, world, form, path, refused):
    for state in path:
        movements.record(session, form, state, stamp=world.stamp(), reason="rơi mất")

    with pytest.raises(AppError, match="Đính chính") as refusal:
        movements.record(session, form, refused, stamp=world.stamp(), reason="rơi mất")

    assert refusal.value.status == 409


def test_a_correction_is_a_new_event_with_its_reason(session, world, issued):
    movements.record(session, issued, REFUSED, stamp=world.stamp(world.clerks[0]))

    movements.correct(
        session, issued, HANDED_OUT, stamp=world.stamp(world.clerks[0]), reason="ghi nhầm phiếu bên cạnh"
    )

    history = ledger.history(session, issued)
    assert [event.to_state for event in history][-2:] == [REFUSED, HANDED_OUT]
    assert (history[-1].correction, history[-1].reason) == (True, "ghi nhầm phiếu bên cạnh")
    assert issued.state is HANDED_OUT


def test_accepted_answers_cannot_be_corrected_away(session, world, issued):
    collect.accept(session, issued, answers(), mode=Mode.WEB, submission_id="s", today=TODAY)

    with pytest.raises(AppError, match="không thể sửa"):
        movements.correct(session, issued, RETURNED, stamp=world.stamp(), reason="thử")


@pytest.mark.parametrize("state", [LOST, SPOILED, FormState.INVALID])
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_what_takes_a_form_out_of_use_needs_a_reason(session, world, issued, state, reason):
    movements.record(session, issued, RETURNED, stamp=world.stamp())

    with pytest.raises(AppError, match="lý do"):
        movements.record(session, issued, state, stamp=world.stamp(), reason=reason)

    assert issued.state is RETURNED


def test_a_correction_needs_a_reason(session, world, issued):
    with pytest.raises(AppError, match="lý do"):
        movements.correct(session, issued, FormState.PRINTED, stamp=world.stamp(), reason=" ")

    assert issued.state is ISSUED


def test_a_correction_is_in_the_audit_with_what_it_changed(session, world, issued):
    movements.correct(session, issued, FormState.PRINTED, stamp=world.stamp(), reason="giao nhầm lô")

    act = session.scalars(select(AuditEvent).where(AuditEvent.action == "form_corrected")).one()
    assert act.subject == f"form:{number.write(issued.serial)}"
    assert act.details == {"from": "issued", "to": "printed", "reason": "giao nhầm lô"}


def test_a_clerk_records_forms_of_the_own_office_only(session, world, issued):
    with pytest.raises(AppError, match="bưu cục khác") as refusal:
        movements.record(session, issued, HANDED_OUT, stamp=world.stamp(world.stranger))

    assert refusal.value.status == 403


def test_a_clerk_sees_the_batches_of_the_own_office_only(session, world):
    everything = movements.batches(session, world.wave, world.department)

    own = movements.batches(session, world.wave, world.clerks[0])

    assert len(everything) == 2
    assert {batch.office_id for batch in own} == {world.clerks[0].office_id}


@pytest.mark.parametrize(
    ("text", "status", "message"),
    [
        ("000001-0", 400, "sai chữ số kiểm tra"),
        ("phiếu 1", 400, "không phải số phiếu"),
        ("", 400, "không phải số phiếu"),
        (number.write(999_999), 404, "Không có phiếu số"),
    ],
    ids=["wrong check digit", "no number", "nothing", "no such form"],
)
def test_a_number_that_is_wrong_says_so(session, world, text, status, message):
    with pytest.raises(AppError, match=message) as refusal:
        forms.find_form(session, text, wave=world.wave)

    assert refusal.value.status == status


def test_a_form_of_another_wave_is_named_with_its_wave(session, world, form):
    other = open_wave(
        session, opening(code="2025-2", name="Đợt hai"), stamp=world.stamp(), new_key=lambda: bytes(range(32))
    )

    with pytest.raises(AppError, match="thuộc đợt «Đợt thử», không phải «Đợt hai»"):
        forms.find_form(session, number.write(form.serial), wave=other)


def test_a_substitution_takes_the_next_reserve_of_the_same_village(session, world, issued):
    movements.record(session, issued, REFUSED, stamp=world.stamp(world.clerks[0]))

    reserve = substitutions.substitute(session, issued, stamp=world.stamp(), reason="từ chối trả lời")

    assert (reserve.role, reserve.place, reserve.replaces_id) == (SampleRole.RESERVE, 1, issued.id)
    assert reserve.cell.clusters == issued.cell.clusters
    with pytest.raises(AppError, match="chỉ thay một lần"):
        substitutions.substitute(session, issued, stamp=world.stamp(), reason="lần nữa")


def test_a_reserve_that_was_lost_takes_no_place(session, world, issued):
    movements.record(session, issued, REFUSED, stamp=world.stamp())
    in_village = (Form.role == SampleRole.RESERVE) & (Form.cell_id == issued.cell_id)
    first, second = session.scalars(select(Form).where(in_village).order_by(Form.place))
    movements.record(session, first, LOST, stamp=world.stamp(), reason="rơi mất")

    assert substitutions.substitute(session, issued, stamp=world.stamp(), reason="từ chối").id == second.id


def test_another_offices_clerk_neither_substitutes_our_forms_nor_sees_who_was(session, world, issued):
    movements.record(session, issued, REFUSED, stamp=world.stamp())

    with pytest.raises(AppError, match="bưu cục khác") as refusal:
        substitutions.substitute(session, issued, stamp=world.stamp(world.stranger), reason="từ chối")
    substitutions.substitute(session, issued, stamp=world.stamp(world.clerks[0]), reason="từ chối")

    assert refusal.value.status == 403
    assert substitutions.of_wave(session, world.wave, world.stranger) == []
    for user in (world.clerks[1], world.department):
        assert [done.form.id for done in substitutions.of_wave(session, world.wave, user)] == [issued.id]


def test_reserves_run_out_with_a_message(session, world, form):
    village = [other for other in near_forms(session, world) if other.cell_id == form.cell_id]
    for refused in village[:2]:
        movements.record(session, refused, ISSUED, stamp=world.stamp())
        movements.record(session, refused, REFUSED, stamp=world.stamp())
        substitutions.substitute(session, refused, stamp=world.stamp(), reason="từ chối")
    movements.record(session, village[2], ISSUED, stamp=world.stamp())
    movements.record(session, village[2], REFUSED, stamp=world.stamp())

    with pytest.raises(AppError, match="Không còn phiếu dự phòng"):
        substitutions.substitute(session, village[2], stamp=world.stamp(), reason="từ chối")


def test_a_reserve_nobody_took_cannot_be_handed_out_or_answered(session, world, issued):
    reserve = session.scalars(
        select(Form).where(Form.role == SampleRole.RESERVE, Form.batch_id == issued.batch_id)
    ).first()

    with pytest.raises(AppError, match="dự phòng"):
        movements.record(session, reserve, HANDED_OUT, stamp=world.stamp())
    with pytest.raises(AppError, match="dự phòng"):
        forms.find_by_code(session, catalogue.access_code(reserve))


def test_a_form_can_only_be_substituted_when_it_failed(session, world, issued):
    with pytest.raises(AppError, match="Chỉ thay phiếu"):
        substitutions.substitute(session, issued, stamp=world.stamp(), reason="muốn người khác")


def test_a_substitution_is_in_the_audit(session, world, issued):
    movements.record(session, issued, REFUSED, stamp=world.stamp())
    substitutions.substitute(session, issued, stamp=world.stamp(), reason="từ chối")

    assert audit.verify(session) == ()


STATES = [state for state in FormState if state is not FormState.PRINTED]
STEP = st.tuples(
    st.integers(0, 35),
    st.sampled_from(["record", "correct", "issue", "answer", "substitute"]),
    st.sampled_from(STATES),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=25))
def test_whatever_is_recorded_every_form_is_in_exactly_one_place(session, world, steps):
    forms = list(session.scalars(select(Form).order_by(Form.serial)))
    for index, act, state in steps:
        form = forms[index % len(forms)]
        try:
            take(session, world, form, act, state)
        except AppError:
            session.rollback()

    balances = ledger.balances(session, world.wave)
    assert all(balance.balances for balance in balances)
    assert ledger.total(balances).total() == len(forms)
    answered = session.scalar(select(func.count()).where(Form.state == FormState.ACCEPTED))
    assert ledger.total(balances)[FormState.ACCEPTED] == answered


def take(session, world, form, act, state):
    stamp = world.stamp()
    match act:
        case "record":
            movements.record(session, form, state, stamp=stamp, reason="vì thế")
        case "correct":
            movements.correct(session, form, state, stamp=stamp, reason="ghi nhầm")
        case "issue":
            movements.issue_batch(session, form.batch, stamp=stamp)
        case "substitute":
            substitutions.substitute(session, form, stamp=stamp, reason="không gặp")
        case "answer":
            collect.accept(
                session, form, answers(), mode=Mode.WEB, submission_id=f"s-{form.serial}", today=TODAY
            )
    session.commit()


def test_a_form_moved_behind_the_ledger_is_noticed(session, world, form):
    form.state = RETURNED
    session.flush()

    wrong = [balance for balance in ledger.balances(session, world.wave) if not balance.balances]

    assert [balance.batch.id for balance in wrong] == [form.batch_id]


def test_every_event_names_who_and_which_day(session, world, issued):
    event = session.scalars(
        select(FormEvent).where(FormEvent.form_id == issued.id).order_by(FormEvent.id)
    ).all()[-1]

    assert (event.by_id, event.day) == (world.department.id, TODAY)
