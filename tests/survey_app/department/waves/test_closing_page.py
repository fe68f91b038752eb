"""The department closes a wave, told what is lost."""

import datetime as dt

import pytest
import sqlalchemy as sa

from survey_app import db
from survey_app.collection import collect
from survey_app.fieldwork import movements
from survey_app.people.stamp import Stamp
from survey_app.tables import Form, FormEvent, FormState, Mode
from tests.survey_app.world import answers


def test_closing_says_what_is_lost_and_asks_for_the_code(department, rows):
    page = department.open("/so-noi-vu/dot/thu/dong").text
    assert "không thể hoàn lại" in page
    assert "12 phiếu còn ở ngoài" in page
    department.post("/so-noi-vu/dot/thu/dong", code="thus")

    assert department.status == 422
    assert "gõ đúng mã đợt: thu" in department.text
    assert 'name="code" value="thus"' in department.page.text
    assert rows("SELECT closed_on FROM wave") == [(None,)]


@pytest.mark.slow
def test_what_is_out_and_what_was_answered_is_counted_of_this_wave_alone(drawn, province, rows):
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")
    engine = sa.create_engine(province.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE form SET state = 'printed' WHERE serial = 1"))
        connection.execute(sa.text("UPDATE form SET state = 'issued' WHERE serial = 2"))
        connection.execute(sa.text("UPDATE form SET state = 'refused' WHERE serial = 3"))
    engine.dispose()
    with db.session_factory(province.url, durable=False) as sessions, sessions() as session:
        for serial in (5, 6):
            form = session.query(Form).filter_by(serial=serial).one()
            collect.accept(
                session, form, answers(), mode=Mode.WEB, submission_id=f"{serial}", today=dt.date(2025, 9, 15)
            )
        session.commit()

    of_this = drawn.open("/so-noi-vu/dot/thu/dong").text
    assert "9 phiếu còn ở ngoài" in of_this
    assert "2 phiếu trả lời" in of_this
    of_other = drawn.open("/so-noi-vu/dot/2026-1/dong").text
    assert "42 phiếu còn ở ngoài" in of_other
    assert "0 phiếu trả lời" in of_other


def test_a_wave_is_closed_and_its_drawn_rows_are_erased(drawn, rows):
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")
    drawn.open("/so-noi-vu/dot/2026-1/dong").post("/so-noi-vu/dot/2026-1/dong", code="2026-1")

    assert drawn.path == "/so-noi-vu/dot/2026-1"
    assert "Đã đóng đợt" in drawn.text
    assert rows("SELECT key, sample FROM wave JOIN planned_wave ON wave_id = wave.id") == [(None, None)]
    assert drawn.open("/so-noi-vu/dot/2026-1/sample.csv").status == 404


def test_a_wave_that_is_closed_says_when_and_leads_to_its_page(department, wave):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE wave SET key = NULL, closed_on = '2025-10-02'"))
    engine.dispose()
    page = department.open("/so-noi-vu/dot/thu/dong")

    assert "Đợt này đã đóng ngày 02/10/2025. Về trang của đợt" in page.text
    assert '<a href="/so-noi-vu/dot/thu">Về trang của đợt</a>' in page.page.text
    assert "không thể hoàn lại" not in page.text


def test_a_ledger_that_does_not_balance_keeps_the_wave_open(department, province, rows):
    factory = db.session_factory(province.url, durable=False)
    with factory() as session:
        session.add(FormEvent(form_id=3, from_state=None, to_state="lost", day=dt.date(2025, 9, 15)))
        session.commit()
    factory.engine.dispose()
    department.open("/so-noi-vu/dot/thu/dong")
    assert "sổ phiếu lệch" in department.text
    department.post("/so-noi-vu/dot/thu/dong", code="thu")

    assert department.status == 409
    assert rows("SELECT closed_on FROM wave") == [(None,)]


def test_forms_that_wait_to_be_keyed_have_to_be_given_up_first(department, province, rows):
    factory = db.session_factory(province.url, durable=False)
    with factory() as session:
        form = session.query(Form).filter_by(serial=3).one()
        stamp = Stamp(None, dt.datetime(2025, 9, 15, tzinfo=dt.UTC))
        movements.record(session, form, FormState.RETURNED, stamp=stamp)
        session.commit()
    factory.engine.dispose()
    department.open("/so-noi-vu/dot/thu/dong").post("/so-noi-vu/dot/thu/dong", code="thu")
    assert department.status == 409
    assert "Còn 1 phiếu đã thu chưa nhập xong" in department.text
    department.post("/so-noi-vu/dot/thu/dong", code="thu", abandon="1")

    assert "Đã đóng đợt" in department.text
