"""What a post office reads on its pages, and what its forms take."""

import html
import io
import re
from collections import Counter
from itertools import pairwise

import pytest

from questionnaires import load, missing
from survey_app import db
from survey_app.fieldwork.form_states import NAMES
from survey_app.postoffice import keying_rows, scan_page_words, scan_row_words
from survey_app.scanning import intake
from survey_app.scanning.intake import IntakeResult, PageNotice
from survey_app.tables import Form, ScanPage, ScanRow
from tests.survey_app.browsers import in_words
from tests.survey_app.postoffice.test_postoffice import ANSWERS, JSON, key, twice
from tests.survey_app.postoffice.test_substitution import clerk, reserves

__all__ = ["clerk", "reserves", "twice"]

FORM = load.published("sipas-2025")


@pytest.fixture
def asked(app):
    with app.test_request_context():
        yield


def test_every_field_of_the_screen_has_its_row_in_the_order_of_the_paper(asked):
    typed = {"A1": ["2"], "B2": ["1", "3"], "F2": ["Tốt lắm"]}
    blocks = keying_rows.blocks(FORM, typed, {"A1": "sai"})

    assert [block.title for block in blocks] == [section.title.vi for section in FORM.sections]
    rows = {row.id: row for block in blocks for row in block.rows}
    assert list(rows) == list(FORM.items)
    a1, b2, f2, c11a = (rows[name] for name in ("A1", "B2", "F2", "C11a"))
    assert (a1.kind, a1.text, a1.grid, a1.value, a1.problem) == (
        "one",
        FORM.items["A1"].text.vi,
        "",
        "2",
        "sai",
    )
    assert [(oval.token, oval.mark, oval.label) for oval in a1.ovals][:2] == [
        ("1", "1", "Nam"),
        ("2", "2", "Nữ"),
    ]
    assert (b2.kind, b2.value, b2.problem) == ("several", "1 3", "")
    assert (f2.kind, f2.value, f2.ovals) == ("text", "Tốt lắm", ())
    assert (c11a.kind, c11a.grid) == ("one", FORM.items["C11a"].grid.text.vi)
    assert c11a.ovals[-1].token == "kb"
    runs = keying_rows.runs([row for block in blocks for row in block.rows])
    assert [row.id for _, group in runs for row in group] == list(rows)
    assert all(one[0] != other[0] for one, other in pairwise(runs))


def test_what_is_typed_is_split_at_blanks_and_commas_and_text_is_not(asked):
    posted = {"A1": " 2 ", "B2": "1,3 KB", "F2": " Tốt, lắm ", "B3": "  ", "zz": "1"}
    assert keying_rows.keyed(FORM, posted) == {"A1": ["2"], "B2": ["1", "3", "kb"], "F2": ["Tốt, lắm"]}
    assert keying_rows.in_words(FORM.items["A1"], ["2", "9"]) == "2 – Nữ; 9"
    assert keying_rows.in_words(FORM.items["A1"], []) == missing.named(missing.BLANK).name.vi
    assert keying_rows.in_words(FORM.items["A1"], ["?"]) == missing.named(missing.ILLEGIBLE).name.vi


def told(file, image=1, why=None, said=""):
    return PageNotice(file, image, why, said)


def test_pages_to_beware_of_are_named_up_to_six(asked):
    for number, ends in ((6, "5.png, ảnh 1)"), (7, "5.png, ảnh 1; và 1 ảnh khác)")):
        taken = IntakeResult(
            warned={"streak": [told(f"x/{n}.png") for n in range(number)], "photo": [told("p.png", 3)]}
        )
        photo, streak = scan_page_words.warned(taken)
        assert photo.endswith("(p.png, ảnh 3)")
        assert streak.endswith(ends)
        assert streak.startswith("Vệt bẩn của máy quét: hãy lau mặt kính.")
    assert scan_page_words.on_page("") == []
    assert [one.split(" ", 1)[0] for one in scan_page_words.on_page("photo,streak")] == ["Vệt", "Ảnh"]


