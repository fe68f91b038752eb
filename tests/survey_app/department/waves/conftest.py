"""Two communes whose department plans a wave."""

import datetime as dt

import pytest

from survey_app import db
from survey_app.people import accounts
from survey_app.tables import Area, AreaPopulation, PostOffice
from tests.builders.areas import unit
from tests.survey_app.department.waves.typed import plan


@pytest.fixture
def province(wave):
    """Two communes in force with their sizes, both served by one office."""
    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        first = session.query(Area).one()
        second = unit("26041", "Phường Trấn Biên")
        session.add(second)
        session.flush()
        office = session.query(PostOffice).filter_by(code="BC1").one()
        accounts.add_office(session, office.code, office.name, areas=[first, second])
        for area, adults in ((first, 50000), (second, 30000)):
            session.add(
                AreaPopulation(
                    area_id=area.id,
                    what="adults",
                    as_of=dt.date(2025, 7, 1),
                    count=adults,
                    synthetic=False,
                    source="thử",
                )
            )
        session.commit()
    factory.engine.dispose()
    return wave


@pytest.fixture
def department(browser, province):
    return browser.sign_in("so-noi-vu")


@pytest.fixture
def previewed(department):
    return plan(department)


@pytest.fixture
def drawn(previewed):
    previewed.post("/so-noi-vu/ke-hoach/1/rut")
    return previewed
