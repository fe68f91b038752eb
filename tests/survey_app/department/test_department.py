"""The department sees counts, scores with their uncertainty, evidence, the trail and the accounts."""

import json
import random
import re
import zipfile
from io import BytesIO

import pytest
from flask_babel import force_locale

from questionnaires import answers
from questionnaires.model import TextItem
from scoring.targets import toml_files
from survey_app import db
from survey_app.collection import collect
from survey_app.department.scores.bullet_chart import Bullet, draw, legend, scale_of
from survey_app.scores import scores
from survey_app.scores.method_notes import facts_of, notes_of
from survey_app.surveys import surveys
from survey_app.tables import DesignCell, Form, FormState, Response
from survey_app.waves import catalogue


def answer_eleven(session):
    """Answer eleven of twelve forms at random."""
    draw = random.Random(7)
    questionnaire = catalogue.questionnaire(catalogue.all_waves(session)[0])
    for serial in range(1, 12):
        raw = {
            id_: [str(draw.choice(item.options).code)]
            for id_, item in questionnaire.items.items()
            if not isinstance(item, TextItem)
        }
        read = answers.read(questionnaire, raw | {"D00": ["1"], "D25": ["1"]}, source="paper")
        form = session.query(Form).filter_by(serial=serial).one()
        mode = "web" if serial % 3 else "paper"
        collect.accept(
            session, form, read.answers, mode=mode, submission_id=f"s{serial}", today=form.wave.opened_on
        )


WAVES_MADE_ONCE = {"answered": answer_eleven}


@pytest.fixture
def answered(wave):
    """A wave of which eleven of twelve forms are answered."""
    scores._RUNS.clear()
    return wave


@pytest.fixture
def department(browser):
    return browser.sign_in("so-noi-vu")


def test_the_overview_counts_forms_and_responses(department, answered):
    page = department.open("/so-noi-vu/")

    assert "11 phiếu đã có trả lời" in page.text
    assert "91,7 % tỷ lệ trả lời (RR1): 11 trong 12 phiếu của mẫu chính" in page.text
    assert "Trang web 8" in page.text
    assert "Phiếu giấy 3" in page.text


def test_the_overview_shows_dispositions_and_response_rates_with_how_they_are_computed(department, answered):
    page = department.open("/so-noi-vu/").text

    assert "1.1 Trả lời đủ 11" in page
    assert "2.20 Nhận phiếu, không gửi lại 1" in page
    assert "RR1 Tỷ lệ trả lời tối thiểu phiếu trả lời đủ / tất cả phiếu của mẫu chính 11/12 91,7" in page
    assert "RR5 Tỷ lệ trả lời tối đa" in page


def test_the_score_page_shows_weights_adjusted_for_nonresponse_and_what_that_did(department, answered):
    assert "Trọng số là trọng số thiết kế" in department.open("/so-noi-vu/diem").text
    adjusted = department.open("/so-noi-vu/diem?trong-so=nonresponse")

    assert (
        "hiệu chỉnh không trả lời theo 1 tầng: hệ số từ 1,091 đến 1,091, tầng ít nhất có 11 phiếu"
        in adjusted.text
    )
    assert "Trọng số là trọng số thiết kế" not in adjusted.text
    assert 'trong-so=nonresponse" aria-current="true"' in adjusted.page.text.replace("&amp;", "&")


def test_the_downloads_follow_the_choice_of_weights(department, answered):
    links = department.open("/so-noi-vu/diem?trong-so=nonresponse").page.text.replace("&amp;", "&")
    with department.client.get("/so-noi-vu/diem.json?trong-so=nonresponse") as answer:
        written = json.loads(answer.get_data(as_text=True))
        name = answer.headers["Content-Disposition"]

    assert "diem.xlsx?dot=thu&so-do=ty_le_hai_long&trong-so=nonresponse" in links
    assert written["weights"]["kind"] == "nonresponse"
    assert written["weights"]["factor_low"] == pytest.approx(12 / 11)
    assert written["response"]["rates"][0] == {
        "name": "RR1", "n": 11, "d": 12.0, "percent": pytest.approx(100 * 11 / 12)
    }  # fmt: skip
    assert "nonresponse" in name
    assert department.client.get("/so-noi-vu/diem?trong-so=x").status_code == 404


