"""A post office records its forms, keys them, and a third person decides."""

import re

import pytest
import sqlalchemy as sa

ANSWERS = {
    "A1": "2",
    "D00": "3",
    "D25": "2",
    "D26": "4",
    "C11a": "kb",
    "C11b": "*",
    "C11c": "?",
    "B2": "1 3",
    "F2": "Tốt",
}
JSON = {"Accept": "application/json"}


@pytest.fixture
def twice(wave):
    """The wave with every form keyed twice."""
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE wave SET double_keying = 1"))
    engine.dispose()


def key(browser, number, headers=None, **fields):
    return browser.open("/buu-dien/nhap").post(headers=headers, number=number, **fields)


def test_the_first_page_shows_my_batches_and_that_they_balance(browser):
    page = browser.sign_in("lan")

    assert page.path == "/buu-dien/"
    assert "Bưu cục Biên Hòa 6" in page.text
    assert "Đủ" in page.text


def test_returned_forms_are_recorded_by_number(browser, wave, rows):
    page = browser.sign_in("lan").open("/buu-dien/so?to=returned")

    page.post("/buu-dien/so", to="returned", numbers=f"{wave.number(1)} {wave.number(2)}")

    assert "Đã ghi 2 phiếu" in page.text
    assert f"{wave.number(2)} – Đã thu" in page.text
    assert rows("SELECT count(*) FROM form WHERE state = 'returned'") == [(2,)]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Hãy gõ ít nhất một số phiếu, ví dụ 000123-4."),
        ("   ", "Hãy gõ ít nhất một số phiếu, ví dụ 000123-4."),
        (" , ,", "Hãy gõ ít nhất một số phiếu, ví dụ 000123-4."),
        ("0", "«0» không phải số phiếu; số phiếu có dạng 000123-4"),
        ("000000-0", "sai chữ số kiểm tra"),
    ],
)
def test_an_entry_without_a_number_is_refused_with_what_to_type(browser, wave, rows, typed, told):
    page = browser.sign_in("lan").open("/buu-dien/so?to=returned")

    page.post("/buu-dien/so", to="returned", numbers=typed)

    assert page.status == 422
    assert told in page.text
    assert "Đã ghi" not in page.text
    assert rows("SELECT count(*) FROM form WHERE state = 'returned'") == [(0,)]


def test_what_cannot_be_recorded_stays_typed_with_its_reason(browser, wave, rows):
    page = browser.sign_in("lan").open("/buu-dien/so")

    page.post("/buu-dien/so", to="returned", numbers=f"{wave.number(1)} 000002-0 999999")

    assert page.status == 422
    assert "sai chữ số kiểm tra" in page.text
    assert 'value="000002-0 999999"' in page.page.text
    assert rows("SELECT count(*) FROM form WHERE state = 'returned'") == [(1,)]


@pytest.mark.parametrize("state", ["lost", "spoiled"])
def test_a_lost_or_spoiled_form_needs_a_reason(browser, wave, state):
    page = browser.sign_in("lan").open("/buu-dien/so")

    assert "Hãy ghi lý do" in page.post("/buu-dien/so", to=state, numbers=wave.number(1)).text
    assert (
        "Đã ghi 1 phiếu" in page.post("/buu-dien/so", to=state, numbers=wave.number(1), reason="Mưa ướt").text
    )


def test_a_correction_to_no_state_is_refused(browser, wave):
    browser.sign_in("lan")
    address = f"/buu-dien/phieu/{wave.number(1)}"
    page = browser.open(address).post(f"{address}/dinh-chinh", reason="Ghi nhầm số")

    assert page.status == 422
    assert "Hãy điền ô này" in page.text
    assert "(đính chính)" not in page.open(address).text


def test_a_mistake_is_corrected_by_a_new_line(browser, wave):
    browser.sign_in("lan").open("/buu-dien/so").post("/buu-dien/so", to="refused", numbers=wave.number(1))
    address = f"/buu-dien/phieu/{wave.number(1)}"

    page = browser.open(address).post(f"{address}/dinh-chinh", to="handed_out", reason="Ghi nhầm số")

    assert "Dòng cũ vẫn còn" in page.text
    assert "Từ chối" in page.text
    assert "Đã phát (đính chính)" in page.text


