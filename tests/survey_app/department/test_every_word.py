"""What the department's pages say of a wave: each count, word, colour and file."""

import csv
import datetime as dt
import io
import re
from collections import Counter

import pytest
import sqlalchemy as sa

from questionnaires import load
from sampling.plan.plan_file import load_plan
from scoring.targets.verdict import Verdict
from survey_app import db
from survey_app.areas.coverage import Coverage
from survey_app.department import words
from survey_app.department.oversight import accounts, audit_words
from survey_app.department.scores import lines, views
from survey_app.department.scores.bullet_chart import Bullet, draw, legend, scale_of
from survey_app.department.waves import plan_fields, plan_warnings, progress
from survey_app.fieldwork import movements
from survey_app.fieldwork.form_dispositions import OfficeForms
from survey_app.people.stamp import Stamp
from survey_app.scores import scores
from survey_app.surveys.notice import Notice, as_typed
from survey_app.tables import Area, AreaScope, AuditEvent, Form, FormState, Mode, Role
from survey_app.waves.allocation import Allocation, Place
from tests.builders.areas import unit
from tests.survey_app.browsers import in_words
from tests.survey_app.department.test_department import WAVES_MADE_ONCE, answered
from tests.survey_app.world import SURVEY, opening

__all__ = ["WAVES_MADE_ONCE", "answered"]

S = FormState


@pytest.fixture
def department(browser, wave):
    return browser.sign_in("so-noi-vu")


@pytest.fixture
def in_vietnamese(app):
    with app.test_request_context():
        yield


@pytest.fixture
def in_english(app):
    with app.test_request_context() as request:
        request.session["language"] = "en"
        yield


def change(wave, *statements):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def test_the_forms_of_an_office_are_counted_by_what_became_of_them(in_vietnamese):
    one = {
        S.HANDED_OUT: 5,
        S.RETURNED: 3,
        S.ACCEPTED: 20,
        S.REFUSED: 2,
        S.LOST: 1,
        S.SPOILED: 1,
        S.INVALID: 1,
        S.UNUSED: 9,
        S.ISSUED: 7,
    }
    first, second, total = progress.by_office(
        {"A": OfficeForms(Counter(one), Counter(one)), "B": OfficeForms(Counter({S.UNUSED: 4}), Counter())}
    )

    assert (first.name, first.forms, first.handed_out, first.waiting) == ("A", first.forms, 5, 3)
    assert (first.answered, first.refused, first.gone) == (20, 2, 3)
    assert second.response.rate(1).percent is None
    assert (total.name, total.answered) == ("Cộng", first.answered)


def test_days_are_the_last_with_answers_against_the_best_of_them():
    start = dt.date(2025, 9, 1)
    found = {start + dt.timedelta(days=n): n for n in range(25, 0, -1)}

    shown = progress.days(found)
    assert [one.count for one in shown] == list(range(5, 26))
    assert [shown[0].share, shown[-1].share, shown[0].day] == [20, 100, start + dt.timedelta(days=5)]
    assert progress.days({}) == []
    assert [one.share for one in progress.days({start: 1, start + dt.timedelta(1): 3}, most=1)] == [100]


def test_modes_roles_levels_and_units_have_their_words(in_vietnamese):
    assert [words.mode(one) for one in Mode] == ["Phiếu giấy", "Trang web", "Phỏng vấn hộ"]
    assert (
        "|".join(map(accounts.role, Role))
        == "Sở Nội vụ|Giám sát (chỉ xem)|Điều phối (bưu điện tỉnh)|Nhập liệu (bưu cục)|Máy quét"
    )
    assert [plan_warnings.level_name(one) for one in ("province", "district", "commune", "village", "x")] == [
        "Tỉnh", "Huyện, thành phố", "Xã, phường", "Thôn, ấp, khu phố", "x"
    ]  # fmt: skip
    assert [plan_warnings.unit_name(one) for one in ("district", "commune", "village", "household", "person", "x")] == [
        "huyện, thành phố", "xã, phường", "thôn, ấp, khu phố", "hộ", "người", "x"
    ]  # fmt: skip
    assert [lines.strategy(one) for one in ("mean_of_children", "overall_item", "item_weighted", "pooled_answers", "explicit_weights", "published", "x")] == [
        "trung bình cộng các tiêu chí", "câu hỏi chung", "trung bình theo câu hỏi", "gộp mọi câu trả lời",
        "trung bình có trọng số", "số công bố", "x",
    ]  # fmt: skip
    assert [views.state(one) for one in ("valid", "blank", "other", "x")] == [
        "trả lời hợp lệ",
        "bỏ trống",
        "mã khác",
        "x",
    ]
    assert words.both(("a", "b")) == "a"


