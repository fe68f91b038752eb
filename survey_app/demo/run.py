"""The steps of the demo in order, each with a progress bar."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from print.layout.compose import lay_out
from sampling.plan.plan import Plan
from scoring.score_table.score_run import ScoreRun
from scoring.targets.targets import TargetSet
from survey_app import db
from survey_app.config import ACCOUNTS_FILE
from survey_app.demo import collection, deliver, paperwork, scanner, setting
from survey_app.demo.collection import Fieldwork
from survey_app.demo.cores import processes
from survey_app.demo.fates import Fate
from survey_app.surveys.survey import Survey
from survey_app.waves import catalogue, target_sets

SEED = 336
UNFINISHED = "unfinished"
DATABASE = "sipas.db"


@dataclass(frozen=True)
class Bars:
    """Progress bars on the screen, one a step."""

    progress: Progress

    def step(self, name: str, total: int = 1) -> Callable[[int], None]:
        """Begin a step; the function returned takes how much of it is done."""
        bar = self.progress.add_task(name, total=max(total, 1))
        return lambda done: self.progress.update(bar, completed=done)

    @contextmanager
    def doing(self, name: str) -> Iterator[None]:
        """Show the bar of a step without intermediate progress."""
        done = self.step(name)
        yield
        done(1)


def bars(*, visible: bool) -> Bars:
    """Return progress bars; hidden unless ``visible``."""
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Bars(Progress(*columns, disable=not visible))


def is_whole(folder: Path) -> bool:
    """Return whether ``folder`` holds a complete demo."""
    return (folder / DATABASE).exists() and not (folder / UNFINISHED).exists()


def run(folder: Path, show: Bars, plan: Plan, survey: Survey) -> ScoreRun:
    """Run the whole survey into ``folder`` and return its scores; files of a former run are deleted.

    Args:
        folder: where everything goes.
        show: the progress bars.
        plan: how the sample is drawn from the invented villages.
        survey: whose areas, questionnaire and targets are taken.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / UNFINISHED).touch()
    url = f"sqlite:///{folder / DATABASE}"
    rng = np.random.default_rng(SEED)
    sender = survey.owner.organisation.vi
    db.migrate(url)
    with show.progress, db.session_factory(url, durable=False) as sessions, sessions() as session:
        with show.doing("Mở đợt, chọn mẫu, đánh số phiếu"):
            wave = setting.set_up(session, survey, plan, rng=rng)
            session.commit()
        (folder / ACCOUNTS_FILE).write_text(setting.accounts_text(), "utf-8")
        shares = _baseline_shares(target_sets.of_wave(wave))
        with _printing(url, wave.code, folder, sender, show):
            _collect(
                Fieldwork.prepare(session, wave, shares=shares, sender=sender, rng=rng), url, folder, show
            )
        with show.doing("Chấm điểm, viết báo cáo"):
            result = deliver.scores(session, wave, folder, survey)
        session.commit()
    (folder / UNFINISHED).unlink()
    return result


@contextmanager
def _printing(url: str, code: str, folder: Path, sender: str, show: Bars) -> Iterator[None]:
    """Draw the forms in another process, once they are numbered."""
    done = show.step("In phiếu")
    with processes(1) as pool:
        printed = pool.submit(deliver.forms, url, code, folder, sender)
        printed.add_done_callback(lambda _: done(1))
        yield
        printed.result()


def _collect(work: Fieldwork, url: str, folder: Path, show: Bars) -> None:
    """Collect the forms: web, keying, scans."""
    with show.doing("Giao bưu cục, phát phiếu"):
        met = collection.hand_out(work)
        met += collection.substitute_refusals(work, met)
    fates = [fate for _, fate in met]
    pages = fates.count(Fate.SCANNED) * len(lay_out(catalogue.questionnaire(work.wave)).pages)
    collection.collect_web(url, work, met, show.step("Người dân trả lời trên web", fates.count(Fate.WEB)))
    paperwork.collect_paper(work, met, show.step("Nhập phiếu giấy", fates.count(Fate.PAPER)))
    paperwork.return_on_paper_too(work, met)
    paperwork.return_unkeyed(work, met)
    scanner.scan_forms(work, met, folder, show.step("Quét phiếu giấy (trang)", pages))


def _baseline_shares(targets: TargetSet) -> dict[str, float]:
    """Return the published shares of the baseline year, around which the synthetic answers lie."""
    return {row.code: float(row.baseline) / 100 for row in targets.rows}