def test_a_form_is_keyed_as_it_stands_on_the_paper(browser, wave, rows):
    page = key(browser.sign_in("lan"), wave.number(1), **ANSWERS)

    assert f"Đã nhận phiếu {wave.number(1)}" in page.text
    assert rows("SELECT mode FROM response") == [("paper",)]
    assert rows("SELECT text FROM answer_text") == [("Tốt",)]


def test_a_wrong_check_digit_loses_nothing(browser, wave):
    page = key(browser.sign_in("lan"), "000001-0", **ANSWERS)

    assert page.status == 400
    assert "sai chữ số kiểm tra" in page.text
    assert re.search(r'name="B2" value="1 3"', page.page.text)


def test_a_code_that_is_no_option_is_shown_at_its_row(browser, wave):
    page = key(browser.sign_in("lan"), wave.number(1), **(ANSWERS | {"A1": "8"}))

    assert page.status == 422
    assert "không phải phương án" in page.text
    assert '<a href="#k-A1">' in page.page.text


def test_what_looks_wrong_on_paper_is_confirmed_once_and_kept(browser, wave):
    odd = ANSWERS | {"D24a": "4"}
    page = key(browser.sign_in("lan"), wave.number(1), **odd)
    assert page.status == 422
    assert "giữ nguyên như phiếu" in page.text

    assert "Đã nhận phiếu" in page.post(number=wave.number(1), **odd).text


def test_a_form_that_is_sent_again_is_acknowledged_and_kept_once(browser, wave, twice, rows):
    browser.sign_in("lan")

    said = [key(browser, wave.number(1), JSON, **ANSWERS).page.json["message"] for _ in range(3)]

    assert said[0] == f"Đã giữ phiếu {wave.number(1)}; người khác sẽ nhập lần hai."
    assert said[1:] == [f"Phiếu {wave.number(1)} đã được giữ từ lần gửi trước."] * 2
    assert rows("SELECT count(*) FROM keying") == [(1,)]


def test_two_equal_keyings_are_accepted(browser, new_browser, wave, twice, rows):
    key(browser.sign_in("lan"), wave.number(1), **ANSWERS)
    second = key(new_browser().sign_in("hoa"), wave.number(1), **ANSWERS)

    assert "Đã nhận phiếu" in second.text
    assert rows("SELECT count(*) FROM response") == [(1,)]


def test_nobody_keys_a_form_twice(browser, wave, twice):
    browser.sign_in("lan")
    key(browser, wave.number(1), **ANSWERS)

    page = key(browser, wave.number(1), **(ANSWERS | {"A1": "1"}))

    assert page.status == 403
    assert "phải do người khác làm" in page.text


def test_the_second_keyer_sees_nothing_of_the_first(browser, new_browser, wave, twice):
    key(browser.sign_in("lan"), wave.number(1), **ANSWERS)
    second = new_browser().sign_in("hoa")

    told = second.open(f"/buu-dien/nhap/so/{wave.number(1)}").page.json
    blank = second.open("/buu-dien/nhap").page.text

    assert told == {"number": wave.number(1), "turn": "Nhập lần hai: không xem lần một."}
    assert not re.search(r'name="[A-F]\w*" value="[^"]', blank)


def test_a_third_person_decides_where_two_keyings_differ(browser, new_browser, wave, twice, rows):
    key(browser.sign_in("lan"), wave.number(1), **ANSWERS)
    second = key(new_browser().sign_in("hoa"), wave.number(1), **(ANSWERS | {"A1": "1", "B2": "1"}))
    assert "chờ phân xử" in second.text
    assert wave.number(1) not in second.open("/buu-dien/phan-xu").text

    third = new_browser().sign_in("cuc").open("/buu-dien/phan-xu")
    assert wave.number(1) in third.text
    third.open(f"/buu-dien/phan-xu/{wave.number(1)}")
    assert "Lần một: 2 – Nữ" in third.text
    assert "Lần hai: 1 – Nam" in third.text

    missing = third.post(A1="1")
    assert missing.status == 422
    assert "Hãy chọn một trong ba" in missing.text

    done = third.post(A1="1", B2="3", **{"B2-khac": "1 2"})
    assert "Đã phân xử và nhận phiếu" in done.text
    assert rows("SELECT count(*) FROM response") == [(1,)]
    assert rows("SELECT count(*) FROM keying WHERE wrong > 0") == [(2,)]


