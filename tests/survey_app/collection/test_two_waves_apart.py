"""Two waves in one database: nothing that is counted, shown, keyed or closed of one touches the other."""

import datetime as dt
import secrets

import pytest
from sqlalchemy import select

from print import number
from questionnaires import answers as gate
from questionnaires.model import TICKED
from survey_app.closing import closing
from survey_app.collection import collect, drafts, duplicates, microdata, results
from survey_app.errors import AppError
from survey_app.fieldwork import form_dispositions, ledger, movements, papers, substitutions
from survey_app.fieldwork.form_states import NAMES
from survey_app.files.sheets import Sheet
from survey_app.keying import comparison, keying, turns, workload
from survey_app.people.stamp import Stamp
from survey_app.scores import nonresponse, scores
from survey_app.tables import (
    AnswerText,
    AuditEvent,
    DraftPage,
    Form,
    FormEvent,
    FormState,
    Keying,
    Mode,
    PlannedWave,
    Receipt,
    RefusedAnswers,
    Response,
    SampleRole,
)
from survey_app.waves import keys
from survey_app.waves.opening import open_wave
from tests.survey_app.keying.test_keying import altered
from tests.survey_app.world import (
    QUESTIONNAIRE,
    SURVEY,
    TODAY,
    World,
    add_user,
    answers,
    keys_from,
    near_forms,
    opening,
)

# Two whole waves are collected side by side.
pytestmark = pytest.mark.slow

LATER = TODAY + dt.timedelta(days=3)


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


def main_forms(session, wave):
    query = select(Form).where(Form.wave_id == wave.id, Form.role == SampleRole.MAIN).order_by(Form.serial)
    return list(session.scalars(query))


def work(session, world):
    """Answer, refuse, key, leave unsent and replace some forms of a wave, so that every table has rows of it."""
    forms = near_forms(session, world)
    for batch in movements.batches(session, world.wave, world.department):
        movements.issue_batch(session, batch, stamp=world.stamp())
    for place, form in enumerate(forms[:4]):
        given = answers(1 + place, text=f"ý {place}")
        day = TODAY if place else LATER
        collect.accept(session, form, given, mode=Mode.WEB, submission_id=f"{form.serial}", today=day)
    with pytest.raises(collect.AlreadyAnsweredError):
        collect.accept(session, forms[1], answers(5), mode=Mode.PAPER, submission_id="x", today=LATER)
    for one, clerk, given in ((4, 0, 3), (4, 1, 3), (5, 0, 3), (5, 1, 4), (6, 0, 2)):
        keying.key(session, forms[one], answers(given), stamp=world.stamp(world.clerks[clerk]))
    movements.record(session, forms[7], FormState.REFUSED, stamp=world.stamp())
    substitutions.substitute(session, forms[7], stamp=world.stamp(), reason="từ chối")
    movements.record(session, forms[8], FormState.RETURNED, stamp=world.stamp())
    drafts.save(session, forms[9], "A", {"A1": ["1"]}, version=0, today=TODAY)
    session.commit()
    return forms


@pytest.fixture
def worked(session, world):
    """A wave at work whose every paper form is keyed twice."""
    world.wave.double_keying = 1.0
    return world, work(session, world)


@pytest.fixture
def other(session, worked):
    """A second wave with as much work in it."""
    world, _ = worked
    wave = open_wave(
        session,
        opening(code="2026-1", name="Đợt hai", double_keying=1.0),
        stamp=world.stamp(),
        new_key=keys_from(60),
    )
    second = World(wave, world.department, world.clerks, world.stranger)
    work(session, second)
    return second