def test_in_english_the_other_half_is_read(in_english):
    assert words.both(("a", "b")) == "b"
    assert words.metric_name("ty_le_hai_long") != words.metric_name("diem_quy_doi")
    assert words.mode(Mode.PAPER) != "Phiếu giấy"


ACTS = {
    "signed_in": "đăng nhập", "user_added": "mở tài khoản", "user_deactivated": "đóng tài khoản", "password_set": "đặt mật khẩu",
    "office_assigned": "gán địa bàn cho bưu cục", "sample_drawn": "rút mẫu", "wave_opened": "mở đợt", "wave_closed": "đóng đợt",
    "batch_printed": "in lô phiếu", "batch_reprinted": "in lại lô phiếu", "batch_issued": "giao lô cho bưu cục",
    "form_corrected": "đính chính phiếu", "form_substituted": "thay phiếu", "keying_adjudicated": "phân xử hai lần nhập",
    "scan_row_doubted": "đưa dòng quét về danh sách phải soát", "evidence_decided": "kết luận về trả lời trùng",
    "duplicate_decided": "kết luận về trả lời trùng", "strange": "strange",
}  # fmt: skip
SUBJECTS = {
    "user:a": "tài khoản a", "office:a": "bưu cục a", "planned:a": "bản chuẩn bị đợt a", "wave:a": "đợt a", "batch:a": "lô a",
    "form:a": "phiếu a", "scan_row:a": "dòng quét a", "evidence:a": "trả lời trùng a", "duplicate:a": "trả lời trùng a", "x:a": "x:a",
}  # fmt: skip
DETAILS = {
    "areas": "địa bàn", "by": "phiếu thay", "decision": "kết luận", "draw": "lần rút", "evidence": "trả lời trùng đã xoá",
    "forms": "số phiếu", "frame": "khung mẫu", "frame_made_on": "ngày lập danh sách", "from": "từ", "large": "chữ to",
    "metric": "số đo", "note": "kết luận", "pages": "số trang", "pending": "phiếu chưa nhập", "questionnaire": "bộ câu hỏi",
    "reason": "lý do", "responses": "phiếu trả lời", "role": "vai trò", "seal": "niêm", "seed": "hạt giống", "tag": "mã bản in",
    "targets": "bộ chỉ tiêu", "to": "sang", "strange": "strange",
}  # fmt: skip


def test_the_sealed_log_is_said_word_by_word(in_vietnamese):
    assert {act: audit_words.action(AuditEvent(action=act)) for act in ACTS} == ACTS
    assert {one: audit_words.subject(AuditEvent(subject=one)) for one in SUBJECTS} == SUBJECTS
    said = audit_words.details(AuditEvent(details=dict.fromkeys(DETAILS, "1")))
    assert list(said) == [(name, "1") for name in DETAILS.values()]
    values = {
        "from": "lost",
        "to": "x",
        "role": "machine",
        "large": False,
        "areas": [1, "b"],
        "forms": 0,
        "note": "",
        "tag": None,
    }
    assert list(audit_words.details(AuditEvent(details=values))) == [
        ("từ", "Thất lạc"), ("sang", "x"), ("vai trò", "Máy quét"), ("chữ to", "không"), ("địa bàn", "1, b"), ("số phiếu", "0")
    ]  # fmt: skip
    assert [audit_words.broken(one) for one in ("expected event 3: x", "does not follow the event before it", "its content was altered", "x")] == [
        "có dòng ngay trước nó bị mất", "không nối tiếp dòng trước nó", "nội dung đã bị sửa", "x"
    ]  # fmt: skip


