"""The score table as text for a terminal, in Vietnamese with decimal commas."""

import io

from rich.console import Console
from rich.table import Table

from questionnaires.decimals import write_decimal
from scoring.method.method import METRICS
from scoring.score_table.measure import Measure
from scoring.score_table.rows import ScoreRow
from scoring.score_table.score_run import ScoreRun
from scoring.targets.verdict import Verdict
from survey_app.scores import response_words
from survey_app.scores.method_notes import notes_of

WIDTH = 118
_COLOURS = {
    Verdict.REACHED: "green",
    Verdict.REACHED_UNSURE: "green",
    Verdict.MISSED_UNSURE: "yellow",
    Verdict.MISSED: "red",
    Verdict.INDICATIVE: "dim",
    Verdict.NO_DATA: "dim",
}


def render(result: ScoreRun, *, colour: bool = False, width: int = WIDTH) -> str:
    """Return the table criterion – baseline year – this wave with its interval – target year – gap – verdict, and notes below it."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, highlight=False)
    console.print(_table(result))
    for line in _notes(result):
        console.print(line)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _table(result: ScoreRun) -> Table:
    method, targets = result.method, result.targets
    title = f"SIPAS – đợt {method.wave}" + (" – DỮ LIỆU MÔ PHỎNG" if method.synthetic else "")
    caption = (
        f"{METRICS[method.metric][0]}; khoảng tin cậy {write_decimal(method.confidence * 100, 0)} %; "
        f"{result.design.n} phiếu, {result.design.n_psu} đơn vị chọn mẫu."
    )
    table = Table(title=title, caption=caption, caption_justify="left", title_justify="left")
    table.add_column("Tiêu chí", ratio=1)
    for name in (
        str(targets.baseline_year),
        "Đợt này (khoảng)",
        f"Chỉ tiêu {targets.target_year}",
        "Chênh lệch",
    ):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Kết luận", no_wrap=True)
    for row in result.scored:
        if row.heading is None:
            table.add_section()
        table.add_row(*_cells(row), style="bold" if row.heading is None else "")
    return table


def _cells(row: ScoreRow) -> list[str]:
    verdict = row.judgement.verdict if row.judgement else None
    return [
        f"{row.code}  {row.name[0]}",
        "–" if row.target is None else write_decimal(row.target.baseline),
        _estimate(row.measure),
        "–" if row.target is None else write_decimal(row.target.target),
        "–" if row.gap is None else write_decimal(row.gap * 100, sign=True),
        "–" if verdict is None else f"[{_COLOURS[verdict]}]{verdict.value}[/]",
    ]


def _estimate(each: Measure) -> str:
    if each.estimate is None or each.low is None or each.high is None:
        return "–"
    figure = write_decimal(each.estimate * 100)
    if each.half is not None:
        return f"{figure} ± {write_decimal(each.half * 100)}"
    return f"{figure} ({write_decimal(each.low * 100)}–{write_decimal(each.high * 100)})"


def _notes(result: ScoreRun) -> list[str]:
    year = result.targets.baseline_year
    lines = [
        f"{each.code}: giá trị công bố {year} là {write_decimal(each.published)}; "
        f"tính lại từ tiêu chí là {write_decimal(each.value)}."
        for each in result.recomputed
        if each.year == year and write_decimal(each.published) != write_decimal(each.value)
    ]
    name = response_words.NAME[0]
    response = [f"{name} {response_words.main_rates(result.response)[0]}."] if result.response else []
    return [*lines, *response, *(vi for vi, _ in notes_of(result))]