def everything(session, world):
    wave, user = world.wave, world.department
    waiting = workload.waiting(session, wave, user=world.clerks[2])
    evidence = duplicates.listing(session, wave, user=user)
    return {
        "responses": results.responses(session, wave).to_csv(),
        "texts": results.texts(session, wave).to_csv(),
        "response": [
            (code.value, count) for code, _, count in form_dispositions.account(session, wave).lines
        ],
        "by mode": results.by_mode(session, wave),
        "by office": {
            name: dict(forms.in_use) for name, forms in form_dispositions.office_forms(session, wave).items()
        },
        "by day": results.by_day(session, wave),
        "balances": [
            (one.batch.id, one.forms, one.by_events, one.by_forms) for one in ledger.balances(session, wave)
        ],
        "batches": [batch.id for batch in movements.batches(session, wave, user)],
        "substitutions": [one.form.id for one in substitutions.of_wave(session, wave, user)],
        "evidence": [(one.refused.id, one.refused.form_key, one.differing) for one in evidence],
        "waiting": [
            [form.id for form in queue] for queue in (waiting.first, waiting.second, waiting.adjudication)
        ],
        "rates": [
            (one.keyer.name, one.forms, one.fields, one.wrong) for one in workload.rates(session, wave)
        ],
        "weights": nonresponse.drawn_weights(session, wave),
        "forms": [form.id for form in papers.forms_of(session, wave)],
        "scores": scores.score_wave(session, wave, SURVEY.breakdown).to_json(),
    }


def test_a_second_wave_changes_nothing_that_is_said_of_the_first(session, worked, other):
    world, forms = worked
    said = everything(session, world)

    assert said["by mode"] == {Mode.WEB: 4, Mode.PAPER: 1}
    assert list(said["by day"].items()) == [(TODAY, 4), (LATER, 1)]
    assert results.texts(session, world.wave)["text"].tolist() == [f"ý {n}" for n in range(4)]
    assert said["waiting"] == [[forms[8].id], [forms[6].id], [forms[5].id]]
    assert len(said["evidence"]) == 1
    fields = len(comparison.compared(forms[0]))
    assert said["rates"] == [("nhap1", 1, fields, 0), ("nhap2", 1, fields, 0)]
    assert said["by office"]["Bưu cục Biên Hoà"] == {
        FormState.ISSUED: 8, FormState.ACCEPTED: 5, FormState.REFUSED: 1, FormState.RETURNED: 3
    }  # fmt: skip
    assert list(said["by office"]) == ["Bưu cục Biên Hoà", "Bưu cục Định Quán"]
    assert said["response"] == [("1.1", 5), ("2.11", 1), ("2.27", 3), ("3.11", 15)]


def test_closing_one_wave_leaves_the_other_as_it_was(session, worked, other, tmp_path):
    world, _ = worked
    plan = PlannedWave(typed={}, changed_on=TODAY, wave=other.wave, sample=b"rows")
    session.add(plan)
    session.commit()
    before, drafts_before = everything(session, other), rows(session, DraftPage)
    done = closing.close_wave(
        session, world.wave, stamp=world.stamp(days=9), random_bytes=secrets.token_bytes, abandon_pending=True
    )  # fmt: skip

    assert (done.responses, done.evidence, done.pending, done.smallest_group) == (5, 1, 3, 1)
    assert (world.wave.key, world.wave.closed_on) == (None, TODAY + dt.timedelta(days=9))
    act = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (act.action, act.subject, act.by_id) == ("wave_closed", "wave:2025-1", world.department.id)
    assert act.details == {"responses": 5, "evidence": 1, "pending": 3}
    assert everything(session, other) == before
    assert (rows(session, DraftPage), drafts_before) == (1, 2)
    assert plan.sample == b"rows"
    kept = session.scalars(select(Form).where(Form.wave_id == other.wave.id)).all()
    assert all(form.label for form in kept)
    typed = select(Keying.codes).join(Form).where(Form.wave_id == other.wave.id)
    assert None not in session.scalars(typed).all()
    days = {(one.wave_id, one.day is None) for one in session.scalars(select(Response))}
    assert days == {(world.wave.id, True), (other.wave.id, False)}
    keys_of_other = {keys.form_key(other.wave.key, form.serial) for form in kept}
    assert len(keys_of_other & set(session.scalars(select(Receipt.form_key)))) == 5
    assert len(keys_of_other & set(session.scalars(select(RefusedAnswers.form_key)))) == 1
    assert [one.accepted for one in duplicates.listing(session, world.wave, user=world.department)] == [None]
    assert len(duplicates.listing(session, other.wave, user=world.department)) == 1