def test_a_stratum_without_answers_is_told_in_place_of_adjusted_scores(department, answered):
    factory = db.session_factory(answered.url, durable=False)
    with factory() as session:
        answered_cell, silent_cell = session.query(DesignCell).order_by(DesignCell.id)
        silent_cell.stratum = "t"
        for form in session.query(Form).filter(Form.serial < 12):
            form.cell_id = answered_cell.id
        session.query(Form).filter_by(serial=12).one().cell_id = silent_cell.id
        session.query(Response).update({"cell_id": answered_cell.id})
        session.commit()
    factory.engine.dispose()

    page = department.open("/so-noi-vu/diem?trong-so=nonresponse").text

    assert "1 trong 2 tầng của mẫu chưa có phiếu trả lời nào (t)" in page
    assert "Xem theo trọng số thiết kế" in page


def test_before_the_first_response_the_score_page_says_so(department):
    assert "Chưa có phiếu trả lời nào" in department.open("/so-noi-vu/diem").text


def test_the_score_table_shows_baseline_wave_target_gap_and_verdict(department, answered):
    page = department.open("/so-noi-vu/diem").text

    assert "80,23" in page
    assert "83,25" in page
    # Two dozen answers: the interval by its bounds, no verdict, and the reason.
    assert "Kỳ này (khoảng tin cậy)" in page
    assert "Chưa kết luận" in page
    assert "Dưới 30 phiếu trả lời: chỉ để tham khảo" in page
    assert "độ tin cậy 95 %" in page


@pytest.mark.parametrize(("language", "place"), [("vi", 0), ("en", 1)])
def test_the_score_page_says_how_its_numbers_were_made_as_the_files_do(department, answered, language, place):
    with db.session_factory(answered.url) as sessions, sessions.reading() as session:
        run = scores.score_wave(session, catalogue.all_waves(session)[0], surveys.load().breakdown)
    department.open(f"/ngon-ngu/{language}?next=/")
    page = department.open("/so-noi-vu/diem").text

    for fact in facts_of(run):
        assert fact.name[place] in page
        assert fact.value[place] in page
    for note in notes_of(run):
        assert note[place] in page


def test_every_number_opens_to_its_n_denominator_and_formula(department, answered):
    page = department.open("/so-noi-vu/diem")

    assert page.page.text.count("<details>") >= 13
    assert "trung bình cộng của các câu C11a, C11b, C11c, C11d" in page.text
    assert "Mẫu số n" in page.text
    assert "Sai số chuẩn" in page.text


def test_what_was_published_stands_beside_what_is_computed_again(department, answered):
    page = department.open("/so-noi-vu/diem").text

    assert "1 2023 80,23 79,87 +0,36" in page
    assert "2 2023 80,74 80,70 +0,04" in page


def test_the_other_metric_is_one_step_away(department, answered):
    page = department.open("/so-noi-vu/diem?so-do=diem_quy_doi").text

    assert "Đợt thử – Điểm quy đổi" in page
    assert (
        "Số đo phụ, chỉ để đối chiếu: trước khi mở, đợt này đã khai báo «Tỷ lệ hài lòng (mức 4–5)» là số đo so với chỉ tiêu."
        in page
    )
    assert "số đo đợt này đã khai báo" in department.open("/so-noi-vu/diem").text


@pytest.mark.parametrize(
    "address", ["diem?so-do=x", "dia-ban?tieu-chi=x", "dia-ban?theo=password_hash", "diem.exe", "diem?dot=x"]
)
def test_an_address_that_names_nothing_is_not_found(department, answered, address):
    assert department.open(f"/so-noi-vu/{address}").status == 404


def test_small_cells_are_not_published(department, answered):
    page = department.open("/so-noi-vu/dia-ban?theo=mode").text

    assert "không công bố" in page
    assert "dưới 10 trả lời thì không công bố" in page


def test_the_breakdown_by_area_names_its_areas(department, answered):
    assert "Phường Biên Hòa" in department.open("/so-noi-vu/dia-ban").text
    assert "Phường Biên Hòa" not in department.open("/so-noi-vu/dia-ban?pham-vi=cu").text


