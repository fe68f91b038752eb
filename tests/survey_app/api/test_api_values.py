"""What the JSON interface answers, value by value."""

import datetime as dt

import pytest
import sqlalchemy as sa

from questionnaires import load
from scoring.method.method import Method
from survey_app import db
from survey_app.collection import collect
from survey_app.scores import scores
from survey_app.tables import Form, Mode, Wave
from tests.survey_app.api.test_api import answer_all_alike, conforms, resolved
from tests.survey_app.world import SURVEY, answers

WAVES_MADE_ONCE = {"answered": answer_all_alike}
WAVE = {
    "code": "thu",
    "name": "Đợt thử",
    "questionnaire": load.published("sipas-2025").version,
    "opened_on": "2025-09-15",
    "closes_on": "2025-12-31",
    "closed_on": None,
    "synthetic": True,
    "metric": "ty_le_hai_long",
    "method": Method().rules(),
    "targets": "plan-336",
}
LATER = {"code": "sau", "closed_on": "2026-02-03", "opened_on": "2026-01-01", "synthetic": False, "metric": "diem_quy_doi"}  # fmt: skip


@pytest.fixture
def answered(wave):
    return wave


@pytest.fixture
def read(new_browser):
    browser = new_browser().sign_in("so-noi-vu")

    def get(address):
        with browser.client.get(address) as answer:
            return answer.get_json()

    return get


def change(wave, statement):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def test_each_wave_says_how_it_was_declared_the_newest_first(read, wave):
    columns = (
        "name, questionnaire_version, closes_on, double_keying, method, targets, targets_text, seed, manifest"
    )
    change(
        wave,
        f"INSERT INTO wave (code, opened_on, closed_on, synthetic, metric, {columns}) SELECT 'sau', '2026-01-01', "
        f"'2026-02-03', 0, 'diem_quy_doi', {columns} FROM wave",
    )
    assert read("/api/waves") == {"waves": [WAVE | LATER, WAVE]}
    assert read("/api/waves/sau") == WAVE | LATER
    assert read("/api/waves/thu") == WAVE


def test_progress_says_each_batch_response_mode_and_day(read, wave):
    with db.session_factory(wave.url, durable=False) as sessions, sessions() as session:
        for serial, mode, day in ((1, Mode.WEB, 16), (2, Mode.WEB, 17), (7, Mode.PAPER, 17)):
            form = session.query(Form).filter_by(serial=serial).one()
            collect.accept(
                session, form, answers(), mode=mode, submission_id=f"{serial}", today=dt.date(2025, 9, day)
            )
        session.commit()
    change(wave, "UPDATE form SET state = 'lost' WHERE serial = 12")
    told = read("/api/waves/thu/progress")

    assert (told["wave"], told["synthetic"]) == ("thu", True)
    assert told["batches"] == [
        {
            "batch": number,
            "office": office,
            "forms": 6,
            "balances": balances,
            "states": {"accepted": done, "handed_out": 6 - done},
        }
        for number, office, balances, done in ((1, "BC1", True, 2), (2, "BC2", False, 1))
    ]
    assert told["by_mode"] == {"web": 2, "paper": 1}
    assert told["by_day"] == {"2025-09-16": 1, "2025-09-17": 2}
    assert told["response"]["sample"] == 12
    assert told["response"]["rates"][0] == {"name": "RR1", "n": 3, "d": 12, "percent": 25.0}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "metric", "weights"),
    [
        ("", None, None),
        ("?metric=diem_quy_doi", "diem_quy_doi", None),
        ("?weights=nonresponse", None, "nonresponse"),
    ],
)
def test_scores_are_the_bytes_of_the_score_file_by_the_metric_and_weights_asked_for(
    app, new_browser, answered, asked, metric, weights
):
    with new_browser().sign_in("giam-sat").client.get(f"/api/waves/thu/scores{asked}") as answer:
        served = answer.data
    with db.session_factory(answered.url, durable=False) as sessions, sessions.reading() as session:
        wave = session.query(Wave).one()
        own = scores.score_wave(
            session, wave, SURVEY.breakdown, metric or wave.metric, weights or scores.declared_weights(wave)
        )
        assert served == own.to_json().encode()
    assert answer.mimetype == "application/json"


def test_a_wave_is_scored_by_the_metric_it_declared(read, answered):
    change(answered, "UPDATE wave SET metric = 'diem_quy_doi'")
    assert read("/api/waves/thu/scores")["metric"] == "diem_quy_doi"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (f"metric={'m' * 50}", f"Số đo «{'m' * 40}» không có; hãy chọn một trong: ty_le_hai_long, diem_quy_doi."),
        (f"weights={'w' * 50}", f"Trọng số «{'w' * 40}» không có; hãy chọn một trong: base, nonresponse."),
    ],
)  # fmt: skip
def test_what_there_is_not_is_refused_by_those_there_are(read, wave, asked, said):
    assert read(f"/api/waves/thu/scores?{asked}") == {"error": said}


def test_the_description_names_every_key_and_no_other(read, wave):
    document = read("/api/openapi.json")
    for path in ("/api/waves", "/api/waves/{code}", "/api/waves/{code}/progress"):
        answer = read(path.format(code="thu"))
        schema = resolved(document["paths"][path]["get"]["responses"]["200"], document)
        conforms(answer, schema)
        assert keys_of(answer, schema) == []


def test_a_row_of_scores_is_described_by_its_estimate_error_and_verdict(read, answered):
    schemas = read("/api/openapi.json")["components"]["schemas"]
    scored = read("/api/waves/thu/scores")
    row = schemas["Scores"]["properties"]["rows"]["items"]
    promised = [
        "code",
        "name",
        "heading",
        "strategy",
        "n",
        "estimate",
        "se",
        "df",
        "low",
        "high",
        "gap",
        "verdict",
        "why",
    ]

    assert (row["required"], set(row["properties"])) == (promised, set(promised))
    for each in scored["rows"]:
        assert set(promised) | {"baseline_2023", "target_2025"} <= set(each)
    assert set(schemas["Scores"]["required"]) <= set(scored)
    assert schemas["Scores"]["required"] == [
        "wave", "synthetic", "metric", "confidence", "interval", "rows", "response"
    ]  # fmt: skip


def keys_of(value, schema, where=""):
    """Return the keys of an answer that are not described, or described and not required."""
    found = []
    if isinstance(value, dict) and "properties" in schema:
        found += [f"{where}/{name}" for name in set(value) ^ set(schema["properties"])]
        found += [f"{where}/{name}" for name in set(schema["properties"]) ^ set(schema["required"])]
        for name in set(value) & set(schema["properties"]):
            found += keys_of(value[name], schema["properties"][name], f"{where}/{name}")
    for part in value if isinstance(value, list) else ():
        found += keys_of(part, schema["items"], f"{where}[]")
    return found