def rows(session, table):
    return len(session.scalars(select(table)).all())


@pytest.mark.parametrize("number_of_forms", [0, 3])
def test_the_smallest_group_is_that_of_one_place_and_one_mode(session, world, number_of_forms):
    cell = near_forms(session, world)[0].cell_id
    for form in [one for one in near_forms(session, world) if one.cell_id == cell][:number_of_forms]:
        collect.accept(session, form, answers(), mode=Mode.WEB, submission_id=f"{form.serial}", today=TODAY)
    done = closing.close_wave(session, world.wave, stamp=world.stamp(), random_bytes=secrets.token_bytes)

    assert (done.responses, done.evidence, done.smallest_group) == (number_of_forms, 0, number_of_forms)


def test_an_accepted_form_leaves_each_of_its_lines(session, world, form):
    other = near_forms(session, world)[1]
    for one in (form, other):
        drafts.save(session, one, "A", {"A1": ["1"]}, version=0, today=TODAY)
    given = answers(4, text="nhanh")
    receipt = collect.accept(
        session, form, given, mode="interview", submission_id="s", today=LATER, by=world.clerks[1]
    )  # fmt: skip

    key = keys.form_key(world.wave.key, form.serial)
    kept = session.scalars(select(Response)).one()
    assert (kept.id, kept.form_key) == (keys.response_id(world.wave.key, form.serial), key)
    assert (kept.wave_id, kept.cell_id, kept.mode, kept.day) == (
        world.wave.id,
        form.cell_id,
        Mode.INTERVIEW,
        LATER,
    )
    assert (kept.width, kept.codes) == (len(QUESTIONNAIRE.columns), given.codes)
    (item,) = given.texts
    assert [(one.response_id, one.item, one.text) for one in session.scalars(select(AnswerText))] == [
        (kept.id, item, "nhanh")
    ]
    proof = session.scalars(select(Receipt)).one()
    assert (proof.reference, proof.submission_id) == (receipt.reference, "s")
    assert receipt.reference == keys.receipt_reference(world.wave.key, form.serial)
    assert (proof.wave_id, proof.form_key, receipt.replayed) == (world.wave.id, key, False)
    line = session.scalars(select(FormEvent).order_by(FormEvent.id.desc())).first()
    assert (line.form_id, line.from_state, line.to_state) == (form.id, "printed", "accepted")
    assert (line.day, line.by_id, line.correction) == (LATER, world.clerks[1].id, False)
    assert [one.form_id for one in session.scalars(select(DraftPage))] == [other.id]
    assert [one.state for one in (form, other)] == ["accepted", "printed"]


def test_what_came_second_is_kept_whole_and_listed_by_number(session, world):
    forms = near_forms(session, world)[:3]
    for form in forms:
        collect.accept(
            session, form, answers(3, text="a"), mode=Mode.WEB, submission_id=f"{form.serial}", today=TODAY
        )
    for form, given in ((forms[2], 2), (forms[0], 4), (forms[0], 5)):
        with pytest.raises(collect.AlreadyAnsweredError):
            collect.accept(
                session, form, answers(given, text="b"), mode=Mode.PAPER, submission_id="p", today=LATER
            )

    found = duplicates.listing(session, world.wave, user=world.department)
    assert sorted(one.refused.id for one in found) == [1, 2, 3]
    assert all(one.accepted.form_key == one.refused.form_key for one in found)
    first = next(one for one in found if one.refused.id == 2)
    assert (first.refused.mode, first.refused.day, first.refused.wave_id) == (
        Mode.PAPER,
        LATER,
        world.wave.id,
    )
    assert (first.refused.codes, list(first.refused.texts.values())) == (answers(4).codes, ["b"])
    assert first.accepted.codes == answers(3).codes
    assert first.differing == gate.differing(QUESTIONNAIRE, answers(3, text="a"), answers(4, text="a"))
    duplicates.decide(session, first.refused, " " + "k" * 600, stamp=world.stamp())
    assert first.refused.decision == "k" * 500
    act = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (act.action, act.subject, act.details) == (
        "duplicate_decided",
        "duplicate:2",
        {"decision": "k" * 500},
    )
    with pytest.raises(AppError, match="không có quyền"):
        duplicates.decide(session, first.refused, "x", stamp=world.stamp(world.clerks[0]))


