"""What each request is answered with: status, sentence, language, header, and where it leads."""

import re

import pytest
import sqlalchemy as sa

from print import number
from survey_app import create_app
from survey_app.accounts.signed_in import load
from survey_app.config import Config
from survey_app.people import authentication
from survey_app.web import form_state_words, http_errors, sides
from survey_app.web.access import allowed_roles
from survey_app.web.form_fields import Words, tidy
from survey_app.web.request_scope import address_of_page
from survey_app.web.security import CONTENT_POLICY, HEADERS, LARGEST_REQUEST, fingerprint
from survey_app.web.translation import local_path
from tests.builders import small_wave

JSON = {"Accept": "application/json"}


def change(wave, statement):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def made(wave, **more):
    app = create_app(Config(database_url=wave.url, secret_key="x" * 40, **more))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


SAID = {
    400: ("Yêu cầu không đọc được", "Hãy quay lại trang trước, tải lại rồi thử lần nữa."),
    401: ("Cần đăng nhập", "Hãy đăng nhập rồi làm lại việc này."),
    403: ("Tài khoản này không được mở trang này", "Nếu cần dùng trang này, hãy hỏi người quản trị tài khoản."),
    404: ("Không có trang này", "Hãy kiểm tra địa chỉ, hoặc mở trang đầu và nhập mã in trên phiếu."),
    405: ("Yêu cầu không đọc được", "Hãy mở lại trang từ đầu."),
    413: ("Nội dung gửi lên quá lớn", "Hãy gửi tệp nhỏ hơn, hoặc chia thành nhiều lần gửi."),
    429: ("Thử quá nhiều lần", "Hãy đợi vài phút rồi thử lại. Câu trả lời đã lưu vẫn còn."),
    503: ("Hệ thống đang bận", "Hãy đợi một phút rồi tải lại trang này. Câu trả lời đã lưu vẫn còn."),
    500: ("Hệ thống gặp lỗi", "Lỗi đã được ghi lại. Hãy thử lại sau vài phút. Câu trả lời đã lưu vẫn còn."),
    418: ("Hệ thống gặp lỗi", "Lỗi đã được ghi lại. Hãy thử lại sau vài phút. Câu trả lời đã lưu vẫn còn."),
}  # fmt: skip


@pytest.mark.parametrize("status", SAID)
def test_each_status_has_its_title_and_its_advice(app, status):
    with app.test_request_context():
        said = http_errors.refusal(status)
    assert (said.title, said.advice) == SAID[status]


@pytest.mark.parametrize(
    ("method", "address", "accept", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("GET", "/nothing", "application/json", 404),
        ("GET", "/api/nothing", None, 404),
        ("DELETE", "/", None, 405),
        ("POST", "/tai-khoan/mat-khau", "application/json", 401),
        ("GET", "/api/waves", None, 401),
    ],
)
def test_a_refusal_is_a_page_for_people_and_json_for_programs(app, method, address, accept, status):
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().open(address, method=method, headers={"Accept": accept or "text/html"})
    title, advice = SAID[status]

    assert answer.status_code == status
    if accept or address.startswith("/api/"):
        assert answer.json == {"error": f"{title}. {advice}"}
    else:
        assert f"<h1>{title}</h1>" in answer.text
        assert advice in answer.text


def test_a_refused_number_of_a_wave_that_is_not_there_is_a_sentence_of_ours_in_the_language_asked_for(
    browser,
):
    browser.sign_in("lan")
    page = browser.open("/buu-dien/?dot=x")
    assert (page.status, "Không có đợt khảo sát «x». Các đợt hiện có: thu." in page.text) == (404, True)
    browser.open("/ngon-ngu/en")
    assert "There is no wave &#39;x&#39;. There are: thu." in browser.open("/buu-dien/?dot=x").page.text
    assert browser.client.get("/buu-dien/?dot=x", headers=JSON).json == {
        "error": "There is no wave 'x'. There are: thu."
    }


def test_somebody_who_has_to_sign_in_is_led_there_and_back(app):
    client = app.test_client()
    for asked, kept in (("/buu-dien/so?to=lost", "/buu-dien/so?to%3Dlost"), ("/buu-dien/", "/buu-dien/")):
        answer = client.get(asked)
        assert answer.status_code == 303
        assert answer.location.replace("%2F", "/").replace("%3F", "?") == f"/tai-khoan/dang-nhap?next={kept}"
    assert client.get("/buu-dien/", headers=JSON).status_code == 401


