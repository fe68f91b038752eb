"""A score run as the report that is printed and signed: plain values for ``print.report.report``.

- ``write_report(run, out, wave=…, sender=…) -> int``: the PDF; returns its pages
- ``sender_of(session, wave) -> Sender``: whose letterhead it bears
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from print.drawing.decimals import percent, thousands
from print.report.report import draw_report
from print.report.values import RecomputedHeading, ReportPages, ScoreLine, Standing
from scoring.method.method import METRICS
from scoring.score_table.rows import ScoreRow
from scoring.score_table.score_run import ScoreRun
from scoring.targets.verdict import Verdict
from survey_app.areas import areas
from survey_app.tables import Wave

TITLE = "Báo cáo kết quả khảo sát\nmức độ hài lòng của người dân"
_STANDINGS: dict[Verdict, Standing] = {
    Verdict.REACHED: "reached",
    Verdict.REACHED_UNSURE: "reached_unsure",
    Verdict.MISSED_UNSURE: "missed_unsure",
    Verdict.MISSED: "missed",
    Verdict.NO_DATA: "no_data",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose report it is: the organisation, the authority above it, and the place where it is signed."""

    organisation: str = "Sở Nội vụ"
    superior: str = ""
    place: str = ""


def sender_of(session: Session, wave: Wave) -> Sender:
    """Return the department of the province in force when the wave opened; without its name where it is not one."""
    found = areas.in_force(session, wave.opened_on, level="province")
    if len(found) != 1:
        return Sender()
    province = found[0]
    return Sender(superior=f"Ủy ban nhân dân {province.kind} {province.name}", place=province.name)


def write_report(run: ScoreRun, out: Path, *, wave: str, sender: Sender) -> int:
    """Write the report of a score run to ``out`` and return its number of pages.

    Raises:
        PaperError: a text that cannot be printed.
    """
    return draw_report(out, report_of(run, wave=wave, sender=sender))


def report_of(run: ScoreRun, *, wave: str, sender: Sender) -> ReportPages:
    """Return what the report says; full precision, rounding is the page's."""
    recomputed = tuple(
        RecomputedHeading(code=each.code, year=each.year, published=each.published, recomputed=each.value)
        for each in run.recomputed
    )
    whys = tuple(f"{row.code}: {row.measure.why[0]}" for row in run.scored if row.measure.why)
    return ReportPages(
        title=TITLE,
        wave=wave,
        organisation=sender.organisation,
        superior=sender.superior,
        place=sender.place,
        metric=METRICS[run.method.metric][0],
        confidence=run.method.confidence,
        baseline_year=run.targets.baseline_year,
        target_year=run.targets.target_year,
        lines=tuple(_line(row) for row in run.scored),
        facts=_facts(run),
        notes=(*whys, *(vi for vi, _ in run.notes)),
        recomputed=recomputed,
        fingerprint=_fingerprint(run),
        synthetic=run.method.synthetic,
    )


def _line(row: ScoreRow) -> ScoreLine:
    verdict = row.judgement.verdict if row.judgement else None
    return ScoreLine(
        code=row.code,
        name=row.name[0],
        is_heading=row.heading is None,
        n=row.measure.n,
        estimate=row.measure.estimate,
        low=row.measure.low,
        high=row.measure.high,
        baseline=row.target.baseline if row.target else None,
        target=row.target.target if row.target else None,
        gap=row.gap,
        verdict=verdict.value if verdict else "",
        standing=_STANDINGS[verdict] if verdict else "no_data",
    )


def _facts(run: ScoreRun) -> tuple[tuple[str, str], ...]:
    design = run.design
    return (
        (
            "Mẫu",
            f"{thousands(design.n)} phiếu trả lời, {thousands(design.n_psu)} đơn vị chọn mẫu, "
            f"{thousands(design.n_strata)} tầng; bậc tự do {thousands(design.df)}",
        ),
        ("Chỉ số", f"{METRICS[run.method.metric][0]}; chỉ tiêu theo {run.targets.title}"),
        (
            "Sai số",
            f"khoảng tin cậy {percent(run.method.confidence, 0)} % theo thiết kế mẫu, tuyến tính hóa Taylor",
        ),
        ("Bộ câu hỏi", f"{run.questionnaire}, phiên bản {run.hashes.questionnaire[:12]}"),
        ("Dữ liệu", f"mã băm SHA-256 {run.hashes.data[:16]}"),
    )


def _fingerprint(run: ScoreRun) -> str:
    hashes = run.hashes
    said = "\n".join((hashes.data, hashes.questionnaire, hashes.targets, hashes.method))
    return hashlib.sha256(said.encode()).hexdigest()
