"""Every page of every role: no violation that axe knows, no sideways scrolling at 360 px, labelled as synthetic."""

import datetime as dt
import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from questionnaires import answers
from survey_app import db
from survey_app.collection import collect
from survey_app.tables import Form
from survey_app.waves import catalogue
from tests.builders.pages import press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    None: ["/", "/p/BCD-FGH-JKL", "/tai-khoan/dang-nhap", "/nothing"],
    "citizen": ["/phieu/A", "/phieu/B", "/phieu/C", "/phieu/D", "/phieu/F", "/phieu/xem-lai"],
    "lan": [
        "/buu-dien/",
        "/buu-dien/lo/1",
        "/buu-dien/so",
        "/buu-dien/nhap",
        "/buu-dien/phan-xu",
        "/buu-dien/phieu/000003-7",
        "/buu-dien/quet",
        "/buu-dien/quet/bang-anh",
        "/tai-khoan/mat-khau",
    ],
    "dieu-phoi": ["/buu-dien/", "/buu-dien/lo/2"],
    "giam-sat": ["/so-noi-vu/", "/so-noi-vu/diem", "/so-noi-vu/trung"],
    "so-noi-vu": [
        "/so-noi-vu/",
        "/so-noi-vu/diem",
        "/so-noi-vu/dia-ban",
        "/so-noi-vu/dia-ban/mo-hinh",
        "/so-noi-vu/chi-so-khac?PAPI:4.4=1,85",
        "/so-noi-vu/trung",
        "/so-noi-vu/nhat-ky",
        "/so-noi-vu/tai-khoan",
        "/so-noi-vu/dot",
        "/so-noi-vu/dot/thu",
        "/so-noi-vu/dot/thu/dong",
        "/so-noi-vu/ke-hoach/moi",
        "/so-noi-vu/phan-cong",
    ],
}


@pytest.fixture
def answered(wave):
    """Eleven answered forms, so that the tables are full."""
    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        questionnaire = catalogue.questionnaire(catalogue.all_waves(session)[0])
        for serial in range(2, 13):
            raw = {id_: ["2"] for id_ in questionnaire.items if id_[0] in "AC"} | {"D00": ["3"], "D25": ["2"]}
            read = answers.read(questionnaire, raw, source="paper")
            form = session.query(Form).filter_by(serial=serial).one()
            collect.accept(
                session, form, read.answers, mode="web", submission_id=f"s{serial}", today=form.wave.opened_on
            )
    factory.engine.dispose()
    return wave


def violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {json.dumps(one['nodes'][0]['html'])[:160]}" for one in found]


def get_in(page, site, who, wave):
    if who == "citizen":
        page.goto(f"{site}/p/{wave.code(1)}")
        press(page, "Bắt đầu trả lời")
    elif who is not None:
        sign_in(page, site, who)


@pytest.mark.parametrize("who", PAGES, ids=str)
def test_every_page_can_be_used_by_everybody(window, site, answered, who):
    page = window(viewport={"width": 360, "height": 740})
    get_in(page, site, who, answered)
    wrong = {}
    for address in PAGES[who]:
        page.goto(site + address)
        for summary in page.locator("details:not([open]) > summary").all()[:2]:
            summary.click()
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            found.append("scrolls sideways at 360 px")
        if "Dữ liệu mô phỏng" not in page.inner_text("body"):
            found.append("is not labelled as synthetic")
        if found:
            wrong[address] = found

    assert wrong == {}
    assert page.complaints == []


def test_the_page_on_which_a_third_person_decides_can_be_used_by_everybody(window, site, wave):
    from sqlalchemy import select

    from survey_app.keying import keying
    from survey_app.people.stamp import Stamp
    from survey_app.tables import User

    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        open_wave = catalogue.all_waves(session)[0]
        open_wave.double_keying = 1.0
        form = session.query(Form).filter_by(serial=1).one()
        for name, tick in (("lan", "1"), ("hoa", "2")):
            read = answers.read(catalogue.questionnaire(open_wave), {"A1": [tick]}, source="paper")
            user = session.scalars(select(User).where(User.name == name)).one()
            keying.key(session, form, read.answers, stamp=Stamp(user, dt.datetime.now(dt.UTC)))
    factory.engine.dispose()
    page = window(viewport={"width": 360, "height": 740})
    get_in(page, site, "cuc", wave)
    page.goto(f"{site}/buu-dien/phan-xu/{wave.number(1)}")

    assert "Lần một: 1 – Nam" in page.inner_text("main")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_pages_with_mistakes_can_be_used_by_everybody(window, site, wave):
    page = window(viewport={"width": 360, "height": 740})
    page.goto(site)
    page.get_by_label("Mã trả lời in trên phiếu").fill("BCD")
    press(page, "Bắt đầu trả lời")
    assert violations(page) == []
    get_in(page, site, "citizen", wave)
    press(page, "Tiếp tục")
    assert violations(page) == []
    page.goto(f"{site}/phieu/D")
    press(page, "Tiếp tục")
    assert violations(page) == []


@pytest.mark.parametrize("address", ["/", "/phieu/C", "/phieu/xem-lai"])
def test_at_twice_the_size_of_letters_nothing_is_cut(window, site, wave, address):
    page = window(viewport={"width": 360, "height": 740})
    get_in(page, site, "citizen", wave)
    page.goto(site + address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_in_english_the_pages_can_be_used_by_everybody(window, site, wave):
    page = window(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/ngon-ngu/en?next=/p/{wave.code(1)}")
    press(page, "Start")

    assert page.evaluate("document.documentElement.lang") == "en"
    assert violations(page) == []
