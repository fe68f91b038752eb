"""A sheet's own hand: five rows of a habit confirmed, the form's others are accepted; one read otherwise, none."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from questionnaires.missing import MULTIPLE
from survey_app.errors import AppError
from survey_app.people import audit
from survey_app.scanning import intake, own_hand, release, review_measure, review_queue
from survey_app.tables import AuditEvent, ScanPage, ScanRow, User
from tests.survey_app.world import TODAY, near_forms

TICK, CROSS = "big tick", "one-stroke cross"


def page_of(session, form, number=1):
    made = ScanPage(
        form_id=form.id, page=number, state="needs review", file="a.pdf", image=0, picture="x.jpg", version="v", rule="r",
        day=TODAY, keyed=False, warned="",
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def rows_on(session, page, count, habit=TICK, start=1, **changes):
    """Rows that wait, all of one habit; their ids leave out the rows that are seeded as certain ones."""
    made = [
        ScanRow(
            **{
                "id": start + i, "page_id": page.id, "item": f"A{start + i}", "code": None, "reason": "ink beside",
                "ink": {"1": 0.0, "2": 0.3}, "crop": [0, 0, 1, 1], "suggest": 2, "habit": habit,
            } | changes
        )
        for i in range(count)
    ]  # fmt: skip
    session.add_all(made)
    session.commit()
    return made


@pytest.fixture
def rows(session, world, form):
    return rows_on(session, page_of(session, form), 8)


@pytest.fixture
def say(session, world):
    def said(rows, code=2, by=0):
        return [review_queue.decide(session, row, code, stamp=world.stamp(world.clerks[by])) for row in rows]

    return said


def events(session, action):
    return session.scalars(select(AuditEvent).where(AuditEvent.action == action)).all()


def states(rows):
    return [(row.code, row.rule) for row in rows]


WAITS, ACCEPTED = (None, None), (2, own_hand.RULE)


def test_the_fifth_row_confirmed_accepts_the_others_of_the_same_habit_and_form(
    session, world, rows, say, form
):
    page = rows[0].page
    others = [
        *rows_on(session, page, 1, CROSS, start=20),
        *rows_on(session, page, 1, None, start=30),
        *rows_on(session, page_of(session, near_forms(session, world)[1]), 1, start=40),
    ]
    say(rows[:4])
    assert states(rows) == [WAITS] * 8
    *_, done = say(rows[4:5])

    assert done.accepted == {TICK: 3}
    assert states(rows[5:]) == [ACCEPTED] * 3
    assert states([*rows[:5], *others]) == [WAITS] * 8
    assert [row.answer for row in rows] == [2] * 8
    assert review_queue.next_row(session, world.wave, user=world.clerks[0]).waiting == 3
    (event,) = events(session, "own_hand_accepted")
    assert event.details == {"rule": own_hand.RULE, "habit": TICK, "items": ["A6", "A7", "A8"]}
    assert audit.verify(session) == ()
    (sheet,) = own_hand.sheets(session, world.wave, user=world.clerks[0])
    assert (sheet.serial, sheet.standing.confirmed, sheet.standing.accepted) == (form.serial, 5, 3)
    assert own_hand.sheets(session, world.wave, user=world.stranger) == []


def test_switched_off_nothing_is_accepted(session, world, rows, say):
    world.wave.own_hand = False
    session.commit()
    say(rows[:7])

    assert states(rows) == [WAITS] * 8
    assert events(session, "own_hand_accepted") == []
    assert own_hand.standing(session, rows[0]) is None


@pytest.mark.parametrize("read", [1, MULTIPLE, 0])
def test_one_row_read_otherwise_before_and_none_is_accepted(session, rows, say, read):
    say(rows[:1], read)
    say(rows[1:7])

    assert states(rows) == [WAITS] * 8
    assert own_hand.standing(session, rows[7]).contradicted


def test_a_word_changed_afterwards_gives_back_every_row_nobody_has_seen(session, rows, say):
    say(rows[:5])
    *_, done = say(rows[:1], 1)

    assert done.given_back == {TICK: 3}
    assert states(rows[5:]) == [WAITS] * 3
    (event,) = events(session, "own_hand_given_back")
    assert event.details["items"] == ["A6", "A7", "A8"]
    say(rows[:1], 2)
    assert states(rows[5:]) == [ACCEPTED] * 3


def test_accepted_rows_are_checked_by_sample_and_one_read_otherwise_gives_back_the_rest(
    session, world, form, say
):
    page = page_of(session, form)
    rows = rows_on(session, page, 6)
    (known,) = rows_on(session, page, 1, start=intake.SEEDED)
    say(rows[:5])
    assert states([rows[5], known]) == [ACCEPTED] * 2
    task = review_queue.next_row(session, world.wave, user=world.clerks[0])
    assert (task.row, task.waiting) == (known, 1)
    say([known], 1)

    # The row itself waits for a second person with both answers kept, as any row that was accepted.
    assert (known.code, known.checked, known.decided) == (2, 1, None)
    assert states(rows[5:]) == [WAITS]
    assert review_measure.measure(session, world.wave).differing == 1
    say([known], 2, by=1)
    assert (known.decided, states(rows[5:])) == (2, [ACCEPTED])


def test_a_row_sent_back_from_the_contact_sheet_waits_for_a_person_and_so_do_the_others(
    session, world, rows, say
):
    say(rows[:5])
    review_queue.doubt(session, [rows[6]], stamp=world.stamp(world.clerks[1]))

    assert states(rows[5:]) == [WAITS] * 3
    assert (rows[6].reason, rows[6].suggest) == ("odd on contact sheet", 2)
    say([rows[6]], 2)
    assert states(rows[5:]) == [ACCEPTED, WAITS, ACCEPTED]
    assert rows[6].decided == 2


def test_a_contradiction_sent_back_stays_one_until_it_is_decided_again(session, world, rows, say):
    say(rows[:5])
    say([rows[0]], 1)
    review_queue.doubt(session, [rows[0]], stamp=world.stamp(world.clerks[1]))

    assert rows[0].suggest == 2
    say([rows[0]], 1)
    assert states(rows[5:]) == [WAITS] * 3


def test_a_page_that_comes_later_is_accepted_by_what_people_have_said(session, world, form, rows, say):
    say(rows[:5])
    late = rows_on(session, page_of(session, form, 2), 2, start=50)

    assert own_hand.settle_all(session, [form], stamp=world.stamp(world.clerks[0])) == 2
    assert states(late) == [ACCEPTED] * 2


def test_a_form_is_ready_once_its_own_hand_has_accepted_the_last_row(session, world, rows, say, monkeypatch):
    monkeypatch.setattr(release, "_pages_needed", lambda _: {"v": [1]})
    form = rows[0].page.form
    assert release.ready(session, world.wave, user=world.clerks[0]) == []
    say(rows[:5])

    assert release.ready(session, world.wave, user=world.clerks[0]) == [form]
    assert {row.item: row.answer for row in rows} == {f"A{n}": 2 for n in range(1, 9)}


def test_rows_of_a_keyed_form_stay_as_they_are(session, world, rows, say):
    say(rows[:5])
    rows[0].page.keyed = True
    session.commit()
    own_hand.switch(session, world.wave, on=False, stamp=world.stamp())
    own_hand.settle_all(session, [rows[0].page.form], stamp=world.stamp())

    assert states(rows[5:]) == [ACCEPTED] * 3
    with pytest.raises(AppError) as keyed:
        say(rows[:1], 1)
    assert keyed.value.status == 409


def test_the_department_switches_the_rule_off_and_on_for_a_wave(session, world, rows, say):
    say(rows[:5])
    own_hand.switch(session, world.wave, on=False, stamp=world.stamp())
    assert states(rows[5:]) == [WAITS] * 3
    own_hand.switch(session, world.wave, on=True, stamp=world.stamp())
    own_hand.switch(session, world.wave, on=True, stamp=world.stamp())

    assert states(rows[5:]) == [ACCEPTED] * 3
    switched = events(session, "own_hand_switched")
    assert [event.details["on"] for event in switched] == [False, True]
    with pytest.raises(AppError, match="không có quyền"):
        own_hand.switch(session, world.wave, on=False, stamp=world.stamp(world.clerks[0]))


def test_two_who_confirm_the_fourth_and_the_fifth_row_at_once_accept_the_others_once(
    sessions, session, world
):
    clerks = [clerk.id for clerk in world.clerks[:2]]
    stamp = world.stamp(world.clerks[2])
    races = near_forms(session, world)[:6]
    ids = []
    for number, form in enumerate(races):
        rows = rows_on(session, page_of(session, form), 8, start=1 + 100 * number)
        for row in rows[:3]:
            review_queue.decide(session, row, 2, stamp=stamp)
        ids.append([row.id for row in rows])
    session.rollback()
    start = threading.Barrier(2)

    def confirm(row_id, clerk):
        with sessions() as own:
            row, user = own.get_one(ScanRow, row_id), own.get_one(User, clerk)
            own.rollback()
            start.wait()
            return review_queue.decide(own, row, 2, stamp=world.stamp(user)).accepted

    with ThreadPoolExecutor(2) as pool:
        for of_form in ids:
            done = [pool.submit(confirm, row, clerk) for row, clerk in zip(of_form[3:5], clerks, strict=True)]
            assert sorted(sum(one.result().values()) for one in done) == [0, 3]
    session.expire_all()
    assert len(events(session, "own_hand_accepted")) == len(races)
    for of_form in ids:
        assert states(session.get_one(ScanRow, row) for row in of_form[5:]) == [ACCEPTED] * 3
    assert audit.verify(session) == ()
