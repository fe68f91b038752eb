"""Accounts, sign-in and what each role may do.

- ``add_user(session, NewUser(name, full_name, role, office), password, stamp=…) -> User``
- ``sign_in(session, name, password, now=…) -> User``: 401 for a wrong pair, 429 after five failures in 15 minutes
- ``set_password``, ``deactivate``
- ``require(user, Role.…, …)``: 403 for any other role; ``require_office(user, office_id)``: a clerk's own office only
- ``add_office(session, code, name, areas=…) -> PostOffice``
- ``machine(session) -> User``: the account in whose name scans are keyed; nobody can sign in with it
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey_app.errors import AppError
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import Area, OfficeArea, PostOffice, Role, SignInFailure, User

SHORTEST_PASSWORD = 10
FAILURES = 5
WINDOW = dt.timedelta(minutes=15)
MACHINE = "may-quet"
NO_PASSWORD = "!"  # noqa: S105 - no hash ever equals it, so nobody signs in
_HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made; a clerk needs an office."""

    name: str
    full_name: str
    role: Role
    office: PostOffice | None = None


def add_user(session: Session, new: NewUser, password: str, *, stamp: Stamp) -> User:
    """Create an account.

    Raises:
        AppError: when the name is taken, the password short, or a clerk has no office.
    """
    name = _plain(new.name)
    if session.scalars(select(User.id).where(User.name == name)).first() is not None:
        raise AppError(
            f"Tên đăng nhập «{name}» đã có người dùng: hãy chọn tên khác.",
            f"The sign-in name '{name}' is taken: choose another.",
            status=409,
        )
    if not name or (new.role is Role.CLERK and new.office is None):
        raise AppError(
            "Tài khoản nhập liệu cần tên và bưu cục.", "A clerk's account needs a name and a post office."
        )
    user = User(
        name=name,
        full_name=unicodedata.normalize("NFC", new.full_name),
        role=new.role,
        office_id=None if new.office is None else new.office.id,
        password_hash=_hash(password),
        active=True,
    )
    session.add(user)
    session.flush()
    audit.record(session, "user_added", f"user:{user.name}", stamp=stamp, details={"role": user.role.value})
    return user


def set_password(session: Session, user: User, password: str, *, stamp: Stamp) -> None:
    """Give an account a new password and delete its failed sign-ins."""
    user.password_hash = _hash(password)
    session.execute(delete(SignInFailure).where(SignInFailure.name == user.name))
    audit.record(session, "password_set", f"user:{user.name}", stamp=stamp)


def deactivate(session: Session, user: User, *, stamp: Stamp) -> None:
    """Close an account; what it did stays in the ledger and the audit."""
    user.active = False
    audit.record(session, "user_deactivated", f"user:{user.name}", stamp=stamp)


def sign_in(session: Session, name: str, password: str, *, now: dt.datetime) -> User:
    """Return the account of a name and its password, and commit.

    A wrong pair is counted and committed even though the page gets an error. An unknown name takes as long as a
    known one, so the time of an answer does not tell which names exist.

    Raises:
        AppError: (401) no such pair; (429) five failures for the name within 15 minutes.
    """
    name = _plain(name)
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


def require(user: User | None, *roles: Role) -> User:
    """Return the account when it has one of ``roles``.

    Raises:
        AppError: (401) nobody is signed in; (403) the role may not do this.
    """
    if user is None or not user.active:
        raise AppError("Hãy đăng nhập.", "Please sign in.", status=401)
    if user.role not in roles:
        raise AppError(
            "Tài khoản này không có quyền làm việc đó. Nếu cần, hãy hỏi người quản trị tài khoản.",
            "This account may not do that. Ask the person who keeps the accounts if you need to.",
            status=403,
        )
    return user


def require_office(user: User | None, office_id: int) -> None:
    """Refuse (403) a clerk who reaches for another office's forms; other roles have no one office."""
    if user is not None and user.role is Role.CLERK and user.office_id != office_id:
        raise AppError(
            "Phiếu này thuộc bưu cục khác. Hãy chuyển cho bưu cục ghi trên bìa lô.",
            "This form belongs to another post office. Pass it to the office on the batch cover.",
            status=403,
        )


def add_office(session: Session, code: str, name: str, *, areas: Iterable[Area] = ()) -> PostOffice:
    """Create a post office, or find it by its code, and assign ``areas`` to it."""
    office = session.scalars(select(PostOffice).where(PostOffice.code == code)).one_or_none()
    if office is None:
        office = PostOffice(code=code, name=unicodedata.normalize("NFC", name))
        session.add(office)
        session.flush()
    for area in areas:
        session.merge(OfficeArea(area_id=area.id, office_id=office.id))
    session.flush()
    return office


def machine(session: Session) -> User:
    """Return the account in whose name scans are keyed."""
    user = session.scalars(select(User).where(User.name == MACHINE)).one_or_none()
    if user is None:
        user = User(
            name=MACHINE,
            full_name="Máy quét phiếu",
            role=Role.MACHINE,
            password_hash=NO_PASSWORD,
            active=False,
        )
        session.add(user)
        session.flush()
    return user


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().lower()


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise AppError(
            f"Mật khẩu phải có ít nhất {SHORTEST_PASSWORD} ký tự.",
            f"A password has at least {SHORTEST_PASSWORD} characters.",
        )
    return _HASHER.hash(unicodedata.normalize("NFC", password))


def _verify(hash_: str, password: str) -> bool:
    try:
        return _HASHER.verify(hash_, unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy() -> str:
    return _HASHER.hash("no account has this password")


def _fail(session: Session, name: str, now: dt.datetime) -> User:
    session.execute(delete(SignInFailure).where(SignInFailure.at <= now - WINDOW))
    session.add(SignInFailure(name=name[:60], at=now))
    session.commit()
    raise AppError(
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt.",
        "Wrong name or password. Check Caps Lock and the Vietnamese keyboard.",
        status=401,
    )
