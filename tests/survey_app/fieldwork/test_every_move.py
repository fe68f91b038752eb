"""Each move of a form from each state, and what is written of it."""

import datetime as dt
from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from print import number
from survey_app.errors import AppError
from survey_app.fieldwork import forms, ledger, movements, papers, substitutions
from survey_app.fieldwork.form_states import NAMES
from survey_app.people import accounts
from survey_app.tables import AuditEvent, Batch, Form, FormEvent, FormState, SampleRole
from survey_app.waves import catalogue
from tests.survey_app.world import TODAY, add_user, near_forms

# Batches are moved and drawn here.
pytestmark = pytest.mark.slow

MOVES = {
    "printed": "issued spoiled lost",
    "issued": "handed_out returned refused lost spoiled unused",
    "handed_out": "returned refused lost spoiled",
    "returned": "invalid lost spoiled",
    "accepted": "",
    "invalid": "",
    "refused": "",
    "lost": "",
    "spoiled": "",
    "unused": "",
}
REASONED = {"invalid", "spoiled", "lost"}
SAID = {state.value: name.vi for state, name in NAMES.items()}


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


def put(session, form, state):
    session.execute(sa.update(Form).where(Form.id == form.id).values(state=state))
    session.refresh(form)


def events(session, form):
    return session.scalars(select(FormEvent).where(FormEvent.form_id == form.id).order_by(FormEvent.id)).all()


@pytest.mark.parametrize("before", MOVES)
def test_from_each_state_a_form_goes_where_it_may_and_nowhere_else(session, world, form, before):
    for to in FormState:
        put(session, form, before)
        if to.value in MOVES[before].split():
            movements.record(session, form, to, stamp=world.stamp(), reason="vì mưa")
            assert form.state is to
        else:
            with pytest.raises(AppError) as told:
                movements.record(session, form, to, stamp=world.stamp(), reason="vì mưa")
            shown = number.write(form.serial)
            assert told.value.status == 409
            assert told.value.vi.startswith(
                f"Phiếu {shown} đang ở trạng thái «{SAID[before]}», không ghi «{SAID[to]}» được."
            )
            assert told.value.en.startswith(
                f"Form {shown} is '{NAMES[FormState(before)].en}' and cannot become '{NAMES[to].en}'."
            )


@pytest.mark.parametrize("to", ["returned", "refused", "lost", "unused", "handed_out"])
def test_what_comes_back_unrecorded_was_handed_out_first_and_every_line_says_who_when_and_why(
    session, world, form, to
):
    put(session, form, "issued")
    clerk = world.stamp(world.clerks[1], days=3)
    movements.record(session, form, FormState(to), stamp=clerk, reason="vì thế")

    lines = [(one.from_state, one.to_state, one.reason) for one in events(session, form)][1:]
    through = [("issued", "handed_out", None), ("handed_out", to, "vì thế")]
    assert lines == (through if to in {"returned", "refused"} else [("issued", to, "vì thế")])
    assert {(one.day, one.by_id, one.correction) for one in events(session, form)[1:]} == {
        (TODAY + dt.timedelta(days=3), world.clerks[1].id, False)
    }


@pytest.mark.parametrize("to", ["issued", "refused", "invalid", "spoiled", "lost", "unused", "handed_out"])
def test_only_what_takes_a_form_out_of_use_needs_a_reason(session, world, form, to):
    put(session, form, next(before for before, after in MOVES.items() if to in after.split()))
    refusal = pytest.raises(AppError, match=r"^Hãy ghi lý do\.$") if to in REASONED else nullcontext()
    with refusal:
        movements.record(session, form, FormState(to), stamp=world.stamp())
    assert (form.state.value == to) is (to not in REASONED)


@pytest.mark.parametrize(("state", "to"), [("accepted", "returned"), ("issued", "accepted")])
def test_answers_are_neither_made_nor_unmade_by_a_correction(session, world, form, state, to):
    put(session, form, state)
    with pytest.raises(AppError, match="đã ghi nhận không thể sửa hoặc tạo bằng đính chính") as told:
        movements.correct(session, form, FormState(to), stamp=world.stamp(), reason="nhầm")
    assert (told.value.status, form.state) == (409, state)


def test_a_clerk_of_another_office_corrects_nothing(session, world, form):
    with pytest.raises(AppError, match="bưu cục khác"):
        movements.correct(session, form, FormState.ISSUED, stamp=world.stamp(world.stranger), reason="nhầm")
    movements.correct(session, form, FormState.ISSUED, stamp=world.stamp(world.clerks[0]), reason="nhầm")
    (line,) = events(session, form)[1:]
    assert (line.from_state, line.to_state, line.reason, line.correction) == (
        "printed",
        "issued",
        "nhầm",
        True,
    )


