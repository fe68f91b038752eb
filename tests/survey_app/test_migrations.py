"""The migrations make exactly the tables the code knows, on both kinds of database."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from survey_app import db
from survey_app.tables import Base


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


def test_migrating_twice_changes_nothing(database_url):
    db.migrate(database_url)
    db.migrate(database_url)


def test_the_ledger_refuses_to_be_changed(session):
    import datetime as dt

    import pytest

    from survey_app.people import audit
    from survey_app.people.stamp import Stamp

    audit.record(session, "tested", "nothing", stamp=Stamp(None, dt.datetime(2025, 11, 18, tzinfo=dt.UTC)))

    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        session.execute(sa.text("DELETE FROM audit_event"))
