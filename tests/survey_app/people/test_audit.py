"""The chain of what staff did: whoever alters a link is found."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

import survey_app
from survey_app.people import audit
from survey_app.people.stamp import VIET_NAM, Stamp
from survey_app.tables import AuditEvent
from tests.survey_app.world import NOON

STAMP = Stamp(None, NOON)
SOURCES = Path(survey_app.__file__).parent
# Where the events are written and verified, declared, and shown to who oversees the survey.
READERS = ("people/audit.py", "tables/", "migrations/", "department/oversight/")


@pytest.fixture
def chain(session):
    """Ten events."""
    for number in range(1, 11):
        stamp = Stamp(None, NOON + dt.timedelta(seconds=number, microseconds=number))
        audit.record(session, "tested", f"thing:{number}", stamp=stamp, details={"số": number})
    session.commit()


def tamper(session, statement):
    """Change the table as somebody with the database's password could."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.text("DROP TRIGGER audit_event_no_update"))
        session.execute(sa.text("DROP TRIGGER audit_event_no_delete"))
    else:
        session.execute(sa.text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
    session.execute(sa.text(statement))
    session.commit()
    session.expire_all()


def test_an_untouched_chain_has_nothing_broken(session, chain):
    assert audit.verify(session) == ()


def test_a_clock_in_the_zone_of_viet_nam_makes_the_same_chain(session):
    audit.record(session, "tested", "thing:1", stamp=Stamp(None, NOON.astimezone(VIET_NAM)))
    session.commit()
    session.expire_all()

    assert audit.verify(session) == ()


@pytest.mark.parametrize(
    "change",
    [
        "subject = 'thing:99'",
        "action = 'other'",
        "at = '2025-01-01 00:00:00'",
        "details = '{}'",
    ],
)
def test_an_altered_event_is_named(session, chain, change):
    tamper(session, f"UPDATE audit_event SET {change} WHERE id = 4")

    assert [(broken.id, broken.reason) for broken in audit.verify(session)] == [
        (4, "its content was altered")
    ]


def test_a_removed_event_is_noticed_at_the_next_one(session, chain):
    tamper(session, "DELETE FROM audit_event WHERE id = 4")

    assert [broken.id for broken in audit.verify(session)] == [5]


def test_an_event_altered_and_sealed_anew_breaks_the_next_one(session, chain):
    event = session.get_one(AuditEvent, 4)
    event.subject = "thing:99"
    forged = audit._seal(event)
    session.rollback()
    tamper(
        session,
        "UPDATE audit_event SET subject = 'thing:99', hash = "
        + (f"x'{forged.hex()}'" if session.get_bind().dialect.name == "sqlite" else f"'\\x{forged.hex()}'")
        + " WHERE id = 4",
    )

    assert [broken.id for broken in audit.verify(session)] == [5]


def test_a_cut_end_shows_against_the_head_that_was_printed(session, chain):
    printed = audit.head(session)
    tamper(session, "DELETE FROM audit_event WHERE id = 10")

    assert audit.verify(session) == ()
    assert audit.head(session) != printed


def test_events_at_the_same_moment_still_make_one_chain(sessions):
    def act(number):
        with sessions() as own:
            audit.record(own, "tested", f"thing:{number}", stamp=STAMP)
            own.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(40)))

    with sessions.reading() as session:
        assert audit.verify(session) == ()
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 40


def test_an_event_of_a_transaction_that_failed_is_not_in_the_chain(session, chain):
    audit.record(session, "tested", "thing:11", stamp=STAMP)
    session.rollback()

    audit.record(session, "tested", "thing:12", stamp=STAMP)

    assert audit.verify(session) == ()


def test_nothing_is_decided_by_reading_the_audit():
    reading = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if re.search(r"\bAuditEvent\b|\baudit_event\b", path.read_text(encoding="utf-8"))
    }

    assert {name for name in reading if not name.startswith(READERS)} == set()
    assert "people/audit.py" in reading


@pytest.mark.parametrize(("hour", "minute", "day"), [(0, 0, 15), (16, 59, 15), (17, 0, 16), (23, 59, 16)])
def test_a_day_begins_at_midnight_of_viet_nam(hour, minute, day):
    assert Stamp(None, dt.datetime(2025, 9, 15, hour, minute, tzinfo=dt.UTC)).day == dt.date(2025, 9, day)