SCAN_AGAIN = "Hãy quét lại cho thẳng và đủ mép giấy; nếu vẫn không được thì nhập tay phiếu."
GREY = "Hãy quét lại bản giấy gốc ở chế độ xám 8 bit, 200 dpi; nếu không có thì nhập tay phiếu."
NOT_TAKEN = {
    "no form": f"không thấy phiếu khảo sát trên ảnh. {SCAN_AGAIN}",
    "no code": f"không đọc được mã QR. {SCAN_AGAIN}",
    "no corner mark": f"không thấy dấu ở góc giấy. {SCAN_AGAIN}",
    "few corner marks": f"không đủ dấu ở góc giấy: mép bị cắt hoặc gập. {SCAN_AGAIN}",
    "corner marks disagree": f"dấu góc và mã QR không khớp: có thể hai tờ chồng lên nhau. {SCAN_AGAIN}",
    "gave up": f"ảnh quá lớn hoặc bị hỏng. {SCAN_AGAIN}",
    "page too large": f"ảnh quá lớn. {SCAN_AGAIN}",
    "codes disagree": "hai mã QR trên trang không cùng một phiếu. Hãy nhập tay phiếu này từ giấy.",
    "no such page": "bộ câu hỏi này không có trang mang số ấy. Hãy nhập tay phiếu này từ giấy.",
    "strange code": "mã QR của giấy tờ khác, không phải phiếu khảo sát. Hãy để riêng tờ này.",
    "other questionnaire": "phiếu của bộ câu hỏi khác hoặc của đợt khác. Hãy để riêng và hỏi Bưu điện tỉnh.",
    "copies differ": "trang này đã quét rồi nhưng dấu trên hai bản khác nhau. Hãy tìm đúng tờ giấy và nhập tay phiếu.",
    "negative": "ảnh là âm bản: trắng thành đen, đen thành trắng. Hãy tắt đảo màu (invert, negative) ở máy quét hoặc phần mềm "
    "rồi quét lại.",
    "mirrored": "ảnh bị lật như soi gương. Hãy tắt lật ảnh (mirror, flip) ở máy quét hoặc phần mềm rồi quét lại.",
    "bilevel": f"ảnh quét đen trắng, mất nét bút chì và bút mờ. {GREY}",
    "photocopied": f"ảnh quá gắt hoặc là bản photo, mất nét mờ. {GREY}",
}
DOUBTS = {
    "several marks": "nhiều ô có mực", "circled": "khoanh tròn", "faint": "nét mờ", "small mark": "dấu quá nhỏ",
    "struck through": "dấu bị gạch bỏ", "scribbled": "bôi đen ra ngoài ô", "ink beside": "có mực ngoài ô",
    "pale ink beside": "có nét mờ ngoài ô", "handwriting": "chữ viết tay", "streak": "vệt bẩn của máy quét",
    "ovals not found": "không thấy ô in", "oval covered": "ô in bị che hoặc bị xóa", "odd on contact sheet": "khác lạ trên bảng ảnh",
}  # fmt: skip


def test_each_reason_of_the_reader_has_its_own_words(asked):
    assert scan_page_words.not_taken() == NOT_TAKEN
    assert {code: scan_row_words.reason(ScanRow(reason=code)) for code in DOUBTS} == DOUBTS
    assert scan_row_words.reason(ScanRow(reason="one mark")) == ""


