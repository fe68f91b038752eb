"""The database: SQLite by default, PostgreSQL by one setting, the same code above both.

On SQLite a session that may write takes the write lock with its first statement (``BEGIN IMMEDIATE``): a read
that becomes a write later could not wait for another writer, it would fail.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from survey_app.errors import AppError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30


class SessionFactory:
    """A factory of sessions on one database.

    ``factory()`` may write; ``factory.reading()`` may not, and never waits for a writer. Both are context managers,
    and so is the factory itself: leaving it closes its connections.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(sipas_begin="BEGIN")

    def __call__(self) -> Session:
        """Return a session for a request that writes."""
        return Session(self.engine, expire_on_commit=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def reading(self) -> Session:
        """Return a session for a request that only reads."""
        return Session(self._reader, expire_on_commit=False)


def session_factory(url: str, *, durable: bool = True) -> SessionFactory:
    """Return the session factory of the database at ``url``.

    Args:
        url: ``sqlite:///path`` or ``postgresql://…``.
        durable: wait for the disk at every commit, so that a receipt survives a power cut; without it, it
            survives a killed process only (for demonstrations and tests).

    Raises:
        AppError: when the address is of no database we know.
    """
    return SessionFactory(make_engine(url, durable=durable))


def opened(url: str) -> SessionFactory:
    """Return the session factory of an existing database with the tables of this version.

    Raises:
        AppError: the database cannot be reached, has no tables, or those of another version.
    """
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    factory = session_factory(url)
    try:
        with factory.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise AppError(
            f"Không mở được cơ sở dữ liệu {_without_password(factory)}: hãy xem lại địa chỉ (DATABASE_URL) và máy chủ.",
            f"The database {_without_password(factory)} cannot be opened: check its address (DATABASE_URL) and its server.",
        ) from error
    if found != ScriptDirectory(str(MIGRATIONS)).get_current_head():
        raise AppError(
            f"Cơ sở dữ liệu {_without_password(factory)} chưa có bảng của phiên bản này: hãy chạy «sipas init-db», "
            "hoặc «make demo» để xem thử.",
            f"The database {_without_password(factory)} lacks the tables of this version: run 'sipas init-db', "
            "or 'make demo' to try.",
        )
    return factory


def _without_password(factory: SessionFactory) -> str:
    return factory.engine.url.render_as_string()


def make_engine(url: str, *, durable: bool = True) -> Engine:
    """Return an engine with the settings each kind of database needs; see ``session_factory``."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, durable=durable)
    engine = create_engine(address, pool_pre_ping=True, pool_size=10, max_overflow=20)
    if not durable:
        event.listen(engine, "connect", _relax_postgresql)
    return engine


def migrate(url: str, *, revision: str = "head") -> tuple[str | None, str | None]:
    """Create the tables of the database at ``url``, or bring them up to ``revision``.

    Returns:
        The revision before and the one after; before is None where there were no tables.
    """
    from alembic import command
    from alembic.migration import MigrationContext

    address = _address(url)
    if address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}:
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url)
    with engine.connect() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(alembic_config(connection), revision)
        after = MigrationContext.configure(connection).get_current_revision()
        connection.commit()
    engine.dispose()
    return before, after


def alembic_config(connection: Connection) -> Any:
    """Return Alembic's configuration for migrations over ``connection``."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def forget_deleted_rows(engine: Engine, tables: Iterable[str]) -> bool:
    """Rewrite the database so that its files hold nothing deleted or overwritten.

    Args:
        engine: the database.
        tables: which tables to rewrite where they can be told apart; SQLite rewrites its whole file.

    Returns:
        False when somebody else was at work all the time: stop the server and do it again.
    """
    try:
        if engine.dialect.name == "sqlite":
            return _rewrite_sqlite(engine)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"SET lock_timeout = '{BUSY_SECONDS}s'"))
            connection.execute(text(f"VACUUM FULL {', '.join(tables)}"))
            connection.execute(text("RESET lock_timeout"))
    except OperationalError:
        return False
    return True


def _rewrite_sqlite(engine: Engine) -> bool:
    # Past SQLAlchemy, which would begin a transaction: VACUUM cannot run in one.
    with closing(engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        try:
            cursor.execute("VACUUM")
            busy, _log, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        return not busy


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise _unknown(url) from error
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise _unknown(url)
    if address.drivername == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    return address


def _unknown(url: str) -> AppError:
    kind = url.split(":", 1)[0]
    return AppError(
        f"DATABASE_URL loại «{kind}» không dùng được: hãy ghi sqlite:///đường-dẫn hoặc postgresql://….",
        f"DATABASE_URL of the kind '{kind}' cannot be used: write sqlite:///path or postgresql://….",
    )


def _sqlite(address: URL, *, durable: bool) -> Engine:
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver must not begin transactions by its own rules: ``begin`` below does.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
            f"synchronous={'FULL' if durable else 'NORMAL'}",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sipas_begin", "BEGIN IMMEDIATE"))

    return engine


def _relax_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    connection.commit()
