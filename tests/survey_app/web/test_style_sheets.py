"""Which style sheets a page loads: all that its classes need, and on a citizen's phone nothing else."""

import re
from pathlib import Path

import pytest

import survey_app

# Every page of the staff is opened here.
pytestmark = pytest.mark.slow

STATIC = Path(survey_app.__file__).parent / "static"
CITIZENS_SHEETS = ["base.css", "fields.css", "citizen.css"]
MOST_BYTES = 10_000
PAGES = {
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
        "/nothing",
    ],
    "so-noi-vu": [
        "/so-noi-vu/",
        "/so-noi-vu/diem",
        "/so-noi-vu/chi-so-khac",
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


def linked(page: str) -> list[str]:
    """The sheets a page links, in their order."""
    return re.findall(r'<link rel="stylesheet" href="/static/([\w.-]+)', page)


def styled(sheet: str) -> set[str]:
    """The classes that a sheet has a rule for."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text("utf-8"), flags=re.S)
    selectors = re.findall(r"([^{}]+)\{", text)
    return {name for selector in selectors for name in re.findall(r"\.([a-z][\w-]*)", selector)}


def worn(page: str) -> set[str]:
    """The classes that a page uses."""
    return {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}


SHEETS = {path.name: styled(path.name) for path in STATIC.glob("*.css")}


def unstyled(page: str) -> set[str]:
    """The classes of a page that only a sheet it does not link has a rule for."""
    has = set().union(*(SHEETS[sheet] for sheet in linked(page)))
    return (worn(page) & set().union(*SHEETS.values())) - has


@pytest.fixture
def citizens_pages(browser, wave):
    """Every kind of page a citizen meets, mistakes among them."""
    pages = [browser.open("/").page.text, browser.enter("BCD").page.text, browser.open("/nothing").page.text]
    pages.append(browser.enter(wave.code(1)).page.text)
    pages.append(browser.post(go="on").page.text)
    assert "question wrong" in pages[-1] or "question asks" in pages[-1]
    pages += [browser.open(f"/phieu/{place}").page.text for place in ("C", "D", "F", "xem-lai")]
    browser.open("/phieu/A").answer_all().post()
    assert browser.path == "/phieu/bien-nhan"
    return [*pages, browser.page.text]


def test_a_citizens_page_links_no_sheet_of_the_staff(citizens_pages):
    assert [linked(page) for page in citizens_pages] == [CITIZENS_SHEETS] * len(citizens_pages)


def test_a_citizens_page_has_a_rule_for_every_class_it_uses(citizens_pages):
    assert [unstyled(page) for page in citizens_pages] == [set()] * len(citizens_pages)


def test_the_sheets_of_a_citizens_phone_are_small(app):
    client = app.test_client()
    page = client.get("/").text
    sizes = {}
    for sheet in linked(page):
        with client.get(f"/static/{sheet}") as answer:
            sizes[sheet] = len(answer.data)

    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert "<script" not in page


@pytest.mark.parametrize("who", PAGES)
def test_a_page_of_the_staff_has_a_rule_for_every_class_it_uses(browser, wave, who):
    browser.sign_in(who)
    lacking = {}
    for address in PAGES[who]:
        page = browser.open(address).page.text
        assert linked(page)[:3] == ["base.css", "fields.css", "staff.css"], address
        lacking[address] = unstyled(page)

    assert lacking == {address: set() for address in PAGES[who]}


def test_no_sheet_is_without_a_page():
    templates = Path(survey_app.__file__).parent.rglob("*.html")
    named = {
        name
        for path in templates
        for name in re.findall(r"filename='([\w-]+\.css)'", path.read_text("utf-8"))
    }

    assert named == set(SHEETS)