def test_handing_a_batch_over_moves_what_is_printed_and_nothing_else(session, world, form):
    lost = form.batch.forms[1]
    movements.record(session, lost, FormState.LOST, stamp=world.stamp(), reason="rơi")
    moved = movements.issue_batch(session, form.batch, stamp=world.stamp(days=1))

    assert moved == len(form.batch.forms) - 1
    assert (lost.state, len(events(session, lost))) == ("lost", 2)
    last = events(session, form)[-1]
    assert (last.from_state, last.to_state, last.day, last.by_id) == (
        "printed", "issued", TODAY + dt.timedelta(days=1), world.department.id
    )  # fmt: skip
    others = select(Form.state).where(Form.batch_id != form.batch_id)
    assert set(session.scalars(others)) == {FormState.PRINTED}
    act = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (act.action, act.subject, act.details) == (
        "batch_issued",
        f"batch:{form.batch.number}",
        {"forms": moved},
    )
    assert movements.issue_batch(session, form.batch, stamp=world.stamp()) == 0
    assert session.scalars(select(AuditEvent.details).order_by(AuditEvent.id.desc())).first() == {"forms": 0}


def test_batches_stand_by_number_and_a_coordinator_sees_them_all(session, world):
    coordinator = add_user(session, "dieu-phoi", "coordinator")

    assert [batch.number for batch in movements.batches(session, world.wave, coordinator)] == [1, 2]
    assert [batch.office.code for batch in movements.batches(session, world.wave, world.stranger)] == ["BC2"]


USABLE = {state: state not in {"lost", "invalid", "unused"} for state in MOVES}


@pytest.mark.parametrize("state", MOVES)
def test_whether_a_form_can_be_answered(form, state):
    form.state = FormState(state)
    for role, replaces in ((SampleRole.MAIN, None), (SampleRole.RESERVE, 1), (SampleRole.RESERVE, None)):
        form.role, form.replaces_id = role, replaces
        if USABLE[state] and (role is SampleRole.MAIN or replaces):
            forms.check_in_use(form)
        else:
            with pytest.raises(AppError, match="không còn hiệu lực") as told:
                forms.check_in_use(form)
            assert told.value.status == 409


def test_a_number_nobody_has_and_one_of_another_wave_are_told_as_they_were_typed(session, world, form):
    with pytest.raises(AppError) as none:
        forms.find_form(session, f" {number.write(99)} ")
    assert none.value.vi.startswith(f"Không có phiếu số {number.write(99)}. ")
    assert none.value.en.startswith(f"There is no form {number.write(99)}. ")
    assert forms.find_form(session, number.write(form.serial)) is form
    assert (
        forms.find_form(session, f"{form.serial:06d}{number.write(form.serial)[-1]}", wave=world.wave) is form
    )


def test_the_ledger_counts_each_batch_by_events_and_by_forms(session, world, form):
    movements.issue_batch(session, form.batch, stamp=world.stamp())
    movements.record(session, form, FormState.REFUSED, stamp=world.stamp())
    first, second = ledger.balances(session, world.wave)

    assert (first.batch.number, second.batch.number) == (1, 2)
    assert (first.forms, dict(first.by_events), dict(first.by_forms)) == (
        12,
        {"printed": 12},
        {"printed": 12},
    )
    assert dict(second.by_events) == dict(second.by_forms) == {"issued": 23, "refused": 1}
    assert second.count(FormState.REFUSED, FormState.ISSUED, FormState.LOST) == 24
    assert dict(ledger.total([first, second])) == {"printed": 12, "issued": 23, "refused": 1}
    assert ledger.total([]) == {}


def test_a_form_that_left_where_it_never_was_is_a_negative_count(session, world, form):
    session.add(FormEvent(form_id=form.id, from_state=FormState.LOST, to_state=FormState.LOST, day=TODAY))
    session.add(FormEvent(form_id=form.id, from_state=FormState.LOST, to_state=FormState.SPOILED, day=TODAY))
    session.flush()
    wrong = ledger.balances(session, world.wave)[1]

    assert (wrong.by_events[FormState.LOST], wrong.by_events[FormState.SPOILED]) == (-1, 1)
    assert wrong.by_events.total() == wrong.forms
    assert not wrong.balances


@pytest.mark.parametrize("state", ["refused", "lost", "spoiled", "invalid"])
def test_a_form_that_failed_is_replaced_once_and_the_act_says_by_which_and_why(session, world, form, state):
    put(session, form, state)
    reserve = substitutions.substitute(
        session, form, stamp=world.stamp(world.clerks[0], days=1), reason="đi vắng"
    )

    act = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (act.action, act.subject) == ("form_substituted", f"form:{number.write(form.serial)}")
    assert act.details == {"by": number.write(reserve.serial), "reason": "đi vắng"}
    assert (reserve.cell.area_id, reserve.cell.stratum) == (form.cell.area_id, form.cell.stratum)
    for found in (
        substitutions.of_form(session, form),
        substitutions.of_form(session, reserve),
        substitutions.of_wave(session, world.wave, world.clerks[0]),
    ):
        (one,) = found
        assert (one.form, one.reserve, one.by, one.reason) == (form, reserve, world.clerks[0], "đi vắng")
        assert one.day == TODAY + dt.timedelta(days=1)
    assert substitutions.of_form(session, near_forms(session, world)[5]) == []


