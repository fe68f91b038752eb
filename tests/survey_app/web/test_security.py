"""What protects every page."""

import re
from datetime import timedelta

import pytest

from survey_app import create_app
from survey_app.config import Config
from survey_app.web.security import CONTENT_POLICY, HEADERS


@pytest.mark.parametrize(
    "address", ["/", "/phieu/A", "/tai-khoan/dang-nhap", "/nothing", "/static/base.css", "/suc-khoe"]
)
def test_every_answer_carries_the_protecting_headers(app, address):
    with app.test_client().get(address) as answer:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_no_page_may_run_or_style_anything_inline():
    assert "unsafe" not in CONTENT_POLICY
    assert "default-src 'none'" in CONTENT_POLICY


def test_pages_are_never_kept_by_the_browser_and_files_are(app):
    client = app.test_client()
    with client.get("/static/base.css") as sheet:
        assert "immutable" in sheet.headers["Cache-Control"]
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/static/nothing.css").headers["Cache-Control"] == "no-store"


def test_encrypted_connections_stay_encrypted(app):
    secure = app.test_client().get("/", base_url="https://localhost")

    assert "max-age" in secure.headers["Strict-Transport-Security"]


def test_in_production_the_cookie_travels_encrypted_only(wave):
    made = create_app(Config(database_url=wave.url, secret_key="x" * 40, production=True))
    cookie = made.test_client().get("/").headers["Set-Cookie"]
    made.extensions["sipas_database"].engine.dispose()

    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize(
    "address",
    [
        "/tai-khoan/dang-nhap",
        "/tai-khoan/dang-xuat",
        "/tai-khoan/mat-khau",
        "/buu-dien/so",
        "/so-noi-vu/tai-khoan",
    ],
)
def test_a_post_without_its_token_changes_nothing(browser, address):
    browser.sign_in("so-noi-vu")

    answer = browser.client.post(address, data={"name": "x"})

    assert answer.status_code in {400, 403}


def test_a_post_from_another_site_is_not_offered_again(browser):
    browser.sign_in("lan")

    browser.page = browser.client.post(
        "/buu-dien/so", data={"numbers": "1"}, headers={"Origin": "https://evil.example"}
    )

    assert browser.status == 400
    assert "Gửi lại" not in browser.text


def test_what_staff_typed_survives_an_expired_session(browser, wave):
    browser.sign_in("lan").open("/buu-dien/so")
    browser.client.delete_cookie("sipas")

    browser.page = browser.client.post(
        "/buu-dien/so",
        data={"to": "returned", "numbers": wave.number(1)},
        headers={"Origin": "http://localhost"},
    )
    assert browser.status == 401
    assert "Nội dung vừa nhập vẫn còn" in browser.text
    assert "Phiên làm việc đã hết hạn. Hãy đăng nhập ở một thẻ khác" in browser.text
    assert "Trang đã mở quá lâu" not in browser.text
    assert 'action="/buu-dien/so"' in browser.page.text
    kept = browser.hidden()
    assert kept["numbers"] == [wave.number(1)]

    browser.sign_in("lan").open("/buu-dien/so")
    kept["csrf_token"] = browser.hidden()["csrf_token"]
    browser.page = browser.client.post("/buu-dien/so", data=kept, follow_redirects=True)
    assert "Đã ghi 1 phiếu" in browser.text


def test_a_stale_token_of_staff_is_renewed_with_one_press(browser, wave):
    browser.sign_in("lan")

    browser.page = browser.client.post(
        "/buu-dien/so",
        data={"csrf_token": "stale", "to": "returned", "numbers": wave.number(1)},
        headers={"Origin": "http://localhost"},
    )
    assert browser.status == 400
    assert "Trang đã mở quá lâu. Bấm Gửi lại để gửi đúng nội dung vừa nhập." in browser.text
    assert "hết hạn" not in browser.text

    assert "Đã ghi 1 phiếu" in browser.post("/buu-dien/so").text


@pytest.mark.parametrize(("typed", "status"), [("BCD-FGH-JKL", 404), ("x" * 41, 422)])
def test_guessing_codes_comes_to_an_end_and_answering_does_not(browser, typed, status):
    for _ in range(20):
        assert browser.enter(typed).status == status

    assert browser.enter(typed).status == 429
    assert "đợi vài phút" in browser.text


def test_right_codes_are_never_counted(new_browser, wave):
    for _ in range(25):
        assert new_browser().enter(wave.code(1)).path == "/phieu/A"


def test_guessing_passwords_comes_to_an_end(browser):
    def wrong():
        return browser.open("/tai-khoan/dang-nhap").post(
            "/tai-khoan/dang-nhap", name="lan", password="wrong-password"
        )

    assert [wrong().status for _ in range(6)] == [401] * 5 + [429]
    assert "15 phút" in browser.text


@pytest.mark.parametrize("name", ["lan", "nobody-at-all"])
def test_a_wrong_name_and_a_wrong_password_read_the_same(browser, name):
    page = browser.open("/tai-khoan/dang-nhap").post(
        "/tai-khoan/dang-nhap", name=name, password="wrong-password"
    )

    assert page.status == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in page.text


