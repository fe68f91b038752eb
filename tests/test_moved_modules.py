"""Names that documentation promised: still importable, or refused with the place they moved to."""

import importlib

import pytest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sampling.stages", "sampling.drawing.draw"),
        ("sampling.planning", "sampling.preview.outlook"),
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


def test_a_module_that_never_was_is_refused_as_python_does():
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'sampling\.nothing'"):
        importlib.import_module("sampling.nothing")
