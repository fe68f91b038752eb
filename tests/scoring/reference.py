"""The reference data and the designs that R made of them."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from scoring import Design

GOLDEN = Path(__file__).parent.parent / "golden" / "statistics"
TIGHT = 1e-9  # relative: estimates, weights, linearised standard errors
LIKELIHOOD = 1e-6  # read off a profile: test_likelihood_interval holds most of them to 1e-9
VALID = (1, 2, 3, 4, 5)
ITEMS = [f"q{number:02d}" for number in range(1, 41)]
SIPAS = {
    "wr": {},
    "fpc1": {"fpc": "fpc1"},
    "fpc3": {"clusters": ["psu", "ssu"], "fpc": ["fpc1", "fpc2", "fpc3"]},
}


@cache
def expected(name: str) -> dict:
    """Return what R says."""
    return json.loads((GOLDEN / f"{name}.expected.json").read_text("utf-8"))


@cache
def frame(name: str) -> pd.DataFrame:
    """Return a reference file."""
    return pd.read_csv(GOLDEN / f"{name}.csv")


@cache
def sipas(block: str) -> Design:
    """Return one of the three designs of the one-province survey."""
    return Design.from_frame(
        frame("sipas_small"), **{"strata": "stratum", "clusters": "psu", "weight": "w", **SIPAS[block]}
    )


@cache
def api(name: str) -> Design:
    """Return the design of a California schools file."""
    shape = {"apistrat": {"strata": "stype"}, "apiclus1": {"clusters": "dnum"}, "apisrs": {}}[name]
    return Design.from_frame(frame(name), weight="pw", fpc="fpc", **shape)


def close(actual, wanted, rtol=TIGHT) -> None:
    """Hold numbers against R's; a standard error of 0 may be rounding error."""
    np.testing.assert_allclose(
        np.asarray(actual, float), np.asarray(wanted, float), rtol=rtol, atol=1e-15 if rtol == TIGHT else 0
    )


def three(table):
    """Return estimates, standard errors and covariances of a table as flat arrays."""
    return table.value.ravel(), table.se.ravel(), table.vcov
