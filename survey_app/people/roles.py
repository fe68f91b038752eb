"""What each role may do.

- ``require(user, Role.…, …)``: 403 for any other role
- ``require_office(user, office_id)``: 403 for a clerk of another office
"""

from survey_app.errors import AppError
from survey_app.tables import Role, User


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