def test_a_row_asks_and_offers_what_stands_on_the_paper(asked):
    items = FORM.items
    ticks = [column for column in FORM.columns if column.item == "B2"]
    option = next(one for one in items["B2"].options if one.code == ticks[0].option)
    assert scan_row_words.question(FORM, "A1") == f"A1 {items['A1'].text.vi}"
    assert scan_row_words.question(FORM, ticks[0].name) == f"B2 {items['B2'].text.vi} – {option.text.vi}"
    assert scan_row_words.question(FORM, "zz") == "zz"
    a1 = ScanRow(item="A1", ink={"1": 0.1, "2": 0.0})
    offered = [(one.code, one.key, one.label) for one in scan_row_words.choices(FORM, a1)]
    kinds = [
        (kind.code, kind.desk_key, kind.name.vi)
        for kind in missing.KINDS
        if kind.desk_key and not kind.offered
    ]
    assert offered == [(1, "1", "Nam"), (2, "2", "Nữ"), *kinds]
    tick = ScanRow(item=ticks[0].name, ink={"1": 0.1})
    assert scan_row_words.choices(FORM, tick)[0] == scan_row_words.Choice(1, "1", "có đánh dấu")
    strange = ScanRow(item="zz", ink={"3": 0.1, "12": 0.0})
    assert [(one.code, one.key, one.label) for one in scan_row_words.choices(FORM, strange)][:2] == [
        (3, "3", "3"),
        (12, "", "12"),
    ]
    box = ScanRow(item="F2", ink={})
    assert [(one.code, one.label) for one in scan_row_words.choices(FORM, box)] == [
        (missing.BLANK, "giữ như đã gõ"), (missing.ILLEGIBLE, missing.named(missing.ILLEGIBLE).name.vi)
    ]  # fmt: skip
    assert [scan_row_words.label(FORM, a1, code) for code in (2, 9, None)] == ["Nữ", "–", "–"]
    assert (scan_row_words.short(4), scan_row_words.short(missing.ILLEGIBLE)) == (
        "4",
        missing.named(missing.ILLEGIBLE).short.vi,
    )


def test_the_ledger_offers_its_moves_and_begins_with_what_came_back(browser):
    page = browser.sign_in("lan").open("/buu-dien/so")
    offered = re.findall(r'name="to"[^>]*value="([^"]+)"', page.page.text) or re.findall(
        r'value="([a-z_]+)"', page.page.text
    )
    assert [
        one
        for one in offered
        if one in {"handed_out", "returned", "refused", "lost", "spoiled", "unused", "invalid"}
    ] == (["handed_out", "returned", "refused", "lost", "spoiled", "unused", "invalid"])
    chosen = re.search(r"<input[^>]*checked[^>]*>", page.page.text)[0]
    assert 'value="returned"' in chosen
    assert (
        'value="lost"'
        in re.search(r"<input[^>]*checked[^>]*>", page.open("/buu-dien/so?to=lost").page.text)[0]
    )


def test_every_state_of_a_form_has_its_name_in_both_languages():
    assert {state.value: (name.vi, name.en) for state, name in NAMES.items()} == {
        "printed": ("Tại Sở", "At the department"),
        "issued": ("Tại bưu cục", "At the post office"),
        "handed_out": ("Đã phát", "Handed out"),
        "returned": ("Đã thu, chờ nhập", "Returned, to be keyed"),
        "accepted": ("Đã có trả lời", "Answered"),
        "refused": ("Từ chối", "Refused"),
        "lost": ("Thất lạc", "Lost"),
        "spoiled": ("Hỏng", "Spoiled"),
        "invalid": ("Không hợp lệ", "Invalid"),
        "unused": ("Không dùng", "Unused"),
    }


def test_the_page_of_a_form_shows_where_it_is_and_each_line_of_its_ledger(browser, wave):
    browser.sign_in("lan").open("/buu-dien/so")
    browser.post("/buu-dien/so", to="lost", numbers=wave.number(1), reason="Mưa <ướt>")
    address = f"/buu-dien/phieu/{wave.number(1)}"
    page = browser.open(address).post(f"{address}/dinh-chinh", to="handed_out", reason="Ghi nhầm số")

    day, lan = "15/09/2025", "Tài khoản lan"
    assert page.open(address).table("lich-su") == [
        ["Ngày", "Trạng thái", "Người ghi", "Lý do"],
        [day, "Tại Sở", "–", ""],
        [day, "Tại bưu cục", "–", ""],
        [day, "Đã phát", "–", ""],
        [day, "Thất lạc", lan, "Mưa <ướt>"],
        [day, "Đã phát (đính chính)", lan, "Ghi nhầm số"],
    ]
    facts = re.findall(r"<dd>(.*?)</dd>", page.page.text, re.DOTALL)
    assert [in_words(fact) for fact in facts[:4]] == [
        "Đã phát", "1 – Bưu cục Biên Hòa", "Phường Biên Hòa", "Đợt thử"
    ]  # fmt: skip


