"""After a wave closes nothing leads from a form to its answers: each test tries a way."""

import itertools
import re
import secrets
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from scipy.stats import spearmanr
from sqlalchemy import select

from survey_app import db
from survey_app.closing import closing, unlinking
from survey_app.collection import collect, drafts, results
from survey_app.errors import AppError
from survey_app.fieldwork import movements
from survey_app.keying import keying
from survey_app.tables import (
    AnswerText,
    Base,
    DraftPage,
    Form,
    FormEvent,
    FormState,
    Keying,
    Mode,
    Receipt,
    RefusedAnswers,
    Response,
)
from survey_app.waves import keys
from survey_app.waves.opening import open_wave
from tests.survey_app.world import TODAY, answers, find_world, keys_from, make_world, near_forms, opening

LINKING = {"response", "receipt", "refused_answers", "answer_text"}


def close(session, world, **options):
    return closing.close_wave(
        session, world.wave, stamp=world.stamp(days=30), random_bytes=secrets.token_bytes, **options
    )


def make_answered(session):
    """Make a wave with answers from web and paper, a duplicate, an unsent draft and a form keyed twice."""
    world = make_world(session, double_keying=1.0)
    forms = near_forms(session, world)
    for number, form in enumerate(forms[:10]):
        given = answers(1 + number % 3, text=f"ý kiến {number}")
        collect.accept(session, form, given, mode=Mode.WEB, submission_id=f"s-{number}", today=TODAY)
    with pytest.raises(collect.AlreadyAnsweredError, match="đã có câu trả lời khác"):
        collect.accept(session, forms[0], answers(3), mode=Mode.PAPER, submission_id="duplicate", today=TODAY)
    paper = forms[10]
    movements.issue_batch(session, paper.batch, stamp=world.stamp())
    for clerk in world.clerks[:2]:
        keying.key(session, paper, answers(2, text="viết tay"), stamp=world.stamp(clerk))
    drafts.save(session, forms[11], "B", {"B1a": ["1"]}, version=0, today=TODAY)


MADE_ONCE = {"answered": make_answered}


@pytest.fixture
def answered(session):
    return find_world(session)


def test_a_wave_whose_ledger_does_not_balance_is_not_closed(session, answered):
    form = near_forms(session, answered)[12]
    session.execute(sa.update(Form).where(Form.id == form.id).values(state=FormState.LOST))

    with pytest.raises(AppError, match=f"lô: {form.batch.number}") as refused:
        close(session, answered)

    assert refused.value.status == 409
    assert answered.wave.is_open


def test_closing_keeps_every_answer_and_every_count(session, answered):
    before = results.responses(session, answered.wave)
    days = results.by_day(session, answered.wave)

    done = close(session, answered)

    assert results.responses(session, answered.wave).equals(before)
    assert results.by_day(session, answered.wave) == days
    assert (done.responses, done.evidence, done.pending) == (11, 1, 0)
    assert len(list(session.scalars(select(AnswerText)))) == 11


def test_the_smallest_group_is_of_one_place_one_mode_and_this_wave_alone(session, world):
    later = open_wave(session, opening(code="2026-1"), stamp=world.stamp(), new_key=keys_from(60))
    alone = session.scalars(select(Form).where(Form.wave_id == later.id)).first()
    first = near_forms(session, world)[0]
    alike = [form for form in near_forms(session, world) if form.cell_id == first.cell_id]
    assert len(alike) == 4
    for form, mode in zip(
        [*alike, alone], [Mode.WEB, Mode.WEB, Mode.PAPER, Mode.PAPER, Mode.WEB], strict=True
    ):
        given = answers(3)
        collect.accept(session, form, given, mode=mode, submission_id=f"s-{form.id}", today=TODAY)

    assert close(session, world).smallest_group == 2


def test_the_key_is_gone_and_no_key_derived_from_it_is_left(session, answered):
    key = answered.wave.key
    serials = [form.serial for form in session.scalars(select(Form))]

    close(session, answered)

    derived = {keys.form_key(key, serial) for serial in serials}
    ids = {keys.response_id(key, serial) for serial in serials}
    assert answered.wave.key is None
    assert not derived & set(session.scalars(select(Response.form_key)))
    assert not derived & set(session.scalars(select(Receipt.form_key)))
    assert not derived & set(session.scalars(select(RefusedAnswers.form_key)))
    assert not ids & set(session.scalars(select(Response.id)))
    with pytest.raises(AppError, match="đã kết thúc"):
        keys.key_of(answered.wave)


