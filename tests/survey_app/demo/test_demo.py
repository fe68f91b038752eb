"""The demo, small: every step of the survey runs, and its scores can be had again from its responses alone."""

import csv
import json
import math
from collections import defaultdict

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from sqlalchemy import select

from sampling.plan.plan_file import plan_from
from survey_app import db
from survey_app.commands import demo as demo_command
from survey_app.commands.serve import welcome
from survey_app.demo import run
from survey_app.demo.setting import CODE, PASSWORD
from survey_app.fieldwork import ledger
from survey_app.keying import workload
from survey_app.people import audit
from survey_app.scanning import review_queue
from survey_app.scores import score_files
from survey_app.surveys import surveys
from survey_app.tables import FormEvent, FormState, Keying, RefusedAnswers, Response, Role, User
from survey_app.waves import catalogue

# The whole survey runs once.
pytestmark = pytest.mark.slow

SMALL = """
[[stage]]
unit = "village"
id = ["commune", "village"]
strata = ["commune"]
size = "adults"
method = "pps_systematic"
take = { total = 190, allocation = "sqrt", minimum = 2 }
sort = ["village"]
[[stage]]
unit = "person"
method = "srs"
take = 2
reserve = 1
count = "adults"
"""
FILES = {
    "accounts.txt",
    "forms.pdf",
    "report.pdf",
    "responses.csv",
    "scores.csv",
    "scores.json",
    "scores.xlsx",
    "sipas.db",
}


@pytest.fixture(scope="module")
def bars():
    return run.bars(visible=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, bars):
    folder = tmp_path_factory.mktemp("var") / "demo"
    run.run(folder, bars, plan_from(SMALL), surveys.load())
    return folder


@pytest.fixture
def session(folder):
    with db.session_factory(f"sqlite:///{folder / 'sipas.db'}") as sessions, sessions.reading() as session:
        yield session


def test_the_demo_leaves_its_files(folder):
    assert {path.name for path in folder.iterdir() if path.is_file()} == FILES


def test_every_bar_is_full_at_the_end(folder, bars):
    tasks = bars.progress.tasks

    assert [(task.description, task.completed) for task in tasks] == [
        (task.description, task.total) for task in tasks
    ]
    assert len(tasks) == 7


def test_everything_happens_while_the_wave_is_open(session):
    wave = catalogue.find(session, CODE)
    for days in (select(Response.day), select(FormEvent.day), select(Keying.day), select(RefusedAnswers.day)):
        found = session.scalars(days).all()
        assert found
        assert all(wave.opened_on <= day <= wave.closes_on for day in found)


def test_the_workbook_names_its_areas(folder, session):
    names = score_files.area_names(session)
    rows = load_workbook(folder / "scores.xlsx")["Theo đơn vị"].iter_rows(values_only=True)
    column, level, name = next(rows)[:3]
    found = {row[1]: row[2] for row in rows if row[0] == "area"}

    assert (column, level, name) == ("column", "level", "name")
    assert found
    assert found == {code: names[code] for code in found}


def test_a_second_demo_says_so_and_doubles_nothing(folder):
    before = (folder / "scores.json").read_bytes()

    told = CliRunner().invoke(demo_command.command, ["--out", str(folder)])

    assert told.exit_code == 0
    assert "không làm lại" in told.output
    assert "make serve" in told.output
    assert (folder / "scores.json").read_bytes() == before


def test_a_demo_that_was_cut_off_is_not_taken_for_a_whole_one(folder, tmp_path):
    (tmp_path / "sipas.db").touch()
    (tmp_path / run.UNFINISHED).touch()

    assert run.is_whole(folder)
    assert not run.is_whole(tmp_path)


def test_responses_carry_no_form_number(folder):
    with (folder / "responses.csv").open(encoding="utf-8") as file:
        columns = next(csv.reader(file))

    assert not {"number", "serial", "form", "form_key", "id"} & set(columns)
    assert {"area", "stratum", "psu", "weight", "mode", "A1", "C11a", "D26"} <= set(columns)


