"""The pass on DuckDB, PostgreSQL and Spark gives what numpy gives."""

import dataclasses
import json
import uuid

import numpy as np
import pytest
import sqlalchemy as sa

from scoring.engine.run import reducible, run_on
from scoring.errors import ScoringError
from scoring.specification.data.csv_table import read_csv
from scoring.specification.output import to_json
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from tests.scoring.reference import GOLDEN, frame

# ibis uses a function and an option that DuckDB and pandas have since renamed
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
]

CSV = GOLDEN / "sipas_small.csv"
TWO_STAGES = {"strata": "stratum", "clusters": ["psu", "ssu"], "weight": "w", "fpc": ["fpc1", "fpc2"]}
ONE_STAGE = {"strata": ["district", "urban"], "clusters": "psu", "weight": "w"}
BLOCKS = [
    {"name": "items", "interval": "t"},
    {"name": "means", "statistic": "mean", "by": ["district"]},
    {"name": "totals", "statistic": "total", "by": ["sex", "age"]},
    {"name": "index", "statistic": "mean01", "by": ["mode"], "df": "domain", "deff": "wr"},
]
EVERYTHING = [
    *BLOCKS,
    {"name": "criteria", "of": "criteria", "combine": "pooled", "by": ["sex"]},
    {"name": "median", "statistic": "quantile", "p": [0.5]},
    {"name": "ratio", "statistic": "ratio", "denominator": "age"},
]
AGES = {"column": "age", "shares": {"1": 4, "2": 3, "3": 2, "4": 1}}
STANDARD = {"name": "standardised", "by": ["urban"], "standardise": AGES}
CONTRASTS = [
    {"of": "standardised", "between": "urban"},
    {"of": ["standardised", "items"], "terms": {"q01[urban=1]": 1, "q01": -1}},
]
RAKE = [
    {"kind": "poststratify", "column": "sex", "counts": {"1": 487358.9, "2": 507251.1}},
    {"kind": "trim", "upper": 4000.0},
]


def specification(design, blocks, **other):
    return read_spec(
        {
            "design": design,
            "items": {"columns": ["q0?"], "valid": [1, 2, 3, 4, 5]},
            "criteria": {"C1": ["q01", "q02"]},
            "estimate": blocks,
            **other,
        }
    )


CASES = {
    "two stages": specification(TWO_STAGES, BLOCKS),
    "one stage": specification(ONE_STAGE, BLOCKS),
    "no weight": specification({"clusters": "psu"}, BLOCKS[:2]),
    "single weights": specification(ONE_STAGE, [{"name": "shares", "interval": "likelihood", "by": ["sex"]}]),
    "rows needed": specification(TWO_STAGES, EVERYTHING),
    "contrasts": specification(TWO_STAGES, [*BLOCKS[:1], STANDARD], contrast=CONTRASTS),
    "tables": specification(
        ONE_STAGE,
        BLOCKS[:1],
        table=[{"rows": "edu", "columns": "sex", "by": "urban"}],
        test=[
            {"kind": "t", "between": "sex", "by": "urban"},
            {"of": "ag*", "between": "mode", "levels": ["paper", "web"]},
        ],
        tally=[{"of": ["interview*"], "by": "sex"}],
    ),
    "weighting": specification(ONE_STAGE, BLOCKS[:1], weighting=RAKE),
}
cases = pytest.mark.parametrize("spec", CASES.values(), ids=CASES)


def with_numpy(spec):
    read = read_csv(CSV)
    return run(read, list(read), spec)


def agree(ours, theirs):
    """Hold two runs against each other, field by field, to 1e-9."""
    one, two = json.loads(to_json(ours)), json.loads(to_json(theirs))
    assert one["design"] == two["design"]
    assert list(one) == list(two)
    kinds = [key for key in one if key not in ("design", "weighting", "notes")]
    pairs = [zip(one[kind], two[kind], strict=True) for kind in kinds]
    for left, right in (pair for each in pairs for pair in each):
        texts = {key for key, value in left.items() if not isinstance(value, float)}
        assert {key: left[key] for key in texts} == {key: right[key] for key in texts}
        numbers = [key for key in left if key not in texts]
        np.testing.assert_allclose(
            [left[k] for k in numbers], [right[k] for k in numbers], rtol=1e-9, atol=1e-15
        )


@pytest.mark.slow
@cases
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_duckdb_gives_what_numpy_gives(spec, form, tmp_path):
    path = CSV
    if form == "parquet":
        path = tmp_path / "answers.parquet"
        frame("sipas_small").to_parquet(path)

    agree(with_numpy(spec), run_on("duckdb", str(path), spec))


def test_more_items_than_one_query_holds_are_put_together(monkeypatch):
    monkeypatch.setattr("scoring.engine.run.WIDE", 70)

    agree(with_numpy(CASES["two stages"]), run_on("duckdb", str(CSV), CASES["two stages"]))


@pytest.fixture(scope="module")
def loaded(postgres_url):
    """A table of the reference data in PostgreSQL."""
    engine = sa.create_engine(sa.make_url(postgres_url).set(drivername="postgresql+psycopg"))
    name = f"answers_{uuid.uuid4().hex[:8]}"
    frame("sipas_small").to_sql(name, engine, index=False, method="multi", chunksize=200)
    yield name
    with engine.begin() as connection:
        connection.execute(sa.text(f'DROP TABLE "{name}"'))
    engine.dispose()