def test_the_last_eight_numbers_are_shown_with_the_newest_first(browser, wave):
    page = browser.sign_in("lan").open("/buu-dien/so")
    page.post("/buu-dien/so", to="returned", numbers=", ".join(wave.number(n) for n in (1, 2, 3)))
    assert page.path == "/buu-dien/so"
    page.post("/buu-dien/so", to="refused", numbers=f"{wave.number(4)},{wave.number(5)}")
    shown = re.findall(r"(0\d{5}-\d) – (Từ chối|Đã thu, chờ nhập)", page.text)
    assert shown == [
        (wave.number(5), "Từ chối"), (wave.number(4), "Từ chối"),
        *((wave.number(n), "Đã thu, chờ nhập") for n in (3, 2, 1)),
    ]  # fmt: skip
    for number in (1, 2, 3, 6):
        to, reason = ("invalid", "ướt") if number != 6 else ("lost", "mất")
        page.post("/buu-dien/so", to=to, numbers=wave.number(number), reason=reason)
    assert len(re.findall(r"0\d{5}-\d – ", page.text)) == 8


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"to": "returned", "numbers": ""}, "Hãy gõ ít nhất một số phiếu"),
        ({"numbers": "1"}, "Hãy chọn việc cần ghi."),
        ({"to": "accepted", "numbers": "1"}, "Lựa chọn không hợp lệ"),
        ({"to": "lost", "numbers": "1", "reason": "r" * 501}, "Dài quá; tối đa 500 ký tự."),
        ({"to": "lost", "numbers": "1" * 2001}, "Dài quá; tối đa 2000 ký tự."),
    ],
)
def test_what_cannot_be_recorded_says_why(browser, rows, fields, said):
    page = browser.sign_in("lan").open("/buu-dien/so").post("/buu-dien/so", **fields)
    assert (page.status, said in page.text) == (422, True)
    assert rows("SELECT count(*) FROM form WHERE state <> 'handed_out'") == [(0,)]


def test_a_correction_offers_every_state_but_answers_and_none_beforehand(browser, wave, rows):
    address = f"/buu-dien/phieu/{wave.number(1)}"
    page = browser.sign_in("lan").open(address)
    offered = re.findall(r'<option[^>]*value="([^"]*)"', page.page.text)
    assert offered == [
        "",
        *["printed", "issued", "handed_out", "returned", "refused", "lost", "spoiled", "invalid", "unused"],
    ]
    assert page.post(f"{address}/dinh-chinh", to="printed", reason="r" * 501).status == 422
    page.open(address).post(f"{address}/dinh-chinh", to="printed", reason=" Giao nhầm ")
    assert page.path == address
    assert rows("SELECT state FROM form WHERE serial = 1") == [("printed",)]
    assert rows("SELECT reason, correction FROM form_event ORDER BY id DESC LIMIT 1") == [("Giao nhầm", 1)]
    assert page.open(f"{address[:-1]}x").status == 400


def test_a_reserve_is_shown_where_the_substitution_leads(clerk, wave):
    clerk.open("/buu-dien/so").post("/buu-dien/so", to="refused", numbers=wave.number(1))
    address = f"/buu-dien/phieu/{wave.number(1)}"
    assert clerk.open(address).post(f"{address}/thay", reason="r" * 501).status == 422
    clerk.open(address).post(f"{address}/thay", reason="Đi vắng")
    assert clerk.path == f"/buu-dien/phieu/{wave.number(5)}"


def test_a_batch_shows_its_forms_and_one_that_is_not_there_is_not_found(browser, wave):
    page = browser.sign_in("dieu-phoi").open("/buu-dien/lo/2")
    assert list(re.findall(r"0\d{5}-\d", page.text))[:6] == [wave.number(n) for n in range(7, 13)]
    assert "Hộ số 7" in page.text
    assert page.open("/buu-dien/lo/3").status == 404
    assert browser.open("/buu-dien/").text.count("Bưu cục Long Thành") >= 1


