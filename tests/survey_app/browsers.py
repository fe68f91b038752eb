"""A small wave, the application on it, and browsers without a screen."""

import html
import re
import shutil
from functools import cache

import pytest

from survey_app import create_app, db
from survey_app.config import Config
from tests.builders import small_wave
from tests.builders.pages import PASSWORD


@pytest.fixture(scope="session")
def wave_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("wave") / "template.db"
    small_wave.make(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def filled_wave(wave_template, tmp_path_factory):
    """Return the file of a wave that a maker went on with: at its first test, and the same for those that follow."""

    @cache
    def filled(make):
        path = tmp_path_factory.mktemp("wave") / "filled.db"
        shutil.copy(wave_template, path)
        with db.session_factory(f"sqlite:///{path}", durable=False) as sessions, sessions() as session:
            make(session)
            session.commit()
        return path

    return filled


@pytest.fixture
def wave_origin(request, wave_template):
    """The file a test's wave is copied from; see ``WAVES_MADE_ONCE`` in ``conftest.py``."""
    makers = getattr(request.module, "WAVES_MADE_ONCE", {})
    make = next((make for name, make in makers.items() if name in request.fixturenames), None)
    return request.getfixturevalue("filled_wave")(make) if make else wave_template


@pytest.fixture
def wave(wave_origin, tmp_path):
    """A wave of twelve handed-out forms on SQLite."""
    path = tmp_path / "sipas.db"
    shutil.copy(wave_origin, path)
    return small_wave.SmallWave(f"sqlite:///{path}", 12)


@pytest.fixture
def app(wave):
    made = create_app(Config(database_url=wave.url, secret_key="x" * 40), now=lambda: small_wave.NOON)
    made.config["TESTING"] = True
    yield made
    made.extensions["sipas_database"].engine.dispose()


@pytest.fixture
def browser(app):
    """A browser that nobody has used yet."""
    return Browser(app.test_client())


@pytest.fixture
def new_browser(app):
    return lambda: Browser(app.test_client())


@pytest.fixture
def rows(wave):
    """Read the wave's database: ``rows("SELECT …")``."""
    import sqlalchemy as sa

    engine = sa.create_engine(wave.url)

    def read(statement: str):
        with engine.connect() as connection:
            return connection.execute(sa.text(statement)).all()

    yield read
    engine.dispose()


def in_words(part: str) -> str:
    """The words of a part of a page, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split())


class Browser:
    """Follows links and posts forms as a person does, with the hidden fields of the page that is open."""

    def __init__(self, client):
        self.client = client
        self.page = None

    @property
    def path(self) -> str:
        return self.page.request.path

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def text(self) -> str:
        """The words on the page, without tags."""
        body = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", self.page.text, flags=re.S)
        return " ".join(re.sub(r"<[^>]+>", " ", body).split())

    def open(self, address: str, **more):
        self.page = self.client.get(address, follow_redirects=True, **more)
        return self

    def table(self, caption: str) -> list[list[str]]:
        """The words in each cell of the table whose caption has this id, row by row, heads and feet too."""
        body = self.page.text.partition(f'id="{caption}"')[2]
        depth = 1
        for tag in re.finditer(r"<(/?)table\b", body):
            depth += -1 if tag[1] else 1
            if depth == 0:
                body = body[: tag.start()]
                break
        return [
            [in_words(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", body, re.S)
        ]

    def hidden(self) -> dict[str, list[str]]:
        """The hidden fields of the last form of the page; the sign-out form of the frame comes first."""
        fields: dict[str, list[str]] = {}
        last = self.page.text.rpartition("<main")[2].rpartition('method="post"')[2]
        for tag in re.findall(r"<input ([^>]*)>", last):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if attributes.get("type") == "hidden":
                fields.setdefault(attributes["name"], []).append(attributes["value"])
        return fields

    def post(self, address: str | None = None, headers=None, **fields):
        """Send the form that is open with ``fields``; an address of its own when the page's form has one."""
        found = re.search(r'<form[^>]*action="([^"]+)"', self.page.text.rpartition("<main")[2])
        target = address or (found[1].replace("&amp;", "&") if found else self.path)
        data = {**self.hidden(), **fields}
        self.page = self.client.post(target, data=data, follow_redirects=True, headers=headers)
        return self

    def enter(self, code: str):
        return self.open("/").post("/", code=code)

    def sign_in(self, name: str):
        return self.open("/tai-khoan/dang-nhap").post("/tai-khoan/dang-nhap", name=name, password=PASSWORD)

    def answer_all(self, ticks=None):
        """Go on from page to page until the review, ticking what is given and leaving the rest blank."""
        ticks = {"D00": "3", "D25": "2"} | (ticks or {})
        for _ in range(40):
            if self.path.endswith("/xem-lai"):
                return self
            asked = set(re.findall(r'name="([A-Z]\w*)"', self.page.text))
            self.post(go="on", **{name: value for name, value in ticks.items() if name in asked})
        raise AssertionError(f"no review after 40 pages: {self.path}")


CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium without a window."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "Chromium is missing; bin/browser installs it"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def site(app):
    """The address of the application, served on this machine."""
    import threading

    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log(self, *_):
            """Say nothing."""

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def window(chromium):
    """Open windows of a browser that says on the console nothing but what is expected."""
    contexts = []

    def open_window(**more):
        context = chromium.new_context(**more)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: "Content Security Policy" in said.text and page.complaints.append(said.text),
        )
        return page

    yield open_window
    for context in contexts:
        context.close()
