import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

GOLDEN = Path(__file__).parent.parent / "golden" / "statistics"


@pytest.fixture(scope="session")
def golden() -> Callable[[str], dict]:
    return lambda name: json.loads((GOLDEN / f"{name}.expected.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def province() -> pd.DataFrame:
    """A synthetic province: 4 districts, 12 communes, 74 villages with their adults."""
    # Plain arithmetic: a drawn province would tie the pinned bytes to a version of numpy.
    commune = np.repeat(np.arange(12), [4 + c * 7 % 5 for c in range(12)])
    village = pd.Series(commune).groupby(commune).cumcount() + 1
    return pd.DataFrame(
        {
            "district": [f"{c // 3:02d}" for c in commune],
            "commune": [f"26{c:03d}" for c in commune],
            "urban": (commune % 3 == 0).astype(int),
            "village": [f"26{c:03d}-{v:02d}" for c, v in zip(commune, village, strict=True)],
            "adults": 40 + np.arange(commune.size) * 7919 % 131,
        }
    )


@pytest.fixture(scope="session")
def people(province) -> pd.DataFrame:
    """The same province with one row an adult, numbered 1, 2, … in the village."""
    rows = province.loc[province.index.repeat(province["adults"])].reset_index(drop=True)
    rows["person"] = rows.groupby("village").cumcount() + 1
    return rows
