"""From an upload to the first row on the review desk, beside ``sipas scan`` on the same pages, in one run.

    python bench/paper/bench_scan_intake.py [ROUNDS]

Both read the same JPEG files of filled forms, each in its own reader processes; CPU time is that of this process and of
all readers. The upload is a real request: files sent, pages read, pictures and rows kept, the first row opened.
"""

import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

import cv2
import numpy as np

from print.layout.compose import lay_out
from print.number import write
from questionnaires import load
from survey_app import create_app
from survey_app.commands.scan import command
from survey_app.config import Config
from tests.builders import small_wave
from tests.builders.pages import PASSWORD
from tests.print.blank_forms import printed
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import a_hand, fill, page_of

FORMS = 20
GOAL = 1.25  # times the CPU of `sipas scan`
NAME = "sipas-2025"
SOURCE = Path(__file__).parent.parent.parent / "questionnaires" / "library" / f"{NAME}.toml"


def scanned(folder: Path) -> list[Path]:
    """Fill and scan every side of some forms at 200 dpi; return one JPEG a side."""
    questionnaire = load.published(NAME)
    layout = lay_out(questionnaire)
    serials = list(range(1, FORMS + 1))
    files = []
    for place, blank in enumerate(printed(questionnaire, serials)):
        serial, number = serials[place // len(layout.pages)], place % len(layout.pages) + 1
        hand = a_hand(np.random.default_rng(serial))
        grey = cv2.cvtColor(blank, cv2.COLOR_RGB2GRAY)
        filled = fill(grey, page_of(layout, number), write(serial), hand, seed=place)
        files.append(folder / f"{place:04d}.jpg")
        image = scan(filled.image, CONDITIONS["200 dpi grey"], seed=place)
        cv2.imwrite(str(files[-1]), image, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return files


def cpu_seconds(run: Callable[[], None]) -> tuple[float, float]:
    """Return the CPU seconds and the seconds that something takes, reader processes included."""
    before, start = _used(), time.monotonic()
    run()
    return _used() - before, time.monotonic() - start


def _used() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def scan_command(sheets: Path, out: Path) -> None:
    command.main([str(sheets), "-q", str(SOURCE), "--out", str(out / "marks.jsonl")], standalone_mode=False)


def upload(files: list[Path], folder: Path) -> Callable[[], None]:
    """Return the upload of the files into a new wave, up to the first row that waits for a person."""
    wave = small_wave.make(f"sqlite:///{folder / 'sipas.db'}", forms=FORMS)
    app = create_app(Config(database_url=wave.url, secret_key="x" * 40), now=lambda: small_wave.NOON)
    app.config["SCANS_FOLDER"] = str(folder / "scans")
    browser = app.test_client()

    def post(address: str, **fields: object) -> str:
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(address).text)
        data = {**fields, "csrf_token": token[1] if token else ""}
        return browser.post(address, data=data, follow_redirects=True).text

    def send() -> None:
        shown = post("/buu-dien/quet", files=[(path.open("rb"), path.name) for path in files])
        if f"Đã đọc {len(files)} trang" not in shown:
            raise SystemExit("the upload was refused")
        row = browser.get("/buu-dien/quet/soat").text
        picture = re.search(r'src="(/buu-dien/quet/[^"]+)"', row)
        if picture is None or browser.get(picture[1].replace("&amp;", "&")).status_code != 200:
            raise SystemExit("no row waits with its picture")

    post("/tai-khoan/dang-nhap", name="dieu-phoi", password=PASSWORD)
    return send


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheets = folder / "sheets"
        sheets.mkdir()
        files = scanned(sheets)
        print(f"{len(files)} pages of {NAME}, 200 dpi JPEG; {rounds} rounds of each, in turn\n")
        print("| round | sipas scan, CPU s | upload to review, CPU s | ratio | wall s | wall s |")
        print("|---|---|---|---|---|---|")
        ratios = []
        for number in range(1, rounds + 1):
            own = folder / f"{number}"
            own.mkdir()
            send = upload(files, own)
            scan_cpu, scan_wall = cpu_seconds(lambda out=own: scan_command(sheets, out))
            sent_cpu, sent_wall = cpu_seconds(send)
            ratios.append(sent_cpu / scan_cpu)
            print(
                f"| {number} | {scan_cpu:.2f} | {sent_cpu:.2f} | {ratios[-1]:.2f} | {scan_wall:.1f} | {sent_wall:.1f} |"
            )
        ratio = statistics.median(ratios)
        print(
            f"\nupload to review: {ratio:.2f} × sipas scan ({'reached' if ratio <= GOAL else 'NOT reached'}: ≤ {GOAL})"
        )


if __name__ == "__main__":
    main()
