"""What a wave says on its papers: written when it opens, changed until it closes, printed in every form and letter."""

import datetime as dt
from dataclasses import replace

import pypdfium2
import pytest
from sqlalchemy import select

from print.batch import PaperNotice
from print.errors import PaperError
from questionnaires.model import Text
from survey_app.closing import closing
from survey_app.errors import AppError
from survey_app.fieldwork import papers
from survey_app.people.stamp import Stamp
from survey_app.surveys import notice as written
from survey_app.surveys.notice import Notice
from survey_app.tables import AuditEvent
from survey_app.waves import notices
from tests.survey_app.world import NOON, QUESTIONNAIRE, SURVEY

# Papers of a wave are drawn and read here.
pytestmark = pytest.mark.slow

NOTICE = Notice(
    help_line="0000 000 000 (số mô phỏng)",
    purpose=Text("Sở hỏi để phục vụ tốt hơn.", "We ask to serve better."),
    use=Text("Chỉ công bố số liệu chung."),
    giving_back=Text("Đưa lại người phát phiếu.", "Give it to the postman."),
)
STAMP = Stamp(None, NOON)


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


@pytest.fixture
def wave(world):
    return world.wave


def spoken(path):
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def test_a_notice_is_kept_as_typed_and_read_back():
    assert written.from_typed(written.as_typed(NOTICE)) == NOTICE
    assert written.from_typed({}) == Notice()
    assert written.from_typed({"help_line": " 0000  000 ", "purpose": "A\n b"}) == Notice(
        help_line="0000 000", purpose=Text("A b")
    )


def test_a_paper_says_it_in_its_language_and_in_vietnamese_where_nothing_else_is_written():
    assert notices.on_paper(NOTICE, "en") == PaperNotice(
        help_line="0000 000 000 (số mô phỏng)",
        purpose="We ask to serve better.",
        use="Chỉ công bố số liệu chung.",
        giving_back="Give it to the postman.",
    )
    assert notices.on_paper(NOTICE).purpose == "Sở hỏi để phục vụ tốt hơn."


def test_the_last_day_is_written_as_the_language_writes_it():
    assert notices.last_day(dt.date(2025, 11, 30)) == "30/11/2025"
    assert notices.last_day(dt.date(2025, 11, 30), "en") == "2025-11-30"


def test_every_form_and_letter_of_the_wave_says_it_with_the_last_day(session, wave, tmp_path):
    notices.change(session, wave, NOTICE, stamp=STAMP)
    job = papers.PrintJob(tmp_path, "https://khaosat.example.vn", STAMP, "Sở Nội vụ")
    folder = next(papers.print_wave(session, wave.code, None, job)).folder
    last = f"đến hết ngày {wave.closes_on:%d/%m/%Y}"
    forms, letters = spoken(folder / "phieu.pdf"), spoken(folder / "thu-moi.pdf")
    first_pages = [page for page in forms if "Mã truy cập" in page]

    assert len(first_pages) == len(letters) > 1
    for page in (*first_pages, *letters):
        for said in (last, "0000 000 000", "Sở hỏi để", "Chỉ công bố số liệu", "Đưa lại người phát"):
            assert said in page


def test_a_change_is_in_the_audit_with_every_word(session, wave):
    notices.change(session, wave, NOTICE, stamp=STAMP)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "notice_changed")).one()

    assert event.subject == f"wave:{wave.code}"
    assert event.details == written.as_typed(NOTICE)


def test_a_closed_wave_keeps_its_words(session, wave):
    closing.close_wave(session, wave, stamp=STAMP, random_bytes=lambda n: bytes(n), abandon_pending=True)
    with pytest.raises(AppError, match="đã kết thúc") as told:
        notices.change(session, wave, NOTICE, stamp=STAMP)

    assert told.value.status == 410
    assert notices.of_wave(wave) != NOTICE


@pytest.mark.parametrize("sentence", ["purpose", "use", "giving_back"])
@pytest.mark.parametrize("long", [Text("Sở hỏi để phục vụ tốt hơn. " * 20), Text("Ngắn.", "We ask. " * 60)])
def test_words_that_do_not_fit_the_form_are_refused_in_either_language_and_nothing_changes(
    session, wave, sentence, long
):
    before = wave.notice
    with pytest.raises(PaperError, match=r"cần \d+ dòng, phiếu có chỗ cho"):
        notices.change(session, wave, replace(NOTICE, **{sentence: long}), stamp=STAMP)

    assert wave.notice == before


def test_what_comes_with_the_survey_fits_its_forms_and_lacks_a_help_line_alone():
    notices.check_fit(SURVEY.notice, dt.date(2026, 12, 31), QUESTIONNAIRE)
    assert all(getattr(SURVEY.notice, name).en for name in written.SENTENCES)
    assert notices.lacking(SURVEY.notice).vi.startswith("Chưa có điện thoại hỗ trợ")
    assert notices.lacking(replace(SURVEY.notice, help_line="0000 000 000")) is None
