"""The desk says of a sheet's own hand how far it is known, what it accepted, and what gave it back."""

import re
from typing import get_args

import cv2
import numpy as np
import pytest
import sqlalchemy as sa

from print.scanning.habits.habit import Habit
from survey_app import db
from survey_app.scanning import own_hand
from survey_app.tables import Form, ScanPage, ScanRow, Wave
from survey_app.web.habit_words import habit
from tests.survey_app.world import TODAY

TOLD = "Kiểu đánh dấu: dấu X viết liền một nét."


@pytest.fixture
def sessions(wave):
    with db.session_factory(wave.url, durable=False) as factory:
        yield factory


@pytest.fixture
def desk(app, browser, sessions, tmp_path):
    """A form with seven rows of one habit that wait, and the desk of a clerk who may see it."""
    cv2.imwrite(str(tmp_path / "a.jpg"), np.full((400, 900), 255, np.uint8))
    with sessions() as session:
        session.execute(sa.update(Wave).values(own_hand=True))
        form = session.scalars(sa.select(Form).order_by(Form.serial)).first()
        page = ScanPage(
            form_id=form.id, page=1, state="needs review", file="a.pdf", image=0, picture=str(tmp_path / "a.jpg"),
            version="v", rule="r", day=TODAY, keyed=False, warned="",
        )  # fmt: skip
        session.add(page)
        session.flush()
        for n, item in enumerate(("C11a", "C11b", "C11c", "C11d", "C11e", "C12a", "C12b"), start=1):
            session.add(
                ScanRow(
                    id=n, page_id=page.id, item=item, code=None, reason="struck through", suggest=4, crop=[0, 0, 800, 60],
                    ink={str(code): 0.3 if code == 4 else 0.0 for code in (1, 2, 3, 4, 5)}, habit="one-stroke cross",
                )
            )  # fmt: skip
        session.commit()
    return browser.sign_in("lan").open("/buu-dien/quet/soat")


def say(desk, code="4"):
    desk.post(re.search(r'id="soat" action="([^"]+)"', desk.page.text)[1], code=code)


def test_the_desk_counts_what_is_confirmed_and_says_what_the_fifth_row_did(desk, rows):
    assert f"{TOLD} Phiếu này đã có 0 dòng cùng kiểu được người xác nhận; đủ 5 dòng" in desk.text
    for confirmed in range(1, 5):
        say(desk)
        assert f"{TOLD} Phiếu này đã có {confirmed} dòng" in desk.text
    say(desk)

    told = "5 dòng cùng kiểu (dấu X viết liền một nét) đã được người xác nhận: 2 dòng còn lại của phiếu được nhận theo."
    assert told in desk.text
    assert rows("SELECT code, rule FROM scan_row WHERE id > 5") == [(4, own_hand.RULE)] * 2
    desk.open("/buu-dien/quet")
    assert (
        "dấu X viết liền một nét: 5 dòng cùng kiểu đã được người xác nhận, 2 dòng được nhận theo" in desk.text
    )
    desk.open("/buu-dien/quet/bang-anh?cau=C12b&ma=4")
    assert "nhận theo nét tay riêng: dấu X viết liền một nét" in desk.text
    desk.open("/buu-dien/quet/soat?dong=7")
    assert f"dòng này được nhận theo quy tắc «nét tay riêng của phiếu» ({own_hand.RULE})" in desk.text


def test_a_word_changed_is_told_with_the_rows_that_come_back(desk):
    for _ in range(5):
        say(desk)
    desk.open("/buu-dien/quet/soat?dong=1")
    say(desk, "2")

    assert "2 dòng cùng kiểu của phiếu trở lại danh sách phải soát" in desk.text
    assert f"{TOLD} Phiếu này có dòng cùng kiểu mà người đọc khác máy đoán" in desk.text


def test_an_accepted_row_that_somebody_reads_blind_gives_no_hint(desk, sessions):
    with sessions() as session:
        session.execute(sa.update(ScanRow).where(ScanRow.id == 7).values(id=97))
        session.commit()
    for _ in range(5):
        say(desk)
    # What the fifth row did is told once.
    desk.open("/buu-dien/quet/soat")

    assert 'alt="Ảnh của dòng C12b"' in desk.page.text
    assert "Kiểu đánh dấu" not in desk.text
    assert "cùng kiểu" not in desk.text
    assert "máy đoán" not in desk.text
    assert own_hand.RULE not in desk.text


def test_the_department_switches_the_rule_on_the_page_of_the_wave(app, desk, new_browser, rows):
    for _ in range(5):
        say(desk)
    code = rows("SELECT code FROM wave")[0][0]
    department = new_browser().sign_in("so-noi-vu").open(f"/so-noi-vu/dot/{code}")
    department.post(f"/so-noi-vu/dot/{code}/net-tay", on="")

    assert "đang tắt" in department.text
    assert rows("SELECT code, rule FROM scan_row WHERE id > 5") == [(None, None)] * 2
    assert rows("SELECT own_hand FROM wave") == [(0,)]


def test_every_habit_of_the_reader_has_words(app):
    with app.test_request_context():
        assert [name for name in get_args(Habit) if habit(name) == name] == []