def test_a_form_of_another_office_is_refused_before_its_answers_are_looked_at(browser, wave, rows):
    browser.sign_in("lan")
    for typed in (ANSWERS, ANSWERS | {"A1": "8"}):
        page = key(browser, wave.number(7), **typed)

        assert page.status == 403
        assert "bưu cục khác" in page.text
    assert browser.open(f"/buu-dien/nhap/so/{wave.number(7)}").status == 403
    assert rows("SELECT count(*) FROM keying") == [(0,)]


def test_a_clerk_of_another_office_sees_neither_keying_nor_decides(browser, new_browser, wave, twice, rows):
    key(browser.sign_in("lan"), wave.number(1), **ANSWERS)
    key(new_browser().sign_in("hoa"), wave.number(1), **(ANSWERS | {"A1": "1"}))
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET office_id = 2 WHERE name = 'cuc'"))
    engine.dispose()
    stranger = new_browser().sign_in("cuc")
    address = f"/buu-dien/phan-xu/{wave.number(1)}"

    assert wave.number(1) not in stranger.open("/buu-dien/phan-xu").text
    shown = stranger.open(address)
    assert (shown.status, "bưu cục khác" in shown.text, "Lần một" in shown.text) == (403, True, False)
    assert stranger.open("/buu-dien/nhap").post(address, A1="1").status == 403
    assert rows("SELECT count(*) FROM response") == [(0,)]


def test_a_keyer_may_not_decide_about_the_own_keying(browser, new_browser, wave, twice):
    key(browser.sign_in("lan"), wave.number(1), **ANSWERS)
    key(new_browser().sign_in("hoa"), wave.number(1), **(ANSWERS | {"A1": "1"}))

    assert browser.open(f"/buu-dien/phan-xu/{wave.number(1)}").status == 403


def test_paper_that_comes_after_the_web_is_kept_as_evidence(browser, new_browser, wave, rows):
    new_browser().enter(wave.code(1)).answer_all().post("/phieu/gui")

    page = key(browser.sign_in("lan"), wave.number(1), **ANSWERS)

    assert page.status == 409
    assert "câu trả lời khác" in page.text
    assert rows("SELECT count(*) FROM refused_answers") == [(1,)]
    shown = new_browser().sign_in("giam-sat").open("/so-noi-vu/trung")
    assert "Phiếu giấy" in shown.text
    assert "Trang web" in shown.text


def test_a_script_is_told_what_to_look_at(browser, wave):
    answer = key(browser.sign_in("lan"), wave.number(1), JSON, **(ANSWERS | {"D24a": "4"})).page

    assert answer.status_code == 422
    assert answer.json["problems"][0]["item"] == "D24a"
    assert answer.json["problems"][0]["soft"] is True


@pytest.fixture
def set_batch(wave):
    """Put all forms of the second batch into a state."""

    def put(state):
        engine = sa.create_engine(wave.url)
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE form SET state = :state WHERE batch_id = 2"), {"state": state})
        engine.dispose()

    return put


def test_a_coordinator_hands_a_batch_to_its_office(browser, set_batch, rows):
    set_batch("printed")

    page = browser.sign_in("dieu-phoi").open("/buu-dien/lo/2").post()

    assert "Đã giao 6 phiếu" in page.text
    assert rows("SELECT count(*) FROM form WHERE state = 'issued'") == [(6,)]


def test_a_batch_that_somebody_handed_over_meanwhile_is_not_recorded_again(browser, set_batch, rows):
    set_batch("printed")
    page = browser.sign_in("dieu-phoi").open("/buu-dien/lo/2")
    set_batch("issued")

    page.post()

    assert page.status == 409
    assert "Lô 2 không còn phiếu nào chờ giao" in page.text
    assert rows("SELECT count(*) FROM audit_event WHERE action = 'batch_issued'") == [(0,)]
