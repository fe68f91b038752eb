from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from scoring.score_table.fingerprint import canonical, of_values
from scoring.targets.targets import Rule

COLUMNS = ("q", "weight", "stratum")
DATA = pd.DataFrame(
    {
        "q": np.array([5, 0, 5, 201, 3], dtype=np.uint8),
        "weight": [1.5, 2.0, 1.5, 0.1, 1.5],
        "stratum": ["b", "a", "a", "", "a"],
        "note": list("vwxyz"),
    }
)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_rows_does_not_matter_and_the_new_order_is_one(seed):
    rows, digest = canonical(DATA, COLUMNS)

    again, same = canonical(DATA.sample(frac=1, random_state=seed), COLUMNS)

    assert same == digest
    pd.testing.assert_frame_equal(again[list(COLUMNS)], rows[list(COLUMNS)])


@pytest.mark.parametrize("blank", [None, np.nan])
def test_every_kind_of_blank_text_is_one(blank):
    other = DATA.assign(
        stratum=pd.Series([blank if text == "" else text for text in DATA["stratum"]], dtype=object)
    )

    assert canonical(other, COLUMNS)[1] == canonical(DATA, COLUMNS)[1]


def test_what_is_not_asked_for_does_not_matter():
    assert canonical(DATA.assign(note="other"), COLUMNS)[1] == canonical(DATA, COLUMNS)[1]


OTHER_CONTENT = {
    "an answer": DATA.assign(q=np.array([5, 0, 5, 201, 4], dtype=np.uint8)),
    "a weight": DATA.assign(weight=[1.5, 2.0, 1.5, 0.1, 1.6]),
    "a text": DATA.assign(stratum=["b", "a", "a", "", "c"]),
    "levels under other names": DATA.assign(stratum=["d", "c", "c", "", "c"]),
    "answers that changed places": DATA.assign(q=DATA["q"].to_numpy()[[1, 0, 2, 3, 4]]),
    "a row less": DATA.iloc[:4],
    "a row twice": pd.concat([DATA, DATA.iloc[:1]]),
    "columns that changed names": DATA.rename(columns={"weight": "fpc_1"}).assign(weight=DATA["weight"]),
}


@pytest.mark.parametrize("name", OTHER_CONTENT)
def test_other_content_has_another_hash(name):
    columns = [{"weight": "fpc_1"}.get(c, c) for c in COLUMNS] if name.startswith("columns") else COLUMNS

    assert canonical(OTHER_CONTENT[name], columns)[1] != canonical(DATA, COLUMNS)[1]


def test_values_have_one_hash_whatever_their_order_and_another_for_every_change():
    assert of_values({"a": frozenset("xyz"), "b": 1}) == of_values({"b": 1, "a": frozenset("zyx")})
    rules = [
        Rule("mean_of_children", ("1", "2"), (Decimal(1), Decimal(2))),
        Rule("mean_of_children", ("2", "1"), (Decimal(1), Decimal(2))),
        Rule("mean_of_children", ("1", "2"), (Decimal(1), Decimal("2.5"))),
        Rule("pooled_answers", ("1", "2"), (Decimal(1), Decimal(2))),
    ]
    assert len({of_values(rule) for rule in rules}) == 4
