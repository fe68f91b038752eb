"""The library tells by itself which of its files hold targets."""

import pytest

from scoring.targets import target_files, toml_files
from tests.builders.target_library import SECOND, TITLE, hold_a_second_plan


@pytest.fixture
def second_plan(tmp_path, monkeypatch):
    hold_a_second_plan(tmp_path, monkeypatch)
    yield
    toml_files.library_names.cache_clear()


def test_a_second_file_of_targets_is_found_and_an_action_plan_is_none(second_plan):
    assert target_files.published() == ("plan-336", SECOND)
    assert target_files.load(SECOND).title == TITLE


def test_every_target_set_of_the_library_bears_the_name_of_its_file():
    names = target_files.published()

    assert names
    assert tuple(target_files.load(name).id for name in names) == names