def test_the_downloads_hold_the_same_numbers(department, answered):
    read = department.client.get("/so-noi-vu/diem.json")
    rows = {row["code"]: row for row in json.loads(read.data)["rows"]}
    table = department.client.get("/so-noi-vu/diem.csv").data.decode("utf-8-sig")
    book = zipfile.ZipFile(BytesIO(department.client.get("/so-noi-vu/diem.xlsx").data))

    report = department.client.get("/so-noi-vu/diem.pdf").data

    assert report.startswith(b"%PDF")
    assert repr(rows["1"]["estimate"]) in table
    assert "xl/workbook.xml" in book.namelist()
    assert "SIPAS thu – dữ liệu mô phỏng" in book.read("docProps/core.xml").decode()
    assert 'filename="diem-thu-ty_le_hai_long.json"' in read.headers["Content-Disposition"]


def test_the_responses_carry_no_form_number(department, answered):
    table = department.client.get("/so-noi-vu/tra-loi.csv").data.decode()

    assert len(table.splitlines()) == 12
    assert all(word not in table for word in ("serial", "form", answered.number(1), answered.code(1)))


def test_a_published_result_gets_its_gap(department):
    page = department.open("/so-noi-vu/chi-so-khac?PAPI:4.4=1,85").text

    assert "+0,65" in page
    assert "Đạt" in page


def test_a_result_that_is_no_number_says_where(department):
    page = department.open("/so-noi-vu/chi-so-khac?PAPI:4.4=nhiều")

    assert page.status == 422
    assert "4.4" in page.text
    assert 'value="nhiều"' in page.page.text


def test_the_trail_is_checked_and_shown(department, rows):
    page = department.open("/so-noi-vu/nhat-ky").text

    assert "không dòng nào bị sửa" in page
    assert "đăng nhập tài khoản so-noi-vu" in page


def test_an_altered_line_of_the_trail_is_named(department, wave):
    import sqlalchemy as sa

    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        # Somebody with the file in hand can take the guard away; the chain still tells.
        guards = connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
        ).all()
        for (name,) in guards:
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(sa.text("UPDATE audit_event SET subject = 'user:hoa' WHERE id = 1"))
    engine.dispose()

    assert "Nhật ký đã bị sửa" in department.open("/so-noi-vu/nhat-ky").text


def test_an_account_is_opened_used_and_closed(department, new_browser):
    department.open("/so-noi-vu/tai-khoan").post(
        "/so-noi-vu/tai-khoan",
        name="moi",
        full_name="Người mới",
        role="clerk",
        office="1",
        password="mat-khau-dai",
    )
    assert "Đã mở tài khoản" in department.text
    person = new_browser().sign_in("moi")
    assert person.path == "/buu-dien/"

    department.open("/so-noi-vu/tai-khoan")
    department.page = department.client.post(
        "/so-noi-vu/tai-khoan/7/dong", data=department.hidden(), follow_redirects=True
    )

    assert "Đã đóng tài khoản" in department.text
    assert person.open("/buu-dien/").path == "/tai-khoan/dang-nhap"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        (
            {"name": "lan", "full_name": "X", "role": "supervisor", "password": "mat-khau-dai"},
            409,
            "đã có người dùng",
        ),
        (
            {"name": "x", "full_name": "X", "role": "clerk", "password": "mat-khau-dai"},
            400,
            "cần tên và bưu cục",
        ),
        ({"name": "x", "full_name": "X", "role": "supervisor", "password": "ngan"}, 422, "từ 10 đến 200"),
        (
            {"name": "x", "full_name": "X", "role": "supervisor", "password": "9 ký tự x"},
            422,
            "từ 10 đến 200",
        ),
        (
            {"name": "x", "full_name": "   ", "role": "supervisor", "password": "mat-khau-dai"},
            422,
            "Hãy điền",
        ),
        ({"name": "", "full_name": "X", "role": "supervisor", "password": "mat-khau-dai"}, 422, "Hãy điền"),
    ],
)
def test_an_account_that_cannot_be_opened_says_why(department, rows, fields, status, said):
    before = rows("SELECT count(*) FROM user_account")
    page = department.open("/so-noi-vu/tai-khoan").post("/so-noi-vu/tai-khoan", **({"office": ""} | fields))

    assert page.status == status
    assert said in page.text
    assert ("<title>Lỗi: Tài khoản" in page.page.text) is ('role="alert"' in page.page.text)
    assert rows("SELECT count(*) FROM user_account") == before