def test_a_receipt_keeps_its_reference_and_nothing_it_was_given_for(session, answered):
    before = list(session.scalars(select(Receipt)))
    references = {receipt.reference for receipt in before}
    told = {
        value for receipt in before for value in (receipt.form_key, receipt.submission_id, receipt.digest)
    }

    close(session, answered)

    after = list(session.scalars(select(Receipt)))
    left = [value for receipt in after for value in (receipt.form_key, receipt.submission_id, receipt.digest)]
    assert {receipt.reference for receipt in after} == references
    assert not told & set(left)
    assert len(set(left)) == 3 * len(references)


def test_refused_answers_keep_no_digest_of_what_they_said(session, answered):
    before = {(refused.form_key, refused.digest) for refused in session.scalars(select(RefusedAnswers))}

    close(session, answered)

    (after,) = session.scalars(select(RefusedAnswers))
    assert not {value for pair in before for value in pair} & {after.form_key, after.digest}


def test_every_table_that_closing_changes_is_rewritten(session, answered):
    changed = set()

    def note(_connection, _cursor, statement, *_):
        changed.update(re.findall(r"^(?:UPDATE|DELETE FROM) (\w+)", statement))

    engine = session.get_bind().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    close(session, answered)
    sa.event.remove(engine, "before_cursor_execute", note)

    assert {"wave", "response", "receipt", "keying", "form", "scan_row"} <= changed
    assert changed <= set(closing.ERASED)
    # Their rows follow those of the tables above: the new id of a response, the page of a picture that is gone.
    assert {"answer_text", "scan_page"} <= set(closing.ERASED)


@pytest.mark.postgres
def test_on_postgresql_no_rewritten_table_keeps_its_old_file(postgres_database):
    with db.session_factory(postgres_database, durable=False) as sessions, sessions() as session:
        world = make_world(session)
        before = files(session)

        assert close(session, world).rewritten

        after = files(session)
    assert [name for name in closing.ERASED if before[name] == after[name]] == []


def files(session):
    """Return the number of the file each table of a PostgreSQL database is kept in."""
    found = session.execute(
        sa.text("SELECT relname, pg_relation_filenode(oid) FROM pg_class WHERE relkind = 'r'")
    )
    return dict(found.all())


def test_no_column_of_an_answer_table_can_be_joined_to_a_column_of_a_form_table(session, answered):
    close(session, answered)

    shared = {"wave_id", "cell_id", "mode", "width", "questionnaire_version"}
    values = {
        table.name: {
            column.name: set(session.scalars(select(column))) - {None}
            for column in table.columns
            if (table.name, column.name) != ("refused_answers", "id")
            and column.name not in shared
            and not isinstance(column.type, sa.JSON)
        }
        for table in Base.metadata.sorted_tables
    }
    joins = [
        (answer, theirs, other, ours)
        for answer, other in itertools.product(LINKING, tables_about_forms())
        for theirs, left in values[answer].items()
        for ours, right in values[other].items()
        if {value for value in left & right if not isinstance(value, bool)}
    ]
    assert joins == []


def reached(table, seen):
    """Return the tables that foreign keys lead to, however many steps away."""
    for key in table.foreign_keys:
        if key.column.table.name not in seen:
            seen.add(key.column.table.name)
            reached(key.column.table, seen)
    return seen


def tables_about_forms():
    """Return every table that is about forms or people, those that other modules add included."""
    about = {"form", "user_account"}
    return sorted(
        table.name
        for table in Base.metadata.sorted_tables
        if table.name not in LINKING and ({table.name} | reached(table, set())) & about
    )


def test_the_foreign_keys_lead_no_answer_to_a_form_or_a_person():
    for name in LINKING:
        assert not reached(Base.metadata.tables[name], set()) & set(tables_about_forms())


def test_the_order_of_the_rows_says_nothing_about_the_order_of_answering(session):
    world = make_world(session, double_keying=0.0)
    forms = list(session.scalars(select(Form).where(Form.role == "main").order_by(Form.serial)))
    for number, form in enumerate(forms):
        given = answers(2, text=f"{number:03}")
        collect.accept(session, form, given, mode=Mode.WEB, submission_id=f"s-{number}", today=TODAY)
    close(session, world)

    for order in ("ORDER BY response_id", ""):
        rows = session.execute(sa.text(f"SELECT text FROM answer_text {order}")).scalars()
        rank = spearmanr(np.arange(len(forms)), [int(text) for text in rows])
        assert rank.pvalue > 1e-6


