"""The JSON interface: read only, described, closed to whom the pages are closed to."""

import pytest

from questionnaires import answers
from survey_app.collection import collect
from survey_app.tables import Form
from survey_app.waves import catalogue

ADDRESSES = ["/api/waves", "/api/waves/{code}", "/api/waves/{code}/progress", "/api/waves/{code}/scores"]
MAY = {
    "/api/waves": {"dieu-phoi", "giam-sat", "so-noi-vu"},
    "/api/waves/{code}": {"dieu-phoi", "giam-sat", "so-noi-vu"},
    "/api/waves/{code}/progress": {"dieu-phoi", "giam-sat", "so-noi-vu"},
    "/api/waves/{code}/scores": {"giam-sat", "so-noi-vu"},
}


def answer_all_alike(session):
    """Answer twelve forms alike."""
    for form in session.query(Form):
        questionnaire = catalogue.questionnaire(form.wave)
        raw = {id_: ["2"] for id_ in questionnaire.items if id_[0] in "AC"} | {"D00": ["3"], "D25": ["2"]}
        read = answers.read(questionnaire, raw, source="paper")
        submission, day = f"s{form.serial}", form.wave.opened_on
        collect.accept(session, form, read.answers, mode="web", submission_id=submission, today=day)


WAVES_MADE_ONCE = {"answered": answer_all_alike}


@pytest.fixture
def answered(wave):
    return wave


@pytest.fixture
def code(rows):
    return rows("SELECT code FROM wave")[0][0]


def get(app, new_browser, name, address):
    browser = new_browser()
    if name:
        browser.sign_in(name)
    with browser.client.get(address) as answer:
        return answer.status_code, answer.get_json()


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", [None, "lan", "dieu-phoi", "giam-sat", "so-noi-vu"])
def test_it_answers_in_json_to_whom_the_pages_answer(app, new_browser, code, name, address):
    status, body = get(app, new_browser, name, address.format(code=code))

    if name in MAY[address]:
        assert status == (422 if address.endswith("scores") else 200)
    else:
        assert (status, set(body)) == (403 if name else 401, {"error"})


def test_progress_counts_every_form_once(app, new_browser, code, wave):
    _, body = get(app, new_browser, "so-noi-vu", f"/api/waves/{code}/progress")

    assert sum(batch["forms"] for batch in body["batches"]) == wave.forms
    assert all(batch["balances"] for batch in body["batches"])
    assert sum(sum(batch["states"].values()) for batch in body["batches"]) == wave.forms


def test_an_unknown_wave_is_404_and_says_which_there_are(app, new_browser, code):
    status, body = get(app, new_browser, "so-noi-vu", "/api/waves/khong-co/progress")

    assert status == 404
    assert code in body["error"]


def test_every_address_is_described_and_everything_described_exists(app, new_browser):
    _, document = get(app, new_browser, None, "/api/openapi.json")

    served = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert set(document["paths"]) == served - {"/api/openapi.json"} == set(ADDRESSES)


def test_parameters_and_refusals_of_every_address_are_described(app, new_browser, code, answered):
    _, document = get(app, new_browser, None, "/api/openapi.json")
    required, optional = [("code", "path", True)], [("metric", "query", False), ("weights", "query", False)]
    refusals = {"401", "403"}
    asked = {path: described["get"] for path, described in document["paths"].items()}

    assert {
        path: [(one["name"], one["in"], one["required"]) for one in of["parameters"]]
        for path, of in asked.items()
    } == dict(zip(ADDRESSES, ([], required, required, required + optional), strict=True))
    assert {path: set(of["responses"]) - {"200"} for path, of in asked.items()} == dict(
        zip(
            ADDRESSES,
            (refusals, refusals | {"404"}, refusals | {"404"}, refusals | {"400", "404", "422"}),
            strict=True,
        )
    )
    assert {str(of["security"]) for of in asked.values()} == {"[{'session': []}]"}
    browser = new_browser().sign_in("giam-sat")
    for one in asked[ADDRESSES[-1]]["parameters"][1:]:
        for value in one["schema"]["enum"]:
            with browser.client.get(f"/api/waves/{code}/scores?{one['name']}={value}") as answer:
                assert answer.status_code == 200


def test_what_is_answered_is_what_is_described(app, new_browser, code):
    _, document = get(app, new_browser, None, "/api/openapi.json")
    for path, described in document["paths"].items():
        _, body = get(app, new_browser, "so-noi-vu", path.format(code=code))
        answer = described["get"]["responses"]["422" if "scores" in path else "200"]

        conforms(body, resolved(answer, document))


@pytest.mark.parametrize("metric", ["ty_le_hai_long", "diem_quy_doi", None])
def test_the_scores_are_what_is_described_by_either_metric(app, new_browser, code, answered, metric):
    _, document = get(app, new_browser, None, "/api/openapi.json")
    path = "/api/waves/{code}/scores"
    asked = f"?metric={metric}" if metric else ""
    status, body = get(app, new_browser, "giam-sat", path.format(code=code) + asked)

    assert status == 200
    conforms(body, resolved(document["paths"][path]["get"]["responses"]["200"], document))
    assert body["metric"] == (metric or "ty_le_hai_long")
    assert {row["code"] for row in body["rows"]} >= {"1", "1.1", "2", "2.6"}
    shown = [row["estimate"] for row in body["rows"] if row["estimate"] is not None]
    assert shown
    assert all(0 <= estimate <= 100 for estimate in shown)


def test_a_metric_that_does_not_exist_names_those_there_are(app, new_browser, code, answered):
    status, body = get(app, new_browser, "giam-sat", f"/api/waves/{code}/scores?metric=x")

    assert status == 400
    assert "diem_quy_doi" in body["error"]


def test_the_check_of_these_tests_refuses_what_is_not_described():
    kind = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 0}}}
    conforms({"n": 0}, kind)
    for wrong in ({"n": "1"}, {"n": None}, {"n": -1}, {"n": True}, []):
        with pytest.raises(AssertionError):
            conforms(wrong, kind)
    with pytest.raises(KeyError, match="'n'"):
        conforms({}, kind)


def resolved(answer, document):
    """Return the schema of one answer, its references followed."""
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return document["components"]["schemas"][name]


def conforms(value, schema):
    """Hold a value to the few words of JSON Schema that the description uses."""
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "number": (int, float),
    }
    named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert any(value is None if kind == "null" else isinstance(value, kinds[kind]) for kind in named)
    assert "boolean" in named or not isinstance(value, bool)
    assert "enum" not in schema or value in schema["enum"]
    assert value is None or "minimum" not in schema or value >= schema["minimum"]
    for name in schema.get("required", ()):
        conforms(value[name], schema["properties"][name])
    for part in value if isinstance(value, list) else ():
        conforms(part, schema["items"])
    if "additionalProperties" in schema:
        for part in value.values():
            conforms(part, schema["additionalProperties"])
        assert set(value) <= set(schema["propertyNames"].get("enum", value))


def test_nothing_can_be_changed_through_it(app, new_browser, code):
    app.config["WTF_CSRF_ENABLED"] = False
    browser = new_browser()
    browser.sign_in("so-noi-vu")

    for address in ADDRESSES:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            with browser.client.open(address.format(code=code), method=method) as answer:
                assert answer.status_code == 405
