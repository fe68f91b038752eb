"""The staff's menu: the pages this account may open, and the choice between open waves."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_login import current_user

from survey_app.waves import catalogue
from survey_app.web.access import allowed_roles
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext

# Pages about one wave: the one their address names, else the newest that is open (``current_wave``).
OF_A_WAVE = frozenset(
    {
        "department.home",
        "department.scores",
        "department.areas",
        "department.modelled_areas",
        "department.evidence",
        "postoffice.home",
        "postoffice.ledger",
        "postoffice.key",
        "postoffice.scans",
        "postoffice.differences",
    }
)
# Second views of a page, by the entry of the menu that leads to it.
VIEW_OF = {"department.modelled_areas": "department.areas"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    label: str
    address: str
    here: bool


def menu() -> list[Entry]:
    """Return the entries for the signed-in account, in the order of the work; a chosen wave stays chosen."""
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
    here = VIEW_OF.get(request.endpoint or "", request.endpoint)
    return [
        Entry(label, _address(endpoint, request.args.get("dot")), endpoint == here)
        for endpoint, label in entries
        if current_user.role in allowed_roles(endpoint)
    ]


def open_waves() -> list[Entry]:
    """Return the waves to choose from on a page about one wave; none where there is no choice."""
    endpoint = request.endpoint or ""
    if endpoint not in OF_A_WAVE:
        return []
    named = request.args.get("dot")
    found = [wave for wave in catalogue.all_waves(database()) if wave.is_open or wave.code == named]
    here = named or next((wave.code for wave in found if wave.is_open), None)
    if len(found) < 2:
        return []
    return [Entry(wave.name, _address(endpoint, wave.code), wave.code == here) for wave in found]


def _address(endpoint: str, wave: str | None) -> str:
    return url_for(endpoint, dot=wave) if wave and endpoint in OF_A_WAVE else url_for(endpoint)


def side_template() -> str:
    """Return the frame template of an error page: the staff's for staff, else the citizen's."""
    return "staff.html" if current_user and current_user.is_authenticated else "base.html"


def init_app(app: Flask) -> None:
    """Register the menu for the templates."""
    app.context_processor(lambda: {"menu": menu, "open_waves": open_waves, "side_template": side_template})
