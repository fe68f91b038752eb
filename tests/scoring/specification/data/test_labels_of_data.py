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

    assert (codes.tolist(), levels) == ([0, 0, 0, -1, -1], ["01"])
    apart = factorize(np.array(["1.0", "1", "01"], dtype=object), zeros_merged=False)
    assert (apart[0].tolist(), apart[1]) == ([1, 1, 0], ["01", "1"])


def test_two_keys_of_the_specification_that_are_one_label_are_refused(tmp_path):
    (tmp_path / "s.toml").write_text('[criteria]\n"Gò" = ["q"]\n"Gò " = ["q"]\n', "utf-8")

    with pytest.raises(ScoringError, match="«Gò» được viết hai lần"):
        load_spec(tmp_path / "s.toml")


def test_a_unit_whose_code_lost_its_zero_is_one_unit_with_the_error_of_one(tmp_path):
    rows = [("a", "01", 2, 5), ("a", "1", 2, 4), ("a", "1.0", 2, 1), ("a", "02", 2, 5), ("a", "2", 1, 3), ("a", "3", 1, 4)]  # fmt: skip
    spec = 'where = "q > 0"\n[design]\nstrata="h"\nclusters="p"\nweight="w"\n[items]\ncolumns=["q"]\n[[estimate]]\nstatistic="mean"\nby=["p"]\n[[estimate]]\nstatistic="mean"\n'
    (tmp_path / "s.toml").write_text(spec, "utf-8")
    tables = []
    for name, codes in (("mixed", None), ("clean", {"1": "01", "1.0": "01", "2": "02"})):
        lines = [f"{h},{p if codes is None else codes.get(p, p)},{w},{q}" for h, p, w, q in rows]
        (tmp_path / f"{name}.csv").write_text("\n".join(["h,p,w,q", *lines]), "utf-8")
        data = read_csv(tmp_path / f"{name}.csv")
        tables.append(run(data, list(data), load_spec(tmp_path / "s.toml")))

    assert [to_json(each).partition('"notes"')[0].rstrip(" ,\n") for each in tables[:1]] == [
        to_json(tables[1]).rstrip("}\n ").rstrip()
    ]
    assert tables[0].design.df == 2
    assert "«p» 01/1, 02/2" in to_table(tables[0])