def test_who_keys_twice_sees_no_rates_and_who_oversees_does(browser, new_browser, wave, twice):
    for name in ("lan", "hoa"):
        key(new_browser().sign_in(name), wave.number(1), **ANSWERS)
    assert "Tài khoản hoa 1 62 0 0,0" in new_browser().sign_in("dieu-phoi").open("/buu-dien/").text
    assert "Tài khoản hoa 1 62 0 0,0" not in browser.sign_in("lan").open("/buu-dien/").text


def test_a_script_is_told_what_became_of_a_keying(browser, new_browser, wave, twice):
    lan, hoa, cuc = (new_browser().sign_in(name) for name in ("lan", "hoa", "cuc"))
    number = wave.number(1)
    assert lan.open(f"/buu-dien/nhap/so/{number}").page.json == {"number": number, "turn": "Nhập lần một."}
    assert key(lan, number, JSON, **ANSWERS).page.json["number"] == number
    differs = key(hoa, number, JSON, **(ANSWERS | {"A1": "1", "F2": "Khác"})).page.json
    assert differs["message"] == f"Đã giữ phiếu {number}; hai lần nhập có chỗ khác, chờ phân xử."
    assert (
        cuc.open(f"/buu-dien/nhap/so/{number}").page.json["turn"]
        == "Hai lần nhập khác nhau: mở trang Phân xử."
    )
    refused = key(cuc, number, JSON, **ANSWERS).page
    assert (refused.status_code, "người thứ ba phải phân xử" in refused.json["error"]) == (409, True)
    hard = key(lan, wave.number(2), JSON, **(ANSWERS | {"A1": "8"})).page
    assert (hard.status_code, hard.json["error"]) == (422, "Hãy so lại với phiếu giấy.")
    assert [(one["item"], one["soft"], set(one)) for one in hard.json["problems"]] == [
        ("A1", False, {"item", "key", "soft", "message"})
    ]
    asked = hard.json["problems"][0]
    assert "8" in asked["message"] or asked["message"]
    soft = key(lan, wave.number(2), JSON, **(ANSWERS | {"D24a": "4"})).page.json["problems"][0]
    confirmed = key(lan, wave.number(2), JSON, **(ANSWERS | {"D24a": "4", "#confirmed": soft["key"]})).page
    assert (confirmed.status_code, confirmed.json["number"]) == (200, wave.number(2))


@pytest.mark.parametrize(("picked", "kept"), [("1", 2), ("2", 1), ("3", 1)])
def test_the_third_person_takes_one_of_two_or_says_otherwise(
    browser, new_browser, wave, twice, rows, picked, kept
):
    key(new_browser().sign_in("lan"), wave.number(1), **(ANSWERS | {"F2": "Một"}))
    key(new_browser().sign_in("hoa"), wave.number(1), **(ANSWERS | {"A1": "1", "F2": "Hai"}))
    third = browser.sign_in("cuc").open(f"/buu-dien/phan-xu/{wave.number(1)}")
    bad = third.post(A1="3", **{"A1-khac": "8"})
    assert (bad.status, 'value="8"' in bad.page.text) == (422, True)
    done = third.post(A1=picked, **{"A1-khac": "1"})

    assert done.path == "/buu-dien/phan-xu"
    assert f"Đã phân xử và nhận phiếu {wave.number(1)}." in done.text
    place = [column.name for column in FORM.columns].index("A1")
    ((codes,),) = rows("SELECT codes FROM response")
    assert codes[place] == kept
    assert rows("SELECT text FROM answer_text") == [("Một",)]


def test_forms_sent_from_a_page_of_one_wave_lead_back_to_it(browser, wave):
    done = browser.sign_in("lan").client
    browser.open("/buu-dien/nhap?dot=thu")
    data = browser.hidden() | {"number": wave.number(1)} | ANSWERS
    assert done.post("/buu-dien/nhap?dot=thu", data=data).location == "/buu-dien/nhap?dot=thu"
    browser.open("/buu-dien/so?dot=thu")
    data = browser.hidden() | {"to": "refused", "numbers": wave.number(2)}
    assert done.post("/buu-dien/so?dot=thu", data=data).location == "/buu-dien/so?to=refused&dot=thu"