@pytest.mark.postgres
@cases
def test_postgresql_gives_what_numpy_gives(spec, postgres_url, loaded):
    agree(with_numpy(spec), run_on("postgres", postgres_url, spec, table=loaded))


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark and its Java bridge warn of much that is not ours
@cases
def test_spark_gives_what_numpy_gives(spec, tmp_path):
    path = tmp_path / "answers.parquet"
    frame("sipas_small").to_parquet(path)

    agree(with_numpy(spec), run_on("spark", str(path), spec))


def test_only_sums_leave_the_engine_when_sums_are_enough():
    assert reducible(CASES["two stages"])
    assert not reducible(CASES["single weights"])
    assert not reducible(CASES["rows needed"])
    assert not reducible(CASES["weighting"])
    three = {**TWO_STAGES, "fpc": ["fpc1", "fpc2", "fpc3"]}
    assert not reducible(specification(three, BLOCKS))


@pytest.mark.parametrize(
    ("change", "engine", "data", "said"),
    [
        ({"weight": "nope"}, "duckdb", str(CSV), "nope"),
        ({"strata": "nope"}, "duckdb", str(CSV), "nope"),
        ({"weight": "q02"}, "duckdb", str(CSV), "q02"),
        ({"weight": "mode"}, "duckdb", str(CSV), "837 dòng không phải là số"),
        ({}, "duckdb", "missing.parquet", "missing.parquet"),
        ({}, "postgres", "postgresql://nobody:secret@127.0.0.1:1/none", "--table"),
    ],
)
def test_a_mistake_names_the_column_or_the_file(change, engine, data, said):
    spec = CASES["one stage"]
    spec = dataclasses.replace(
        spec,
        design=dataclasses.replace(
            spec.design, **{k: [v] if k == "strata" else v for k, v in change.items()}
        ),
    )

    with pytest.raises(ScoringError, match=said):
        run_on(engine, data, spec)


@pytest.mark.parametrize(
    ("engine", "table", "shown"),
    [("postgres", "answers", "«answers»"), ("duckdb", None, "«postgresql://nobody:…@127.0.0.1:1/none»")],
)
def test_a_password_is_never_shown(engine, table, shown):
    address = "postgresql://nobody:secret@127.0.0.1:1/none"

    with pytest.raises(ScoringError, match=shown) as caught:
        run_on(engine, address, CASES["one stage"], table=table)

    assert "secret" not in caught.value.vi
    assert "secret" not in caught.value.en


def blocks_of(tmp_path, rows, statistic):
    path = tmp_path / "rows.csv"
    path.write_text("h,p,w,q\n" + rows, "utf-8")
    raw = {
        "design": {"strata": "h", "clusters": "p", "weight": "w"},
        "items": {"columns": ["q"], "valid": [1, 2, 3, 4, 5]},
        "estimate": [{"statistic": statistic}],
    }
    return [result.estimates.rows for result in run_on("duckdb", str(path), read_spec(raw)).results]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "không có dòng"),
        ("a,1,1,5\na,2,inf,5\n", "«w»: 1 dòng"),
        ("a,1,1,5\na,2,-1,5\n", "«w»: 1 dòng"),
        ('a,1,1,5\na,2,"1,5",5\n', "«w»: 1 dòng không phải là số, ví dụ «1,5»"),
        ("a,1,0,5\na,2,0,5\n", "mọi giá trị của cột «w» đều bằng 0"),
        ("a,1,1,5\n,2,1,5\n,2,1,4\n,3,1,5\n", "«h»: 3 dòng bị trống"),
        ("a,1,1,5\na,,1,5\na,,2,4\nb,NA,2,4\n", "«p»: 3 dòng bị trống"),
        ("a,1,1,5\na,2,,5\na,2,NA,4\n", "«w»: 2 dòng có trọng số trống"),
    ],
)
def test_rows_that_cannot_be_used_are_counted(tmp_path, rows, said):
    with pytest.raises(ScoringError) as refused:
        blocks_of(tmp_path, rows, "satisfied")

    assert said in refused.value.vi


@pytest.mark.parametrize(
    ("rows", "said"), [("", "không có dòng"), ('a,1,1,5\na,2,"1,5",5\n', "«1,5»"), ("a,1,0,5\n", "«w»")]
)
def test_rows_that_are_fetched_are_checked_too(tmp_path, rows, said):
    with pytest.raises(ScoringError) as refused:
        blocks_of(tmp_path, rows, "quantile")

    assert said in refused.value.vi


def test_blanks_weights_of_0_and_decimal_codes_mean_the_same_on_an_engine(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(
        "h,p,w,d,q\na,1,1,x,5\na,1,2,NA,4\na,2,1,,1\na,2,1.5,y,NA\na,3,2,x,\na,3,2,y,5.0\na,4,0,x,2\na,4,1,y,9\n"
    )
    raw = {
        "design": {"strata": "h", "clusters": "p", "weight": "w"},
        "items": {"columns": ["q"], "valid": [1, 2, 3, 4, 5]},
        "estimate": [{"name": "all"}, {"name": "means", "statistic": "mean", "by": ["d"], "interval": "t"}],
    }
    read = read_csv(path)

    by_engine = run_on("duckdb", str(path), read_spec(raw))

    agree(run(read, list(read), read_spec(raw)), by_engine)
    assert [(row.by["d"], row.n, row.sum_w) for row in by_engine.results[1].estimates.rows] == [
        ("x", 1, 1.0),
        ("y", 1, 2.0),
    ]


def test_a_denominator_that_is_not_there_is_named():
    spec = specification(ONE_STAGE, [{"name": "r", "statistic": "ratio", "denominator": "nope"}])

    with pytest.raises(ScoringError, match="«nope»"):
        run_on("duckdb", str(CSV), spec)
