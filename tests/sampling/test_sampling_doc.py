"""The examples of docs/sampling.md run and give what the page says."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "sampling.md"


def test_the_examples_of_the_page_about_sampling_are_true():
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")

    assert result.attempted >= 15
    assert result.failed == 0
