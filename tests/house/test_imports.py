"""Imports go one way: no circle whoever hides it, every layer named and drawn, and nothing that only tests would reach."""

import graphlib
import tomllib

import pytest

from survey_app.cli import COMMANDS
from tests.builders.source_tree import PACKAGES, ROOT, imports, modules, reached_from

# Where the product is entered from outside: the console script and its commands, the application that a web server
# is given, and the two libraries' faces, with what docs/ tell a statistician to import.
DOORS = {
    "survey_app.cli",
    "survey_app",
    "scoring",
    "scoring.run",
    "scoring.analysis",
    "scoring.weighting",
    "sampling",
    "questionnaires.load",
    "questionnaires.answers",
} | {f"survey_app.commands.{name.replace('-', '_')}" for name in COMMANDS}
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
CONTRACTS = TOOLS["importlinter"]["contracts"]
MAP = (ROOT / "docs" / "architecture.md").read_text("utf-8")
LAYERS = {contract["containers"][0]: contract for contract in CONTRACTS if "containers" in contract}


def test_no_import_closes_a_circle_not_even_one_in_a_function_or_for_types_alone():
    assert len(list(graphlib.TopologicalSorter(imports()).static_order())) == len(modules())


def test_every_module_is_reached_from_outside_the_tests():
    assert modules().keys() - reached_from(DOORS) == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_part_of_a_package_has_its_layer(package):
    contract = LAYERS[package]
    layers = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    parts = {name.split(".")[1] for name in modules() if name.startswith(f"{package}.")}

    assert contract["exhaustive"] is True
    assert "exhaustive_ignores" not in contract
    assert layers == parts


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_draws_the_layers_of_the_contract(package):
    _, _, section = MAP.partition(f"\n### `{package}/`")
    drawn = section.partition("```text\n")[2].partition("```")[0]

    assert [layer.split(" | ") for layer in drawn.splitlines()] == [
        layer.split(" | ") for layer in LAYERS[package]["layers"]
    ]


def test_no_contract_has_an_exception():
    assert [contract["name"] for contract in CONTRACTS if "ignore_imports" in contract] == []


def test_the_modules_that_get_mutants_and_their_tests_are_there():
    named = {
        *TOOLS["sipas"]["mutants"],
        *(test for tests in TOOLS["sipas"]["mutants"].values() for test in tests),
    }

    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