@pytest.fixture
def scanned(wave):
    """Two pages of form 1 in the first office, one of form 7 in the other, with rows of every kind."""
    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        import datetime as dt

        made = {}
        for serial, page in ((1, 1), (1, 2), (7, 1)):
            form = session.query(Form).filter_by(serial=serial).one()
            made[serial, page] = ScanPage(
                form_id=form.id, page=page, state="read", file="a.pdf", image=0, picture="/no/such.jpg", version="v",
                rule="r", day=dt.date(2025, 9, 15), keyed=False, warned="",
            )  # fmt: skip
            session.add(made[serial, page])
        session.flush()
        rows = [
            (1, 1, 1, "C11a", None, "faint", {"1": 0.1, "2": 0.1}, 2),
            (2, 1, 1, "A1", None, "circled", {"1": 0.1, "2": 0.1}, None),
            (3, 1, 2, "D00", 3, "one mark", {"1": 0.0, "3": 0.3}, None),
            (4, 1, 2, "D25", 3, "one mark", {"3": 0.3}, None),
            (5, 7, 1, "A1", None, "faint", {"1": 0.1, "2": 0.1}, 1),
            (6, 7, 1, "D00", 3, "one mark", {"3": 0.3}, None),
            (97, 1, 2, "D26", 4, "one mark", {"4": 0.3, "5": 0.0}, 4),
            (194, 1, 2, "F2", 0, "nothing written", {}, None),
        ]  # fmt: skip
        for id_, serial, page, item, code, reason, ink, suggest in rows:
            session.add(
                ScanRow(
                    id=id_,
                    page_id=made[serial, page].id,
                    item=item,
                    code=code,
                    reason=reason,
                    ink=ink,
                    crop=[0, 0, 9, 9],
                    suggest=suggest,
                )
            )
        session.commit()
    factory.engine.dispose()
    return wave


def test_all_files_of_an_upload_are_read_by_their_names_and_what_to_beware_of_is_said(
    app, browser, wave, monkeypatch, tmp_path
):
    sent = []

    def take_in(_session, taken_wave, stack, *, stamp):
        sent.append((taken_wave.code, stack.folder, stamp.by.name))
        sent.extend((path.name, path.read_bytes()) for path in stack.paths)
        unread, streak = told("b.png", why="no form"), [told("a.png", why="streak")]
        return IntakeResult(Counter(read=2, unreadable=1), 4, [unread], {"streak": streak})

    monkeypatch.setattr(intake, "take_in", take_in)
    app.config["SCANS_FOLDER"] = str(tmp_path)
    page = browser.sign_in("lan").open("/buu-dien/quet")
    names = ["a.png", "b.png", "b.png", "../../c.png"]

    def upload(**more):
        files = [(io.BytesIO(str(place).encode()), name) for place, name in enumerate(names)]
        return page.open("/buu-dien/quet").post("/buu-dien/quet", files=files, **more)

    said = "Đã đọc 3 trang; 4 trang đã có từ trước."
    notices = re.findall(r'class="notice (\w+)"[^>]*>\s*(?:<p>)?([^<]+)', upload().page.text)
    assert page.path == "/buu-dien/quet"
    assert sent == [
        ("thu", tmp_path, "lan"), ("a.png", b"0"), ("b.png", b"1"), ("b.png", b"2"), ("c.png", b"3")
    ]  # fmt: skip
    assert [kind for kind, _ in notices][:3] == ["near", "near", "good"]
    assert [text.split(" ảnh")[0] for _, text in notices][:2] == ["b.png,", "Vệt bẩn của máy quét: hãy lau mặt kính. Dòng có vệt đi qua đã vào danh sách phải soát. (a.png,"]  # fmt: skip
    assert notices[2][1].strip() == said
    answer = upload(headers={"Accept": "application/json"}).page.json
    assert (answer["message"], len(answer["beware"])) == (said, 2)
    names.clear()
    assert upload().status == 400
    assert "Chưa chọn tệp quét nào" in page.text


