"""The notice of a wave: what its forms and letters say, until when it can be changed, whether it fits the paper.

- ``of_wave(wave) -> Notice``; waves opened before there were notices have an empty one
- ``change(session, wave, notice, stamp=…)``: until the wave closes; what is printed already is not printed again
- ``on_paper(notice, language) -> PaperNotice``
"""

import datetime as dt
from itertools import product

from sqlalchemy.orm import Session

from print.batch import PaperNotice
from print.errors import PaperError
from print.layout.compose import compose
from print.layout.first_page.greeting import notice_ink
from questionnaires.model import Language, Questionnaire, Text
from questionnaires.text import LANGUAGES
from survey_app.errors import AppError
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.surveys.notice import SENTENCES, Notice, as_typed, from_typed
from survey_app.tables import Wave
from survey_app.waves import catalogue

SAID = {
    "purpose": Text("ai hỏi và để làm gì", "who asks and why"),
    "use": Text("câu trả lời được dùng thế nào", "what becomes of the answers"),
    "giving_back": Text("cách gửi lại phiếu", "how the form is given back"),
}


def of_wave(wave: Wave) -> Notice:
    """Return what a wave says on its papers."""
    return from_typed(wave.notice)


def on_paper(notice: Notice, language: Language = "vi") -> PaperNotice:
    """Return a notice in the language of a paper."""
    return PaperNotice(
        help_line=notice.help_line,
        purpose=notice.purpose.in_(language),
        use=notice.use.in_(language),
        giving_back=notice.giving_back.in_(language),
    )


def refuse_untranslated(notice: Notice, language: Language) -> None:
    """Refuse to print a notice in a language that some of its sentences lack.

    Raises:
        AppError: it names them.
    """
    lacking = [name for name in SENTENCES if _lacks(getattr(notice, name), language)]
    if lacking:
        raise AppError(
            f"Lời của đợt in trên phiếu chưa có bản «{language}»: {', '.join(SAID[name].vi for name in lacking)}; viết ở "
            "trang của đợt rồi in.",
            f"What the wave says on its forms has no words in “{language}”: "
            f"{', '.join(SAID[name].in_('en') for name in lacking)}; write them on the wave's page, then print.",
        )


def _lacks(text: Text, language: Language) -> bool:
    return language == "en" and bool(text.vi) and not text.en


def last_day(closes_on: dt.date, language: Language = "vi") -> str:
    """Return the last day of a wave as papers of a language write it."""
    return f"{closes_on:%d/%m/%Y}" if language == "vi" else closes_on.isoformat()


def check_fit(notice: Notice, closes_on: dt.date, questionnaire: Questionnaire) -> None:
    """Check that a notice has room on the form, in ordinary and large print and in both languages.

    Raises:
        PaperError: it has not; or the questionnaire does not fit the paper.
    """
    for large, language in product((False, True), LANGUAGES):
        try:
            measures = compose(questionnaire, large=large, language=language).measures
        except PaperError:
            # What is not printed in this size or language needs no room there; in ordinary print it must fit.
            if (large, language) == (False, "vi"):
                raise
            continue
        said = on_paper(notice, language)
        notice_ink(said, last_day(closes_on, language), questionnaire, measures, language=language)


def change(session: Session, wave: Wave, notice: Notice, *, stamp: Stamp) -> None:
    """Change what a wave says; forms printed before keep what they say.

    Raises:
        AppError: (410) the wave is closed.
        PaperError: the notice does not fit the form.
    """
    if not wave.is_open:
        raise AppError(
            f"Đợt «{wave.code}» đã kết thúc; lời in trên phiếu không sửa được nữa.",
            f"The wave '{wave.code}' is closed; what its forms say cannot be changed any more.",
            status=410,
        )
    check_fit(notice, wave.closes_on, catalogue.questionnaire(wave))
    wave.notice = as_typed(notice)
    audit.record(session, "notice_changed", f"wave:{wave.code}", stamp=stamp, details=as_typed(notice))


def lacking(notice: Notice) -> Text | None:
    """Return the warning about a wave that tells nobody whom to call; None where it does."""
    if notice.help_line:
        return None
    return Text(
        "Chưa có điện thoại hỗ trợ: phiếu và thư không nói người dân gọi ai khi cần hỏi.",
        "There is no help line: forms and letters do not say whom people may call.",
    )