def test_on_a_process_of_citizens_nobody_is_led_to_sign_in(wave):
    app = create_app(Config(database_url=wave.url, secret_key="x" * 40), sides="citizen")
    assert app.test_client().get("/buu-dien/").status_code == 404
    page = app.test_client().get("/").text
    app.extensions["sipas_database"].engine.dispose()
    assert "/tai-khoan/dang-nhap" not in page


def test_what_was_typed_is_offered_again_but_never_a_password(browser):
    browser.sign_in("lan")
    sent = {"csrf_token": "stale", "password": "a-secret", "password_again": "a-secret", "password_before": "a-secret", "name": ["a", "b"]}  # fmt: skip
    for headers in ({"Origin": "http://localhost"}, {"Referer": "http://localhost/x"}):
        browser.page = browser.client.post("/tai-khoan/mat-khau", data=sent, headers=headers)
        assert (browser.status, browser.hidden()["name"]) == (400, ["a", "b"])
        assert "a-secret" not in browser.page.text
    for headers in (
        {},
        {"Origin": "http://localhost.evil"},
        {"Origin": "null", "Referer": "http://localhost/"},
    ):
        answer = browser.client.post("/tai-khoan/mat-khau", data=sent, headers=headers)
        assert (answer.status_code, 'name="name"' in answer.text) == (400, False)


def test_a_stale_token_says_that_the_page_was_open_too_long(app, browser):
    stale = browser.client.post(
        "/tai-khoan/dang-nhap", data={"name": "x"}, headers={"Origin": "http://localhost"}
    )
    assert (stale.status_code, "Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lần nữa." in stale.text) == (
        400,
        True,
    )
    browser.sign_in("lan")
    script = browser.client.post("/buu-dien/so", data={}, headers=JSON | {"Origin": "http://localhost"})
    assert script.json == {"error": "Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lần nữa."}


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/buu-dien/so?to=lost", "/buu-dien/so?to=lost"), (None, "/"), ("", "/"), ("x", "/"), ("//x", "/"),
        ("/\\x", "/"), ("/a\nb", "/"), ("http://x/", "/"), ("/", "/"),
    ],
)  # fmt: skip
def test_only_paths_of_this_site_are_gone_to(path, kept):
    assert local_path(path) == kept
    assert local_path(path, "/home") == ("/home" if kept == "/" and path != "/" else kept)


def test_a_language_there_is_not_changes_nothing(browser):
    assert browser.open("/ngon-ngu/fr?next=/").page.text.count('lang="vi"') >= 1
    assert (
        'lang="en"'
        in browser.open("/ngon-ngu/en?next=/").page.text.partition(">")[0] + browser.page.text[:200]
    )
    assert browser.open("/ngon-ngu/vi?next=/p/BCD").path == "/p/BCD"


def test_the_page_to_come_back_to_is_the_one_that_was_read(app):
    for asked, method, kept in (("/a?b=1", "GET", "/a?b=1"), ("/a", "GET", "/a"), ("/a?b=1", "HEAD", "/a?b=1"), ("/a?b=1", "POST", "/")):  # fmt: skip
        with app.test_request_context(asked, method=method):
            assert address_of_page() == kept


def test_the_sentences_of_forms_are_ours_in_both_languages(app):
    for language, required, choice, invalid, long in (
        ("vi", "Hãy điền ô này.", "Lựa chọn không hợp lệ; hãy chọn lại trong danh sách.", "Nội dung không hợp lệ.", "Dài quá; tối đa %(max)d ký tự."),
        ("en", *(None,) * 4),
    ):  # fmt: skip
        with app.test_request_context() as request:
            request.session["language"] = language
            said = Words()
            found = [
                said.gettext(one)
                for one in ("This field is required.", "Not a valid choice.", "Invalid input.")
            ]
            found.append(said.ngettext("", "Field cannot be longer than %(max)d characters.", 3))
            if language == "vi":
                assert found == [required, choice, invalid, long]
            else:
                assert not any(re.search("[ạảãàáđ]", one) for one in found)
                assert "%(max)d" in found[-1]
            assert (
                said.gettext("other"),
                said.ngettext("one", "many", 1),
                said.ngettext("one", "many", 2),
            ) == ("other", "one", "many")
    assert tidy("\r\n a\x7f ") == "a"