def test_rows_wait_by_item_and_the_desk_says_how_many(browser, scanned):
    page = browser.sign_in("lan").open("/buu-dien/quet/soat")
    order = []
    for _ in range(3):
        order.append(re.search(r'alt="Ảnh của dòng (\w+)"', page.page.text)[1])
        row = {"A1": 2, "C11a": 1, "D26": 97}[order[-1]]
        page.open(f"/buu-dien/quet/soat?sau={row}")
    assert order == ["A1", "C11a", "D26"]
    assert re.search(r'alt="Ảnh của dòng A1"', page.page.text)
    assert "khoanh tròn" in page.text
    known = page.open("/buu-dien/quet/soat?dong=97")
    assert not any(word in known.text for word in DOUBTS.values())
    assert browser.open("/buu-dien/quet/soat?dong=5").status == 403
    assert browser.open("/buu-dien/quet/soat?dong=999").status == 404
    assert browser.open("/buu-dien/quet/anh/1").status == 404
    desk = browser.open("/buu-dien/quet").text
    assert "3 dòng phải soát" in desk


def test_the_desk_counts_rows_forms_and_pictures_by_answer(browser, new_browser, scanned):
    page = browser.sign_in("dieu-phoi").open("/buu-dien/quet")
    tiles = re.findall(r"<li>\s*<b>(.*?)</b>(.*?)</li>", page.page.text, re.DOTALL)
    assert [f"{in_words(shown)} {in_words(said)}" for shown, said in tiles[:3]] == [
        "4 dòng phải soát",
        "0 phiếu đã soát xong, chờ nhập",
        "– tỷ lệ đọc sai cao nhất có thể (95 %): 0 khác trên 0 dòng thử",
    ]
    values = r'cau=(\w+)&amp;ma=(\d+)"\s*><span class="unseen">\1 = </span>([^<]+)</a>\s*<span class="hint">\((\d+)\)'
    assert re.findall(values, page.page.text) == [
        ("D00", "3", "3", "2"), ("D25", "3", "3", "1"), ("D26", "4", "4", "1"), ("F2", "0", scan_row_words.short(0), "1")
    ]  # fmt: skip
    own = new_browser().sign_in("lan").open("/buu-dien/quet").page.text
    assert re.findall(values, own)[0] == ("D00", "3", "3", "1")


def test_a_row_offers_its_answers_and_a_hint_only_where_the_machine_was_in_doubt(browser, scanned, app):
    browser.sign_in("lan")
    said = r'<button class="button second( suggested)?" name="code"\s*value="(\d+)" data-key="([^"]*)">'
    for id_, item, suggested in ((1, "C11a", "2"), (2, "A1", None), (97, "D26", None)):
        page = browser.open(f"/buu-dien/quet/soat?dong={id_}&sau=2")
        with app.test_request_context(), db.session_factory(scanned.url) as sessions, sessions() as session:
            offered = scan_row_words.choices(FORM, session.get(ScanRow, id_))
            question = scan_row_words.question(FORM, item)
        assert re.findall(said, page.page.text) == [
            (" suggested" * (str(one.code) == suggested), str(one.code), one.key.lower()) for one in offered
        ]
        assert page.text.count("(máy đoán)") == (suggested is not None)
        assert f'<h1 class="asked">{question}</h1>' in page.page.text
        assert f"Còn 3 dòng. Phiếu {scanned.number(1)}." in page.text
        links = re.findall(r'(?:href|src|action)="(/buu-dien/quet[^"]*)"', page.page.text.partition("<h1")[2])
        assert [link.replace("&amp;", "&") for link in links] == [
            f"/buu-dien/quet/anh/{id_}", f"/buu-dien/quet/soat/{id_}", f"/buu-dien/quet/trang/{id_}",
            "/buu-dien/quet/soat?dot=thu&dong=2", f"/buu-dien/quet/soat?dot=thu&sau={id_}", "/buu-dien/quet?dot=thu",
        ]  # fmt: skip
    assert '<details id="canh-dong">' in page.page.text
    assert '<details id="canh-dong">' not in browser.open("/buu-dien/quet/soat?dong=194").page.text
    assert '<textarea id="text" name="text"' in browser.open("/buu-dien/quet/soat?dong=194").page.text


