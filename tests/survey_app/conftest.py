"""A small wave in a fresh database; who and what is in it, ``world.py`` says."""

import pytest

from tests.survey_app.world import make_world, near_forms


@pytest.fixture
def world(session):
    return make_world(session, double_keying=0.0)


@pytest.fixture
def form(session, world):
    """A main form of the near post office."""
    return near_forms(session, world)[0]
