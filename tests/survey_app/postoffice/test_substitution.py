"""A form that has no answer is replaced by the next reserve, with a reason, and the ledger shows it."""

import pytest

from survey_app import db
from survey_app.tables import Form, SampleRole
from tests.builders.plans import villages_then_people


@pytest.fixture
def reserves(wave):
    """Forms 5 and 6 of the first office are reserves of the places of the odd and the even forms."""
    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        for form in session.query(Form).filter(Form.serial.in_([5, 6])):
            form.role, form.state = SampleRole.RESERVE, "issued"
        session.commit()
    factory.engine.dispose()
    return wave


@pytest.fixture
def clerk(browser, reserves):
    return browser.sign_in("lan")


def record(clerk, wave, serial, to):
    clerk.open("/buu-dien/so").post("/buu-dien/so", to=to, numbers=wave.number(serial), reason="ướt")
    return clerk.open(f"/buu-dien/phieu/{wave.number(serial)}")


@pytest.mark.parametrize("to", ["refused", "lost", "spoiled"])
def test_the_next_reserve_takes_the_place_and_the_reason_is_shown(clerk, reserves, to):
    record(clerk, reserves, 1, to)
    clerk.post(f"/buu-dien/phieu/{reserves.number(1)}/thay", reason="Người dân đi vắng dài ngày")

    assert f"Phiếu dự phòng {reserves.number(5)} thay cho phiếu này" in clerk.text
    for address in ("/buu-dien/", f"/buu-dien/phieu/{reserves.number(1)}"):
        shown = clerk.open(address).text
        assert (
            f"{reserves.number(1)} {reserves.number(5)} 15/09/2025 Tài khoản lan Người dân đi vắng" in shown
        )
    assert "Thay bằng phiếu dự phòng" not in clerk.text


def test_a_substitution_needs_a_reason(clerk, reserves):
    record(clerk, reserves, 1, "lost")
    clerk.post(f"/buu-dien/phieu/{reserves.number(1)}/thay", reason=" ")

    assert clerk.status == 422
    assert "Hãy điền ô này." in clerk.text
    assert "Phiếu dự phòng đang thay" not in clerk.text


def test_without_a_reserve_the_page_says_so_and_keeps_the_reason(clerk, reserves):
    for serial in (1, 3):
        record(clerk, reserves, serial, "lost")
        clerk.post(f"/buu-dien/phieu/{reserves.number(serial)}/thay", reason="Phiếu bị ướt")

    assert clerk.status == 409
    assert "Không còn phiếu dự phòng cho nơi này" in clerk.text
    assert 'value="Phiếu bị ướt"' in clerk.page.text


def test_an_answered_form_is_not_replaced(clerk, reserves):
    clerk.open(f"/buu-dien/phieu/{reserves.number(1)}")

    assert "Thay bằng phiếu dự phòng" not in clerk.text
    clerk.post(f"/buu-dien/phieu/{reserves.number(1)}/thay", reason="x")
    assert clerk.status == 409
    assert "Chỉ thay phiếu bị từ chối" in clerk.text


LAST = "Đợt này mở trước khi phần mềm ghi tầng của giai đoạn cuối"
STRATIFIED = villages_then_people() + 'strata = ["sex"]\n'


@pytest.mark.parametrize(
    ("plan", "last", "told"),
    [(STRATIFIED, None, True), (STRATIFIED, "nữ", False), (villages_then_people(), None, False)],
    ids=["numbered before", "numbered since", "no such strata"],
)
def test_a_form_whose_stratum_within_the_cluster_was_not_kept_says_so(clerk, reserves, plan, last, told):
    factory = db.session_factory(reserves.url, durable=False)
    with factory() as session:
        form = session.query(Form).filter_by(serial=1).one()
        form.last_stratum = last
        form.wave.manifest = {**form.wave.manifest, "plan": {"name": "x", "text": plan}}
        session.commit()
    factory.engine.dispose()

    page = record(clerk, reserves, 1, "refused").text

    assert "Thay bằng phiếu dự phòng" in page
    assert (LAST in page) is told
