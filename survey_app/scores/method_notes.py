"""Notes on the method of a score run, the same on the page, in the workbook and in the report.

- ``facts_of(run) -> tuple[Fact, ...]``: sample, response rates, weights, metric, error, questionnaire, data, each with its name
- ``notes_of(run) -> tuple[Sentence, ...]``: rows without a number or a conclusion, and the notes of the run
"""

from dataclasses import dataclass

from print.drawing.decimals import percent, thousands
from scoring.errors import Sentence
from scoring.method.method import METRICS, WEIGHTS, Interval, Method
from scoring.score_table.score_run import ScoreRun
from survey_app.scores import response_words


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about a run: its name and value, each in Vietnamese and English."""

    name: Sentence
    value: Sentence


def facts_of(run: ScoreRun) -> tuple[Fact, ...]:
    """Return the facts about a run: sample, response, weights, metric, versions."""
    version, data = run.hashes.questionnaire[:12], run.hashes.data[:16]
    metric = METRICS[run.method.metric]
    return (
        Fact(("Mẫu", "Sample"), _sample(run)),
        *_response(run),
        Fact(("Trọng số", "Weights"), WEIGHTS[run.method.weights]),
        Fact(
            ("Chỉ số", "Metric"),
            (
                f"{metric[0]}; chỉ tiêu theo {run.targets.title}",
                f"{metric[1]}; targets of {run.targets.title}",
            ),
        ),
        Fact(("Sai số", "Error"), _error(run.method)),
        Fact(
            ("Bộ câu hỏi", "Questionnaire"),
            (f"{run.questionnaire}, phiên bản {version}", f"{run.questionnaire}, version {version}"),
        ),
        Fact(("Dữ liệu", "Data"), (f"mã băm SHA-256 {data}", f"SHA-256 {data}")),
    )


def notes_of(run: ScoreRun) -> tuple[Sentence, ...]:
    """Return why a row has no number or no conclusion, one sentence a reason, and the notes of the run."""
    codes: dict[Sentence, list[str]] = {}
    for row in run.scored:
        if row.why:
            codes.setdefault(row.why, []).append(row.code)
    whys = ((f"{', '.join(rows)}: {vi}", f"{', '.join(rows)}: {en}") for (vi, en), rows in codes.items())
    return (*whys, *run.notes)


def _response(run: ScoreRun) -> tuple[Fact, ...]:
    if run.response is None:
        return ()
    return (Fact(response_words.NAME, response_words.main_rates(run.response)),)


def _sample(run: ScoreRun) -> Sentence:
    design = run.design
    n, psu, strata, df = design.n, design.n_psu, design.n_strata, design.df
    return (
        f"{thousands(n)} phiếu trả lời, {thousands(psu)} đơn vị chọn mẫu, "
        f"{thousands(strata)} tầng; bậc tự do {thousands(df)}",
        f"{n:,} responses, {psu:,} sampling units, {strata:,} strata; {df:,} degrees of freedom",
    )


def _error(method: Method) -> Sentence:
    vi, en = _INTERVALS[method.interval]
    return (
        f"khoảng tin cậy {percent(method.confidence, 0)} % theo thiết kế mẫu, tuyến tính hóa Taylor{vi}",
        f"{100 * method.confidence:.0f} % confidence intervals under the design, Taylor linearisation{en}",
    )


_INTERVALS: dict[Interval, Sentence] = {
    "t": ("", ""),
    "logit_floor": (
        ", trên thang logit (Wilson khi mọi câu trả lời như nhau; dưới 30 bậc tự do, sai số không nhỏ hơn sai số của mẫu "
        "ngẫu nhiên đơn giản cùng cỡ)",
        ", on the logit scale (Wilson where all answers are alike; under 30 degrees of freedom the error is not below that "
        "of a simple random sample of the same size)",
    ),
    "logit": (
        ", trên thang logit (Wilson khi mọi câu trả lời như nhau)",
        ", on the logit scale (Wilson where all answers are alike)",
    ),
}
