"""The examples of docs/scoring.md run and give what the page says."""

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def test_the_examples_of_the_page_about_scores_are_true(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)

    result = doctest.testfile(str(ROOT / "docs" / "scoring.md"), module_relative=False)

    assert result.attempted >= 17
    assert result.failed == 0
