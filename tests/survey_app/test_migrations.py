"""The migrations make exactly the tables the code knows, on both kinds of database, and lose no row of an older one."""

import datetime as dt

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from scoring.method.method import Method
from survey_app import db
from survey_app.fieldwork import substitutions
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.surveys.notice import Notice
from survey_app.tables import Base, Batch, Form, Wave
from survey_app.waves import notices
from tests.survey_app import older_database

pytestmark = pytest.mark.slow

# From the first to the one before the newest.
REVISIONS = [script.revision for script in ScriptDirectory(str(db.MIGRATIONS)).walk_revisions()][:0:-1]
WITH_FORMS = [revision for revision in REVISIONS if revision >= "0002"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request, tmp_path):
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'older.db'}"
        return
    with request.getfixturevalue("copied_postgres")("template0") as (address, _):
        yield address


@pytest.fixture
def older(empty_database):
    """Make a database of a revision with rows in every table; upgrade it; give back both ends of the way."""
    opened = []

    def upgraded_from(revision):
        db.migrate(empty_database, revision=revision)
        factory = db.session_factory(empty_database, durable=False)
        opened.append(factory)
        tables = older_database.reflected(factory.engine)
        before = older_database.fill(factory.engine)
        db.migrate(empty_database)
        return factory, tables, before

    yield upgraded_from
    for factory in opened:
        factory.engine.dispose()


NOON = dt.datetime(2025, 11, 18, 5, tzinfo=dt.UTC)


def constraints(engine):
    inspector = sa.inspect(engine)
    return {
        (table, kind, found["name"], found.get("sqltext"))
        for table in Base.metadata.tables
        for kind, names in (
            ("check", inspector.get_check_constraints(table)),
            ("unique", inspector.get_unique_constraints(table)),
            ("foreign", inspector.get_foreign_keys(table)),
        )
        for found in names
    }


def test_the_migrations_make_what_the_metadata_says(sessions):
    with sessions.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_make_every_constraint_too(sessions):
    migrated = constraints(sessions.engine)
    with sessions.engine.begin() as connection:
        for table in [*sa.inspect(connection).get_table_names()]:
            cascade = "" if connection.dialect.name == "sqlite" else "CASCADE"
            if connection.dialect.name == "sqlite":
                connection.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
            connection.execute(sa.text(f"DROP TABLE {table} {cascade}"))
        Base.metadata.create_all(connection)

    assert migrated == constraints(sessions.engine)


def test_going_back_to_nothing_leaves_no_table(sessions):
    with sessions.engine.connect() as connection:
        from alembic import command

        command.downgrade(db.alembic_config(connection), "base")
        connection.commit()

    assert sa.inspect(sessions.engine).get_table_names() == ["alembic_version"]


def test_migrating_twice_changes_neither_tables_nor_rows(sessions, database_url):
    with sessions() as session:
        audit.record(session, "tested", "nothing", stamp=Stamp(None, NOON))
        session.commit()
    before = everything(sessions.engine)

    db.migrate(database_url)
    db.migrate(database_url)

    assert everything(sessions.engine) == before
    assert before["audit_event"][1]


def everything(engine):
    """Return the columns and the rows of every table."""
    inspector = sa.inspect(engine)
    tables = {
        name: [
            (column["name"], str(column["type"]), column["nullable"])
            for column in inspector.get_columns(name)
        ]
        for name in inspector.get_table_names()
    }
    with engine.connect() as connection:
        return {
            name: (columns, connection.execute(sa.text(f"SELECT * FROM {name}")).all())
            for name, columns in tables.items()
        }


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_older_database_is_brought_up_to_date_with_every_row_it_had(older, revision):
    factory, tables, before = older(revision)

    assert all(before.values())
    assert older_database.stored(factory.engine, tables) == before
    with factory.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@pytest.mark.parametrize("revision", WITH_FORMS)
def test_the_reason_of_a_substitution_is_carried_over_from_the_audit(older, revision):
    factory, _, _ = older(revision)

    with factory() as session:
        found = {
            one.reserve.serial: (one.form.serial, one.day, one.by and one.by.name, one.reason)
            for serial in (1, 3, 5)
            for one in substitutions.of_form(session, session.query(Form).filter_by(serial=serial).one())
        }

    assert found == {
        4: (1, dt.date(2025, 11, 23), "lan", "đi vắng dài ngày"),
        5: (4, dt.date(2025, 11, 24), "lan", "ốm"),
        7: (3, None, None, ""),
    }


@pytest.mark.parametrize("revision", WITH_FORMS)
def test_a_batch_knows_the_day_of_its_first_printing_from_the_audit(older, revision):
    factory, _, _ = older(revision)

    with factory() as session:
        days = {batch.number: batch.printed_on for batch in session.query(Batch)}

    assert days == {1: dt.date(2025, 11, 20), 2: None}


@pytest.mark.parametrize("revision", WITH_FORMS)
def test_a_wave_opened_before_methods_were_kept_has_the_t_interval_it_was_declared_under(older, revision):
    factory, _, _ = older(revision)

    with factory() as session:
        (method,) = session.scalars(sa.select(Wave.method)).all()

    assert method["interval"] == "t"
    assert Method.of_rules(method) == Method(interval="t")


@pytest.mark.parametrize("revision", WITH_FORMS)
def test_a_wave_opened_before_there_were_notices_says_nothing_until_somebody_writes_it(older, revision):
    factory, _, _ = older(revision)

    with factory() as session:
        (wave,) = session.scalars(sa.select(Wave)).all()
        assert notices.of_wave(wave) == Notice()
        wave.notice = {"help_line": "0000 000 000"}
        session.commit()
        session.refresh(wave)
        assert notices.of_wave(wave).help_line == "0000 000 000"


@pytest.mark.parametrize("revision", WITH_FORMS)
def test_a_wave_printed_before_layouts_were_kept_has_none(older, revision):
    factory, _, _ = older(revision)

    with factory() as session:
        (wave,) = session.scalars(sa.select(Wave)).all()
        assert wave.layouts == {}


def test_the_ledger_refuses_to_be_changed(session):
    audit.record(session, "tested", "nothing", stamp=Stamp(None, NOON))

    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        session.execute(sa.text("DELETE FROM audit_event"))
