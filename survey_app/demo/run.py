"""The demo from the first step to the last; each step is a line here and a bar on the screen."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scoring import targets
from survey_app import create_app, db, waves
from survey_app.config import Config
from survey_app.demo import collection, deliver, paperwork, setting
from survey_app.demo.collection import Fieldwork
from survey_app.demo.fates import Fate

SEED = 336
DATABASE = "sipas.db"
PLAN = "plan-336"


@dataclass(frozen=True)
class Bars:
    """Progress bars on the screen, one a step."""

    shown: Progress

    def step(self, name: str, total: int = 1) -> Callable[[int], None]:
        """Begin a step; the function returned says how much of it is done."""
        bar = self.shown.add_task(name, total=max(total, 1))
        return lambda done: self.shown.update(bar, completed=done)

    @contextmanager
    def doing(self, name: str) -> Iterator[None]:
        """Show a step that is done in one go."""
        done = self.step(name)
        yield
        done(1)


def bars(*, shown: bool) -> Bars:
    """Return progress bars; silent where nobody looks."""
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Bars(Progress(*columns, disable=not shown))


def run(folder: Path, show: Bars) -> Path:
    """Run the whole survey into ``folder`` and return its database.

    Everything is made in a folder beside it that takes the name at the end: a demo that was cut off
    leaves nothing behind that looks whole.
    """
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with show.shown:
        _collect(part, show)
        _deliver(part, show)
    part.replace(folder)
    return folder / DATABASE


def _collect(folder: Path, show: Bars) -> None:
    """Open the wave and bring its forms home."""
    url = f"sqlite:///{folder / DATABASE}"
    rng = np.random.default_rng(SEED)
    db.migrate(url)
    sessions = db.session_factory(url, durable=False)
    app = create_app(Config(database_url=url), now=lambda: setting.OPENED)
    with sessions() as session:
        with show.doing("Mở đợt, chọn mẫu, đánh số phiếu"):
            wave = setting.set_up(session, rng=rng)
            session.commit()
        with show.doing("Giao bưu cục, phát phiếu"):
            work = Fieldwork.prepare(session, wave, shares=_baseline_shares(), rng=rng)
            met = collection.hand_out(work)
            met += collection.substitute_refusals(work, met)
        fates = [fate for _, fate in met]
        collection.collect_web(app, work, met, show.step("Người dân trả lời trên web", fates.count(Fate.WEB)))
        paperwork.collect_paper(work, met, show.step("Nhập phiếu giấy", fates.count(Fate.PAPER)))
        paperwork.return_on_paper_too(work, met)
        paperwork.return_unkeyed(work, met)


def _deliver(folder: Path, show: Bars) -> None:
    """Write what the wave gives: forms, responses, scores, report."""
    sessions = db.session_factory(f"sqlite:///{folder / DATABASE}", durable=False)
    with sessions() as session:
        wave = waves.find(session, setting.CODE)
        with show.doing("In phiếu"):
            deliver.forms(session, wave, folder)
        with show.doing("Chấm điểm, viết báo cáo"):
            deliver.scores(session, wave, folder)
        session.commit()


def _baseline_shares() -> dict[str, float]:
    """Return the published shares of 2023, around which the synthetic answers lie."""
    rows = targets.load(PLAN).rows
    return {row.code: float(row.baseline) / 100 for row in rows if row.baseline is not None}
