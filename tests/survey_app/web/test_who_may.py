"""Every address against every role; what declares nobody is closed to everybody."""

import pytest
from flask import Blueprint

from survey_app.web import access

pytestmark = pytest.mark.slow

ROLES = ["nobody", "clerk", "coordinator", "supervisor", "department"]
NAMES = {"clerk": "lan", "coordinator": "dieu-phoi", "supervisor": "giam-sat", "department": "so-noi-vu"}
POST_OFFICE = {"clerk", "coordinator", "department"}
OVERSIGHT = {"supervisor", "department"}
EVERYBODY = set(ROLES)
STAFF = EVERYBODY - {"nobody"}

# Every endpoint of the application and who may open it: a new one has to be written down here.
DECLARED = {
    "static": EVERYBODY,
    "font": EVERYBODY,
    "health": EVERYBODY,
    "language": EVERYBODY,
    "accounts.sign_in": EVERYBODY,
    "accounts.check_password": EVERYBODY,
    "accounts.sign_out": EVERYBODY,
    "accounts.password": STAFF,
    "accounts.change_password": STAFF,
    "citizen.start": EVERYBODY,
    "citizen.enter": EVERYBODY,
    "citizen.from_qr": EVERYBODY,
    "citizen.go_on": EVERYBODY,
    "citizen.show_page": EVERYBODY,
    "citizen.save_page": EVERYBODY,
    "citizen.review": EVERYBODY,
    "citizen.send": EVERYBODY,
    "citizen.show_receipt": EVERYBODY,
    "citizen.leave": EVERYBODY,
    "postoffice.home": POST_OFFICE,
    "postoffice.batch": POST_OFFICE,
    "postoffice.issue": {"coordinator", "department"},
    "postoffice.ledger": {"clerk", "coordinator"},
    "postoffice.record": {"clerk", "coordinator"},
    "postoffice.form": POST_OFFICE,
    "postoffice.correct": {"clerk", "coordinator"},
    "postoffice.substitute": {"clerk", "coordinator"},
    "postoffice.key": POST_OFFICE,
    "postoffice.look_up": POST_OFFICE,
    "postoffice.save_keying": POST_OFFICE,
    "postoffice.differences": POST_OFFICE,
    "postoffice.decide": POST_OFFICE,
    "postoffice.decided": POST_OFFICE,
    "postoffice.scans": POST_OFFICE,
    "postoffice.take_scans": POST_OFFICE,
    "postoffice.review_row": POST_OFFICE,
    "postoffice.record_row": POST_OFFICE,
    "postoffice.row_picture": POST_OFFICE,
    "postoffice.page_picture": POST_OFFICE,
    "postoffice.contact_sheet": POST_OFFICE,
    "postoffice.doubt_rows": POST_OFFICE,
    "postoffice.release_scans": POST_OFFICE,
    "department.home": OVERSIGHT,
    "department.scores": OVERSIGHT,
    "department.areas": OVERSIGHT,
    "department.modelled_areas": OVERSIGHT,
    "department.scorecards": OVERSIGHT,
    "department.evidence": OVERSIGHT,
    "department.decide_duplicate": OVERSIGHT,
    "department.trail": OVERSIGHT,
    "department.download_scores": OVERSIGHT,
    "department.download_responses": {"department"},
    "department.download_targets": {"department"},
    "department.download_frame_to_fill": {"department"},
    "department.wave_list": OVERSIGHT,
    "department.wave": OVERSIGHT,
    "department.download_manifest": OVERSIGHT,
    "department.download_frame": OVERSIGHT,
    "department.download_sample": {"department"},
    "department.notice": {"department"},
    "department.change_notice": {"department"},
    "department.switch_own_hand": {"department"},
    "department.close_page": {"department"},
    "department.close": {"department"},
    "department.new_plan": {"department"},
    "department.add_plan": {"department"},
    "department.plan": {"department"},
    "department.save_plan": {"department"},
    "department.preview": {"department"},
    "department.draw_plan": {"department"},
    "department.drawn": {"department"},
    "department.lock_plan": {"department"},
    "department.discard_plan": {"department"},
    "department.serving": {"department"},
    "department.assign_office": {"department"},
    "department.users": {"department"},
    "department.add_user": {"department"},
    "department.close_user": {"department"},
    "department.new_password": {"department"},
}
VALUES = {
    "language": "vi",
    "weight": "Regular",
    "filename": "icon.svg",
    "code": "BCD",
    "page_id": "A",
    "batch_number": 1,
    "text": "000001-3",
    "kind": "json",
    "name": "plan-336",
    "row_id": 1,
    "plan_id": 1,
    "user_id": 1,
}


def test_every_address_is_written_down(app):
    known = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert {endpoint for endpoint in known if not endpoint.startswith("api.")} == set(DECLARED)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_lets_in_whom_it_names_and_nobody_else(app, new_browser, role):
    app.config["WTF_CSRF_ENABLED"] = False
    browser = new_browser()
    if role != "nobody":
        browser.sign_in(NAMES[role])
    kept = browser.client.get_cookie("sipas")
    wrong = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in DECLARED:
            continue
        if kept is not None:
            browser.client.set_cookie("sipas", kept.value)
        method = "POST" if "POST" in rule.methods else "GET"
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **{name: VALUES[name] for name in rule.arguments})
        with browser.client.open(address, method=method) as answer:
            to_sign_in = answer.status_code == 303 and "/dang-nhap" in answer.location
            refused = answer.status_code in {401, 403} or (
                to_sign_in and rule.endpoint != "accounts.sign_out"
            )
        if refused == (role in DECLARED[rule.endpoint]):
            wrong.append((rule.endpoint, method, answer.status_code))

    assert wrong == []


def test_a_view_that_declares_nobody_is_closed_to_everybody(app, new_browser):
    forgotten = Blueprint("forgotten", __name__)
    forgotten.add_url_rule("/quen", "page", lambda: "secret")
    app.register_blueprint(forgotten)

    assert new_browser().open("/quen").path == "/tai-khoan/dang-nhap"
    assert new_browser().sign_in("so-noi-vu").open("/quen").status == 403


def test_a_role_that_does_not_exist_cannot_be_declared():
    with pytest.raises(ValueError, match="boss"):
        access.allow("boss")


def test_a_clerk_sees_the_forms_of_the_own_office_only(browser, wave):
    browser.sign_in("lan")

    assert "Bưu cục Long Thành" not in browser.open("/buu-dien/").text
    assert browser.open("/buu-dien/lo/2").status == 403
    assert browser.open(f"/buu-dien/phieu/{wave.number(12)}").status == 403
    assert "bưu cục khác" in browser.text


def test_the_menu_offers_only_what_may_be_opened(browser):
    menu = browser.sign_in("lan").page.text.partition("<nav")[2].partition("</nav>")[0]

    assert "Nhập phiếu" in menu
    assert "Bảng điểm" not in menu
