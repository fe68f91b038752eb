"""The list of a batch, the decision between two keyings and the contact sheet, as they are read."""

import re
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from print import number
from questionnaires import load
from tests.survey_app.browsers import in_words
from tests.survey_app.postoffice.test_desk_words import scanned
from tests.survey_app.postoffice.test_postoffice import ANSWERS, key, twice
from tests.survey_app.postoffice.test_substitution import clerk, record, reserves

__all__ = ["clerk", "reserves", "scanned", "twice"]

FORM = load.published("sipas-2025")


def change(wave, statement):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def test_the_list_of_a_batch_says_of_each_form_where_for_whom_and_how_far(clerk, new_browser, reserves):
    record(clerk, reserves, 1, "lost")
    clerk.post(f"/buu-dien/phieu/{reserves.number(1)}/thay", reason="Phiếu bị ướt")
    change(reserves, "UPDATE form SET label = NULL WHERE serial = 2")
    change(reserves, "UPDATE form SET state = 'printed' WHERE serial = 3")
    page = clerk.open("/buu-dien/lo/1")
    place, number = "Phường Biên Hòa", reserves.number

    assert page.table("danh-sach") == [
        ["Số phiếu", "Nơi phát", "Địa bàn", "Vai trò", "Trạng thái"],
        [number(1), "Hộ số 1", place, "Chính", "Thất lạc"],
        [number(2), "", place, "Chính", "Đã phát"],
        [number(3), "Hộ số 3", place, "Chính", "Tại Sở"],
        [number(4), "Hộ số 4", place, "Chính", "Đã phát"],
        [number(5), "Hộ số 5", place, f"Dự phòng – thay phiếu {number(1)}", "Tại bưu cục"],
        [number(6), "Hộ số 6", place, "Dự phòng", "Tại bưu cục"],
    ]
    handing_over = "Ghi: đã giao lô này cho bưu cục"
    assert handing_over not in page.text
    assert handing_over in new_browser().sign_in("dieu-phoi").open("/buu-dien/lo/1").text


def test_a_decision_shows_question_and_both_keyings_and_keeps_what_was_picked(
    browser, new_browser, wave, twice
):
    key(new_browser().sign_in("lan"), wave.number(1), **ANSWERS)
    key(new_browser().sign_in("hoa"), wave.number(1), **(ANSWERS | {"A1": "1", "B2": "1"}))
    third = browser.sign_in("cuc").open("/buu-dien/phan-xu")
    (waiting,) = re.findall(r'<ul class="recent">(.*?)</ul>', third.page.text, re.S)
    assert in_words(waiting) == f"Phiếu {wave.number(1)} – Bưu cục Biên Hòa"
    asked = {name: FORM.items[name].text.vi for name in ("A1", "B2")}

    def shown():
        found = re.findall(r"<fieldset.*?</fieldset>", third.page.text, re.S)
        return [in_words(one).partition(" Cả hai sai")[0] for one in found]

    third.open(f"/buu-dien/phan-xu/{wave.number(1)}")
    several = [option.text.vi for option in FORM.items["B2"].options]
    a1, b2 = "Lần một: 2 – Nữ Lần hai: 1 – Nam", f"Lần hai: 1 – {several[0]}"
    assert shown()[0] == f"A1 {asked['A1']} {a1}"
    assert shown()[1].startswith(f"B2 {asked['B2']} Lần một: ")
    assert shown()[1].endswith(b2)
    assert len(shown()) == 2

    assert '<fieldset class="question">' in third.page.text
    assert not re.search('question wrong|class="problem"', third.page.text)

    third.post(A1="2", **{"B2-khac": "1 2"})
    marked = re.findall(r'<fieldset class="(question[ \w]*)">\s*<legend>(\w+) ', third.page.text)
    assert marked == [("question", "A1"), ("question wrong", "B2")]
    assert third.status == 422
    assert re.findall(r'name="(\w+)" value="(\d)"\s+checked', third.page.text) == [("A1", "2")]
    assert 'name="B2-khac" value="1 2"' in third.page.text
    assert shown()[0] == f"A1 {asked['A1']} {a1}"
    assert shown()[1].startswith(f"B2 {asked['B2']} Hãy chọn một trong ba. Lần một: ")

    third.post(A1="3", B2="3", **{"A1-khac": "8", "B2-khac": "99"})
    told = re.findall(r'<li><a href="#(\w+)-1">(\w+)</a> – ([^<]+)</li>', third.page.text)
    assert [(link, item) for link, item, _ in told] == [("A1", "A1"), ("B2", "B2")]
    assert told[0][2] != told[1][2]

    third.post(A1="3", B2="1", **{"A1-khac": "8", "B2-khac": ""})
    alert = in_words(re.search(r'role="alert">(.*?)</div>', third.page.text, re.S)[1])
    assert alert.startswith("Còn câu chưa phân xử A1 – ")
    wrong = alert.removeprefix("Còn câu chưa phân xử A1 – ")
    assert len(wrong.split()) > 4
    assert shown()[0] == f"A1 {asked['A1']} {wrong} {a1}"


