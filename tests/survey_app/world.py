"""A small province: three communes, two post offices, four villages, a wave of 24 forms and 8 reserves."""

import datetime as dt
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select

from questionnaires import load
from questionnaires.answers import Answers
from sampling.frame.frame import frame_from
from sampling.plan.plan_file import plan_from
from survey_app.people import accounts
from survey_app.people.stamp import Stamp
from survey_app.surveys import surveys
from survey_app.surveys.notice import Notice
from survey_app.tables import Form, Role, SampleRole, User, Wave
from survey_app.waves.opening import open_wave
from survey_app.waves.wave_spec import WaveSpec
from tests.builders.areas import unit
from tests.builders.plans import villages_then_people

NOON = dt.datetime(2025, 11, 18, 5, tzinfo=dt.UTC)
TODAY = dt.date(2025, 11, 18)
SURVEY = surveys.load()
QUESTIONNAIRE = load.published("sipas-2025")
PLAN = plan_from(villages_then_people(villages=2, people=4, reserve=2))
ROWS = [
    {"commune": commune, "village": f"Ấp {village}", "adults": 40 + 7 * village}
    for commune in ("26041", "26068", "26206")
    for village in range(1, 5)
]
FRAME = frame_from(ROWS)


@dataclass(frozen=True)
class World:
    """Everybody and everything a test of a use case needs."""

    wave: Wave
    department: User
    clerks: tuple[User, User, User]
    stranger: User

    def stamp(self, user: User | None = None, days: int = 0) -> Stamp:
        return Stamp(user or self.department, NOON + dt.timedelta(days=days))


def keys_from(start=1):
    """Return a source of distinct secret keys, the same in every run."""
    numbers = count(start)
    return lambda: next(numbers).to_bytes(32)


def answers(number=4, text=None):
    """Return valid answers that are all ``number`` where a column knows that code."""
    codes = bytes(number if number in column.codes else min(column.codes) for column in QUESTIONNAIRE.columns)
    text_items = [name for name in QUESTIONNAIRE.items if name not in {c.item for c in QUESTIONNAIRE.columns}]
    return Answers(codes, {} if text is None else {text_items[0]: text})


def opening(**changes):
    return WaveSpec(
        **{
            "code": "2025-1",
            "name": "Đợt thử",
            "questionnaire": QUESTIONNAIRE,
            "frame": FRAME,
            "plan": PLAN,
            "seed": "hạt giống",
            "closes_on": dt.date(2025, 12, 31),
            "double_keying": 0.15,
            "metric": "ty_le_hai_long",
            "targets": "plan-336",
            "label_columns": ("village",),
            "notice": Notice(help_line="0000 000 000"),
            **changes,
        }
    )


def add_areas(session):
    province = unit("75", "Đồng Nai", level="province", kind="tỉnh")
    communes = [
        unit(code, name, parent=province)
        for code, name in (("26041", "Trấn Biên"), ("26068", "Biên Hoà"), ("26206", "Định Quán"))
    ]
    session.add_all([province, *communes])
    session.flush()
    return province, communes


def add_user(session, name, role, office=None):
    user = User(
        name=name, full_name=name, role=role, office_id=office and office.id, password_hash="!", active=True
    )
    session.add(user)
    session.flush()
    return user


def make_world(session, **changes):
    province, communes = add_areas(session)
    far = accounts.add_office(session, "BC2", "Bưu cục Định Quán", areas=[communes[2]])
    near = accounts.add_office(session, "BC1", "Bưu cục Biên Hoà", areas=[province])
    department = add_user(session, "so", Role.DEPARTMENT)
    clerks = tuple(add_user(session, f"nhap{number}", Role.CLERK, near) for number in (1, 2, 3))
    stranger = add_user(session, "xa", Role.CLERK, far)
    wave = open_wave(session, opening(**changes), stamp=Stamp(department, NOON), new_key=keys_from())
    session.commit()
    return World(wave, department, clerks, stranger)


def find_world(session):
    """Return the world that ``make_world`` made in this database."""
    users = {user.name: user for user in session.scalars(select(User))}
    wave = session.scalars(select(Wave)).one()
    session.commit()
    return World(wave, users["so"], tuple(users[f"nhap{number}"] for number in (1, 2, 3)), users["xa"])


def near_forms(session, world):
    query = (
        select(Form).where(Form.wave_id == world.wave.id, Form.role == SampleRole.MAIN).order_by(Form.serial)
    )
    return [form for form in session.scalars(query) if form.batch.office_id == world.clerks[0].office_id]
