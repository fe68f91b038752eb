"""Many at once, and a process killed in the middle: nothing lost, nothing doubled."""

import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sampling.frame.frame import frame_from
from sampling.plan.plan_file import plan_from
from survey_app.closing import closing
from survey_app.collection import collect
from survey_app.errors import AppError
from survey_app.fieldwork import ledger, movements
from survey_app.keying import keying, turns
from survey_app.people.stamp import Stamp
from survey_app.tables import (
    Form,
    FormState,
    Mode,
    Receipt,
    RefusedAnswers,
    Response,
    SampleRole,
    User,
    Wave,
)
from survey_app.waves import keys
from tests.survey_app.world import NOON, PLAN, TODAY, answers, make_world, near_forms

pytestmark = pytest.mark.slow

TOGETHER = 100
RACES = 50
RACES_OF_DECIDERS = 8
KILLS = 6
MANY = plan_from(PLAN.text.replace("take = 4", "take = 60"))
VILLAGES = frame_from(
    [
        {"commune": commune, "village": f"Ấp {village}", "adults": 400}
        for commune in ("26041", "26068", "26206")
        for village in range(1, 5)
    ]
)


@pytest.fixture
def crowd(session):
    """A wave of 360 forms, all with their post offices."""
    made = make_world(session, double_keying=0.0, plan=MANY, frame=VILLAGES)
    for batch in movements.batches(session, made.wave, made.department):
        movements.issue_batch(session, batch, stamp=made.stamp())
    session.commit()
    return made


def main_forms(session):
    return list(session.scalars(select(Form.id).where(Form.role == SampleRole.MAIN).order_by(Form.serial)))


