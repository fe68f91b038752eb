"""What the person who starts the server reads first."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app import waves
from survey_app.demo.setting import CODE, PASSWORD
from survey_app.tables import Form, FormState, Wave

SHOWN = {
    "so-noi-vu": "Sở Nội vụ",
    "nhap-lieu-1": "Bưu cục, nhập liệu",
    "buu-dien-tinh": "Bưu điện tỉnh, điều phối",
}


def welcome(session: Session, address: str) -> Iterator[str]:
    """Yield the lines: where the pages are, and for the demo three accounts and one citizen's code."""
    yield f"Người dân:   {address}/"
    yield f"Bưu cục:     {address}/buu-dien/"
    yield f"Sở Nội vụ:   {address}/so-noi-vu/"
    wave = session.scalars(select(Wave).where(Wave.code == CODE)).one_or_none()
    if wave is not None and wave.is_open:
        yield from _demo(session, wave)
    yield "Dừng: Ctrl+C"


def _demo(session: Session, wave: Wave) -> Iterator[str]:
    yield f"Tài khoản mô phỏng (mật khẩu {PASSWORD}):"
    for name, what in SHOWN.items():
        yield f"  {name:<14} {what}"
    waiting = select(Form).where(Form.wave_id == wave.id, Form.state == FormState.HANDED_OUT)
    form = session.scalars(waiting.order_by(Form.serial).limit(1)).first()
    if form is not None:
        yield f"Mã của một người dân: {waves.access_code(form)}"