@pytest.mark.parametrize("state", ["printed", "issued", "handed_out", "returned", "accepted", "unused"])
def test_a_form_that_did_not_fail_is_not_replaced(session, world, form, state):
    put(session, form, state)
    with pytest.raises(AppError, match="Chỉ thay phiếu bị từ chối") as told:
        substitutions.substitute(session, form, stamp=world.stamp(), reason="x")
    assert told.value.status == 409


def test_reserves_are_taken_in_the_order_of_the_draw_and_what_is_replaced_stands_by_number(
    session, world, form
):
    cell = select(Form).where(Form.cell_id == form.cell_id)
    first, second = session.scalars(cell.where(Form.role == "reserve").order_by(Form.place)).all()
    mains = session.scalars(cell.where(Form.role == "main").order_by(Form.serial)).all()
    first.place, second.place = second.place, first.place
    taken = []
    for one in (mains[1], mains[0]):
        put(session, one, "lost")
        taken.append(substitutions.substitute(session, one, stamp=world.stamp(), reason="rơi"))

    assert taken == [second, first]
    shown = substitutions.of_wave(session, world.wave, world.department)
    assert [one.reserve for one in shown] == sorted(taken, key=lambda reserve: reserve.serial)


def test_a_reserve_put_in_place_before_acts_were_kept_has_no_reason(session, world, form):
    reserve = session.scalars(
        select(Form).where(Form.cell_id == form.cell_id, Form.role == "reserve")
    ).first()
    reserve.replaces_id = form.id
    session.flush()

    assert substitutions.of_form(session, form) == []


def test_a_batch_is_drawn_into_its_folder_with_its_cover_and_every_form_in_order(session, world, tmp_path):
    job = papers.PrintJob(tmp_path, "https://khaosat.example.vn/goc", world.stamp(), "Sở Nội vụ", large=True)
    first, second = papers.print_wave(session, "2025-1", None, job)

    assert [first.folder.name, second.folder.name] == ["2025-1-BC2-001", "2025-1-BC1-002"]
    assert (first.forms, second.forms) == (12, 24)
    acts = session.scalars(select(AuditEvent).where(AuditEvent.action == "batch_printed")).all()
    assert [(act.subject, act.by_id) for act in acts] == [
        ("batch:2025-1/1", world.department.id), ("batch:2025-1/2", world.department.id)
    ]  # fmt: skip
    assert [act.details["forms"] for act in acts] == [12, 24]
    assert {act.details["large"] for act in acts} == {True}
    assert [act.details["pages"] for act in acts] == [first.pages, second.pages]
    (again,) = papers.print_wave(session, "2025-1", "BC2", job)
    assert (again.folder, again.reprint) == (first.folder, True)
    act = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (act.action, act.subject) == ("batch_reprinted", "batch:2025-1/1")


def test_what_a_form_is_drawn_with(session, world, form, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(papers, "draw_batch", lambda *given: asked.append(given))
    reserve = next(one for one in form.batch.forms if one.role is SampleRole.RESERVE)
    papers.draw_forms(
        session,
        world.wave,
        [form, reserve],
        tmp_path / "x.pdf",
        base_url="https://khaosat.vn:81/goc",
        sender="Sở Nội vụ",
    )

    ((out, questionnaire, cover, forms_),) = asked
    assert (out, questionnaire.version) == (tmp_path / "x.pdf", world.wave.questionnaire_version)
    # Without an office the forms are drawn alone.
    assert (cover.wave, cover.office, cover.batch) == ("Đợt thử", "", "")
    assert (cover.web_address, cover.until, cover.synthetic) == ("khaosat.vn:81", "31/12/2025", False)
    codes = [catalogue.access_code(one) for one in (form, reserve)]
    assert [(one.number, one.access_code, one.web_url) for one in forms_] == [
        (number.write(one.serial), code, f"https://khaosat.vn:81/goc/p/{code}")
        for one, code in zip((form, reserve), codes, strict=True)
    ]
    assert [one.serial for one in papers.forms_of(session, world.wave)] == list(range(1, 37))


def test_an_office_that_has_no_batch_is_told_which_have(session, world, tmp_path):
    for place in range(8, 2, -1):
        office = accounts.add_office(session, f"BC{place}", "Bưu cục")
        session.add(Batch(wave_id=world.wave.id, number=10 + place, office_id=office.id))
    with pytest.raises(AppError) as told:
        list(
            papers.print_wave(
                session, "2025-1", "BC9", papers.PrintJob(tmp_path, "", world.stamp(), "Sở Nội vụ")
            )
        )

    assert told.value.status == 404
    assert (
        told.value.vi
        == "Đợt «2025-1» không có lô phiếu nào của bưu cục «BC9». Các bưu cục: BC1, BC2, BC3, BC4, BC5, BC6, BC7, BC8."
    )
    assert (
        told.value.en
        == "The wave '2025-1' has no batch of the office 'BC9'. Offices: BC1, BC2, BC3, BC4, BC5, BC6, BC7, BC8."
    )