WORDS = (
    "Tại Sở|Tại bưu cục|Đã phát|Đã thu, chờ nhập|Đã có trả lời|Từ chối|Thất lạc|Hỏng|Không hợp lệ|Không dùng"
)


def test_the_states_stand_in_the_order_of_the_work(app):
    with app.test_request_context():
        assert "|".join(map(form_state_words.state, form_state_words.COLUMNS)) == WORDS
        assert [one.value for one in form_state_words.RECORDED] == (
            ["handed_out", "returned", "refused", "lost", "spoiled", "unused", "invalid"]
        )


def test_headers_are_what_browsers_are_told(app, wave):
    assert HEADERS == {
        "Content-Security-Policy": CONTENT_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert CONTENT_POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    client = app.test_client()
    year = str(365 * 24 * 3600)
    with client.get("/static/base.css") as sheet, client.get("/font/Regular.ttf") as font:
        for kept in (sheet, font):
            assert kept.headers["Cache-Control"] == f"public, max-age={year}, immutable"
        assert (font.mimetype, font.status_code) == ("font/ttf", 200)
    assert client.get("/font/Bold.ttf").status_code == 404
    plain = client.get("/")
    assert "Strict-Transport-Security" not in plain.headers
    secure = client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]
    assert secure == f"max-age={year}"
    cookie = {part.strip() for part in plain.headers["Set-Cookie"].split(";")}
    assert {"HttpOnly", "SameSite=Lax"} <= cookie
    assert "Secure" not in cookie
    assert any(part.startswith("sipas=") for part in cookie)


def test_a_static_file_is_asked_for_by_its_version(app):
    version = fingerprint(app.static_folder, "base.css")
    assert f"/static/base.css?v={version}" in app.test_client().get("/").text
    assert len(version) == 12
    assert fingerprint(app.static_folder, "no.css") == "0"


def test_a_request_of_the_largest_size_is_read_and_a_larger_one_is_not(app):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    def sent(size):
        return client.post(
            "/", data=b"code=" + b"x" * (size - 5), content_type="application/x-www-form-urlencoded"
        )

    assert [sent(LARGEST_REQUEST).status_code, sent(LARGEST_REQUEST + 1).status_code] == [422, 413]


def test_no_proxy_is_believed_unless_told_how_many_there_are(wave, monkeypatch):
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "khaosat.example.vn",
        "X-Forwarded-For": "10.0.0.9",
    }
    found = []
    for count in ("", "0", "1"):
        monkeypatch.setenv("SIPAS_PROXIES", count)
        app = made(wave)

        @app.route("/who")
        def who():
            from flask import request

            return f"{request.remote_addr} {request.host} {request.scheme}"

        app.before_request_funcs[None] = []
        found.append(app.test_client().get("/who", headers=headers).text)
        app.extensions["sipas_database"].engine.dispose()
    assert found == ["127.0.0.1 localhost http"] * 2 + ["10.0.0.9 khaosat.example.vn https"]


def test_the_sides_come_from_the_call_then_from_the_environment_then_are_both(wave, monkeypatch):
    def served(**more):
        app = create_app(Config(database_url=wave.url, secret_key="x" * 40), **more)
        app.extensions["sipas_database"].engine.dispose()
        return [sides.has(app, side) for side in ("citizen", "staff")]

    assert served() == [True, True]
    monkeypatch.setenv("SIPAS_SIDES", "staff")
    assert served() == [False, True]
    assert served(sides="citizen") == [True, False]


def test_health_says_what_it_found(app, wave):
    answer = app.test_client().get("/suc-khoe")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    broken = create_app(Config(database_url="sqlite:////no/such/folder.db", secret_key="x" * 40))
    answer = broken.test_client().get("/suc-khoe")
    broken.extensions["sipas_database"].engine.dispose()
    assert (answer.status_code, answer.json) == (503, {"status": "no database"})


