"""Sign-in by name and password; after five failures in 15 minutes a name has to wait."""

import datetime as dt
import unicodedata
from functools import cache

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey_app.errors import AppError
from survey_app.people import accounts, audit
from survey_app.people.accounts import plain_name
from survey_app.people.stamp import Stamp
from survey_app.tables import SignInFailure, User

FAILURES = 5
WINDOW = dt.timedelta(minutes=15)


def sign_in(session: Session, name: str, password: str, *, now: dt.datetime) -> User:
    """Return the account of a name and its password, and commit.

    A wrong pair is counted and committed even though the page gets an error. An unknown name takes as long as a
    known one, so the time of an answer does not tell which names exist.

    Raises:
        AppError: (401) no such pair; (429) five failures for the name within 15 minutes.
    """
    name = plain_name(name)
    user = session.scalars(select(User).where(User.name == name)).one_or_none()
    recent = select(func.count()).where(SignInFailure.name == name, SignInFailure.at > now - WINDOW)
    throttled = session.scalar(recent) or 0
    # The slow hash must not hold the database's write lock.
    session.commit()
    if throttled >= FAILURES:
        raise AppError(
            "Sai mật khẩu quá nhiều lần. Hãy đợi 15 phút rồi thử lại.",
            "Too many wrong passwords. Wait 15 minutes and try again.",
            status=429,
        )
    usable = user is not None and user.active
    if not _verify(user.password_hash if user is not None and usable else _decoy(), password) or user is None:
        return _fail(session, name, now)
    session.execute(delete(SignInFailure).where(SignInFailure.name == name))
    audit.record(session, "signed_in", f"user:{name}", stamp=Stamp(user, now))
    session.commit()
    return user


def _verify(hash_: str, password: str) -> bool:
    try:
        return accounts.HASHER.verify(hash_, unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy() -> str:
    return accounts.HASHER.hash("no account has this password")


def _fail(session: Session, name: str, now: dt.datetime) -> User:
    session.execute(delete(SignInFailure).where(SignInFailure.at <= now - WINDOW))
    session.add(SignInFailure(name=name[:60], at=now))
    session.commit()
    raise AppError(
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt.",
        "Wrong name or password. Check Caps Lock and the Vietnamese keyboard.",
        status=401,
    )
