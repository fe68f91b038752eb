"""Alembic's environment: the connection that ``db.migrate`` opened, or one made from DATABASE_URL."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

from survey_app import config, db
from survey_app.tables import Base
from survey_app.tables.base import UtcDateTime


def render(kind: str, value: object, _context: object) -> str | Literal[False]:
    """Render our own column types as plain ones: a migration must not change with our code."""
    return "sa.DateTime()" if kind == "type" and isinstance(value, UtcDateTime) else False


def migrate(connection: Connection) -> None:
    # Batch mode: SQLite changes a table by copying it.
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=render
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with db.make_engine(config.from_environment().database_url).connect() as own:
        migrate(own)
        own.commit()