def test_the_ids_are_dealt_in_the_order_of_the_random_source_and_in_no_other(session, answered):
    by_id = sa.text("SELECT text FROM answer_text ORDER BY response_id")
    before = session.scalars(by_id).all()
    # Bytes that fall deal the responses from the last to the first, and the ids from the largest down.
    falling = itertools.count(2**60, -8)
    number = unlinking.cut_responses(session, answered.wave, lambda size: next(falling).to_bytes(size))

    assert number == len(before) == 11
    assert session.scalars(by_id).all() == before


def test_what_was_typed_and_for_whom_is_erased(session, answered):
    close(session, answered)

    assert {keying.codes for keying in session.scalars(select(Keying))} == {None}
    assert {keying.texts for keying in session.scalars(select(Keying))} == {None}
    assert {(refused.codes, refused.texts) for refused in session.scalars(select(RefusedAnswers))} == {
        (None, None)
    }
    assert {form.label for form in session.scalars(select(Form))} == {None}
    assert {response.day for response in session.scalars(select(Response))} == {None}
    assert list(session.scalars(select(DraftPage))) == []


def test_the_error_rate_of_keying_survives_its_codes(session, answered):
    close(session, answered)

    assert {keying.wrong for keying in session.scalars(select(Keying))} == {0}


def test_the_events_do_not_say_how_somebody_answered(session, answered):
    close(session, answered)

    accepted = select(FormEvent).where(FormEvent.to_state == FormState.ACCEPTED)
    assert {event.reason for event in session.scalars(accepted)} == {None}


def test_a_wave_with_unkeyed_paper_is_not_closed_by_accident(session, answered):
    form = near_forms(session, answered)[12]
    movements.record(session, form, FormState.RETURNED, stamp=answered.stamp(answered.clerks[0]))
    session.commit()

    with pytest.raises(AppError, match="1 phiếu đã thu chưa nhập"):
        close(session, answered)

    assert close(session, answered, abandon_pending=True).pending == 1


def test_a_wave_is_closed_once(session, answered):
    close(session, answered)

    with pytest.raises(AppError, match="đã kết thúc"):
        close(session, answered)


def test_the_file_itself_holds_nothing_of_the_link(sqlite_database, answered_file):
    path, secrets_of_the_wave = answered_file

    content = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))

    assert [secret for secret in secrets_of_the_wave if secret in content] == []


@pytest.fixture
def answered_file(sqlite_database):
    """A closed wave in a SQLite file, and what must not be found in its bytes."""
    factory = db.session_factory(sqlite_database)
    with factory() as session:
        world = make_world(session, double_keying=0.0)
        forms = near_forms(session, world)
        for number, form in enumerate(forms):
            collect.accept(
                session, form, answers(2), mode=Mode.WEB, submission_id=f"submission-{number:08}", today=TODAY
            )
        drafts_form = session.scalars(select(Form).where(Form.state == FormState.PRINTED)).first()
        drafts.save(session, drafts_form, "B", {"B1a": ["một bản nháp"]}, version=0, today=TODAY)
        key = world.wave.key
        secret = [key, *(keys.form_key(key, form.serial) for form in forms)]
        secret += [b"submission-0000", "một bản nháp".encode(), "Ấp 1".encode()]
        closing.close_wave(session, world.wave, stamp=world.stamp(), random_bytes=secrets.token_bytes)
    factory.engine.dispose()
    return Path(sqlite_database.removeprefix("sqlite:///")), secret


def test_a_busy_database_is_closed_and_says_that_it_must_be_rewritten_again(sqlite_database, monkeypatch):
    monkeypatch.setattr(db, "BUSY_SECONDS", 0)
    with db.session_factory(sqlite_database) as sessions, sessions() as session, sessions.reading() as reader:
        world = make_world(session)
        reader.execute(sa.text("SELECT count(*) FROM form")).scalar()

        assert not close(session, world).rewritten
        reader.rollback()
        assert closing.forget(session)
        assert not world.wave.is_open
