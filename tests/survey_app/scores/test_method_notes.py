"""Page, workbook, report and terminal say the same sentences about how the numbers were made."""

import re
import unicodedata
from dataclasses import replace

import pypdfium2
import pytest

from survey_app.scores import score_files, score_report, score_terminal, scores
from survey_app.scores.method_notes import facts_of, notes_of
from tests.survey_app.scores.test_scores import fill
from tests.survey_app.world import SURVEY

# Waves are scored and their reports drawn here.
pytestmark = pytest.mark.slow


@pytest.fixture
def run(session, world):
    """A score run of which one row has no number."""
    fill(session, world)
    run = scores.score_wave(session, world.wave, SURVEY.breakdown)
    first, *others = run.rows
    why = ("chưa đủ câu hỏi", "too few items")
    return replace(run, rows=(replace(first, measure=replace(first.measure, why=why)), *others))


def squeezed(text):
    return "".join(unicodedata.normalize("NFC", text).split())


def test_the_facts_name_sample_metric_error_questionnaire_and_data_in_both_languages(run):
    facts = {fact.name[1]: fact.value for fact in facts_of(run)}
    design = run.design

    assert list(facts) == [
        "Sample",
        "AAPOR response rates",
        "Weights",
        "Metric",
        "Error",
        "Questionnaire",
        "Data",
    ]
    assert facts["Sample"] == (
        f"{design.n} phiếu trả lời, {design.n_psu} đơn vị chọn mẫu, {design.n_strata} tầng; bậc tự do {design.df}",
        f"{design.n} responses, {design.n_psu} sampling units, {design.n_strata} strata; "
        f"{design.df} degrees of freedom",
    )
    assert facts["Metric"][0] == "Tỷ lệ hài lòng (mức 4–5); chỉ tiêu theo Kế hoạch 336/KH-UBND"
    assert facts["Error"][1] == (
        "95 % confidence intervals under the design, Taylor linearisation, on the logit scale (Wilson where all answers are "
        "alike; under 30 degrees of freedom the error is not below that of a simple random sample of the same size)"
    )
    assert facts["Questionnaire"][1] == f"sipas-2025, version {run.hashes.questionnaire[:12]}"
    assert facts["Data"] == (f"mã băm SHA-256 {run.hashes.data[:16]}", f"SHA-256 {run.hashes.data[:16]}")


def test_the_facts_say_what_was_declared_and_counted_whatever_it_is(run):
    other = replace(
        run,
        method=replace(
            run.method, weights="nonresponse", metric="diem_quy_doi", confidence=0.9, interval="t"
        ),
        design=replace(run.design, n=12345, n_psu=1678, n_strata=39, df=1639),
        targets=replace(run.targets, id="ma-so", title="Tên bộ chỉ tiêu"),
    )
    facts = {fact.name[1]: fact.value for fact in facts_of(other)}

    assert facts["Sample"] == (
        "12.345 phiếu trả lời, 1.678 đơn vị chọn mẫu, 39 tầng; bậc tự do 1.639",
        "12,345 responses, 1,678 sampling units, 39 strata; 1,639 degrees of freedom",
    )
    assert facts["Weights"] == ("hiệu chỉnh không trả lời", "adjusted for nonresponse")
    assert facts["Metric"] == (
        "Điểm quy đổi (điểm trung bình/5); chỉ tiêu theo Tên bộ chỉ tiêu",
        "Converted score (mean/5); targets of Tên bộ chỉ tiêu",
    )
    assert facts["Error"] == (
        "khoảng tin cậy 90 % theo thiết kế mẫu, tuyến tính hóa Taylor",
        "90 % confidence intervals under the design, Taylor linearisation",
    )
    logit = replace(other, method=replace(other.method, interval="logit"))
    assert [fact.value[1] for fact in facts_of(logit) if fact.name[1] == "Error"] == [
        f"{facts['Error'][1]}, on the logit scale (Wilson where all answers are alike)"
    ]


def test_rows_of_one_reason_share_a_sentence_and_another_reason_has_its_own(run):
    few, none = ("chưa đủ câu hỏi", "too few items"), ("không ai trả lời", "nobody answered")
    whys = dict(zip([row.code for row in run.scored[:4]], (few, none, few, None), strict=True))
    rows = tuple(
        replace(row, measure=replace(row.measure, why=whys[row.code]), judgement=None)
        if row.code in whys
        else row
        for row in run.rows
    )
    a, b, c, _ = whys

    first, second, *_ = notes_of(replace(run, rows=rows))
    assert first == (f"{a}, {c}: chưa đủ câu hỏi", f"{a}, {c}: too few items")
    assert second == (f"{b}: không ai trả lời", f"{b}: nobody answered")


def test_no_fact_says_its_name_twice(run):
    said = [
        (name, value) for fact in facts_of(run) for name, value in zip(fact.name, fact.value, strict=True)
    ]

    assert len(said) == 14
    # The report writes «name: value»; a word such as «sample» may come again further on.
    assert [name for name, value in said if name.lower() in re.split("[,:;]", value.lower())[0]] == []


def test_the_terminal_says_the_name_of_the_response_rates_once(run):
    (line,) = [line for line in score_terminal.render(run, width=1000).splitlines() if "RR1" in line]

    assert line.startswith("Tỷ lệ trả lời theo AAPOR trên mẫu chính (không tính phiếu thay thế): RR1 ")
    assert line.endswith(").")


def test_a_row_without_a_number_says_why_before_the_notes_of_the_run(run):
    code = run.scored[0].code

    assert notes_of(run)[0] == (f"{code}: chưa đủ câu hỏi", f"{code}: too few items")
    assert notes_of(run)[-len(run.notes) :] == run.notes


def test_the_workbook_says_them(run):
    *_, sheet = score_files.sheets(run, {}, None)
    told = [tuple(row) for row in sheet.rows]

    assert sheet.name == "Ghi chú"
    assert {(fact.name[0], fact.value[0]) for fact in facts_of(run)} <= set(told)
    assert [text for name, text in told if name == "Ghi chú"] == [vi for vi, _ in notes_of(run)]


def test_the_report_says_them(run, tmp_path):
    score_report.write_report(run, tmp_path / "report.pdf", wave="Đợt thử", survey=SURVEY)
    with pypdfium2.PdfDocument((tmp_path / "report.pdf").read_bytes()) as pdf:
        text = squeezed(" ".join(page.get_textpage().get_text_range() for page in pdf))

    for sentence in (*(fact.value[0] for fact in facts_of(run)), *(vi for vi, _ in notes_of(run))):
        assert squeezed(sentence) in text


def test_the_terminal_says_the_notes(run):
    text = squeezed(score_terminal.render(run, width=400))

    for vi, _ in notes_of(run):
        assert squeezed(vi) in text
