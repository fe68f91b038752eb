"""Unequal chances without replacement, asked for in a specification."""

import json

import numpy as np
import pandas as pd
import pytest

from scoring import ScoringError
from tests.scoring.reference import GOLDEN, close, expected

DATA = GOLDEN / "election_pps.csv"
SPEC = """
[design]
clusters = "id"
weight = "weight"
pps = "brewer"
probability = "p"
[items]
columns = ["Bush", "Kerry", "Nader"]
[[estimate]]
statistic = "total"
"""


def rows(result, kind="estimates"):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)[kind]


def holds(result, wanted):
    made = rows(result)

    close([row["estimate"] for row in made], wanted["total"]["estimate"])
    close([row["se"] ** 2 for row in made], np.diag(wanted["total"]["vcov"]))


def joint_long(tmp_path):
    """Write the joint probabilities pair by pair, each once, in another order."""
    square = pd.read_csv(GOLDEN / "election_jointprob.csv", index_col="id")
    pairs = [(i, j, square.loc[i, str(j)]) for i in square.index for j in square.index if i >= j]
    path = tmp_path / "pairs.csv"
    pd.DataFrame(pairs[::-1], columns=["first", "second", "joint"]).to_csv(path, index=False)
    return path


def test_the_three_estimators_are_those_of_r(ask, tmp_path):
    squares = expected("pps")["hartley_rao"]["squares"]
    square, pairs = GOLDEN / "election_jointprob.csv", joint_long(tmp_path)

    holds(ask(SPEC, data=DATA), expected("pps")["brewer"])
    hartley_rao = SPEC.replace('"brewer"', f'"hartley_rao"\nsquares = {squares!r}')
    holds(ask(hartley_rao, data=DATA), expected("pps")["hartley_rao"])
    for path in (square, pairs):
        spec = SPEC.replace('"brewer"', f'"yates_grundy"\njoint = "{path}"')
        holds(ask(spec, data=DATA), expected("pps")["yates_grundy"])


def test_sums_of_squares_by_stratum_are_those_of_r(ask):
    spec = SPEC.replace('"brewer"', '"hartley_rao"\nstrata = "half"\nsquares = { a = 1.9, b = 0.9 }')

    holds(ask(spec, data=DATA), expected("pps")["hartley_rao_strata"])


def test_later_stages_keep_their_own_populations(ask):
    spec = SPEC.replace('clusters = "id"', 'clusters = ["id", "area"]\nfpc = "f2"').replace(', "Nader"', "")

    holds(ask(spec, data=GOLDEN / "election_areas.csv"), expected("pps")["brewer_two_stages"])


def test_contrasts_and_regressions_have_the_same_variance(ask):
    blocks = """
name = "votes"
[[contrast]]
of = "votes"
terms = { "Bush" = 1, "Kerry" = -1 }
[[regression]]
outcome = "share"
terms = ["TotPrecincts", "Nader"]
"""
    result, wanted = ask(SPEC + blocks, data=DATA), expected("pps")["brewer"]
    (difference,) = rows(result, "contrasts")

    close(
        [difference["estimate"], difference["se"]],
        [wanted["difference"]["estimate"], wanted["difference"]["se"]],
    )
    close(
        [row["se"] ** 2 for row in rows(result, "regressions")], np.diag(wanted["regression"]["vcov"]), 1e-8
    )