def test_the_chart_draws_each_value_at_its_place(in_vietnamese):
    chart = str(draw(Bullet("1", 75.0, 60.0, 90.0, 55.0, 2023, 100.0), (50.0, 100.0)))

    assert '<rect class="interval" x="44.0" y="7" width="132.0" height="12"/>' in chart
    assert '<rect class="bar" x="0" y="11" width="110.0" height="4"/>' in chart
    assert '<circle class="dot" cx="110.0" cy="13" r="4"/>' in chart
    assert '<path class="before" d="M22.0 5v16"/>' in chart
    assert '<path class="target" d="M220.0 2v22"/>' in chart
    assert 'viewBox="0 0 220 26"' in chart
    key = str(legend())
    assert [f'{mark}"' in key for mark in ('cx="138.0', 'd="M90.0 5v16', 'd="M185.0 2v22', 'x="118.0')] == [
        True
    ] * 4
    empty = str(draw(Bullet("1", None, None, None, None, 2023, None), (50.0, 100.0)))
    assert empty.count("<rect") == 1
    assert 'aria-label="1"' in empty
    below = str(draw(Bullet("1", 10.0, 5.0, None, None, 2023, None), (50.0, 100.0)))
    assert 'width="0.0" height="4"' in below
    assert "interval" not in below
    assert [scale_of(values) for values in ([], [None, 63.0], [50.0], [49.9], [7.0], [-3.0])] == [
        (50.0, 100.0), (50.0, 100.0), (50.0, 100.0), (40.0, 100.0), (0.0, 100.0), (0.0, 100.0)
    ]  # fmt: skip


def allocation(**changes):
    place = Place("a", "s", 100.0, 1.0, 5.0, 4.0, 0.05, 0.1)
    kept = {
        "places": (place,), "population": 100.0, "forms": 5, "reserve": 1, "answers": 4.0, "error": 0.05, "half": 0.1,
        "deff": 1.0, "cluster": 1.0, "cluster_deff": 1.0, "units": ("person", 100, 5), "certain": (), "lonely": (),
    }  # fmt: skip
    return Allocation(**kept | changes)


CALM = Coverage({}, (), (), ())
WIDE = Place("a", "s", 1.0, 1.0, 1.0, 1.0, 0.06, 0.101)
CONTRADICTED = load.loads(
    'format = 1\nextends = "sipas-2025"\nid = "a"\n[change.D25]\n'
    'paper = { skip_note = { vi = "Nếu «Không», bỏ qua D26.", en = "If “No”, skip D25c." } }\n',
    "a.toml",
)
WARNED = {
    "nothing": ({}, CALM, {}, []),
    "no seed": ({}, CALM, {"seed": ""}, [("Chưa có hạt giống", True, False)]),
    "invented": ({}, CALM, {"synthetic": True}, [("Số người trong khung là số giả định", False, False)]),
    "no help line": ({}, CALM, {"notice": Notice()}, [("Chưa có điện thoại hỗ trợ", False, False)]),
    "a note against a rule": ({}, CALM, {"questionnaire": CONTRADICTED}, [("Phiếu in, câu D25: ghi chú bảo người chọn 2 bỏ qua câu D26, nhưng câu ấy không có điều kiện", False, False)]),
    "no reserve": ({"reserve": 0}, CALM, {}, [("Kế hoạch không có dự phòng", False, False)]),
    "wide": ({"places": (WIDE, WIDE)}, CALM, {}, [("2 dòng có nửa khoảng tin cậy trên 10 điểm", False, False)]),
    "lonely": ({"lonely": ("a", "b")}, CALM, {}, [("Tầng chỉ có một đơn vị được chọn, không ước lượng được sai số của tầng: a, b.", False, False)]),
    "certain": ({"certain": tuple("abcdefghij")}, CALM, {}, [("10 đơn vị đông dân chắc chắn được chọn: a, b, c, d, e, f, g, h và 2 nơi khác.", False, False)]),
    "unknown": ({}, Coverage({}, tuple("abcdefgh"), (), ()), {}, [("Khung có mã không thuộc đơn vị hành chính đang có hiệu lực: a, b, c, d, e, f, g, h.", True, False)]),
    "unserved": ({}, Coverage({"1": "Một"}, (), ("1",), ()), {}, [("1 đơn vị chưa có bưu cục phụ trách: Một.", True, True)]),
    "missing": ({}, Coverage({}, (), (), (unit("1", "Một"),)), {}, [("Khung thiếu 1 đơn vị đang có hiệu lực: Một. Người dân", False, False)]),
}  # fmt: skip


