"""What accounts, sign-ins and the sealed log write, and the sentences they refuse with."""

import datetime as dt

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from survey_app.errors import AppError
from survey_app.people import accounts, audit, authentication, roles
from survey_app.people.accounts import NewUser
from survey_app.people.stamp import Stamp
from survey_app.tables import AuditEvent, OfficeArea, PostOffice, Role, SignInFailure, User
from tests.builders.areas import unit
from tests.survey_app.people.test_accounts import PASSWORD
from tests.survey_app.world import NOON, add_user

STAMP = Stamp(None, NOON)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch):
    """Hash as weakly as argon2 can."""
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    authentication._decoy.cache_clear()
    yield
    authentication._decoy.cache_clear()


@pytest.fixture
def office(session):
    return accounts.add_office(session, "BC1", "Bu\u031bu cục")


@pytest.fixture
def lan(session, office):
    made = accounts.add_user(
        session, NewUser(" LAN ", "Nguye\u0302n Lan", Role.CLERK, office), PASSWORD, stamp=STAMP
    )
    session.commit()
    return made


def acts(session):
    return [
        (act.action, act.subject, act.by_id, act.at, act.details)
        for act in session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    ]


def test_an_account_is_kept_with_a_plain_name_and_every_act_on_it_is_sealed(session, office, lan):
    boss = add_user(session, "so", Role.DEPARTMENT)
    assert (lan.name, lan.full_name, lan.role, lan.office_id, lan.active) == (
        "lan",
        "Nguyên Lan",
        Role.CLERK,
        office.id,
        True,
    )
    other = accounts.add_user(
        session, NewUser("hoa", "Hoa", Role.SUPERVISOR), PASSWORD, stamp=Stamp(boss, NOON)
    )
    assert (other.office_id, other.password_hash != lan.password_hash) == (None, True)
    accounts.set_password(session, lan, "mot mat khau khac", stamp=Stamp(boss, NOON + MINUTE))
    authentication.sign_in(session, "lan", "mot mat khau khac", now=NOON + 2 * MINUTE)
    accounts.deactivate(session, lan, stamp=Stamp(boss, NOON + 3 * MINUTE))

    assert acts(session) == [
        ("user_added", "user:lan", None, NOON, {"role": "clerk"}),
        ("user_added", "user:hoa", boss.id, NOON, {"role": "supervisor"}),
        ("password_set", "user:lan", boss.id, NOON + MINUTE, {}),
        ("signed_in", "user:lan", lan.id, NOON + 2 * MINUTE, {}),
        ("user_deactivated", "user:lan", boss.id, NOON + 3 * MINUTE, {}),
    ]
    assert not lan.active
    with pytest.raises(AppError, match="Hãy đăng nhập") as closed:
        roles.require(lan, Role.CLERK)
    assert closed.value.status == 401


def test_a_name_that_is_taken_is_a_conflict_in_whatever_case(session, lan):
    with pytest.raises(AppError) as told:
        accounts.add_user(session, NewUser("Lan ", "Lan", Role.DEPARTMENT), PASSWORD, stamp=STAMP)
    assert (told.value.status, told.value.vi) == (
        409,
        "Tên đăng nhập «lan» đã có người dùng: hãy chọn tên khác.",
    )
    assert told.value.en == "The sign-in name 'lan' is taken: choose another."


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.SUPERVISOR, Role.COORDINATOR])
def test_only_a_clerk_needs_an_office(session, role):
    assert accounts.add_user(session, NewUser("a", "A", role), PASSWORD, stamp=STAMP).office_id is None


def fail(session, name, now):
    with pytest.raises(AppError) as told:
        authentication.sign_in(session, name, "sai", now=now)
    return told.value.status