def how_many(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_a_hundred_parallel_submissions_give_one_response_and_a_hundred_equal_receipts(
    sessions, session, crowd
):
    form_id = main_forms(session)[0]
    session.rollback()
    start = threading.Barrier(TOGETHER)

    def submit(_):
        start.wait()
        with sessions() as own:
            form = own.get_one(Form, form_id)
            given = answers(4, text="nhanh gọn")
            return collect.accept(own, form, given, mode=Mode.WEB, submission_id="one", today=TODAY).reference

    with ThreadPoolExecutor(TOGETHER) as pool:
        receipts = list(pool.map(submit, range(TOGETHER)))

    assert len(receipts) == TOGETHER
    assert len(set(receipts)) == 1
    assert how_many(session, Response) == how_many(session, Receipt) == 1
    assert how_many(session, RefusedAnswers) == 0


def test_of_two_who_decide_at_once_one_decides_and_is_what_the_errors_are_counted_by(sessions, session):
    world = make_world(session, double_keying=1.0)
    deciders = (world.clerks[2].id, world.department.id)
    forms = [form.id for form in near_forms(session, world)[:RACES_OF_DECIDERS]]
    for form in [session.get_one(Form, id_) for id_ in forms]:
        movements.issue_batch(session, form.batch, stamp=world.stamp())
        for number, clerk in enumerate(world.clerks[:2], start=2):
            keying.key(session, form, answers(number), stamp=world.stamp(clerk))
    session.rollback()
    start = threading.Barrier(2)

    def decide(form_id, decider, read):
        with sessions() as own:
            form, user = own.get_one(Form, form_id), own.get_one(User, decider)
            own.rollback()
            start.wait()
            try:
                keying.adjudicate(own, form, answers(read), stamp=Stamp(user, NOON))
            except AppError as refusal:
                return refusal.vi
            return ""

    with ThreadPoolExecutor(2) as pool:
        for form_id in forms:
            # Each decides for the keyer of his own number.
            done = [
                pool.submit(decide, form_id, who, read) for who, read in zip(deciders, (2, 3), strict=True)
            ]
            accepted, refused = sorted(one.result() for one in done)
            assert accepted == ""
            # Whoever came second waited for the first and finds the form answered.
            assert "không có gì để nhập" in refused
            winner = [one.result() for one in done].index("")
            first, second, third = turns.keyings_of(session, session.get_one(Form, form_id))
            assert third.keyer_id == deciders[winner]
            assert (first.wrong == 0, second.wrong == 0) == (winner == 0, winner == 1)
            assert third.codes == answers(2 + winner).codes
            session.rollback()
    assert how_many(session, Response) == len(forms)
    assert all(balance.balances for balance in ledger.balances(session, world.wave))


def test_paper_and_web_racing_fifty_times_give_one_response_each_and_the_other_as_evidence(
    sessions, session, crowd
):
    forms, department = main_forms(session)[:RACES], crowd.department.id
    session.rollback()
    start = threading.Barrier(2)

    def by_web(form_id):
        with sessions() as own:
            form = own.get_one(Form, form_id)
            own.rollback()
            start.wait()
            return attempt(
                lambda: collect.accept(
                    own, form, answers(4), mode=Mode.WEB, submission_id=f"web-{form_id}", today=TODAY
                )
            )

    def by_paper(form_id):
        with sessions() as own:
            form, clerk = own.get_one(Form, form_id), own.get_one(User, department)
            own.rollback()
            start.wait()
            return attempt(lambda: keying.key(own, form, answers(2), stamp=Stamp(clerk, NOON)))

    with ThreadPoolExecutor(2) as pool:
        won = [
            (web.result(), paper.result())
            for web, paper in ((pool.submit(by_web, id_), pool.submit(by_paper, id_)) for id_ in forms)
        ]

    assert all(web != paper for web, paper in won)
    key = keys.key_of(session.get_one(Wave, crowd.wave.id))
    for form_id, (web, _paper) in zip(forms, won, strict=True):
        form_key = keys.form_key(key, session.get_one(Form, form_id).serial)
        response = session.scalars(select(Response).where(Response.form_key == form_key)).one()
        evidence = session.scalars(select(RefusedAnswers).where(RefusedAnswers.form_key == form_key)).one()
        winner, loser = (Mode.WEB, Mode.PAPER) if web else (Mode.PAPER, Mode.WEB)
        assert (response.mode, evidence.mode) == (winner, loser)
    assert all(balance.balances for balance in ledger.balances(session, crowd.wave))


def attempt(act):
    """Tell whether an act was accepted; the only refusal there may be is 409."""
    try:
        act()
    except collect.AlreadyAnsweredError:
        return False
    return True


SUBMITTER = """
import datetime, sys
from sqlalchemy import select
from questionnaires.answers import Answers
from survey_app import db
from survey_app.collection import collect
from survey_app.tables import Form, FormState, SampleRole

codes = bytes.fromhex(sys.argv[2])
with db.session_factory(sys.argv[1]) as sessions, sessions() as session:
    waiting = select(Form).where(Form.role == SampleRole.MAIN, Form.state != FormState.ACCEPTED)
    for form in session.scalars(waiting.order_by(Form.serial)).all():
        receipt = collect.accept(
            session, form, Answers(codes, {"F2": "xin cảm ơn"}), mode="web",
            submission_id=f"s-{form.serial}", today=datetime.date(2025, 11, 18),
        )
        sys.stdout.write(f"{form.serial} {receipt.reference}\\n")
        sys.stdout.flush()
"""


@pytest.mark.slow
def test_a_killed_process_leaves_no_receipt_without_its_response(database_url, session, crowd):
    chance = random.Random(2025)
    shown = {}

    for _ in range(KILLS):
        shown |= receipts_before_the_kill(database_url, chance.uniform(0.01, 0.25))

    key = keys.key_of(crowd.wave)
    stored = {receipt.reference: receipt.form_key for receipt in session.scalars(select(Receipt))}
    answered = {response.form_key for response in session.scalars(select(Response))}
    assert len(shown) >= KILLS
    for serial, reference in shown.items():
        assert stored[reference] == keys.form_key(key, serial)
        assert keys.form_key(key, serial) in answered
    accepted = session.scalar(select(func.count()).where(Form.state == FormState.ACCEPTED))
    assert len(stored) == len(answered) == accepted
    assert all(balance.balances for balance in ledger.balances(session, crowd.wave))


def receipts_before_the_kill(url, seconds):
    """Let a process submit one form after the other, kill it without warning, return the receipts it showed."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUBMITTER, url, answers(4).codes.hex()],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    first = process.stdout.readline()
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    rest = process.stdout.read()
    process.stdout.close()
    process.wait()
    # The last line may be torn: then nobody has seen that receipt.
    lines = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return {
        int(serial): reference.strip() for serial, _, reference in (line.partition(" ") for line in lines)
    }


def test_nothing_is_accepted_while_the_wave_closes(sessions, session, crowd):
    forms, wave_id = main_forms(session)[:40], crowd.wave.id
    session.rollback()
    refusals = []
    start = threading.Barrier(3)

    def submit(ids):
        start.wait()
        done = 0
        for form_id in ids:
            with sessions() as own:
                form = own.get_one(Form, form_id)
                try:
                    collect.accept(
                        own, form, answers(1), mode=Mode.WEB, submission_id=f"s-{form_id}", today=TODAY
                    )
                except AppError as refusal:
                    refusals.append(refusal.status)
                else:
                    done += 1
        return done

    def close():
        start.wait()
        time.sleep(0.05)
        with sessions() as own:
            return closing.close_wave(
                own, own.get_one(Wave, wave_id), stamp=Stamp(None, NOON), random_bytes=secrets.token_bytes
            ).responses

    with ThreadPoolExecutor(3) as pool:
        halves = [pool.submit(submit, forms[:20]), pool.submit(submit, forms[20:])]
        closed = pool.submit(close)
        accepted = sum(half.result() for half in halves)

    assert closed.result() == accepted == how_many(session, Response)
    assert refusals == [410] * (len(forms) - accepted)
