"""A citizen of the demo answers through the public pages, and what was ticked is what is stored."""

from sqlalchemy import select

from questionnaires import answers, load
from survey_app import db
from survey_app.demo.browser import answer_on_web
from survey_app.tables import AnswerText, Response

TICKS = {
    "A1": ["2"],
    "B2": ["1", "3"],
    "D00": ["1"],
    "D25": ["2"],
    "D26": ["4"],
    "F1": ["1", "2"],
    "F2": ["Tốt & <lắm>"],
}
FORM = load.published("sipas-2025")


def test_every_tick_of_a_citizen_reaches_the_answers(app, wave):
    page = answer_on_web(app.test_client(), wave.code(1), TICKS)

    assert FORM.closing.vi in page
    with db.session_factory(wave.url) as sessions, sessions.reading() as session:
        stored = answers.Answers(session.scalars(select(Response.codes)).one(), {})
        assert session.scalars(select(AnswerText.text)).all() == TICKS["F2"]
    tokens = answers.tokens_of(FORM, stored)
    assert {item: tokens[item] for item in TICKS if item != "F2"} == {
        item: ticked for item, ticked in TICKS.items() if item != "F2"
    }
