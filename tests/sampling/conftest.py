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
    rng = np.random.default_rng(2025)
    rows = []
    for commune in range(12):
        for village in range(int(rng.integers(4, 9))):
            rows.append(
                {
                    "district": f"{commune // 3:02d}",
                    "commune": f"26{commune:03d}",
                    "urban": int(commune % 3 == 0),
                    "village": f"26{commune:03d}-{village + 1:02d}",
                    "adults": int(rng.lognormal(4, 0.5)) + 30,
                }
            )
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def people(province) -> pd.DataFrame:
    """The same province with one row an adult, numbered 1, 2, … in the village."""
    rows = province.loc[province.index.repeat(province["adults"])].reset_index(drop=True)
    rows["person"] = rows.groupby("village").cumcount() + 1
    return rows
