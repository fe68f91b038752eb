"""The reference survey as a wave of ours: answers in codes, design columns under our names."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from survey_app.cli import cli

GOLDEN = Path(__file__).parent.parent / "golden" / "statistics"


def coded(data: pd.DataFrame) -> pd.DataFrame:
    """Turn the reference data into ours: 9 is don't know (201), blank is 0; design columns get our names."""
    items = [name for name in data.columns if name[0] == "q" and name[1:].isdigit()]
    answers = data[items].fillna(0).replace(9, 201).astype("uint8")
    design = data[["stratum", "psu", "ssu", "district", "mode"]].astype(str)
    design = design.assign(weight=data["w"], tsu=data["person"], area=design["psu"])
    populations = {f"fpc_{i}": data[f"fpc{i}"] for i in (1, 2, 3) if f"fpc{i}" in data}
    return pd.concat([answers, design, pd.DataFrame(populations), data[["year"]]], axis=1)


@pytest.fixture(scope="session")
def small() -> pd.DataFrame:
    """The one-province survey with all design columns."""
    return coded(pd.read_csv(GOLDEN / "sipas_small.csv"))


@pytest.fixture(scope="session")
def two_years() -> pd.DataFrame:
    """The same communes in two years, twelve items."""
    return coded(pd.read_csv(GOLDEN / "sipas_twoyears.csv"))


@pytest.fixture(scope="session")
def expected() -> dict:
    """What R says of the one-province survey."""
    return json.loads((GOLDEN / "sipas_small.expected.json").read_text("utf-8"))


@pytest.fixture
def ask(tmp_path):
    """Run the command on a specification, in a folder of its own."""

    def run(spec, *options, data=GOLDEN / "sipas_small.csv"):
        path = tmp_path / "spec.toml"
        path.write_text(spec, "utf-8")
        return CliRunner().invoke(cli, ["estimate", str(data), str(path), *options])

    return run