def test_static_files_are_everybodys_and_a_view_of_staff_is_of_the_roles_it_names(app):
    with app.test_request_context():
        assert allowed_roles("static") == {"everybody"}
        assert allowed_roles("accounts.password") == {"department", "supervisor", "coordinator", "clerk"}
        assert allowed_roles("department.users") == {"department"}


def menu(browser):
    nav = browser.page.text.partition("<nav")[2].partition("</nav>")[0]
    return [
        (label.strip(), address.replace("&amp;", "&"))
        for address, label in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav)
    ]


MENU = {
    "so-noi-vu": "Tổng quan|Đợt khảo sát|Bảng điểm|Theo địa bàn|Chỉ số khác|Trả lời trùng|Nhật ký|Tài khoản|Lô phiếu|Nhập phiếu|Quét phiếu|Phân xử",
    "giam-sat": "Tổng quan|Đợt khảo sát|Bảng điểm|Theo địa bàn|Chỉ số khác|Trả lời trùng|Nhật ký",
    "dieu-phoi": "Lô phiếu|Ghi sổ phiếu|Nhập phiếu|Quét phiếu|Phân xử",
    "lan": "Lô phiếu|Ghi sổ phiếu|Nhập phiếu|Quét phiếu|Phân xử",
}  # fmt: skip
HOME = {"so-noi-vu": "/so-noi-vu/", "giam-sat": "/so-noi-vu/", "dieu-phoi": "/buu-dien/", "lan": "/buu-dien/"}


@pytest.mark.parametrize("name", MENU)
def test_each_role_starts_at_its_own_page_with_its_own_menu(browser, name):
    browser.sign_in(name)
    assert (browser.path, browser.status) == (HOME[name], 200)
    assert "|".join(label for label, _ in menu(browser)) == MENU[name]
    assert browser.page.text.count('aria-current="page"') == 1
    assert browser.open("/tai-khoan/dang-nhap").path == HOME[name]
    browser.open(f"{HOME[name]}?dot=thu")
    addresses = dict(menu(browser))
    for label, address in addresses.items():
        about_a_wave = label not in {"Đợt khảo sát", "Chỉ số khác", "Nhật ký", "Tài khoản"}
        assert address.endswith("?dot=thu") is about_a_wave
    for address in addresses.values():
        assert browser.open(address).status == 200


def test_a_page_of_staff_is_about_the_newest_wave_that_is_open(browser, wave, rows):
    columns = "name, questionnaire_version, opened_on, closes_on, double_keying, synthetic, metric, targets, seed, manifest"
    for code, opened, closed in (("moi", "2025-09-16", "NULL"), ("xong", "2025-09-17", "'2025-09-18'")):
        change(
            wave,
            f"INSERT INTO wave (code, {columns}, key, closed_on) SELECT '{code}', 'Đợt {code}', questionnaire_version, '{opened}', "
            f"closes_on, 0, 0, metric, targets, seed, manifest, {'NULL' if closed != 'NULL' else 'key'}, {closed} FROM wave WHERE code = 'thu'",
        )
    assert "Đợt moi" in browser.sign_in("so-noi-vu").page.text.partition("<h1>")[2].partition("</h1>")[0]
    here = r'aria-current="true">([^<]+)</a>'
    switch = browser.page.text.partition("Chọn đợt khảo sát")[2].partition("</nav>")[0]
    assert re.findall(r">(Đợt [^<]+)</a>", switch) == ["Đợt moi", "Đợt thử"]
    assert re.findall(here, switch) == ["Đợt moi"]
    shown = (
        browser.open("/so-noi-vu/?dot=xong")
        .page.text.partition("Chọn đợt khảo sát")[2]
        .partition("</nav>")[0]
    )
    assert (re.findall(here, shown), re.findall(r">(Đợt [^<]+)</a>", shown)) == (["Đợt xong"], ["Đợt xong", "Đợt moi", "Đợt thử"])  # fmt: skip
    change(wave, "UPDATE wave SET key = NULL, closed_on = '2025-09-20'")
    assert "Đợt xong" in browser.open("/so-noi-vu/").page.text.partition("<h1>")[2].partition("</h1>")[0]


