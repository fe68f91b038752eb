"""The OpenAPI 3.1 description of the JSON interface, as a value."""

from typing import get_args

from sampling.fieldwork.dispositions import Disposition
from scoring.method.method import METRICS, RULES, WEIGHTS, Interval
from scoring.targets.verdict import Verdict
from survey_app.tables import FormState, Mode

STRING = {"type": "string"}
DAY = {"type": "string", "format": "date"}
COUNT = {"type": "integer", "minimum": 0}
NUMBER = {"type": ["number", "null"]}


def _object(**properties: object) -> dict[str, object]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(of: object) -> dict[str, object]:
    return {"type": "array", "items": of}


def _counts(names: object) -> dict[str, object]:
    return {"type": "object", "propertyNames": names, "additionalProperties": COUNT}


def _reads(
    summary: str,
    schema: str,
    *,
    of_wave: bool = True,
    parameters: tuple[dict[str, object], ...] = (),
    refusals: tuple[str, ...] = ("401", "403"),
) -> dict[str, object]:
    refusals = (*refusals, "404") if of_wave else refusals
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "get": {
            "summary": summary,
            "security": [{"session": []}],
            "parameters": [*([CODE] if of_wave else []), *parameters],
            "responses": {
                "200": {"description": summary, "content": content},
                **{status: {"$ref": "#/components/responses/Refusal"} for status in refusals},
            },
        }
    }


METRIC = {"type": "string", "enum": list(METRICS)}
METRIC_PARAMETER: dict[str, object] = {
    "name": "metric",
    "in": "query",
    "required": False,
    "description": "The wave's declared metric when left out.",
    "schema": METRIC,
}
WEIGHTS_PARAMETER: dict[str, object] = {
    "name": "weights",
    "in": "query",
    "required": False,
    "description": "The weights that the wave declared when left out.",
    "schema": {"type": "string", "enum": list(WEIGHTS)},
}
CODE = {"name": "code", "in": "path", "required": True, "schema": STRING, "example": "2025-1"}
WAVE = _object(
    code=STRING,
    name=STRING,
    questionnaire=STRING,
    opened_on=DAY,
    closes_on=DAY,
    closed_on={"type": ["string", "null"], "format": "date"},
    synthetic={"type": "boolean"},
    metric=METRIC,
    method={"type": "object", "propertyNames": {"enum": sorted(RULES)}},
    targets=STRING,
)
BATCH = _object(
    batch={"type": "integer"},
    office=STRING,
    forms=COUNT,
    balances={"type": "boolean"},
    states=_counts({"enum": [state.value for state in FormState]}),
)
DISPOSITION = _object(
    code={"type": "string", "enum": [code.value for code in Disposition]},
    name=STRING,
    name_en=STRING,
    n=COUNT,
)
RATE = _object(
    name={"type": "string", "enum": [f"RR{number}" for number in range(1, 7)]},
    n=COUNT,
    d={"type": "number"},
    percent=NUMBER,
)
RESPONSE = _object(
    sample=COUNT,
    dispositions=_list(DISPOSITION),
    tally=_object(**dict.fromkeys(("I", "P", "R", "NC", "O", "UH", "UO", "not_eligible"), COUNT)),
    e={"type": "number"},
    rates=_list(RATE),
)
PROGRESS = _object(
    wave=STRING,
    synthetic={"type": "boolean"},
    batches=_list(BATCH),
    response=RESPONSE,
    by_mode=_counts({"enum": [mode.value for mode in Mode]}),
    by_day=_counts(DAY),
)
REASON = {"type": ["object", "null"], "properties": {"vi": STRING, "en": STRING}}
ROW = _object(
    code=STRING,
    name=STRING,
    heading={"type": ["string", "null"]},
    strategy=STRING,
    n=COUNT,
    estimate=NUMBER,
    se=NUMBER,
    df=NUMBER,
    low=NUMBER,
    high=NUMBER,
    gap=NUMBER,
    verdict={"type": ["string", "null"], "enum": [*(verdict.value for verdict in Verdict), None]},
    why=REASON,
) | {"patternProperties": {"^(baseline|target)_[0-9]{4}$": NUMBER}}
SCORES = _object(
    wave=STRING,
    synthetic={"type": "boolean"},
    metric=METRIC,
    confidence={"type": "number"},
    interval={"type": "string", "enum": list(get_args(Interval))},
    rows=_list(ROW),
    response=RESPONSE,
)
DOCUMENT: dict[str, object] = {
    "openapi": "3.1.0",
    "info": {
        "title": "SIPAS",
        "version": "1",
        "description": "Read only. Estimates are in percent, each with its n and its error. Single answers are not served.",
    },
    "paths": {
        "/api/waves": _reads("The waves, the newest first", "Waves", of_wave=False),
        "/api/waves/{code}": _reads("One wave, as it was declared before it opened", "Wave"),
        "/api/waves/{code}/progress": _reads(
            "Forms by batch and state, response rates, responses by mode and day", "Progress"
        ),
        "/api/waves/{code}/scores": _reads(
            "The score file of a wave",
            "Scores",
            parameters=(METRIC_PARAMETER, WEIGHTS_PARAMETER),
            refusals=("400", "401", "403", "422"),
        ),
    },
    "components": {
        "schemas": {
            "Wave": WAVE,
            "Waves": _object(waves=_list(WAVE)),
            "Progress": PROGRESS,
            "Scores": SCORES,
            "Refusal": _object(error=STRING),
        },
        "responses": {
            "Refusal": {
                "description": "Why not, in a sentence",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
            }
        },
        "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "sipas"}},
    },
}
