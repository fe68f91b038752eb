"""A small wave with one post office and four accounts, written straight into the tables."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher

from print import number
from questionnaires import load
from questionnaires.authoring import canonical
from scoring.method.method import Method
from survey_app import db
from survey_app.tables import (
    Batch,
    DesignCell,
    Form,
    FormEvent,
    FormState,
    PostOffice,
    PublishedQuestionnaire,
    Role,
    SampleRole,
    User,
    Wave,
)
from survey_app.waves import keys
from tests.builders.areas import unit
from tests.builders.pages import PASSWORD

TODAY = dt.date(2025, 9, 15)
NOON = dt.datetime(2025, 9, 15, 5, 0, tzinfo=dt.UTC)
KEY = bytes(range(32))
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PEOPLE = {
    "lan": Role.CLERK,
    "hoa": Role.CLERK,
    "cuc": Role.CLERK,
    "dieu-phoi": Role.COORDINATOR,
    "giam-sat": Role.SUPERVISOR,
    "so-noi-vu": Role.DEPARTMENT,
}


@dataclass(frozen=True)
class SmallWave:
    """Where the wave is kept, and how to get at its forms."""

    url: str
    forms: int

    def code(self, serial: int) -> str:
        """Return the access code printed on a form."""
        return keys.access_code(KEY, serial)

    def number(self, serial: int) -> str:
        """Return the number printed on a form."""
        return number.write(serial)


@cache
def hashed(password: str) -> str:
    return QUICK.hash(password)


def make(
    url: str, *, forms: int = 12, state: FormState = FormState.HANDED_OUT, double_keying: float = 0.0
) -> SmallWave:
    """Fill the database at ``url`` with one open wave."""
    db.migrate(url)
    factory = db.session_factory(url, durable=False)
    instrument = load.published("sipas-2025")
    with factory() as session:
        area = unit("26068", "Phường Biên Hòa")
        offices = [
            PostOffice(code="BC1", name="Bưu cục Biên Hòa"),
            PostOffice(code="BC2", name="Bưu cục Long Thành"),
        ]
        published = PublishedQuestionnaire(
            version=instrument.version,
            name=instrument.id,
            width=len(instrument.columns),
            source=canonical.write(instrument),
        )
        wave = Wave(
            code="thu",
            name="Đợt thử",
            questionnaire=published,
            opened_on=TODAY,
            closes_on=dt.date(2025, 12, 31),
            double_keying=double_keying,
            synthetic=True,
            method=Method().rules(),
            targets="plan-336",
            seed="x",
            manifest={},
            key=KEY,
        )
        session.add_all([area, *offices, wave])
        session.flush()
        batches = [
            Batch(wave_id=wave.id, number=n + 1, office_id=office.id) for n, office in enumerate(offices)
        ]
        cells = [
            DesignCell(
                wave_id=wave.id,
                area_id=area.id,
                stratum="s",
                clusters=[f"psu{i}"],
                fpc=[100.0],
                pi=[0.1],
                weight=10.0,
            )
            for i in range(2)
        ]
        session.add_all([*batches, *cells])
        session.flush()
        made = [
            Form(
                serial=serial,
                wave_id=wave.id,
                batch_id=batches[serial > forms // 2].id,
                cell_id=cells[serial % 2].id,
                role=SampleRole.MAIN,
                place=serial,
                state=state,
                code_hash=keys.code_hash(keys.access_code(KEY, serial)),
                label=f"Hộ số {serial}",
            )
            for serial in range(1, forms + 1)
        ]
        session.add_all(made)
        session.flush()
        steps = [FormState.PRINTED, FormState.ISSUED, FormState.HANDED_OUT, FormState.RETURNED]
        path = steps[: steps.index(state) + 1]
        session.add_all(
            FormEvent(form_id=form.id, from_state=before, to_state=after, day=TODAY)
            for form in made
            for before, after in zip([None, *path], path, strict=False)
        )
        session.add_all(
            User(
                name=name,
                full_name=f"Tài khoản {name}",
                role=role,
                office_id=offices[0].id if role is Role.CLERK else None,
                password_hash=hashed(PASSWORD),
                active=True,
            )
            for name, role in PEOPLE.items()
        )
        session.commit()
    factory.engine.dispose()
    return SmallWave(url, forms)