def test_every_field_that_differs_is_decided_and_the_list_of_the_forms_own_wave_follows(
    browser, new_browser, wave, twice
):
    other = {name: "2" if ANSWERS.get(name) == "1" else "1" for name in ("A1", "A2", "A3", "A4", "A5", "B2")}
    first = {name: "1" if value == "2" else "2" for name, value in other.items()}
    key(new_browser().sign_in("lan"), wave.number(1), **(ANSWERS | first))
    key(new_browser().sign_in("hoa"), wave.number(1), **(ANSWERS | other))
    third = browser.sign_in("cuc").open(f"/buu-dien/phan-xu/{wave.number(1)}")

    assert re.findall(r'id="(\w+)-1"', third.page.text) == list(other)
    picked = {name: values[0] for name, values in third.hidden().items()} | dict.fromkeys(other, "1")
    done = third.client.post(f"/buu-dien/phan-xu/{wave.number(1)}", data=picked)
    assert (done.status_code, done.location) == (303, "/buu-dien/phan-xu?dot=thu")


def test_a_contact_sheet_says_question_answer_and_forms_and_leads_on(new_browser, wave, scanned, monkeypatch):
    monkeypatch.setattr("survey_app.scanning.review_queue.SHEET", 2)
    page = new_browser().sign_in("dieu-phoi").open("/buu-dien/quet/bang-anh?cau=D00&ma=3")
    head = in_words(re.search(r"<h1.*?</p>", page.page.text, re.S)[0])
    words = FORM.items["D00"].options[2].text.vi

    assert head == f"D00 {FORM.items['D00'].text.vi} Máy đọc là: {words}"
    sheet = re.search(r'<ul class="sheet-of-rows">(.*?)</ul>', page.page.text, re.S)[1]
    assert in_words(sheet).split() == [wave.number(1), wave.number(7)]
    assert "/buu-dien/quet/bang-anh?dot=thu&amp;cau=D00&amp;ma=3&amp;sau=6" in page.page.text


@pytest.mark.parametrize(
    ("lacking", "more"), [(20, []), (21, ["và 1 phiếu khác"]), (23, ["và 3 phiếu khác"])]
)
def test_of_many_forms_with_a_page_missing_twenty_are_named(new_browser, wave, monkeypatch, lacking, more):
    forms = [(SimpleNamespace(serial=serial), [2, 3]) for serial in range(1, lacking + 1)]
    monkeypatch.setattr("survey_app.scanning.release.lacking", lambda *_, **__: forms)
    page = new_browser().sign_in("lan").open("/buu-dien/quet").page.text
    listed = page.partition("Phiếu còn thiếu trang")[2]

    assert [in_words(line) for line in re.findall(r"<li>(.*?)</li>", listed.partition("</ul>")[0])] == [
        *(f"Phiếu {number.write(serial)}: thiếu trang 2, 3" for serial in range(1, 21)),
        *more,
    ]
