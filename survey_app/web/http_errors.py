"""HTTP answers to errors: one table, one page; what was typed is kept."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized
from werkzeug.wrappers import Response as HttpAnswer

from survey_app.errors import SPOKEN_ERRORS, AppError
from survey_app.web.access import STAFF, allowed_roles
from survey_app.web.translation import current_language, gettext

Page = HttpAnswer | tuple[str, int] | tuple[HttpAnswer, int]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The content of an error page."""

    title: str
    advice: str


REFUSALS = {
    400: (
        lazy_gettext("Yêu cầu không đọc được"),
        lazy_gettext("Hãy quay lại trang trước, tải lại rồi thử lần nữa."),
    ),
    401: (lazy_gettext("Cần đăng nhập"), lazy_gettext("Hãy đăng nhập rồi làm lại việc này.")),
    403: (
        lazy_gettext("Tài khoản này không được mở trang này"),
        lazy_gettext("Nếu cần dùng trang này, hãy hỏi người quản trị tài khoản."),
    ),
    404: (
        lazy_gettext("Không có trang này"),
        lazy_gettext("Hãy kiểm tra địa chỉ, hoặc mở trang đầu và nhập mã in trên phiếu."),
    ),
    405: (lazy_gettext("Yêu cầu không đọc được"), lazy_gettext("Hãy mở lại trang từ đầu.")),
    413: (
        lazy_gettext("Nội dung gửi lên quá lớn"),
        lazy_gettext("Hãy gửi tệp nhỏ hơn, hoặc chia thành nhiều lần gửi."),
    ),
    429: (
        lazy_gettext("Thử quá nhiều lần"),
        lazy_gettext("Hãy đợi vài phút rồi thử lại. Câu trả lời đã lưu vẫn còn."),
    ),
    503: (
        lazy_gettext("Hệ thống đang bận"),
        lazy_gettext("Hãy đợi một phút rồi tải lại trang này. Câu trả lời đã lưu vẫn còn."),
    ),
}
OTHERWISE = (
    lazy_gettext("Hệ thống gặp lỗi"),
    lazy_gettext("Lỗi đã được ghi lại. Hãy thử lại sau vài phút. Câu trả lời đã lưu vẫn còn."),
)


def refusal(status: int) -> Refusal:
    """Return the content for an HTTP status, with advice, in the language of this request."""
    title, advice = REFUSALS.get(status, OTHERWISE)
    return Refusal(str(title), str(advice))


def spoken(error: Exception) -> str:
    """Return the message of a ``SpokenError`` in the language of this request."""
    text: str = getattr(error, current_language())
    return text


def wants_json() -> bool:
    """Return whether a script asks for JSON, rather than a person for a page."""
    if request.path.startswith("/api/"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def typed() -> list[tuple[str, str]]:
    """Return what the person sent, to show it again; never a password or a token."""
    secret = {"csrf_token", "password", "password_again", "password_before"}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in secret]


def came_from_here() -> bool:
    """Return whether the browser declares that a page of this site made the request."""
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is not None and urlsplit(origin).netloc == request.host


def _error_page(status: int, message: str | None = None) -> Page:
    sentence = refusal(status)
    if wants_json():
        return jsonify(error=message or f"{sentence.title}. {sentence.advice}"), status
    return render_template("error.html", title=sentence.title, advice=message or sentence.advice), status


def _http_error(error: HTTPException) -> Page | HTTPException:
    status = error.code or 500
    return error if status < 400 else _error_page(status)


def _sign_in_first(_error: Unauthorized) -> Page:
    if wants_json():
        return _error_page(401)
    if request.method in {"GET", "HEAD"} and "accounts" in current_app.blueprints:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    return ask_again(401)


def ask_again(status: int) -> Page:
    """Return a page that holds what was typed and sends it again with a fresh token.

    Somebody else's page may not fill it: then the answer is a plain refusal.
    """
    if not came_from_here():
        return _error_page(status if status == 401 else 400)
    return render_template("send_again.html", typed=typed(), sign_in=status == 401), status


def _stale_token(error: CSRFError) -> Page:
    is_staff_page = request.endpoint is not None and STAFF & allowed_roles(request.endpoint)
    if is_staff_page and not wants_json():
        return ask_again(400)
    return _error_page(400, gettext("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lần nữa."))


def _spoken_error(error: Exception) -> Page:
    return _error_page(error.status if isinstance(error, AppError) else 422, spoken(error))


def _busy(_error: OperationalError) -> Page:
    return _error_page(503)


def _crashed(_error: InternalServerError) -> Page:
    return _error_page(500)


def init_app(app: Flask) -> None:
    """Register a page for every error."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Unauthorized, _sign_in_first)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(InternalServerError, _crashed)
    for kind in SPOKEN_ERRORS:
        app.register_error_handler(kind, _spoken_error)
