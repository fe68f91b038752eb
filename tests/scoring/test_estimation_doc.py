"""The examples of docs/estimation.md run and give what the page says."""

import doctest
import json
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from survey_app.cli import cli
from tests.builders.estimate import DESIGN

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "estimation.md"
SURVEY = ROOT / "tests" / "golden" / "statistics" / "sipas_small.csv"


def blocks(language):
    """Return the fenced blocks of the page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


FIRST, ALL_KEYS, ROWS, COLUMNS, STEPS = blocks("toml")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the command in a folder of its own; return what it prints."""
    monkeypatch.chdir(tmp_path)

    def estimate(spec, *options, data=SURVEY):
        Path("spec.toml").write_text(spec, "utf-8")
        result = CliRunner().invoke(cli, ["estimate", str(data), "spec.toml", *options])
        assert result.exit_code == 0, result.output
        return result.stdout

    return estimate


def test_the_examples_in_python_are_true(monkeypatch):
    monkeypatch.chdir(ROOT)

    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")

    assert result.attempted >= 12
    assert result.failed == 0


def test_the_first_estimate_prints_what_the_page_shows(run):
    (console,) = blocks("console")
    command, printed = console.split("\n", 1)

    assert command == f"$ sipas estimate {SURVEY.relative_to(ROOT)} spec.toml --format table"
    assert run(FIRST, "--format", "table") == printed


def test_a_specification_with_every_key_runs(run):
    output = run(ALL_KEYS, "--format", "csv")

    assert {tuple(line.split(",")[:2]) for line in output.splitlines()[1:]} == {
        ("estimate", "headings"),
        ("estimate", "quartiles"),
        ("estimate", "answers"),
        ("estimate", "displeased"),
        ("estimate", "per response"),
        ("estimate", "same ages"),
        ("contrast", "with and without ages"),
        ("contrast", "[[contrast]] 2"),
        ("contrast", "[[contrast]] 3"),
        ("table", "education by sex"),
        ("test", "education by sex"),
        ("regression", "who is satisfied"),
        ("test", "who is satisfied"),
        ("test", "town and country"),
        ("test", "[[test]] 2"),
        ("test", "[[test]] 3"),
        ("tally", "answers"),
    }
    assert len(Path("weights.csv").read_text("utf-8").splitlines()) == 838


def test_rows_and_columns_are_picked_and_made(run):
    domains = '[[estimate]]\nstatistic = "mean"\nby = ["age3", "edu2", "sex"]\n'
    whole = json.loads(run(ROWS + COLUMNS + DESIGN + domains))
    words = [row["labels"]["sex"] for row in whole["estimates"]]

    assert {row["by"]["age3"] for row in whole["estimates"]} == {"young", "middle", "old"}
    assert [row["by"]["edu2"] for row in whole["estimates"][:160:80]] == ["low", "high"]
    assert set(words) == {"male", "female"}


def test_every_step_of_weighting_runs(run):
    pd.read_csv(SURVEY).assign(answered=1).to_csv("answered.csv", index=False)
    output = run(DESIGN + STEPS + '[[estimate]]\nname = "all"\n', data="answered.csv")

    for kind in ("nonresponse", "poststratify", "rake", "calibrate", "trim"):
        assert f'"kind": "{kind}"' in output


VIETNAMESE = ROOT / "docs" / "estimation.vi.md"


def parts(page):
    """Return the fenced blocks of a page with their languages, the levels of its headings, and its rows of tables."""
    text = page.read_text("utf-8")
    plain = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return fenced, re.findall(r"^#+(?= )", plain, re.MULTILINE), re.findall(r"^\|.*\|$", plain, re.MULTILINE)


def test_the_vietnamese_page_has_the_same_examples_headings_and_tables():
    ours, theirs = parts(VIETNAMESE), parts(PAGE)

    assert [name for name, _ in ours[0]] == [name for name, _ in theirs[0]]
    for (language, vietnamese), (_, english) in zip(ours[0], theirs[0], strict=True):
        if language == "toml":
            assert tomllib.loads(vietnamese) == tomllib.loads(english)
            assert vietnamese.count("#") == english.count("#")
        else:
            assert vietnamese == english
    assert ours[1] == theirs[1]
    assert [row.count("|") for row in ours[2]] == [row.count("|") for row in theirs[2]]


def test_the_vietnamese_page_names_every_key_and_function_that_the_english_one_names():
    def named(page):
        return set(
            re.findall(r"`([^`\s]+)`", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL))
        )

    assert named(PAGE) - named(VIETNAMESE) - {"answered(column)", "[columns.NAME]"} == set()
