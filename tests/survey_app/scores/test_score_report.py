"""The report to sign says what the score run says."""

from decimal import Decimal

import pypdfium2
import pytest

from questionnaires.decimals import write_decimal
from survey_app.scores import scores
from survey_app.scores.score_report import report_of, write_report
from tests.survey_app.scores.test_scores import fill
from tests.survey_app.world import SURVEY


@pytest.fixture
def run(session, world):
    fill(session, world)
    return scores.score_wave(session, world.wave, SURVEY.breakdown)


def test_every_row_of_the_run_is_a_line_of_the_report(run):
    report = report_of(run, wave="Đợt thử", survey=SURVEY)

    assert [line.code for line in report.lines] == [row.code for row in run.scored]
    for line, row in zip(report.lines, run.scored, strict=True):
        assert (line.estimate, line.n, line.gap) == (row.measure.estimate, row.measure.n, row.gap)
        assert line.target == (row.target.target if row.target else None)
        assert line.verdict == (row.judgement.verdict.value if row.judgement else "")


def test_published_and_recomputed_values_stand_side_by_side(run):
    report = report_of(run, wave="Đợt thử", survey=SURVEY)

    first = next(each for each in report.recomputed if (each.code, each.year) == ("1", 2023))
    assert first.published == Decimal("80.23")
    assert write_decimal(first.recomputed) == "79,87"


def test_the_pdf_shows_the_numbers_of_the_table(run, tmp_path):
    write_report(run, tmp_path / "report.pdf", wave="Đợt thử", survey=SURVEY)

    with pypdfium2.PdfDocument((tmp_path / "report.pdf").read_bytes()) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    for row in run.table.itertuples():
        assert write_decimal(row.target_2025) in text
        assert write_decimal(row.estimate) in text
        assert row.verdict in text


def test_the_report_bears_the_name_of_the_owner(run):
    report = report_of(run, wave="Đợt thử", survey=SURVEY)

    assert (report.organisation, report.superior, report.place) == (
        "Sở Nội vụ",
        "Ủy ban nhân dân tỉnh Đồng Nai",
        "Đồng Nai",
    )
    assert report.title == "Báo cáo kết quả khảo sát\nmức độ hài lòng của người dân"
