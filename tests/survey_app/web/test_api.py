"""The JSON interface: read only, described, closed to whom the pages are closed to."""

import pytest

ADDRESSES = ["/api/waves", "/api/waves/{code}/progress", "/api/waves/{code}/scores"]
MAY = {
    "/api/waves": {"dieu-phoi", "giam-sat", "so-noi-vu"},
    "/api/waves/{code}/progress": {"dieu-phoi", "giam-sat", "so-noi-vu"},
    "/api/waves/{code}/scores": {"giam-sat", "so-noi-vu"},
}


@pytest.fixture
def code(rows):
    return rows("SELECT code FROM wave")[0][0]


def get(app, new_browser, name, address):
    browser = new_browser()
    if name:
        browser.sign_in(name)
    with browser.client.get(address) as answer:
        return answer.status_code, answer.get_json()


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


def test_what_is_answered_is_what_is_described(app, new_browser, code):
    _, document = get(app, new_browser, None, "/api/openapi.json")
    for address, schema in (("/api/waves", "Waves"), (f"/api/waves/{code}/progress", "Progress")):
        _, body = get(app, new_browser, "so-noi-vu", address)

        conforms(body, document["components"]["schemas"][schema])


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
