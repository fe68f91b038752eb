"""The whole command against sums made by loops, on surveys of any shape: names, codes, stages, certainty, loneliness."""

import csv
import json
import random

import pytest

from tests.scoring.plain_sums import PlainDesign, share

CODINGS = (
    (["1", "2", "3", "4", "5"], ["88", "99", ""]),
    (["Kém", "Yếu", "Vừa", "Khá", "Tốt"], ["KB", "-8", ""]),
    (["10", "20", "30", "40", "50"], ["9", " ", "NA"]),
)
NAMES = ("tầng", "xã, phường", "thôn", "trọng số", "N 1", "N_2", "câu=1", "câu[2]", "giới tính")
LEVELS = ("nam", "nữ", '"khác"', "")


def invented(seed):
    """Invent a survey: ids restart, some strata are taken whole or hold one unit, some weights are 0."""
    chance = random.Random(seed)
    stratum, psu, ssu, weight, first, second, one, two, by = NAMES
    valid, other = chance.choice(CODINGS)
    rows = []
    for h in range(chance.randint(2, 6)):
        drawn = chance.randint(1 if h and chance.random() < 0.3 else 2, 5)
        communes = drawn + (0 if chance.random() < 0.25 else chance.randint(1, 20))
        for commune in range(drawn):
            villages = chance.randint(2, 3)
            whole = villages + (0 if chance.random() < 0.2 else chance.randint(1, 9))
            for village in range(villages):
                rows += [
                    {
                        stratum: f"Huyện {h}",
                        psu: str(commune + 1),
                        ssu: f"thôn {village}",
                        weight: chance.choice([0, 1.5, 2, 7.25]),
                        first: communes,
                        second: whole,
                        one: chance.choice(valid + other),
                        two: chance.choice(valid + other),
                        by: chance.choice(LEVELS),
                    }
                    for _ in range(chance.randint(1, 5))
                ]
    chance.shuffle(rows)
    stages = chance.choice([(), (first,), (first, second)])
    lonely = chance.choice(["remove", "adjust", "average", "certainty"])
    return PlainDesign(rows, stratum, (psu, ssu), stages, weight, lonely), valid


def specification(design, valid):
    def text(value):
        return json.dumps(value, ensure_ascii=False)

    return (
        f"[design]\nstrata = {text(design.stratum)}\nclusters = {text(design.clusters)}\n"
        f'weight = {text(design.weight)}\nfpc = {text(design.populations)}\nlonely = "{design.lonely}"\n'
        f"[items]\ncolumns = {text(NAMES[6:8])}\nvalid = {text(valid)}\n"
        f'[[estimate]]\nname = "all"\nsatisfied = {text(valid[3:])}\n'
        f'[[estimate]]\nname = "by"\nsatisfied = {text(valid[3:])}\nby = {text(NAMES[8:])}\n'
    )


@pytest.mark.parametrize("seed", range(60))
def test_every_row_is_what_plain_sums_give(ask, tmp_path, seed):
    design, valid = invented(seed)
    data = tmp_path / "data.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NAMES)
        writer.writeheader()
        writer.writerows(design.rows)
    result = ask(specification(design, valid), data=data)
    assert result.exit_code == 0, result.exception

    found = json.loads(result.output)["estimates"]
    levels = {row["by"][NAMES[8]] for row in found if row["by"]}
    assert levels == {row[NAMES[8]] for row in design.rows} - {""}
    for row in found:
        where = row["by"].get(NAMES[8])
        p, se, n = share(
            design, row["variable"], valid, valid[3:], lambda each, at=where: at in (None, each[NAMES[8]])
        )
        assert (row["n"], row["estimate"]) == (n, p if p is None else pytest.approx(p, rel=1e-12))
        if row["se"] is None:
            assert se is None or se < 1e-9
        else:
            assert row["se"] == pytest.approx(se, rel=1e-9, abs=1e-12)
