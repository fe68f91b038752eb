"""Accounts, sign-in, and what each role may do."""

import datetime as dt
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from survey_app.errors import AppError
from survey_app.people import accounts, audit, authentication, roles
from survey_app.people.accounts import NewUser
from survey_app.people.stamp import Stamp
from survey_app.tables import Role, SignInFailure
from tests.survey_app.world import NOON

PASSWORD = "một mật khẩu dài"
STAMP = Stamp(None, NOON)


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch):
    """Hash as weakly as argon2 can: what is tested is not its strength."""
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    authentication._decoy.cache_clear()
    yield
    authentication._decoy.cache_clear()


@pytest.fixture
def user(session):
    made = accounts.add_user(
        session, NewUser("Lan", "Nguyễn Thị Lan", Role.DEPARTMENT), PASSWORD, stamp=STAMP
    )
    session.commit()
    return made


def test_the_right_password_signs_in_whatever_case_and_spelling_the_name_has(session, user):
    nfd = "m\u006f\u0302\u0323t mật khẩu dài"

    assert authentication.sign_in(session, " LAN ", PASSWORD, now=NOON).id == user.id
    assert authentication.sign_in(session, "lan", nfd, now=NOON).id == user.id


def test_the_password_itself_is_kept_nowhere(session, user):
    assert user.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize("name", ["lan", "không-có-ai"])
def test_a_wrong_pair_is_refused_with_one_message(session, user, name):
    with pytest.raises(AppError, match="không đúng") as refusal:
        authentication.sign_in(session, name, "sai", now=NOON)

    assert refusal.value.status == 401


@pytest.mark.parametrize("name", ["lan", "không-có-ai", "đã-đóng"])
def test_an_unknown_and_a_closed_name_take_as_long_as_a_known_one(session, user, name, monkeypatch):
    closed = accounts.add_user(session, NewUser("đã-đóng", "X", Role.DEPARTMENT), PASSWORD, stamp=STAMP)
    accounts.deactivate(session, closed, stamp=STAMP)
    session.commit()
    checked = []
    verify = accounts.HASHER.verify
    slow = SimpleNamespace(
        hash=accounts.HASHER.hash, verify=lambda hash_, word: checked.append(hash_) or verify(hash_, word)
    )
    monkeypatch.setattr(accounts, "HASHER", slow)

    with pytest.raises(AppError, match="không đúng"):
        authentication.sign_in(session, name, "sai", now=NOON)

    assert [hash_[:10] for hash_ in checked] == ["$argon2id$"]


def test_an_unknown_name_is_closed_by_failures_like_a_known_one(session, user):
    for _ in range(5):
        with pytest.raises(AppError, match="không đúng"):
            authentication.sign_in(session, "không-có-ai", "sai", now=NOON)

    with pytest.raises(AppError, match="15 phút"):
        authentication.sign_in(session, "không-có-ai", "sai", now=NOON)


def test_a_password_has_ten_characters_at_least(session, user):
    accounts.set_password(session, user, "0123456789", stamp=STAMP)

    with pytest.raises(AppError, match="ít nhất 10 ký tự"):
        accounts.set_password(session, user, "012345678", stamp=STAMP)


def test_five_failures_close_the_name_for_a_quarter_of_an_hour(session, user):
    for _ in range(5):
        with pytest.raises(AppError, match="không đúng"):
            authentication.sign_in(session, "lan", "sai", now=NOON)

    with pytest.raises(AppError, match="15 phút") as refusal:
        authentication.sign_in(session, "lan", PASSWORD, now=NOON + dt.timedelta(minutes=14))
    assert refusal.value.status == 429
    assert authentication.sign_in(session, "lan", PASSWORD, now=NOON + dt.timedelta(minutes=16)).id == user.id
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 0


def test_a_closed_account_does_not_sign_in(session, user):
    accounts.deactivate(session, user, stamp=STAMP)

    with pytest.raises(AppError, match="không đúng"):
        authentication.sign_in(session, "lan", PASSWORD, now=NOON)


def test_a_new_password_opens_a_throttled_name(session, user):
    for _ in range(5):
        with pytest.raises(AppError, match="không đúng"):
            authentication.sign_in(session, "lan", "sai", now=NOON)

    accounts.set_password(session, user, "mật khẩu khác hẳn", stamp=STAMP)

    assert authentication.sign_in(session, "lan", "mật khẩu khác hẳn", now=NOON).id == user.id


@pytest.mark.parametrize(
    ("new", "password", "message"),
    [
        (NewUser("lan", "Lan", Role.DEPARTMENT), PASSWORD, "đã có người dùng"),
        (NewUser("hoa", "Hoa", Role.CLERK), PASSWORD, "bưu cục"),
        (NewUser("  ", "Hoa", Role.DEPARTMENT), PASSWORD, "cần tên"),
        (NewUser("hoa", "Hoa", Role.DEPARTMENT), "ngắn", "ít nhất 10"),
    ],
    ids=["taken", "clerk without office", "no name", "short password"],
)
def test_an_account_with_a_mistake_is_refused(session, user, new, password, message):
    with pytest.raises(AppError, match=message):
        accounts.add_user(session, new, password, stamp=STAMP)


def test_nobody_and_the_wrong_role_are_told_apart(session, user):
    with pytest.raises(AppError, match="Hãy đăng nhập") as nobody:
        roles.require(None, Role.DEPARTMENT)
    with pytest.raises(AppError, match="không có quyền") as wrong:
        roles.require(user, Role.CLERK)

    assert (nobody.value.status, wrong.value.status) == (401, 403)


def test_what_happens_to_accounts_is_audited(session, user):
    authentication.sign_in(session, "lan", PASSWORD, now=NOON)

    assert audit.verify(session) == ()
