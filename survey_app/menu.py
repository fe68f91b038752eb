"""The staff's menu: what this account may open, and nothing else."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_login import current_user

from survey_app.access import allowed_roles
from survey_app.translation import gettext


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    label: str
    address: str
    here: bool


def menu() -> list[Entry]:
    """Return the entries of the signed-in account, in the order of the survey's work."""
    entries = (
        ("department.home", gettext("Tổng quan")),
        ("department.wave_list", gettext("Đợt khảo sát")),
        ("department.scores", gettext("Bảng điểm")),
        ("department.areas", gettext("Theo địa bàn")),
        ("department.scorecards", gettext("Chỉ số khác")),
        ("department.evidence", gettext("Trả lời trùng")),
        ("department.trail", gettext("Nhật ký")),
        ("department.users", gettext("Tài khoản")),
        ("postoffice.home", gettext("Lô phiếu")),
        ("postoffice.ledger", gettext("Ghi sổ phiếu")),
        ("postoffice.key", gettext("Nhập phiếu")),
        ("postoffice.scans", gettext("Quét phiếu")),
        ("postoffice.differences", gettext("Phân xử")),
    )
    return [
        Entry(label, url_for(endpoint), endpoint == request.endpoint)
        for endpoint, label in entries
        if current_user.role in allowed_roles(endpoint)
    ]


def side_template() -> str:
    """Return the frame in which an error page stands: the staff's for staff, the citizen's for the rest."""
    return "staff.html" if current_user and current_user.is_authenticated else "base.html"


def init_app(app: Flask) -> None:
    """Offer the menu to the templates."""
    app.context_processor(lambda: {"menu": menu, "side_template": side_template})
