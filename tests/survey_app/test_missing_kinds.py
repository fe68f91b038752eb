"""A new kind of missing answer is one row of `questionnaires/missing.py`: every door knows it, or a test names the door."""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from print.layout.compose import lay_out
from print.layout.question_text import key, labelled
from questionnaires import answers, load, missing
from questionnaires.authoring import canonical
from questionnaires.missing import MissingKind
from questionnaires.text import Text
from scoring.criteria.items import states
from scoring.method.method import Method
from scoring.run import score
from scoring.targets import target_files
from survey_app.citizen.shown_questions import ask
from survey_app.collection import microdata
from survey_app.department.scores import area_lines, views
from survey_app.postoffice import keying_rows, scan_row_words
from survey_app.scanning.release import tokens_of_rows
from survey_app.scanning.review_queue import kinds_without_oval
from survey_app.scores import score_files
from survey_app.tables import ScanRow
from tests.builders.source_tree import tree
from tests.builders.waves import SIPAS, wave

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for package in ("questionnaires", "scoring", "print", "survey_app")
    for path in (ROOT / package).rglob("*.py")
    if path != ROOT / "questionnaires" / "missing.py"
]
REFUSED = MissingKind(
    code=205,
    state="refused",
    token="tc",
    keys=("C",),
    desk_key="C",
    name=Text("từ chối trả lời", "refused"),
    short=Text("TC", "TC"),
    long=Text("từ chối trả lời (TC)", "refused (TC)"),
    offered=True,
    from_web=True,
    in_choices=False,
)
TORN = MissingKind(
    code=206,
    state="torn_off",
    token="!",
    keys=("!",),
    desk_key="!",
    name=Text("bị rách", "torn off"),
    short=Text("rách", "torn"),
    long=Text("chỗ trả lời bị rách mất", "the place of the answer is torn off"),
    offered=False,
    from_web=False,
    in_choices=True,
)
FORM = """\
format = 1
id = "nho"
title = { vi = "Phiếu" }
intro = { vi = "Chào." }
closing = { vi = "Hết." }
[scales.mood]
options = [ { code = 1, vi = "Tệ" }, { code = 2, vi = "Tốt" } ]
{offer}
[[sections]]
id = "S"
title = { vi = "Phần" }
items = [
  { id = "G", vi = "Thế nào?", kind = "scale", scale = "mood" },
  { id = "Q", vi = "Ở đâu?", kind = "choice", options = [ { code = 1, vi = "Ấp" }, { code = 2, vi = "Xã" } ]{also} },
  { id = "M", vi = "Mong gì?", kind = "choices", options = [ { code = 1, vi = "Nhanh" }, { code = 2, vi = "Rẻ" } ] },
]
"""


@pytest.fixture(params=[REFUSED, TORN], ids=lambda kind: kind.state)
def kind(request, monkeypatch):
    """A kind that the product does not have, added to the table alone."""
    monkeypatch.setattr(missing, "KINDS", (*missing.KINDS, request.param))
    return request.param


@pytest.fixture
def form(kind):
    """A questionnaire that offers the kind where a kind is offered."""
    words = f'{kind.state} = {{ vi = "Không muốn nói" }}' if kind.offered else ""
    return load.loads(
        FORM.replace("{offer}", words).replace("{also}", f", {words}" if words else ""), "nho.toml"
    )


@pytest.fixture
def in_request(app):
    with app.test_request_context():
        yield


def column_of(form, name):
    return next(column for column in form.columns if column.name == name)


def codes_with(form, kind):
    return dict.fromkeys(("G", "Q", *(["M_1", "M_2"] if kind.in_choices else [])), kind.code)


def test_the_questionnaire_file_and_its_stored_form_know_it(form, kind):
    again = load.restore(canonical.write(form), form.version)

    assert again == form
    assert [offer.kind for offer in again.items["G"].offers] == [kind] * kind.offered
    assert [offer.kind for offer in again.items["Q"].offers] == [kind] * kind.offered


def test_the_codec_knows_it(form, kind):
    columns = dict.fromkeys(("M_1", "M_2"), missing.BLANK) | codes_with(form, kind)

    stored = answers.encode(form, columns)
    tokens = answers.tokens_of(form, answers.Answers(stored))

    assert answers.decode(form, stored) == columns
    assert tokens["G"] == [kind.token]
    assert answers.read(form, tokens, source="paper").answers.codes == stored


@pytest.mark.parametrize("source", ["paper", "scan", "import"])
def test_the_gate_takes_it_from_paper(form, kind, source):
    checked = answers.read(form, {"G": [kind.token.upper()]}, source=source)

    assert answers.decode(form, checked.answers.codes)["G"] == kind.code


def test_the_gate_takes_it_from_the_web_where_the_table_says_so(form, kind):
    checked = answers.read(form, {"G": [kind.token]}, source="web")

    assert (checked.answers is not None) == kind.from_web


def test_the_gate_takes_it_for_a_choose_many_item_where_the_table_says_so(form, kind):
    checked = answers.read(form, {"M": [kind.token]}, source="paper")

    assert (checked.answers is not None) == kind.in_choices


def test_the_gate_refuses_it_where_the_questionnaire_has_no_words_for_an_offered_kind(kind):
    silent = load.loads(FORM.replace("{offer}", "").replace("{also}", ""), "nho.toml")

    assert (answers.read(silent, {"G": [kind.token]}, source="paper").answers is None) == kind.offered


def test_the_web_page_offers_it(form, kind, in_request):
    for item in ("G", "Q"):
        shown = [
            (choice.label, choice.ticked)
            for choice in ask(form.items[item], {item: [kind.token]}).choices
            if choice.aside
        ]

        assert shown == [("Không muốn nói", True)] * kind.offered


