"""Names that documentation promised: still importable, or refused with the place they moved to."""

import importlib
import re

import pytest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sampling.allocate", "sampling.size.allocation"),
        ("sampling.bethel", "sampling.size.bethel"),
        ("sampling.conditional", "sampling.selection.conditional_poisson"),
        ("sampling.cube", "sampling.selection.cube"),
        ("sampling.dispositions", "sampling.fieldwork.dispositions"),
        ("sampling.frame_areas", "sampling.frame.areas"),
        ("sampling.household", "sampling.selection.household"),
        ("sampling.inclusion", "sampling.selection.inclusion"),
        ("sampling.joint", "sampling.selection.joint_inclusion"),
        ("sampling.manifest", "sampling.drawing.manifest"),
        ("sampling.overlap", "sampling.selection.overlap"),
        ("sampling.planning", "sampling.preview.outlook"),
        ("sampling.population", "sampling.preview.synthetic_population"),
        ("sampling.reserves", "sampling.fieldwork.reserves"),
        ("sampling.select", "sampling.selection.methods"),
        ("sampling.simulate", "sampling.preview.simulate"),
        ("sampling.stages", "sampling.drawing.draw"),
        ("sampling.verify", "sampling.drawing.verify"),
        ("scoring.groups", "scoring.criteria.groups"),
        ("scoring.replication", "scoring.design.replication"),
        ("scoring.target_files", "scoring.targets.target_files"),
        ("scoring.verdict", "scoring.targets.verdict"),
    ],
)
def test_a_moved_module_says_where_it_is_now(old, new):
    importlib.import_module(old.split(".")[0])
    with pytest.raises(ModuleNotFoundError, match=f"{old} is now {new}: import it from there"):
        importlib.import_module(old)

    assert importlib.import_module(new)
    package, _, name = old.partition(".")
    with pytest.raises(ModuleNotFoundError, match=f"{old} is now {new}"):
        exec(f"from {package} import {name}")


@pytest.mark.parametrize(
    "promised",
    [
        "sampling.frame:frame_from",
        "sampling.size:slovin",
        "scoring:estimate",
        "scoring.design:Design",
        "scoring.method:Method",
        "scoring.run:score",
        "scoring.weighting:rake",
    ],
)
def test_a_promised_name_stays_where_it_was(promised):
    module, name = promised.split(":")

    assert callable(getattr(importlib.import_module(module), name))


def test_a_removed_module_says_what_does_its_work_now():
    with pytest.raises(
        ModuleNotFoundError, match=r"sampling\.weights was removed: the column weight .*"
    ) as told:
        importlib.import_module("sampling.weights")

    module, _, name = re.search(r"scoring[\w.]+", str(told.value)).group().rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))


def test_a_module_that_never_was_is_refused_as_python_does():
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'sampling\.nothing'"):
        importlib.import_module("sampling.nothing")
