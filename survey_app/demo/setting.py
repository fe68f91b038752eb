"""The setting of the demo: real areas, invented post offices, accounts and villages, and an open wave."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from sampling.frame.frame import frame_from
from sampling.plan.plan import Plan
from survey_app.areas import areas
from survey_app.demo.population import synthetic_villages
from survey_app.people import accounts
from survey_app.people.accounts import NewUser
from survey_app.people.stamp import VIET_NAM, Stamp
from survey_app.surveys.survey import Survey
from survey_app.tables import Area, PostOffice, Role, User, Wave
from survey_app.waves import wave_files
from survey_app.waves.opening import open_wave
from survey_app.waves.wave_spec import WaveSpec

CODE = "mo-phong-2025"
NAME = "Đợt khảo sát mô phỏng 2025"
OPENED = dt.datetime(2025, 11, 3, 8, tzinfo=VIET_NAM)
CLOSES = dt.date(2025, 11, 30)
OFFICES = 8
# No number of Viet Nam begins with two zeros: they open a call abroad.
HELP_LINE = "0000 000 000 (số mô phỏng)"
PASSWORD = "phieu-mo-phong"  # noqa: S105 - in the accounts file that `make serve` prints; opens synthetic data only
CLERK = "nhap-lieu"
STAFF = (
    ("so-noi-vu", "Sở Nội vụ (tài khoản mô phỏng)", Role.DEPARTMENT),
    ("buu-dien-tinh", "Điều phối Bưu điện (tài khoản mô phỏng)", Role.COORDINATOR),
    ("giam-sat", "Giám sát (tài khoản mô phỏng)", Role.SUPERVISOR),
)


def set_up(session: Session, survey: Survey, plan: Plan, *, rng: np.random.Generator) -> Wave:
    """Load areas, invent offices, accounts and villages, and open the wave; the caller commits."""
    stamp = Stamp(None, OPENED)
    areas.load_list(session, survey.areas)
    units = areas.in_force(session, OPENED.date(), level="commune")
    offices = _offices(session, units)
    department = _accounts(session, offices, stamp)
    communes = pd.DataFrame({"code": [unit.code for unit in units], "kind": [unit.kind for unit in units]})
    villages = synthetic_villages(communes, rng=rng)
    targets, targets_text = wave_files.targets(survey.targets.given)
    return open_wave(
        session,
        WaveSpec(
            code=CODE,
            name=NAME,
            questionnaire=wave_files.questionnaire(survey.questionnaire.given),
            frame=frame_from(villages, name="thon-mo-phong.csv"),
            plan=plan,
            seed=f"{survey.owner.place}, dữ liệu mô phỏng",
            closes_on=CLOSES,
            metric=survey.new_wave.metric,
            double_keying=survey.new_wave.double_keying,
            targets=targets,
            targets_text=targets_text,
            synthetic=True,
            label_columns=("name",),
            notice=replace(survey.notice, help_line=HELP_LINE),
        ),
        stamp=Stamp(department, OPENED),
        # A key that can be repeated, so that the demo gives the same numbers everywhere; it guards invented people.
        new_key=lambda: rng.bytes(32),
    )


def accounts_text() -> str:
    """Return the lines of the accounts file: the password and three names to sign in with."""
    names = [(name, full_name) for name, full_name, role in STAFF if role is not Role.SUPERVISOR]
    names.append((f"{CLERK}-1", "Nhập liệu 1 (tài khoản mô phỏng)"))
    lines = [f"  {name:<14} {full_name}" for name, full_name in names]
    return "\n".join([f"Tài khoản mô phỏng (mật khẩu {PASSWORD}):", *lines, ""])


def _offices(session: Session, units: list[Area]) -> list[PostOffice]:
    """Create the invented offices, each serving areas of neighbouring codes."""
    shares = np.array_split(np.array(sorted(units, key=lambda unit: unit.code), dtype=object), OFFICES)
    return [
        accounts.add_office(session, f"BC{n:02d}", f"Bưu cục mô phỏng {n:02d}", areas=list(share))
        for n, share in enumerate(shares, start=1)
    ]


def _accounts(session: Session, offices: list[PostOffice], stamp: Stamp) -> User:
    """Create the staff and two clerks an office; return the department's account."""
    new = [NewUser(name, full_name, role) for name, full_name, role in STAFF]
    for n in range(2 * OFFICES):
        clerk = f"Nhập liệu {n + 1} (tài khoản mô phỏng)"
        new.append(NewUser(f"{CLERK}-{n + 1}", clerk, Role.CLERK, offices[n // 2]))
    department, *_ = [accounts.add_user(session, each, PASSWORD, stamp=stamp) for each in new]
    return department