@pytest.mark.parametrize(("found", "covered", "opened", "told"), WARNED.values(), ids=WARNED)
def test_a_preview_warns_of(in_vietnamese, found, covered, opened, told):
    warned = plan_warnings.warnings(allocation(**found), covered, opening(**{"synthetic": False} | opened))
    assert [(one.stops, one.offices) for one in warned] == [(stops, offices) for _, stops, offices in told]
    assert all(one.text.startswith(text) for one, (text, _, _) in zip(warned, told, strict=True))


def test_a_place_without_answers_is_wide_too_and_tiles_are_shaded_by_their_forms(in_vietnamese):
    empty = Place("a", "s", 1.0, 1.0, 1.0, 0.2, None, None)
    (warned,) = plan_warnings.warnings(allocation(places=(empty,)), CALM, opening())
    assert warned.text.startswith("1 dòng có nửa khoảng")
    assert plan_warnings.shades([10, 20, 30, 40, 50, 60, 0]) == [1, 2, 3, 4, 5, 5, 0]
    assert plan_warnings.shades([7, 7]) == [3, 3]
    assert plan_warnings.shades([]) == []


def test_the_colours_and_words_of_verdicts(in_vietnamese):
    assert lines.verdict(None) == ("", "")
    marks = {
        Verdict.REACHED: "good",
        Verdict.REACHED_UNSURE: "near",
        Verdict.MISSED_UNSURE: "near",
        Verdict.MISSED: "bad",
        Verdict.INDICATIVE: "",
        Verdict.NO_DATA: "",
    }
    assert marks == lines.MARKS


def test_the_page_of_plan_offers_what_there_is_with_its_titles(in_vietnamese):
    fields = plan_fields.from_typed({})
    assert fields.typed() | {"batch_size": ""} == dict.fromkeys(
        ("code", "name", "closes_on", "frame_made_on", "label_columns", "synthetic", "seed", "batch_size"), ""
    ) | {
        "source": "dia-ban", "plan": "dong-nai-recommended", "questionnaire": "sipas-2025", "metric": "ty_le_hai_long",
        "targets": "plan-336", "double_keying": "15", "own_hand": "1", "area_column": "commune", "rho": "0,05", "response": "80",
    } | as_typed(SURVEY.notice)  # fmt: skip
    offered = dict(fields.questionnaire.choices)
    asked = load.published("sipas-2025")
    assert offered["sipas-2025"] == f"sipas-2025, {len(asked.items)} câu: {asked.title.vi}"
    assert dict(fields.plan.choices)["dong-nai-recommended"] == load_plan("dong-nai-recommended").title
    assert list(fields.plan.choices)[-1] == ("tep", "Kế hoạch trong tệp TOML gửi lên")
    assert list(fields.targets.choices)[-1] == ("tep", "Chỉ tiêu trong tệp TOML gửi lên")
    assert [value for value, _ in fields.source.choices] == ["dia-ban", "tep"]
    assert plan_fields.from_typed({"code": "x", "synthetic": "1"}).typed()["synthetic"] == "1"


