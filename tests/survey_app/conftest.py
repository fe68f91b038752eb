"""A small wave in a fresh database; who and what is in it, ``world.py`` says.

It is made once for each kind of database and copied for every test that asks for ``world``; so is what a module of
tests names in ``MADE_ONCE``: a fixture's name, and what fills an empty database for it. ``WAVES_MADE_ONCE`` is the
same for the wave of the browsers: what is done to it before a test that asks for the fixture.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import ClassVar

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

from survey_app import db
from tests.survey_app.browsers import (
    app,
    browser,
    chromium,
    filled_wave,
    new_browser,
    rows,
    site,
    wave,
    wave_origin,
    wave_template,
    window,
)
from tests.survey_app.world import find_world, make_world, near_forms

__all__ = [
    "app",
    "browser",
    "chromium",
    "filled_wave",
    "new_browser",
    "rows",
    "site",
    "wave",
    "wave_origin",
    "wave_template",
    "window",
]


class CompiledRule(Rule):
    """An address whose writer is compiled once, not once for each test's application."""

    writers: ClassVar[dict[tuple[str, bool], Callable]] = {}

    def _compile_builder(self, append_unknown=True):
        if self.defaults or self.subdomain:
            return super()._compile_builder(append_unknown)
        key = self.rule, append_unknown
        if key not in self.writers:
            self.writers[key] = super()._compile_builder(append_unknown)
        return self.writers[key]


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory):
    """Compile each template and address once: nearly every test makes an application of its own."""
    with pytest.MonkeyPatch.context() as patch:
        compiled = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": compiled})
        patch.setattr(Flask, "url_rule_class", CompiledRule)
        yield


def make_plain_world(session):
    make_world(session, double_keying=0.0)


def maker_of(request):
    """Return what fills the database of a test: what its module has for one of its fixtures, or the world, or None."""
    makers = {"world": make_plain_world, **getattr(request.module, "MADE_ONCE", {})}
    return next((make for name, make in makers.items() if name in request.fixturenames), None)


def fill(address, make):
    with db.session_factory(address, durable=False) as sessions, sessions() as session:
        make(session)
        session.commit()


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template, tmp_path_factory):
    """Return the file that a maker filled: at its first test, and the same for those that follow."""

    @cache
    def filled(make):
        path = tmp_path_factory.mktemp("sqlite") / "filled.db"
        shutil.copy(sqlite_template, path)
        fill(f"sqlite:///{path}", make)
        return path

    return filled


@pytest.fixture(scope="session")
def filled_postgres(postgres_template, copied_postgres):
    """Return the name of the PostgreSQL database that a maker filled."""
    with ExitStack() as copies:

        @cache
        def filled(make):
            address, name = copies.enter_context(copied_postgres(postgres_template))
            fill(address, make)
            return name

        yield filled


@pytest.fixture
def sqlite_origin(request, sqlite_template):
    make = maker_of(request)
    return request.getfixturevalue("filled_sqlite")(make) if make else sqlite_template


@pytest.fixture
def postgres_origin(request, postgres_template):
    make = maker_of(request)
    return request.getfixturevalue("filled_postgres")(make) if make else postgres_template


@pytest.fixture
def world(session):
    return find_world(session)


@pytest.fixture
def form(session, world):
    """A main form of the near post office."""
    return near_forms(session, world)[0]