def test_ten_megabytes_are_refused_with_a_sentence(browser, wave):
    page = browser.enter(wave.code(1)).post(A1="1" * 10_000_000)

    assert page.status == 413
    assert "quá lớn" in page.text


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(app, target):
    answer = app.test_client().get("/ngon-ngu/en", query_string={"next": target})

    assert answer.location == "/"


def test_what_people_type_is_never_markup(browser):
    page = browser.enter("<script>alert(1)</script>")

    assert "<script>alert" not in page.page.text
    assert "&lt;script&gt;" in page.page.text


def test_a_new_password_ends_older_sign_ins(browser, new_browser):
    other = new_browser().sign_in("hoa")
    browser.sign_in("hoa").open("/tai-khoan/mat-khau").post(
        "/tai-khoan/mat-khau",
        password_before="mat-khau-dai",
        password="mat-khau-moi-dai",
        password_again="mat-khau-moi-dai",
    )
    assert "Đã đổi mật khẩu" in browser.text

    assert other.open("/buu-dien/").path == "/tai-khoan/dang-nhap"
    assert browser.open("/buu-dien/").status == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"password_before": "mat-khau-dai", "password": "ngan", "password_again": "ngan"},
            "từ 10 đến 200 ký tự",
        ),
        (
            {"password_before": "mat-khau-dai", "password": "dai-hon-muoi", "password_again": "khac"},
            "không giống nhau",
        ),
        (
            {"password_before": "sai-mat-khau", "password": "dai-hon-muoi", "password_again": "dai-hon-muoi"},
            "không đúng",
        ),
    ],
)
def test_a_bad_new_password_says_why(browser, fields, said):
    page = browser.sign_in("lan").open("/tai-khoan/mat-khau").post("/tai-khoan/mat-khau", **fields)

    assert page.status in {401, 422}
    assert said in page.text


def test_signing_out_closes_the_pages(browser):
    browser.sign_in("lan")
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.page.text)[1]
    browser.client.post("/tai-khoan/dang-xuat", data={"csrf_token": token})

    assert browser.open("/buu-dien/").path == "/tai-khoan/dang-nhap"


def test_after_signing_in_the_page_that_was_wanted_opens(browser):
    asked = browser.open("/buu-dien/so")
    assert asked.path == "/tai-khoan/dang-nhap"

    assert asked.post(name="lan", password="mat-khau-dai").path == "/buu-dien/so"


def test_a_sign_in_ends_after_a_working_day(app, browser):
    browser.sign_in("lan")
    assert app.permanent_session_lifetime == timedelta(hours=12)

    app.permanent_session_lifetime = timedelta(seconds=-1)

    assert browser.open("/buu-dien/").path == "/tai-khoan/dang-nhap"


def test_a_page_that_is_not_there_says_so(browser):
    page = browser.open("/nothing")

    assert page.status == 404
    assert "Không có trang này" in page.text


def test_a_script_is_told_in_its_own_format(app):
    answer = app.test_client().get("/buu-dien/", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert "đăng nhập" in answer.json["error"]


@pytest.mark.parametrize(
    ("sides", "open_", "closed"),
    [("citizen", "/", "/buu-dien/"), ("staff", "/tai-khoan/dang-nhap", "/p/BCD")],
)
def test_the_two_sides_can_be_two_processes(wave, sides, open_, closed):
    made = create_app(Config(database_url=wave.url, secret_key="x" * 40), sides=sides)
    client = made.test_client()
    said = [
        client.get(open_).status_code,
        client.get(closed).status_code,
        client.get("/suc-khoe").status_code,
    ]
    made.extensions["sipas_database"].engine.dispose()

    assert said == [200, 404, 200]


def test_a_side_that_does_not_exist_is_refused(wave):
    with pytest.raises(ValueError, match="only citizen and staff"):
        create_app(Config(database_url=wave.url, secret_key="x" * 40), sides="citizens")


def test_behind_a_proxy_each_visitor_is_counted_apart(wave, monkeypatch):
    monkeypatch.setenv("SIPAS_PROXIES", "1")
    made = create_app(Config(database_url=wave.url, secret_key="x" * 40))
    answer = made.test_client().get("/", headers={"X-Forwarded-Proto": "https"})
    made.extensions["sipas_database"].engine.dispose()

    assert "Strict-Transport-Security" in answer.headers


def test_health_tells_whether_the_database_answers(app, tmp_path):
    assert app.test_client().get("/suc-khoe").json == {"status": "ok"}
    broken = create_app(Config(database_url=f"sqlite:///{tmp_path}/no/such/folder.db", secret_key="x" * 40))
    answer = broken.test_client().get("/suc-khoe")
    broken.extensions["sipas_database"].engine.dispose()

    assert answer.status_code == 503


def test_a_database_that_is_away_is_an_apology_not_a_crash(tmp_path):
    broken = create_app(Config(database_url=f"sqlite:///{tmp_path}/no/such/folder.db", secret_key="x" * 40))
    broken.config["WTF_CSRF_ENABLED"] = False
    answer = broken.test_client().post("/", data={"code": "BCD"})
    broken.extensions["sipas_database"].engine.dispose()

    assert answer.status_code == 503
    assert "Hệ thống đang bận" in answer.text