def test_a_wave_where_a_draft_was_sent_meanwhile_says_so(session, world, form):
    with pytest.raises(AppError, match="đã được gửi") as told:
        drafts.save(session, form, "A", {"A1": ["1"]}, version=3, today=TODAY)
    assert told.value.status == 409
    version = drafts.save(session, form, "A", {"A1": ("1",)}, version=0, today=LATER)
    page = session.scalars(select(DraftPage)).one()
    assert (page.section, page.answers, page.version, page.day, version) == ("A", {"A1": ["1"]}, 1, LATER, 1)
    assert drafts.save(session, form, "A", {"A1": ["2"]}, version=1, today=TODAY) == 2
    session.refresh(page)
    assert (page.answers, page.day) == ({"A1": ["2"]}, TODAY)


@pytest.fixture
def twice(session, world):
    world.wave.double_keying = 1.0
    forms = near_forms(session, world)
    movements.issue_batch(session, forms[0].batch, stamp=world.stamp())
    session.commit()
    return forms


def test_each_keying_is_kept_with_who_when_what_and_how_it_compares(session, world, twice):
    form = twice[0]
    given, other = answers(3, text="chữ"), altered(altered(answers(3), 0), 1)
    first = keying.key(session, form, given, stamp=world.stamp(world.clerks[0], days=1))
    assert [one.to_state for one in ledger.history(session, form)][-2:] == ["handed_out", "returned"]
    assert ledger.history(session, form)[-1].by_id == world.clerks[0].id
    assert (first.status, first.receipt, first.differing) == ("needs_second", None, ())
    with pytest.raises(AppError, match="chưa có hai lần nhập khác nhau"):
        comparison.comparison(session, form, user=world.clerks[2])
    with pytest.raises(AppError, match="không có gì phải phân xử") as told:
        keying.adjudicate(session, form, given, stamp=world.stamp(world.clerks[2]))
    assert told.value.status == 409
    second = keying.key(session, form, other, stamp=world.stamp(world.clerks[1], days=2))
    assert (second.status, len(second.differing)) == ("differs", 2)
    shown = comparison.comparison(session, form, user=world.clerks[2])
    assert (shown.form, shown.first, shown.second, shown.differing) == (form, given, other, second.differing)
    with pytest.raises(AppError, match="người thứ ba phải phân xử") as third:
        keying.key(session, form, given, stamp=world.stamp(world.clerks[2]))
    assert third.value.status == 409
    done = keying.adjudicate(session, form, given, stamp=world.stamp(world.clerks[2], days=3))

    fields = sum(item not in given.texts for item in {column.item for column in QUESTIONNAIRE.columns})
    assert [
        (one.turn, one.source, one.keyer_id, (one.day - TODAY).days, one.fields, one.differing, one.wrong)
        for one in turns.keyings_of(session, form)
    ] == [
        ("first", "paper", world.clerks[0].id, 1, fields, 2, 0),
        ("second", "paper", world.clerks[1].id, 2, fields, 2, 2),
        ("adjudication", "paper", world.clerks[2].id, 3, fields, None, None),
    ]
    assert done.receipt.reference == keys.receipt_reference(world.wave.key, form.serial)
    assert session.scalars(select(Receipt.submission_id)).one() == f"paper-{form.serial}"
    last = ledger.history(session, form)[-1]
    assert (last.to_state, last.by_id, last.day) == (
        "accepted",
        world.clerks[2].id,
        TODAY + dt.timedelta(days=3),
    )
    act = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (act.action, act.subject) == ("keying_adjudicated", f"form:{number.write(form.serial)}")
    rates = [(one.keyer.name, one.forms, one.wrong) for one in workload.rates(session, world.wave)]
    assert rates == [("nhap1", 1, 0), ("nhap2", 1, 2)]
    assert workload.rates(session, world.wave)[1].per_thousand == pytest.approx(2000 / fields)
    assert workload.KeyerRate(world.department, 0, 0, 0).per_thousand is None


