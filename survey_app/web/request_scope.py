"""Values of one request: database session, clock, settings, survey."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import cast

from flask import Flask, current_app, g, request
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from survey_app.config import Config, from_environment
from survey_app.db import SessionFactory, session_factory
from survey_app.people.stamp import day_of
from survey_app.surveys import surveys
from survey_app.surveys.survey import Survey
from survey_app.tables import Wave

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Session:
    """Return the session of this request: a reading one for GET, a writing one for other methods."""
    if "session" not in g:
        factory: SessionFactory = current_app.extensions["sipas_database"]
        g.session = factory.reading() if request.method in READING else factory()
    return cast("Session", g.session)


@contextmanager
def reading() -> Iterator[Session]:
    """Yield a short reading session beside the request's: on SQLite a writing session shuts others out."""
    factory: SessionFactory = current_app.extensions["sipas_database"]
    with factory.reading() as session:
        yield session


def now() -> datetime:
    """Return the moment, with its time zone."""
    clock: Callable[[], datetime] = current_app.extensions["sipas_clock"]
    return clock()


def today() -> date:
    """Return the day in Vietnam."""
    return day_of(now())


def config() -> Config:
    """Return the settings of this app."""
    return cast("Config", current_app.extensions["sipas_config"])


def survey() -> Survey:
    """Return the survey of this app."""
    return cast("Survey", current_app.extensions["sipas_survey"])


def is_synthetic() -> bool:
    """Return whether any wave of this database is synthetic, so that every page says so.

    The page that says that the database is away has to be made without it.
    """
    try:
        return _has_synthetic_wave()
    except SQLAlchemyError:
        return False


def _has_synthetic_wave() -> bool:
    return database().scalars(select(Wave.id).where(Wave.synthetic).limit(1)).first() is not None


def address_of_page() -> str:
    """Return the path of this page, to come back to after changing the language."""
    if request.method not in READING:
        return "/"
    return request.full_path if request.query_string else request.path


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()


def init_app(app: Flask, config: Config | None, clock: Callable[[], datetime] | None) -> None:
    """Set up the database and the clock of the app."""
    settings = config or from_environment()
    app.secret_key = settings.secret_key
    app.config["SESSION_COOKIE_SECURE"] = settings.production
    app.extensions["sipas_config"] = settings
    app.extensions["sipas_survey"] = held = surveys.load(settings.survey)
    app.extensions["sipas_database"] = session_factory(settings.database_url)
    app.extensions["sipas_clock"] = clock or (lambda: datetime.now(UTC))
    app.teardown_request(_close)
    app.context_processor(lambda: {"here": address_of_page(), "is_synthetic": is_synthetic, "survey": held})
