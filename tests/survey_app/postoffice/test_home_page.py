"""The first page of a post office: what waits for whom, and every batch with its forms by state."""

import re

import sqlalchemy as sa

from survey_app.tables import FormState
from survey_app.web import form_state_words
from tests.survey_app.postoffice.test_postoffice import ANSWERS, key, twice

__all__ = ["twice"]

S = FormState


def test_the_first_page_counts_what_waits_and_where_every_form_is(app, new_browser, wave, twice):
    coordinator, lan, hoa = (new_browser().sign_in(name) for name in ("dieu-phoi", "lan", "hoa"))
    for to, serials in (("refused", [1]), ("lost", [2]), ("returned", [3, 8, 9, 10])):
        numbers = " ".join(wave.number(serial) for serial in serials)
        coordinator.open("/buu-dien/so").post("/buu-dien/so", to=to, numbers=numbers, reason="Mưa")
    for clerk, serial, first in ((lan, 4, "2"), (lan, 5, "2"), (lan, 6, "2"), (hoa, 6, "1")):
        key(clerk, wave.number(serial), **ANSWERS | {"A1": first})

    page = coordinator.open("/buu-dien/")
    assert re.findall(r'<b>([\d.]+)</b>\s*<a href="([^"]+)">([^<]+)', page.page.text) == [
        ("4", "/buu-dien/nhap?dot=thu", "phiếu chờ nhập lần một"),
        ("2", "/buu-dien/nhap?dot=thu", "phiếu chờ nhập lần hai"),
        ("1", "/buu-dien/phan-xu?dot=thu", "phiếu chờ phân xử"),
    ]
    columns = form_state_words.COLUMNS
    counted = [
        {S.REFUSED: 1, S.LOST: 1, S.RETURNED: 4},
        {S.HANDED_OUT: 3, S.RETURNED: 3},
        {S.REFUSED: 1, S.LOST: 1, S.HANDED_OUT: 3, S.RETURNED: 7},
    ]
    by_state = [[str(counts.get(state, 0)) for state in columns] for counts in counted]
    with app.test_request_context():
        states = [form_state_words.state(column) for column in columns]
    assert page.table("cac-lo") == [
        ["Lô", "Bưu cục", "Số phiếu", *states, "Cân"],
        ["Lô 1", "Bưu cục Biên Hòa", "6", *by_state[0], "Đủ"],
        ["Lô 2", "Bưu cục Long Thành", "6", *by_state[1], "Đủ"],
        ["Cộng", "", "12", *by_state[2], ""],
    ]
    assert re.findall(r'href="(/buu-dien/lo/[^"]+)"', page.page.text) == [
        "/buu-dien/lo/1?dot=thu",
        "/buu-dien/lo/2?dot=thu",
    ]

    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE form SET state = 'spoiled' WHERE serial = 12"))
        connection.execute(
            sa.text("UPDATE keying SET wrong = turn = 'second', fields = 62 WHERE form_id = 6")
        )
    engine.dispose()
    page.open("/buu-dien/")
    assert [row[-1] for row in page.table("cac-lo")[1:3]] == ["Đủ", "Lệch"]
    assert page.table("chat-luong") == [
        ["Người nhập", "Phiếu", "Ô", "Ô sai", "Sai trên 1.000 ô"],
        ["Tài khoản hoa", "1", "62", "1", "16,1"],
        ["Tài khoản lan", "1", "62", "0", "0,0"],
    ]
    own = lan.open("/buu-dien/").table("cac-lo")
    assert [row[0] for row in own] == ["Lô", "Lô 1", "Cộng"]