def test_failures_count_for_a_quarter_of_an_hour_and_for_their_name_alone(session, lan):
    for minute in range(4):
        assert fail(session, "lan", NOON + minute * MINUTE) == 401
    assert fail(session, "hoa", NOON) == 401
    assert fail(session, "lan", NOON + 14 * MINUTE) == 401
    # Five within the quarter of an hour; the first of them is a quarter of an hour old now.
    assert fail(session, "lan", NOON + 14 * MINUTE + dt.timedelta(seconds=59)) == 429
    assert fail(session, "lan", NOON + 15 * MINUTE) == 401
    kept = session.scalars(select(SignInFailure).order_by(SignInFailure.at)).all()
    assert [((one.at - NOON) // MINUTE, one.name) for one in kept] == [
        (1, "lan"), (2, "lan"), (3, "lan"), (14, "lan"), (15, "lan")
    ]  # fmt: skip
    assert authentication.sign_in(session, "lan", PASSWORD, now=NOON + 17 * MINUTE) is lan
    assert session.scalars(select(SignInFailure.id)).all() == []


def test_a_right_password_and_a_new_one_forget_the_failures_of_their_name_alone(session, lan):
    for name in ("lan", "hoa"):
        fail(session, name, NOON)
    authentication.sign_in(session, "lan", PASSWORD, now=NOON)
    assert session.scalars(select(SignInFailure.name)).all() == ["hoa"]
    fail(session, "lan", NOON)
    accounts.set_password(session, lan, PASSWORD, stamp=STAMP)
    assert session.scalars(select(SignInFailure.name)).all() == ["hoa"]
    assert fail(session, "x" * 100, NOON) == 401
    assert {len(name) for name in session.scalars(select(SignInFailure.name))} == {3, 60}


def test_a_hash_nobody_made_lets_nobody_in(session, lan):
    lan.password_hash = "!"
    session.commit()
    assert fail(session, "lan", NOON) == 401


def test_who_has_no_one_office_reaches_every_office(session, office, lan):
    roles.require_office(None, 99)
    roles.require_office(User(role=Role.COORDINATOR), 99)
    roles.require_office(lan, office.id)
    with pytest.raises(AppError) as told:
        roles.require_office(lan, office.id + 1)
    assert told.value.status == 403


def test_an_office_is_found_by_its_code_and_takes_areas_over(session, office):
    area = unit("1", "Ấp")
    session.add(area)
    session.flush()
    again = accounts.add_office(session, "BC1", "Tên khác", areas=[area])
    other = accounts.add_office(session, "BC2", "Bưu cục hai", areas=[area])

    assert (again, office.name) == (office, "Bưu cục")
    assert session.scalars(select(PostOffice.code).order_by(PostOffice.id)).all() == ["BC1", "BC2"]
    assert session.scalars(select(OfficeArea.office_id)).all() == [other.id]


def test_the_machine_is_one_account_that_nobody_uses(session):
    made = accounts.machine(session)
    assert accounts.machine(session) is made
    assert (made.name, made.full_name, made.role, made.active) == (
        "may-quet",
        "Máy quét phiếu",
        Role.MACHINE,
        False,
    )


def test_the_chain_begins_with_nothing_and_each_event_holds_the_hash_before(session):
    assert audit.head(session) == "00" * 32
    boss = add_user(session, "so", Role.DEPARTMENT)
    first = audit.record(session, "a", "x:1", stamp=Stamp(boss, NOON), details={"b": 1, "a": "ă"})
    second = audit.record(session, "b", "x:2", stamp=STAMP)

    assert (first.id, first.previous, second.id, second.previous) == (1, bytes(32), 2, first.hash)
    assert (first.by_id, second.by_id, second.details) == (boss.id, None, {})
    # Sealed events are verified years later: the seal may never be computed otherwise.
    assert second.hash.hex() == audit.head(session) != first.hash.hex()
    assert audit._seal(
        AuditEvent(
            id=1,
            at=NOON,
            by_id=None,
            action="a",
            subject="x:1",
            details={"b": 1, "a": "ă"},
            previous=bytes(32),
        )
    ).hex() == ("3d3c48b7745b4a39f943ae09254e654ae964558e7aa8507321cff5a988827a0f")


def test_what_is_wrong_with_a_chain_is_said_event_by_event(session):
    for place in range(4):
        audit.record(session, "a", f"x:{place}", stamp=STAMP)
    session.commit()
    connection = session.connection()
    for trigger in ("audit_event_no_update", "audit_event_no_delete"):
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    connection.exec_driver_sql("UPDATE audit_event SET previous = x'01' WHERE id = 2")
    connection.exec_driver_sql("DELETE FROM audit_event WHERE id = 3")
    session.commit()

    assert [(one.id, one.reason) for one in audit.verify(session)] == [
        (2, "does not follow the event before it"),
        (2, "its content was altered"),
        (4, "expected event 3: something before it is missing"),
    ]