TURNS = {
    ("returned", 0): "first",
    ("returned", 1): "second",
    ("returned", 2): "adjudication",
    ("issued", 0): "first",
    ("handed_out", 0): "first",
}


@pytest.mark.parametrize("state", FormState)
@pytest.mark.parametrize("made", range(4))
def test_which_keying_is_due(world, form, state, made):
    form.state = state
    before = [Keying(keyer_id=1000 + n) for n in range(made)]
    if (state.value, made) in TURNS:
        assert turns.next_turn(form, before, world.clerks[0]) == TURNS[state.value, made]
    else:
        with pytest.raises(AppError, match="không có gì để nhập") as told:
            turns.next_turn(form, before, world.clerks[0])
        said = NAMES[state].vi
        assert told.value.status == 409
        assert (
            told.value.vi
            == f"Phiếu {number.write(form.serial)} đang ở trạng thái «{said}», không có gì để nhập."
        )


@pytest.mark.parametrize(("role", "may"), [("clerk", True), ("coordinator", True), ("department", True), ("supervisor", False)])  # fmt: skip
def test_who_may_key(session, world, twice, role, may):
    user = world.clerks[0] if role == "clerk" else add_user(session, "ai", role)
    if may:
        assert (
            turns.open_form(session, number.write(twice[0].serial), wave=world.wave, user=user).turn
            == "first"
        )
        assert turns.keyer(twice[0], Stamp(user, world.stamp().at)) is user
    else:
        with pytest.raises(AppError, match="không có quyền"):
            turns.open_form(session, number.write(twice[0].serial), wave=world.wave, user=user)
        with pytest.raises(AppError, match="không có quyền"):
            turns.keyer(twice[0], Stamp(user, world.stamp().at))


def test_the_long_rows_are_each_answer_with_its_place_and_words(session, world, form):
    form.cell.stratum = "=1+1"
    collect.accept(session, form, answers(2, text="@x"), mode=Mode.PAPER, submission_id="s", today=TODAY)
    data = results.responses(session, world.wave)
    sheet = microdata.long(data, QUESTIONNAIRE)

    assert (sheet.name, sheet.columns) == (
        "Câu trả lời", ("row", "area", "stratum", "psu", "weight", "mode", "item", "column", "code", "answer")
    )  # fmt: skip
    cell = form.cell
    head = (1, cell.area.code, "=1+1", cell.clusters[0], cell.weight, "paper")
    codes = dict(zip((c.name for c in QUESTIONNAIRE.columns), answers(2).codes, strict=True))
    assert [row[:9] for row in sheet.rows] == [
        (*head, column.item, column.name, codes[column.name]) for column in QUESTIONNAIRE.columns
    ]
    words = {row[7]: row[9] for row in sheet.rows}
    assert words["A1"] == "Nữ"
    column = next(column for column in QUESTIONNAIRE.columns if column.item == "B2")
    option = next(one for one in QUESTIONNAIRE.items["B2"].options if one.code == column.option)
    assert microdata.meaning(QUESTIONNAIRE, column, TICKED) == f"có: {option.text.vi}"
    assert microdata.meaning(QUESTIONNAIRE, column, TICKED + 1) == f"không: {option.text.vi}"
    (wide, first) = microdata.wide(data, QUESTIONNAIRE).decode().splitlines()
    assert wide.split(",")[:8] == ["area", "stratum", "psu", "ssu", "fpc_1", "fpc_2", "weight", "mode"]
    assert wide.split(",")[8:] == [column.name for column in QUESTIONNAIRE.columns]
    assert first.split(",")[1] == "'=1+1"
    texts = microdata.open_answers(results.texts(session, world.wave))
    (item,) = answers(2, text="@x").texts
    assert texts == Sheet("Ý kiến", ("item", "area", "text"), ((item, cell.area.code, "@x"),))
