"""The migrations make exactly the tables the code knows, on both kinds of database."""

import datetime as dt

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from survey_app import db
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import Base

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


def test_the_ledger_refuses_to_be_changed(session):
    audit.record(session, "tested", "nothing", stamp=Stamp(None, NOON))

    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        session.execute(sa.text("DELETE FROM audit_event"))