def test_the_ledger_balances_and_the_audit_is_whole(session):
    wave = catalogue.find(session, CODE)

    assert all(balance.balances for balance in ledger.balances(session, wave))
    assert audit.verify(session) == ()
    states = ledger.total(ledger.balances(session, wave))
    assert {FormState.ACCEPTED, FormState.REFUSED, FormState.HANDED_OUT} <= set(states)


def test_something_is_left_to_try_on_every_screen(session):
    wave = catalogue.find(session, CODE)
    coordinator = session.query(User).filter_by(role=Role.COORDINATOR).one()

    assert workload.waiting(session, wave, user=coordinator).first
    assert review_queue.next_row(session, wave, user=coordinator)
    assert session.query(RefusedAnswers).count() > 0


def test_the_server_tells_a_newcomer_how_to_get_in(folder, session):
    told = "\n".join(
        welcome(session, f"sqlite:///{folder / 'sipas.db'}", "http://127.0.0.1:8000", "Sở Nội vụ")
    )

    for name in (
        "so-noi-vu",
        "nhap-lieu-1",
        "buu-dien-tinh",
        PASSWORD,
        "Mã phiếu của một người dân mô phỏng:",
    ):
        assert name in told


def test_a_database_without_an_accounts_file_tells_no_password(session, tmp_path):
    told = "\n".join(
        welcome(session, f"sqlite:///{tmp_path / 'sipas.db'}", "http://127.0.0.1:8000", "Sở Nội vụ")
    )

    assert PASSWORD not in told


# The score table again, with nothing of the product: one pass of plain Python over responses.csv.


def _influences(rows, items):
    """The criterion's share and each row's influence value: the mean of ratios, linearised."""
    influence = [0.0] * len(rows)
    total = 0.0
    for item in items:
        valid = [1.0 if 1 <= int(row[item]) <= 5 else 0.0 for row in rows]
        happy = [1.0 if int(row[item]) in (4, 5) else 0.0 for row in rows]
        weight = [float(row["weight"]) for row in rows]
        below = math.fsum(w * v for w, v in zip(weight, valid, strict=True))
        share = math.fsum(w * h for w, h in zip(weight, happy, strict=True)) / below
        total += share / len(items)
        for i, w in enumerate(weight):
            influence[i] += w * (happy[i] - share * valid[i]) / below / len(items)
    return total, influence


@pytest.fixture(scope="module")
def recomputed(folder):
    with (folder / "responses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    scores = json.loads((folder / "scores.json").read_text("utf-8"))
    by_code = {}
    for row in scores["rows"]:
        if row["heading"] is not None:
            by_code[row["code"]] = _influences(rows, [item["id"] for item in row["items"]])
    for row in scores["rows"]:
        if row["heading"] is None:
            parts = [by_code[code] for code in row["parts"]]
            share = math.fsum(part[0] for part in parts) / len(parts)
            values = [math.fsum(column) / len(parts) for column in zip(*(p[1] for p in parts), strict=True)]
            by_code[row["code"]] = share, values
    return rows, scores, by_code


def test_every_estimate_equals_a_recomputation_from_the_responses(recomputed):
    _, scores, by_code = recomputed

    assert len(scores["rows"]) == 12
    for row in scores["rows"]:
        assert row["estimate"] == pytest.approx(100 * by_code[row["code"]][0], abs=1e-9)


def test_every_standard_error_equals_a_recomputation_from_the_responses(recomputed):
    rows, scores, by_code = recomputed
    with_replacement = [row["fpc_1"] in ("", "inf") for row in rows]
    if not all(with_replacement):
        pytest.fail("the small plan has a certainty village: choose another size")
    for row in scores["rows"]:
        psus = defaultdict(lambda: defaultdict(float))
        for each, value in zip(rows, by_code[row["code"]][1], strict=True):
            psus[each["stratum"]][each["psu"]] += value
        variance = 0.0
        every = [total for stratum in psus.values() for total in stratum.values()]
        grand = math.fsum(every) / len(every)
        for stratum in psus.values():
            totals = list(stratum.values())
            if len(totals) == 1:
                variance += (totals[0] - grand) ** 2
                continue
            mean = math.fsum(totals) / len(totals)
            variance += len(totals) / (len(totals) - 1) * math.fsum((t - mean) ** 2 for t in totals)
        assert row["se"] == pytest.approx(100 * math.sqrt(variance), rel=1e-9)