def test_a_negative_variance_is_null_with_its_reason_in_every_block(ask, tmp_path, monkeypatch):
    monkeypatch.setenv("SIPAS_LANG", "en")
    pi = np.array([0.5, 0.25, 0.4, 0.3])
    pairs = np.outer(pi, pi) * 0.9
    pairs[2, 3] = pairs[3, 2] = pi[2] * pi[3] * 1.6
    np.fill_diagonal(pairs, pi)
    ids = list("abcd")
    pd.DataFrame(pairs, index=pd.Index(ids, name="id"), columns=ids).to_csv(tmp_path / "joint.csv")
    data = {"id": ids, "p": pi, "weight": 1 / pi, "y": [1, 1, 100 * pi[2], -100 * pi[3]], "x": [1, 2, 3, 4]}
    pd.DataFrame(data).to_csv(tmp_path / "data.csv", index=False)
    spec = SPEC.replace('"brewer"', f'"yates_grundy"\njoint = "{tmp_path / "joint.csv"}"')
    spec = (
        spec.replace('"Bush", "Kerry", "Nader"', '"y"')
        + 'name = "t"\n[[contrast]]\nof = "t"\nterms = { "y" = 1 }\n'
    )
    result = ask(spec, data=tmp_path / "data.csv")

    for kind in ("estimates", "contrasts"):
        (row,) = rows(result, kind)
        assert row["se"] is None
        assert "the estimated variance is negative" in row["why"]


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_an_engine_gives_the_same(ask):
    pytest.importorskip("ibis")
    spec = SPEC.replace(
        'columns = ["Bush", "Kerry", "Nader"]', 'columns = ["large"]\nvalid = [0, 1]'
    ).replace('statistic = "total"', "satisfied = [1]")
    plain, duck = (rows(ask(spec, "--engine", engine, data=DATA))[0] for engine in ("numpy", "duckdb"))

    close([duck["estimate"], duck["se"]], [plain["estimate"], plain["se"]])


@pytest.mark.parametrize(
    ("old", "new", "en"),
    [
        ('pps = "brewer"', "", "[design] key “probability”: is for use with “pps”"),
        ('probability = "p"', "", "[design] key “probability”: is missing"),
        ('"brewer"', '"tille"', "key “pps”: “tille” is unknown; use brewer, hartley_rao, yates_grundy"),
        ('"brewer"', '"yates_grundy"', "key “joint”: is missing"),
        ('"brewer"', '"brewer"\njoint = "a.csv"', "key “joint”: is for pps = yates_grundy only"),
        ('"brewer"', '"brewer"\nsquares = 1', "key “squares”: is for pps = hartley_rao only"),
        ('"brewer"', '"hartley_rao"\nsquares = -1', "key “squares”: must be above 0"),
        ('"brewer"', '"brewer"\nmake = "jk1"', "key “make”: cannot stand beside “pps”"),
        ('"brewer"', '"brewer"\nreplicates = "x*"', "key “replicates”: cannot stand beside “pps”"),
        ('"p"', '"votes"', "Probability column “votes”, data row 1"),
        ('"brewer"', '"yates_grundy"\njoint = "absent.csv"', "absent.csv"),
    ],
)
def test_keys_that_contradict_one_another_are_refused(ask, old, new, en):
    error = ask(SPEC.replace(old, new), data=DATA).exception

    assert isinstance(error, ScoringError)
    assert en in error.en


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("id,1,2\n1,0.5,0.2\n3,0.2,0.4\n", "must hold the same units, each once; see “2”"),
        ("id,1,2\n1,0.5,0.2\n1,0.2,0.4\n", "must hold the same units, each once"),
        ("id,1,2\n1,0.5,x\n2,0.2,0.4\n", "“x” is not a number"),
        ("first,second,joint\n1,2,0.2\n2,1,0.3\n", "the pair “1” and “2” is blank or has two values"),
        ("first,second,joint\n1,,0.2\n", "data row 1: a unit is blank"),
        ("first,second,joint\n1,2,0.2\n1,1,0.5\n2,2,0.4\n", "the unit “3” of the data is missing"),
    ],
)
def test_a_file_of_joint_probabilities_that_cannot_be_used_is_refused(ask, tmp_path, text, en):
    path = tmp_path / "joint.csv"
    path.write_text(text, "utf-8")
    error = ask(SPEC.replace('"brewer"', f'"yates_grundy"\njoint = "{path}"'), data=DATA).exception

    assert isinstance(error, ScoringError)
    assert en in error.en
