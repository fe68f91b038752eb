"""One word, one meaning; and no name that says nothing."""

import re
from collections import Counter

from jinja2 import Environment, meta

from tests.builders.source_tree import PACKAGES, ROOT, python_files, shown

SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service"}
GLOSSARY = ROOT / "docs" / "glossary.md"
TEMPLATES = [
    *(ROOT / "survey_app" / "templates").rglob("*.html"),
    *(ROOT / "survey_app").glob("*/templates/**/*.html"),
]


def test_no_file_or_folder_has_a_name_that_says_nothing():
    named = [path for folder in (*PACKAGES, "tests", "bench", "docs") for path in (ROOT / folder).rglob("*")]
    words = {path: set(re.split(r"[_.-]", path.name)) for path in named if "__pycache__" not in path.parts}

    assert len(words) > 500
    assert [shown(path) for path, of in words.items() if of & SAY_NOTHING] == []


def test_every_word_stands_once_in_the_glossary():
    english, vietnamese = [], []
    for line in GLOSSARY.read_text("utf-8").splitlines():
        if not line.startswith("| ") or line.startswith("| word |"):
            continue
        words, meant, *_ = (cell.strip() for cell in line.strip("| ").split(" | "))
        english += [word.strip().lower() for word in re.split(r",|\(|\)", words) if word.strip()]
        vietnamese += [word.strip().lower() for word in meant.split(",")]

    assert len(english) > 80
    assert [word for word, times in Counter(english).items() if times > 1] == []
    assert [word for word, times in Counter(vietnamese).items() if times > 1] == []


def test_every_template_is_shown_and_every_shown_template_is_there():
    texts = [path.read_text("utf-8") for path in python_files("survey_app")]
    shown_by_code = {name for text in texts for name in re.findall(r'"([\w/]+\.html)"', text)}
    parsed = [Environment(autoescape=True).parse(path.read_text("utf-8")) for path in TEMPLATES]
    used_by_others = {name for tree in parsed for name in meta.find_referenced_templates(tree) if name}
    there = {path.as_posix().rpartition("/templates/")[2] for path in TEMPLATES}

    assert there == shown_by_code | used_by_others