LIMITS = {
    "double_keying": (["0", "100", "12,5", "99.9"], ["-1", "101", "hai", "nan"]),
    "response": (["1", "100"], ["0", "0,9", "101"]),
    "rho": (["0", "1", "0,05"], ["-0,1", "1,1"]),
    "batch_size": (["1", "99999"], ["0", "100000", "1,5"]),
    "code": (["ab", "a" * 39], ["a", "a" * 40, "A1", "a_1"]),
    "closes_on": (["2025-12-31"], ["31/12/2025", "2025-13-01"]),
    "name": (["n" * 200], ["n" * 201, " "]),
    "area_column": (["c" * 60], ["c" * 61]),
    "label_columns": (["c" * 200], ["c" * 201]),
    "seed": (["s" * 500], ["s" * 501]),
    "frame_made_on": (["2025-09-01", ""], ["tháng 9"]),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_field_of_a_plan_is_taken_up_to_its_limits(in_vietnamese, name):
    sound = plan_fields.defaults(SURVEY) | {"code": "2026-1", "name": "Đợt", "closes_on": "2025-12-31"}
    allowed, refused = LIMITS[name]
    for value in allowed:
        fields = plan_fields.from_typed(sound | {name: value})
        assert fields.validate(), (value, fields.errors)
    for value in refused:
        fields = plan_fields.from_typed(sound | {name: value})
        assert not fields.validate(), value
        assert set(fields.problems()) == {name}


def test_the_overview_counts_forms_offices_modes_days_and_what_is_wrong(department, answered, rows):
    change(
        answered,
        "UPDATE response SET mode = 'interview' WHERE id = (SELECT min(id) FROM response WHERE mode = 'paper')",
        "UPDATE form SET state = 'refused' WHERE serial = 12",
    )
    page = department.open("/so-noi-vu/").text

    assert "Mở ngày 15/09/2025, nhận trả lời đến 31/12/2025" in page
    assert "Bưu cục Biên Hòa 6 0 0 0 0 6 100,0 %" in page
    assert "Bưu cục Long Thành 6 0 0 1 0 5 83,3 %" in page
    assert "Cộng 12 0 0 1 0 11 91,7 %" in page
    assert "Phỏng vấn hộ 1 9,1 %" in page
    assert page.index("Phỏng vấn hộ") < page.index("Phiếu giấy 2 18,2 %") < page.index("Trang web 8 72,7 %")
    assert "15/09/2025 11" in page
    assert "Sổ phiếu lệch ở lô: 2. Chưa nên công bố kết quả." in page


def test_the_tiles_of_the_overview_each_count_their_own(department, answered):
    change(
        answered,
        "UPDATE form SET state = 'returned' WHERE serial IN (1, 12)",
        *(
            f"INSERT INTO refused_answers (wave_id, form_key, digest, mode) VALUES (1, x'0{n}', x'02', 'web')"
            for n in "345"
        ),
    )
    page = department.open("/so-noi-vu/").page.text
    tiles = re.search(r'<ul class="tiles">(.*?)</ul>', page, re.S)[1]

    assert [in_words(tile) for tile in re.findall(r"<li>(.*?)</li>", tiles, re.S)] == [
        "10 phiếu đã có trả lời",
        "83,3 % tỷ lệ trả lời (RR1): 10 trong 12 phiếu của mẫu chính",
        "2 phiếu đã thu, chờ nhập",
        "3 trả lời trùng được giữ lại",
    ]


def test_a_department_without_waves_is_led_to_their_list(department, wave):
    change(
        wave,
        "DROP TRIGGER form_event_no_delete",
        *(f"DELETE FROM {table}" for table in ("form_event", "form", "batch", "design_cell", "wave")),
    )
    assert department.open("/so-noi-vu/").path == "/so-noi-vu/dot"


def test_the_breakdown_names_criterion_column_scope_and_metric(department, answered, wave):
    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        area = session.query(Area).one()
        later = unit("1", "Xã lập sau")
        later.valid_from = dt.date(2026, 1, 1)
        session.add(later)
        session.flush()
        session.add_all(AreaScope(area_id=one.id, tag="old_dong_nai") for one in (area, later))
        session.commit()
    factory.engine.dispose()
    assert "Phường Biên Hòa" in department.open("/so-noi-vu/dia-ban?pham-vi=cu").text
    chosen = re.findall(
        r'<option value="([^"]+)" selected>([^<]+)',
        department.open("/so-noi-vu/dia-ban?tieu-chi=2.1&theo=A1&so-do=diem_quy_doi").page.text,
    )
    assert [value for value, _ in chosen] == ["2.1", "A1", "diem_quy_doi", "base"]
    assert "Nam" in department.text
    assert "Nữ" in department.text
    assert [
        value
        for value, _ in re.findall(
            r'<option value="([^"]+)" selected>([^<]+)', department.open("/so-noi-vu/dia-ban").page.text
        )
    ] == ["1", "area", "ty_le_hai_long", "base"]
    columns = re.findall(
        r'<option value="([^"]+)"[^>]*>([^<]+)',
        department.page.text.partition('name="theo"')[2].partition("</select>")[0],
    )
    assert [columns[0], columns[-1]] == [("mode", "Hình thức trả lời"), ("area", "Địa bàn")]
    assert [value for value, _ in columns] == ["mode", "A1", "A2", "A6", "A7", "area"]


def test_each_file_has_its_kind_its_name_and_the_metric_that_was_asked_for(department, answered):
    kinds = {
        "csv": "text/csv; charset=utf-8", "json": "application/json", "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }  # fmt: skip
    for kind, mime in kinds.items():
        answer = department.client.get(f"/so-noi-vu/diem.{kind}?so-do=diem_quy_doi")
        assert answer.headers["Content-Type"] == mime
        assert answer.headers["Content-Disposition"] == f'attachment; filename="diem-thu-diem_quy_doi.{kind}"'
    assert department.client.get("/so-noi-vu/diem.json?so-do=diem_quy_doi").json["metric"] == "diem_quy_doi"
    answers = department.client.get("/so-noi-vu/tra-loi.csv")
    assert answers.headers["Content-Disposition"] == 'attachment; filename="tra-loi-thu.csv"'
    frame = department.client.get("/so-noi-vu/khung-de-dien.csv")
    assert frame.headers["Content-Disposition"] == 'attachment; filename="khung-de-dien.csv"'
    assert list(csv.reader(io.StringIO(frame.data.decode("utf-8-sig")))) == [
        ["commune", "village", "name", "adults"], ["26068", "", "Phường Biên Hòa", ""]
    ]  # fmt: skip
    targets = department.client.get("/so-noi-vu/chi-tieu/plan-336.toml")
    assert (targets.mimetype, targets.headers["Content-Disposition"]) == (
        "application/toml",
        'attachment; filename="plan-336.toml"',
    )


def test_the_score_page_names_who_has_to_do_what(department, answered):
    page = department.open("/so-noi-vu/diem").text
    assert "Cơ quan theo dõi, quản lý: " in page
    assert "Cơ quan thực hiện: " in page
    assert "Trả lời được tính 11" in page
    assert page.count("đứng riêng, không tính vào mục lớn") == sum(
        row.outside_mean for row in scores._RUNS[next(iter(scores._RUNS))].rows
    )


@pytest.mark.parametrize(
    ("act", "said", "kept"),
    [("mat-khau", "Đã đặt mật khẩu mới cho Tài khoản lan.", True), ("dong", "Đã đóng tài khoản.", False)],
)
def test_an_account_gets_a_new_password_or_is_closed(department, new_browser, rows, act, said, kept):
    ((lan,),) = rows("SELECT id FROM user_account WHERE name = 'lan'")
    signed_in = new_browser().sign_in("lan")
    department.open("/so-noi-vu/tai-khoan")
    data = department.hidden() | {"password": "mat-khau-moi-dai"}
    department.page = department.client.post(
        f"/so-noi-vu/tai-khoan/{lan}/{act}", data=data, follow_redirects=True
    )

    assert (said in department.text, department.path) == (True, "/so-noi-vu/tai-khoan")
    assert signed_in.open("/buu-dien/").path == "/tai-khoan/dang-nhap"
    page = signed_in.open("/tai-khoan/dang-nhap").post(name="lan", password="mat-khau-moi-dai")
    assert page.status == (200 if kept else 401)
    short = department.client.post(
        f"/so-noi-vu/tai-khoan/{lan}/mat-khau", data=data | {"password": "ngan"}, follow_redirects=True
    )
    assert "Mật khẩu phải có từ 10 đến 200 ký tự." in short.text
    assert department.client.post("/so-noi-vu/tai-khoan/999/dong", data=data).status_code == 404


def test_the_machine_is_no_account_of_the_page(department, wave, rows):
    change(
        wave,
        "INSERT INTO user_account (name, full_name, role, password_hash, active) VALUES ('may-quet', 'Máy', 'machine', '!', 0)",
    )
    ((machine,),) = rows("SELECT id FROM user_account WHERE name = 'may-quet'")
    page = department.open("/so-noi-vu/tai-khoan")
    assert "may-quet" not in page.text
    assert 'value="machine"' not in page.page.text
    assert (
        department.client.post(f"/so-noi-vu/tai-khoan/{machine}/dong", data=department.hidden()).status_code
        == 404
    )
    offices = re.findall(r'<option value="(\d*)">([^<]+)', page.page.text.partition('name="office"')[2])
    assert offices[0] in {("", "– không thuộc bưu cục –"), ("1", "Bưu cục Biên Hòa")}
    names = re.findall(r'<th scope="row">([^<]+)', page.page.text)
    assert names == ["cuc", "dieu-phoi", "giam-sat", "hoa", "lan", "so-noi-vu"]


@pytest.mark.slow
def test_the_last_two_hundred_acts_are_shown_and_all_are_counted(department, wave, rows):
    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        from survey_app.people import audit

        for place in range(201):
            audit.record(
                session,
                "tested",
                f"form:{place}",
                stamp=Stamp(None, dt.datetime(2025, 9, 15, 17, 30, tzinfo=dt.UTC)),
            )
        session.commit()
    factory.engine.dispose()
    page = department.open("/so-noi-vu/nhat-ky")

    assert "Đã kiểm 202 dòng" in page.text
    numbers = re.findall(r'<th scope="row">(\d+)</th>', page.page.text)
    assert numbers == [str(number) for number in range(202, 2, -1)]
    assert "16/09/2025 00:30:00 – tested phiếu 200" in page.text


def test_before_it_closes_a_wave_tells_what_is_out_and_what_waits(department, wave):
    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        stamp = Stamp(None, dt.datetime(2025, 9, 15, tzinfo=dt.UTC))
        for serial, to in ((1, S.RETURNED), (2, S.LOST), (3, S.REFUSED), (4, S.RETURNED)):
            movements.record(
                session, session.query(Form).filter_by(serial=serial).one(), to, stamp=stamp, reason="x"
            )
        session.commit()
    factory.engine.dispose()
    page = department.open("/so-noi-vu/dot/thu/dong").text

    assert "8 phiếu còn ở ngoài" in page
    assert "2 phiếu" in page
    department.post("/so-noi-vu/dot/thu/dong", code=" THU ", abandon="1")
    assert department.path == "/so-noi-vu/dot/thu"
    assert "Đã đóng đợt: 0 phiếu trả lời không còn đường về số phiếu." in department.text
    assert department.client.get("/so-noi-vu/dot/thu/khung.csv").status_code == 404
    assert department.client.get("/so-noi-vu/dot/thu/sample.csv").status_code == 404
