"""Lookup of a form by its printed number or code, and whether it can still be answered.

- ``find_form(session, text, wave=…) -> Form``: by the number on the paper, check digit and wave verified
- ``find_by_code(session, typed) -> Form``: by the access code, on the web; 404, 409 used, 410 closed
- ``check_in_use(form)``: 409 for a form that nobody may answer
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from print import number
from print.errors import PaperError
from survey_app.errors import AppError
from survey_app.tables import Form, FormState, Wave
from survey_app.waves import keys


def find_form(session: Session, text: str, *, wave: Wave | None = None) -> Form:
    """Return the form with a typed number.

    Raises:
        AppError: (400) wrong check digit; (404) no such form, or a form of another wave than ``wave``.
    """
    try:
        serial = number.read(text)
    except PaperError as error:
        raise AppError(error.vi, error.en) from error
    form = session.scalars(select(Form).where(Form.serial == serial)).one_or_none()
    if form is None:
        raise AppError(
            f"Không có phiếu số {text.strip()}. Hãy đọc lại số in ở góc phiếu.",
            f"There is no form {text.strip()}. Read the printed number again.",
            status=404,
        )
    if wave is not None and form.wave_id != wave.id:
        raise AppError(
            f"Phiếu {text.strip()} thuộc đợt «{form.wave.name}», không phải «{wave.name}». Hãy để riêng phiếu này.",
            f"Form {text.strip()} belongs to the wave '{form.wave.name}', not '{wave.name}'. Put it aside.",
            status=404,
        )
    return form


def find_by_code(session: Session, typed: str) -> Form:
    """Return the form of an access code, if it can still be answered on the web.

    Raises:
        AppError: (404) no such code; (409) the form is answered already or not valid; (410) the wave is closed.
    """
    form = session.scalars(select(Form).where(Form.code_hash == keys.code_hash(typed))).one_or_none()
    if form is None:
        raise AppError(
            "Không có mã này. Hãy xem lại 9 chữ cái in cạnh mã QR trên phiếu.",
            "There is no such code. Look again at the 9 letters beside the QR code on the form.",
            status=404,
        )
    keys.key_of(form.wave)
    if form.state is FormState.ACCEPTED:
        raise AppError(
            "Phiếu này đã được trả lời. Cảm ơn Ông/Bà. Nếu không phải Ông/Bà đã trả lời, hãy báo bưu cục phát phiếu.",
            "This form is already answered. Thank you. If it was not you, tell the post office that gave it out.",
            status=409,
        )
    check_in_use(form)
    return form


def check_in_use(form: Form) -> None:
    """Refuse (409) a form that cannot be answered: lost, judged invalid, sent back, or a reserve nobody took.

    A lost form may be in a stranger's hands; an invalid one was judged by a person already.
    """
    if form.state in {FormState.LOST, FormState.INVALID, FormState.UNUSED} or not form.in_use:
        raise AppError(
            "Phiếu này không còn hiệu lực (báo mất, bị loại hoặc là phiếu dự phòng chưa dùng). "
            "Hãy liên hệ bưu cục phát phiếu.",
            "This form is not valid any more (lost, rejected, or a reserve not in use). "
            "Ask the post office that gave it out.",
            status=409,
        )
