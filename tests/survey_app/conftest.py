"""A small wave in a fresh database; who and what is in it, ``world.py`` says.

It is made once for each kind of database and copied for every test that asks for ``world``.
"""

import shutil
from collections.abc import Callable
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
    new_browser,
    rows,
    site,
    wave,
    wave_template,
    window,
)
from tests.survey_app.world import find_world, make_world, near_forms

__all__ = ["app", "browser", "chromium", "new_browser", "rows", "site", "wave", "wave_template", "window"]


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


def make_in(address):
    with db.session_factory(address, durable=False) as sessions, sessions() as session:
        make_world(session, double_keying=0.0)


@pytest.fixture(scope="session")
def sqlite_with_world(sqlite_template, tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "world.db"
    shutil.copy(sqlite_template, path)
    make_in(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_with_world(postgres_template, copied_postgres):
    with copied_postgres(postgres_template) as (address, name):
        make_in(address)
        yield name


@pytest.fixture
def sqlite_origin(request, sqlite_template):
    return request.getfixturevalue("sqlite_with_world") if wants_world(request) else sqlite_template


@pytest.fixture
def postgres_origin(request, postgres_template):
    return request.getfixturevalue("postgres_with_world") if wants_world(request) else postgres_template


def wants_world(request):
    return "world" in request.fixturenames


@pytest.fixture
def world(session):
    return find_world(session)


@pytest.fixture
def form(session, world):
    """A main form of the near post office."""
    return near_forms(session, world)[0]