def test_where_there_is_no_wave_staff_is_told_what_to_do(browser, wave):
    change(wave, "DROP TRIGGER form_event_no_delete")
    for table in ("form_event", "form", "batch", "design_cell", "wave"):
        change(wave, f"DELETE FROM {table}")
    assert browser.sign_in("lan").status == 404
    assert "Chưa có đợt khảo sát nào. Sở Nội vụ mở đợt ở trang «Đợt khảo sát» hoặc bằng lệnh" in browser.text
    assert "Dữ liệu mô phỏng" not in browser.open("/").text


def test_signing_in_keeps_the_language_and_nothing_else_and_signing_out_forgets_all(browser, wave):
    browser.enter(wave.code(1)).answer_all().post("/phieu/gui")
    browser.open("/ngon-ngu/en?next=/")
    browser.sign_in("lan")
    assert browser.open("/phieu/bien-nhan").path == "/"
    assert "Batches" in browser.open("/buu-dien/").text or 'lang="en"' in browser.page.text[:200]
    token = browser.hidden().get("csrf_token") or re.findall(
        r'name="csrf_token" value="([^"]+)"', browser.page.text
    )
    browser.page = browser.client.post(
        "/tai-khoan/dang-xuat", data={"csrf_token": token[0]}, follow_redirects=True
    )
    assert browser.path == "/tai-khoan/dang-nhap"
    assert ("Đã đăng xuất." in browser.text, 'lang="vi"' in browser.page.text[:200]) == (True, True)


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"name": "", "password": "x"}, 422, "Hãy điền ô này."),
        ({"name": "lan", "password": ""}, 422, "Hãy điền ô này."),
        ({"name": "n" * 61, "password": "x"}, 422, "Dài quá; tối đa 60 ký tự."),
        ({"name": "lan", "password": "p" * 201}, 422, "Dài quá; tối đa 200 ký tự."),
        ({"name": "lan", "password": "p" * 200}, 401, "Tên đăng nhập hoặc mật khẩu không đúng."),
    ],
)
def test_a_sign_in_that_cannot_be_says_why(browser, fields, status, said):
    page = browser.open("/tai-khoan/dang-nhap").post("/tai-khoan/dang-nhap", **fields)
    assert (page.status, said in page.text) == (status, True)


def test_a_sign_in_with_a_place_to_go_keeps_it_after_a_mistake(browser):
    page = browser.open("/tai-khoan/dang-nhap?next=/buu-dien/so").post(name="lan", password="sai")
    assert page.post(name="lan", password="mat-khau-dai").path == "/buu-dien/so"
    assert browser.open("/tai-khoan/dang-nhap?next=/buu-dien/quet").path == "/buu-dien/quet"


def test_thirty_wrong_passwords_from_one_place_are_enough_and_right_ones_do_not_count(
    new_browser, monkeypatch
):
    monkeypatch.setattr(authentication, "_decoy", lambda: small_wave.hashed("x"))
    right = [new_browser().sign_in("lan").status for _ in range(5)]
    typed = [
        new_browser()
        .open("/tai-khoan/dang-nhap")
        .post("/tai-khoan/dang-nhap", name=f"ai-{n}", password="sai")
        .status
        for n in range(31)
    ]
    assert (right, typed) == ([200] * 5, [401] * 30 + [429])


def test_a_session_is_of_one_account_and_one_password(app, rows):
    ((id_, hash_),) = rows("SELECT id, password_hash FROM user_account WHERE name = 'lan'")
    with app.test_request_context():
        from survey_app.accounts.signed_in import SignedIn, mark
        from survey_app.tables import User
        from survey_app.web.request_scope import database

        lan = database().get(User, id_)
        kept = SignedIn(lan).get_id()
        assert kept == f"{id_}:{mark(lan)}"
        assert hash_ not in kept
        assert load(kept).account is lan
        assert load(kept).role == "clerk"
        for wrong in (f"{id_}:", f"{id_}:x", "x:y", "", f"999:{mark(lan)}"):
            assert load(wrong) is None
        lan.active = False
        assert load(kept) is None


def test_a_number_of_a_form_is_shown_as_it_is_printed(browser, wave):
    assert number.write(1) in browser.sign_in("lan").open("/buu-dien/lo/1").text