def test_the_paper_prints_its_oval(form, kind):
    rows = [row for page in lay_out(form).pages for row in page.rows]

    for item in ("G", "Q"):
        assert (kind.code in {o.code for row in rows if row.item == item for o in row.ovals}) == kind.offered
    assert (kind.code, "Không muốn nói") in labelled(form.items["Q"], "vi") or not kind.offered
    assert key(kind.code, 0, 0).text == kind.mark


def test_a_scanned_row_that_says_it_reaches_the_answers(form, kind):
    raw = tokens_of_rows(form, dict.fromkeys(("M_1", "M_2"), missing.BLANK) | codes_with(form, kind))

    read = answers.decode(form, answers.read(form, raw, source="scan").answers.codes)
    assert {name: read[name] for name in codes_with(form, kind)} == codes_with(form, kind)


def test_the_review_desk_lets_a_person_say_it(form, kind, in_request):
    ovals = [1, 2, *([kind.code] if kind.offered else [])]
    row = ScanRow(item="G", ink={str(code): 0.0 for code in ovals})

    said = {choice.code: choice for choice in scan_row_words.choices(form, row)}

    assert said[kind.code].key == kind.desk_key
    assert said[kind.code].label == ("Không muốn nói" if kind.offered else kind.name.vi)
    assert (kind in kinds_without_oval()) == (not kind.offered)
    assert scan_row_words.short(kind.code) == kind.short.vi


def test_the_keying_screen_knows_its_token_and_its_keys(form, kind, in_request, browser):
    (block,) = keying_rows.blocks(form, {}, {})
    assert (kind.token in [oval.token for oval in block.rows[0].ovals]) == kind.offered

    page = browser.sign_in("lan").open("/buu-dien/nhap").page.text
    table = json.loads(re.search(r"data-kinds='([^']*)'", page)[1])
    assert {"token": kind.token, "keys": list(kind.keys)}.items() <= table[-1].items()
    assert kind.long.vi in page


def test_two_keyings_that_differ_by_it_are_told_in_words(form, kind, in_request):
    said = keying_rows.in_words(form.items["G"], [kind.token])

    assert said == (f"{kind.mark} – Không muốn nói" if kind.offered else kind.name.vi)
    assert f"{kind.mark} ({kind.name.vi})" in keying_rows.typed_kinds()


def test_the_long_file_of_answers_says_it_in_words(form, kind):
    for name in codes_with(form, kind):
        assert microdata.meaning(form, column_of(form, name), kind.code) == kind.name.vi


@pytest.fixture
def run(kind):
    data = wave()
    data["A1"] = np.resize(np.array([1, 2, 2, kind.code], dtype="uint8"), len(data))
    data.loc[data.index[:20], "C11a"] = kind.code
    return score(data, SIPAS, target_files.load("plan-336"), Method(by=("A1",)))


def test_the_score_file_counts_it_among_the_denominators(run, kind):
    read = json.loads(run.to_json())
    item, *_ = [item for row in read["rows"] for item in row["items"] if item["id"] == "C11a"]

    assert item["denominators"]["n"][kind.state] == 20
    assert item["denominators"]["n"]["other"] == 0
    assert list(item["denominators"]["n"]) == list(states())


def test_the_breakdown_by_an_answer_shows_it_as_itself(run, kind, in_request):
    read = [cell["level"] for cell in json.loads(run.to_json())["by"]]
    page = area_lines.cells(run, "A1", "1", {"1": "Nam", "2": "Nữ"})
    (sheet,) = [sheet for sheet in score_files.sheets(run, {}, None) if sheet.name == "Theo đơn vị"]

    assert set(read) == {"1", "2", str(kind.code)}
    assert [line.level for line in page] == ["Nam", "Nữ", kind.name.vi]
    assert {row[2] for row in sheet.rows} == {"1", "2", kind.name.vi}


def test_the_sheet_of_items_has_a_column_for_it(run, kind):
    (sheet,) = [sheet for sheet in score_files.sheets(run, {}, None) if sheet.name == "Câu hỏi"]

    assert kind.state in sheet.columns


def test_the_score_page_says_it_in_both_languages(app, kind):
    with app.test_request_context():
        assert views.state(kind.state) == kind.name.vi
    with app.test_request_context() as request:
        request.session["language"] = "en"
        assert views.state(kind.state) == kind.name.en


CODES = {kind.code for kind in missing.KINDS} - {missing.BLANK}
WORDS = {kind.token for kind in missing.KINDS if kind.token.isalpha()}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_module_writes_the_codes_and_tokens_again(path):
    constants = [node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]

    assert [value for value in constants if type(value) is int and value in CODES] == []
    assert [value for value in constants if isinstance(value, str) and value.lower() in WORDS] == []


def test_the_keying_script_has_no_table_of_its_own():
    script = (ROOT / "survey_app" / "static" / "keying.js").read_text("utf-8")

    for kind in missing.KINDS:
        for word in {kind.token, kind.token.upper(), *kind.keys} - {"", "-", "/"}:
            assert f'"{word}"' not in script, word


def test_the_page_for_authors_lists_the_table():
    page = (ROOT / "docs" / "questionnaire.md").read_text("utf-8")
    rows = [
        f"| {kind.code} | {f'`{kind.token}`' if kind.token else 'nothing'} | {kind.name.vi} | {kind.name.en} | `{kind.state}` |"
        for kind in missing.KINDS
    ]

    assert all(row in page for row in rows), "\n".join(rows)
    assert all(page.index(one) < page.index(other) for one, other in pairwise(rows))
