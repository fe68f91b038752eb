"""The department's first page in a real browser."""

import datetime as dt

import pytest
from sqlalchemy import select

from survey_app import db
from survey_app.tables import Form, FormEvent, FormState
from tests.builders.pages import sign_in

pytestmark = pytest.mark.browser
COUNTS = {dt.date(2025, 11, 18): 4, dt.date(2025, 11, 19): 2, dt.date(2025, 11, 20): 1}


@pytest.fixture
def answered(wave):
    """Forms accepted on three days, twice as many on each as on the next."""
    days = [day for day, count in COUNTS.items() for _ in range(count)]
    with db.session_factory(wave.url) as sessions, sessions() as session:
        for day, form_id in zip(days, session.scalars(select(Form.id)), strict=False):
            session.add(FormEvent(form_id=form_id, to_state=FormState.ACCEPTED, day=day))
        session.commit()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_bars_of_the_days_begin_at_the_left_and_are_as_long_as_their_counts(
    answered, window, site, width
):
    page = window(viewport={"width": width, "height": 800})
    sign_in(page, site, "so-noi-vu")
    page.goto(f"{site}/so-noi-vu/")

    charts = [chart.bounding_box() for chart in page.locator("svg.daybar").all()]
    bars = [bar.bounding_box() for bar in page.locator("svg.daybar .bar").all()]

    assert [bar["x"] - chart["x"] for bar, chart in zip(bars, charts, strict=True)] == pytest.approx(
        [0, 0, 0]
    )
    assert [bar["width"] / chart["width"] for bar, chart in zip(bars, charts, strict=True)] == pytest.approx(
        [1, 0.5, 0.25]
    )
