"""A real server under load: one response however often it is sent, and every receipt that was shown has its response."""

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from tests.builders import real_server, small_wave

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

FORMS = 40
PATIENCE = 180.0  # seconds


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def big_wave(request, tmp_path):
    """A wave of handed-out forms for a real server."""
    if request.param == "sqlite":
        return small_wave.make(f"sqlite:///{tmp_path / 'sipas.db'}", forms=FORMS)
    return small_wave.make(request.getfixturevalue("postgres_database"), forms=FORMS)


@pytest.fixture
def count(big_wave):
    """Read the database beside the server."""
    url = sa.make_url(big_wave.url)
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, poolclass=sa.NullPool)

    def read(statement: str):
        with engine.connect() as connection:
            return connection.execute(sa.text(statement)).all()

    yield read
    engine.dispose()


class Citizen:
    """One browser on one connection after another; it keeps its cookies and the hidden fields of the last form."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie, self.page = port, "", ""

    def ask(self, method: str, path: str, fields: list[tuple[str, str]] | None = None) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = urlencode(fields) if fields is not None else None
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            self.page = answer.read().decode()
            if cookie := answer.getheader("Set-Cookie"):
                self.cookie = cookie.partition(";")[0]
            if answer.status == 303:
                return self.ask("GET", answer.getheader("Location"))
            return answer.status
        finally:
            connection.close()

    def hidden(self) -> list[tuple[str, str]]:
        form = self.page.rpartition('method="post"')[2]
        tags = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input ([^>]*)>", form)]
        return [(tag["name"], tag["value"]) for tag in tags if tag.get("type") == "hidden"]

    def open_review(self, code: str) -> list[tuple[str, str]]:
        """Open a form, answer what has to be answered, and return the fields of the last page."""
        self.ask("GET", "/")
        self.ask("POST", "/", [*self.hidden(), ("code", code)])
        for page, ticks in (("A", [("A1", "1")]), ("D", [("D00", "3")]), ("D-3", [("D25", "2")])):
            self.ask("GET", f"/phieu/{page}")
            self.ask("POST", f"/phieu/{page}", [*self.hidden(), *ticks, ("go", "back")])
        self.ask("GET", "/phieu/xem-lai")
        return self.hidden()

    def receipt(self) -> str | None:
        found = re.search(r'class="receipt">([^<]+)', self.page)
        return found[1] if found else None


def test_a_hundred_posts_of_one_submission_give_one_response_and_equal_receipts(big_wave, count):
    with real_server.serving(big_wave.url, workers=2, threads=1) as server:
        first = Citizen(server.port)
        fields = first.open_review(big_wave.code(1))

        def send(_: int) -> str | None:
            again = Citizen(server.port)
            again.cookie = first.cookie
            again.ask("POST", "/phieu/gui", fields)
            return again.receipt()

        with ThreadPoolExecutor(20) as crowd:
            receipts = list(crowd.map(send, range(100)))

    assert len(receipts) == 100
    assert len(set(receipts)) == 1
    assert receipts[0] is not None
    assert count("SELECT count(*) FROM response") == [(1,)]
    assert count("SELECT count(*) FROM receipt") == [(1,)]
    assert count("SELECT count(*) FROM refused_answers") == [(0,)]


def test_every_receipt_that_was_shown_has_its_response_though_the_server_is_killed(big_wave, count):
    server = real_server.Server(big_wave.url, workers=2)
    server.start()
    shown: list[str] = []
    draw = random.Random(20251001)
    waiting = list(range(1, FORMS + 1))
    prepared: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    lock = threading.Lock()

    def answer(serial: int) -> None:
        """Try until a receipt is shown, as a person does who presses again."""
        # A bound on time, not on tries: on a busy machine a server takes its time to come back.
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                citizen = Citizen(server.port)
                if serial not in prepared:
                    fields = citizen.open_review(big_wave.code(serial))
                    if not any(name == "D00" for name, _ in fields):
                        continue
                    prepared[serial] = (citizen.cookie, fields)
                citizen.cookie, fields = prepared[serial]
                citizen.ask("POST", "/phieu/gui", fields)
                if (reference := citizen.receipt()) is not None:
                    with lock:
                        shown.append(reference)
                    return
            except (OSError, HTTPException):
                time.sleep(0.05)
        raise AssertionError(f"form {serial} never got its receipt")

    try:
        with ThreadPoolExecutor(8) as crowd:
            jobs = [crowd.submit(answer, serial) for serial in waiting]
            # By how far they have come, not by the clock: however quick the machine, answers are under way at each kill.
            for receipts in (2, 8, 14, 20, 26):
                while len(shown) < receipts and not all(job.done() for job in jobs):
                    time.sleep(0.005)
                time.sleep(draw.uniform(0, 0.1))
                server.kill()
                server.start()
            for job in jobs:
                job.result()
    finally:
        server.stop()

    kept = {reference for (reference,) in count("SELECT reference FROM receipt")}
    assert len(shown) == FORMS
    assert set(shown) == kept
    assert count("SELECT count(*) FROM response") == [(FORMS,)]
    assert count("SELECT count(*) FROM refused_answers") == [(0,)]
    assert count("SELECT count(*) FROM form WHERE state = 'accepted'") == [(FORMS,)]
