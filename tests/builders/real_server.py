"""A real server process (gunicorn) on a database, for browsers and for load."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Starts, dies and starts again on one port."""

    def __init__(self, url: str, *, workers: int = 2, threads: int = 1, port: int | None = None) -> None:
        self.url, self.workers, self.threads = url, workers, threads
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self) -> "Server":
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "survey_app:create_app()",
            "--bind",
            f"127.0.0.1:{self.port}",
        ]
        command += [
            "--workers",
            str(self.workers),
            "--threads",
            str(self.threads),
            "--log-level",
            "error",
            "--no-control-socket",
        ]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": self.url, "SECRET_KEY": "x" * 40, "PYTHONWARNINGS": "default"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return self.wait()

    def wait(self, seconds: float = 60) -> "Server":
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.address}/suc-khoe", timeout=5) as answer:
                    if answer.status == 200:
                        return self
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"no server on port {self.port}")

    def kill(self) -> None:
        """End the master and its workers at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def serving(url: str, **more):
    server = Server(url, **more).start()
    try:
        yield server
    finally:
        server.stop()
