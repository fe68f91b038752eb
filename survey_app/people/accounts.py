"""Accounts: made, given a password, closed.

- ``add_user(session, NewUser(name, full_name, role, office), password, stamp=…) -> User``
- ``set_password``, ``deactivate``
- ``add_office(session, code, name, areas=…) -> PostOffice``
- ``machine(session) -> User``: the account in whose name scans are keyed; nobody can sign in with it
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from argon2 import PasswordHasher
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey_app.errors import AppError
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import Area, OfficeArea, PostOffice, Role, SignInFailure, User

SHORTEST_PASSWORD = 10
MACHINE = "may-quet"
NO_PASSWORD = "!"  # noqa: S105 - no hash ever equals it, so nobody signs in
HASHER = PasswordHasher()


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
    name = plain_name(new.name)
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


def plain_name(name: str) -> str:
    """Return a sign-in name as it is kept: NFC, lower case, without spaces around it."""
    return unicodedata.normalize("NFC", name).strip().lower()


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise AppError(
            f"Mật khẩu phải có ít nhất {SHORTEST_PASSWORD} ký tự.",
            f"A password has at least {SHORTEST_PASSWORD} characters.",
        )
    return HASHER.hash(unicodedata.normalize("NFC", password))
