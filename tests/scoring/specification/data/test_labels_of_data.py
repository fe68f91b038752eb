"""Spellings of one label are one area, one stratum, one PSU, whatever reads the file."""

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from scoring.columns.levels import factorize
from scoring.engine.run import run_on
from scoring.errors import ScoringError
from scoring.specification.data.csv_table import read_csv
from scoring.specification.output import to_json, to_table
from scoring.specification.run import run
from scoring.specification.spec_file import load_spec

# ibis uses a function and an option that DuckDB and pandas have since renamed
pytestmark = [
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
]
LABELS = Path("tests/golden/labels")


def estimated(data, spec):
    table = read_csv(LABELS / data)
    return run(table, list(table), load_spec(LABELS / spec))


def duckdb_estimated(data, spec):
    pytest.importorskip("ibis")
    return run_on("duckdb", str(LABELS / data), load_spec(LABELS / spec))


@pytest.mark.parametrize("carried_out", [estimated, duckdb_estimated])
def test_psus_of_mixed_unicode_forms_are_as_many_as_there_are(carried_out):
    mixed, composed = carried_out("psu_mixed.csv", "psu.toml"), estimated("psu_nfc.csv", "psu.toml")
    (row,) = mixed.results[0].estimates

    assert (row.n_psu, mixed.design.df) == (6, 4)
    assert (round(row.low, 3), round(row.high, 3)) == (0.191, 0.893)
    assert row.se == pytest.approx(next(iter(composed.results[0].estimates)).se, rel=1e-12)
    assert "cột «psu»: 6 cách viết, 3 nhãn" in mixed.notes[0][0]
    assert composed.notes == []


def test_an_area_of_two_unicode_forms_has_one_row_and_a_note_in_every_output():
    done = estimated("nfd.csv", "nfd.toml")

    assert [row.by for row in done.results[0].estimates] == [{"huyen": "Gò Dầu"}]
    assert "1 spellings were merged" in json.loads(to_json(done, language="en"))["notes"][0]
    assert "Đã gộp 1 cách viết" in to_table(done)


def test_names_in_the_specification_are_labels_too(tmp_path):
    name = unicodedata.normalize("NFD", "huyện")
    (tmp_path / "d.csv").write_text(f"{name},w,q\nGò,1,5\nGò\u00a0,1,4\nTân,2,1\nTân,2,5\n", "utf-8")
    (tmp_path / "s.toml").write_text(
        f"""[design]
weight = "w"
[items]
columns = ["q"]
valid = [1, 2, 3, 4, 5]
[[weighting]]
kind = "poststratify"
column = "huyện"
counts = {{ "{unicodedata.normalize("NFD", "Gò")}" = 10, "Tân " = 30 }}
[[estimate]]
by = ["huyện"]
""",
        "utf-8",
    )
    table = read_csv(tmp_path / "d.csv")

    done = run(table, list(table), load_spec(tmp_path / "s.toml"))

    assert [(row.by["huyện"], row.sum_w) for row in done.results[0].estimates] == [("Gò", 10), ("Tân", 30)]


def test_levels_of_text_are_labels_and_a_text_of_blanks_is_blank():
    codes, levels = factorize(np.array(["1.0", "1", "01", "\u200b", "\u00a0"], dtype=object))

    assert (codes.tolist(), levels) == ([1, 1, 0, -1, -1], ["01", "1"])


def test_two_keys_of_the_specification_that_are_one_label_are_refused(tmp_path):
    (tmp_path / "s.toml").write_text('[criteria]\n"Gò" = ["q"]\n"Gò " = ["q"]\n', "utf-8")

    with pytest.raises(ScoringError, match="«Gò» được viết hai lần"):
        load_spec(tmp_path / "s.toml")
