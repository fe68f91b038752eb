"""How the templates are laid out."""

from pathlib import Path

import pytest

import survey_app

ROOT = Path(survey_app.__file__).parent
TEMPLATES = sorted(ROOT.rglob("*.html"))
LONGEST_LINE = 120


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_of_a_template_is_longer_than_a_screen_is_wide(path):
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)

    assert [(number, len(line)) for number, line in lines if len(line) > LONGEST_LINE] == []


def test_the_templates_were_found():
    assert len(TEMPLATES) > 30