def test_a_refused_keying_keeps_every_field_and_shows_what_is_wrong_at_its_row(browser, wave):
    typed = {item: str(place % 9 + 1) for place, item in enumerate(FORM.items)} | {"F2": "<Tốt> & lắm"}
    typed |= {"A1": "8", "B2": "1 3", "D24a": "4"}
    page = key(browser.sign_in("lan"), wave.number(1)[:-1], **typed)
    assert page.status == 400

    def fields():
        text = dict(re.findall(r'<textarea id="k-\w+" name="(\w+)" rows="2">([^<]*)<', page.page.text))
        return {name: html.unescape(value) for name, value in text.items()} | dict(
            re.findall(r'<input type="text" id="k-\w+" name="(\w+)" value="([^"]*)"', page.page.text)
        )

    assert fields() == typed
    assert f'name="number" value="{wave.number(1)[:-1]}"' in page.page.text
    shown = re.findall(r'<label for="k-(\w+)"><span class="id">(\w+)</span> ([^<]+)</label>', page.page.text)
    assert [(field, name, html.unescape(text)) for field, name, text in shown] == [
        (name, name, item.text.vi) for name, item in FORM.items.items()
    ]
    page = key(browser, wave.number(1), **typed)
    assert (page.status, fields()) == (422, typed)
    listed = re.findall(r'<li><a href="#k-(\w+)">\1 [^<]+</a> – ([^<]+)</li>', page.page.text)
    at_rows = re.findall(r'<p class="problem" id="p-(\w+)">([^<]+)</p>', page.page.text)
    assert "A1" in dict(listed)
    assert sorted(listed) == sorted(at_rows)
    assert set(re.findall(r'aria-describedby="p-(\w+)"', page.page.text)) == dict(at_rows).keys() - {"F2"}
    assert page.page.text.count('class="row wrong"') == len(at_rows)
    assert (
        'class="notice bad" role="alert"' in page.page.text,
        "hãy lưu lần nữa.</p>" in page.page.text,
    ) == (True, False)


def test_what_a_person_says_of_a_row_is_kept_and_leads_to_the_next(browser, scanned, rows):
    browser.sign_in("lan").open("/buu-dien/quet/soat")
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.page.text.rpartition("<main")[2])[1]

    def say(row, **fields):
        return browser.client.post(f"/buu-dien/quet/soat/{row}", data={"csrf_token": token, **fields})

    assert say(2, code="2").location == "/buu-dien/quet/soat?dot=thu&sau=2"
    assert say(194, code="0", text=" Chữ  viết ").status_code == 303
    assert say(1, code="1", text="bỏ").status_code == 303
    assert (say(1).status_code, say(1, code="77").status_code) == (400, 400)
    kept = {row[0]: row[1:] for row in rows("SELECT id, code, checked, decided, text FROM scan_row")}
    assert kept[2] == (None, None, 2, None)
    assert kept[194][3].split() == ["Chữ", "viết"]
    assert kept[1] == (None, None, 1, "bỏ")


def test_a_contact_sheet_shows_one_answer_of_ones_own_office(browser, new_browser, scanned, rows):
    browser.sign_in("lan")
    sheet = browser.open("/buu-dien/quet/bang-anh?cau=D00&ma=3")
    assert re.findall(r'name="row" value="(\d+)"', sheet.page.text) == ["3"]
    every = new_browser().sign_in("dieu-phoi").open("/buu-dien/quet/bang-anh?cau=D00&ma=3")
    assert re.findall(r'name="row" value="(\d+)"', every.page.text) == ["3", "6"]
    after = every.open("/buu-dien/quet/bang-anh?cau=D00&ma=3&sau=3")
    assert re.findall(r'name="row" value="(\d+)"', after.page.text) == ["6"]
    sheet.post(row="3")
    assert "Đã chuyển 1 dòng sang danh sách phải soát." in sheet.text
    assert rows("SELECT code, suggest, reason FROM scan_row WHERE id = 3") == [
        (None, 3, "odd on contact sheet")
    ]
    assert rows("SELECT action, subject FROM audit_event ORDER BY id DESC LIMIT 1") == [
        ("scan_row_doubted", "scan_row:3")
    ]