def test_nobody_closes_the_account_they_work_with(department, rows):
    department.open("/so-noi-vu/tai-khoan")
    me = rows("SELECT id FROM user_account WHERE name = 'so-noi-vu'")[0][0]
    department.page = department.client.post(
        f"/so-noi-vu/tai-khoan/{me}/dong", data=department.hidden(), follow_redirects=True
    )

    assert "của chính mình" in department.text


def test_a_conclusion_about_a_duplicate_is_written_down(department, new_browser, answered, rows):
    late = new_browser()
    late.enter(answered.code(12)).answer_all()
    new_browser().enter(answered.code(12)).open("/phieu/A").post(go="on", A1="1").open("/phieu/xem-lai").post(
        "/phieu/gui"
    )
    late.post("/phieu/gui")

    page = department.open("/so-noi-vu/trung").post(decision="Hai người trong một nhà")

    assert "Hai người trong một nhà" in page.text
    same_form = "SELECT r.codes, p.codes FROM refused_answers r JOIN response p ON p.form_key = r.form_key"
    ((refused, accepted),) = rows(same_form)
    differing = sum(one != other for one, other in zip(refused, accepted, strict=True))
    assert f"1 15/09/2025 Trang web Trang web {differing} Hai người" in page.text
    assert 0 < differing < len(refused) / 2
    assert rows("SELECT action FROM audit_event ORDER BY id DESC LIMIT 1") == [("duplicate_decided",)]


BULLET = Bullet("<1.1>", 80.0, 75.0, 130.0, baseline=79.21, baseline_year=2031, target=83.0)


def test_the_chart_says_its_numbers_and_stays_in_its_frame(app):
    with app.test_request_context():
        chart = draw(BULLET, scale_of([75.0, 12.0]))

    assert (
        'aria-label="&lt;1.1&gt;; kỳ này 80,00; khoảng 75,00 đến 130,00; năm 2031 79,21; chỉ tiêu 83,00"'
        in chart
    )
    assert "style=" not in chart
    assert 'width="220"' in chart


def test_the_chart_says_its_numbers_in_english(app):
    with app.test_request_context(), force_locale("en"):
        chart = draw(BULLET, scale_of([]))

    assert (
        'aria-label="&lt;1.1&gt;; this wave 80.00; interval 75.00 to 130.00; 2031 79.21; target 83.00"'
        in chart
    )


def test_the_legend_draws_every_mark_of_a_chart_and_says_nothing(app):
    with app.test_request_context():
        marks = re.findall(r'class="([a-z]+)"', draw(BULLET, scale_of([])))
        drawn = legend()

    assert re.findall(r'class="([a-z]+)"', drawn) == marks
    assert 'aria-hidden="true"' in drawn
    assert "aria-label" not in drawn


YEARS = {"baseline": 2031, "target": 2033}


@pytest.fixture
def other_years(answered):
    """Targets of the wave's own whose baseline and target years are neither of those in the library."""
    scores._RUNS.clear()
    text = toml_files.library("plan-336")
    text = re.sub(r"(baseline|target)_year *= *\d+", lambda year: f"{year[1]}_year = {YEARS[year[1]]}", text)
    factory = db.session_factory(answered.url, durable=False)
    with factory() as session:
        catalogue.all_waves(session)[0].targets_text = text
        session.commit()
    factory.engine.dispose()


@pytest.mark.parametrize(("language", "said"), [("vi", "năm 2031 79,21"), ("en", "2031 79.21")])
def test_the_score_page_speaks_of_the_years_of_its_targets(department, other_years, language, said):
    department.client.get(f"/ngon-ngu/{language}")
    page = department.open("/so-noi-vu/diem")

    assert any(said in label for label in re.findall(r'aria-label="([^"]*)"', page.page.text))
    for part in ("caption", "thead", "main"):
        assert "2031" in page.page.text.partition(f"<{part}")[2].partition(f"</{part}")[0]
    assert "2023" not in page.page.text


def test_form_states_have_words(app):
    from survey_app.web import form_state_words

    with app.test_request_context():
        assert {form_state_words.state(one) for one in FormState}.isdisjoint({one.value for one in FormState})
