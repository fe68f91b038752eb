"""A wave in preparation as use cases: its frame of areas, its coverage, its allocation, its lock; on both databases."""

import datetime as dt
import math

import pytest
from sqlalchemy import func, select

from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.plan.plan_file import plan_from
from survey_app.areas import coverage, frame
from survey_app.closing import closing
from survey_app.errors import AppError
from survey_app.files.uploads import Sent, limited, safe_name
from survey_app.people import accounts
from survey_app.people.stamp import Stamp
from survey_app.tables import Area, AreaPopulation, Form, PlannedWave, Wave
from survey_app.waves import plan_reading, plans
from survey_app.waves.allocation import Assumed, allocate
from tests.survey_app.world import FRAME, NOON, PLAN, ROWS, TODAY, add_areas, keys_from

TYPED = {
    "code": "2026-1",
    "name": "",
    "closes_on": "2025-12-31",
    "questionnaire": "sipas-2025",
    "metric": "ty_le_hai_long",
    "targets": "plan-336",
    "source": "tep",
    "area_column": "",
    "label_columns": "village",
    "plan": "tep",
    "seed": "hạt giống",
    "double_keying": "15",
    "batch_size": "",
}
STAMP = Stamp(None, NOON)
SENT = {
    "frame": Sent("khung.csv", plan_reading.as_csv(FRAME)),
    "plan": Sent("ke-hoach.toml", PLAN.text.encode()),
}
CALM = Assumed(rho=0.0, response=1.0)


@pytest.fixture
def province(session):
    province, communes = add_areas(session)
    accounts.add_office(session, "BC1", "Bưu cục Biên Hoà", areas=[province])
    session.commit()
    return communes


def sizes(session, communes, *, synthetic=False, day=dt.date(2025, 7, 1), count=1000):
    for place, commune in enumerate(communes):
        session.add(
            AreaPopulation(
                area_id=commune.id,
                what="adults",
                as_of=day,
                count=count + place,
                synthetic=synthetic,
                source="thử",
            )
        )
    session.flush()


def prepared(session, **changes):
    plan = plans.start(session, stamp=STAMP)
    assert plans.keep(session, plan, TYPED | changes, SENT, stamp=STAMP) == []
    return plan


def test_what_was_drawn_is_what_is_locked_and_locking_twice_gives_one_wave(session, province):
    plan = prepared(session)
    sample = plans.draw_sample(plan_reading.prepare(session, plan, TODAY))
    seal = plans.note_draw(session, plan, sample, stamp=STAMP)
    wave = plans.lock(session, plan, seal, stamp=STAMP, new_key=keys_from())
    session.commit()

    assert plans.lock(session, plan, seal, stamp=STAMP, new_key=keys_from(9)) is wave
    assert wave.manifest["seal"] == seal
    assert wave.name == "2026-1"
    assert session.scalar(select(func.count()).select_from(Form)) == len(sample.rows)
    assert plan.frame is None
    assert plans.of_wave(session, wave) is plan


def test_a_locked_plan_is_not_changed_nor_discarded(session, province):
    plan = prepared(session)
    seal = plans.note_draw(
        session, plan, plans.draw_sample(plan_reading.prepare(session, plan, TODAY)), stamp=STAMP
    )
    plans.lock(session, plan, seal, stamp=STAMP, new_key=keys_from())

    with pytest.raises(AppError, match="đã khóa"):
        plans.keep(session, plan, TYPED, {}, stamp=STAMP)
    with pytest.raises(AppError, match="đã khóa"):
        plans.discard(session, plan)


def test_a_seal_nobody_was_shown_locks_nothing(session, province):
    plan = prepared(session)
    sample = plans.draw_sample(plan_reading.prepare(session, plan, TODAY))

    with pytest.raises(AppError, match="rút lại"):
        plans.lock(session, plan, str(sample.manifest["seal"]), stamp=STAMP, new_key=keys_from())
    assert session.scalar(select(func.count()).select_from(Wave)) == 0


def test_closing_erases_the_drawn_rows(session, province):
    plan = prepared(session)
    seal = plans.note_draw(
        session, plan, plans.draw_sample(plan_reading.prepare(session, plan, TODAY)), stamp=STAMP
    )
    wave = plans.lock(session, plan, seal, stamp=STAMP, new_key=keys_from())
    session.commit()
    assert plan_reading.unpacked(plan.sample).startswith(b"commune,village,adults,")
    closing.close_wave(session, wave, stamp=STAMP, random_bytes=lambda n: bytes(n - 1) + b"x")

    assert session.scalars(select(PlannedWave.sample)).one() is None


def test_no_more_plans_wait_than_anybody_can_oversee(session):
    for _ in range(plans.MOST_UNOPENED):
        plans.start(session, stamp=STAMP)

    with pytest.raises(AppError, match="đang chuẩn bị"):
        plans.start(session, stamp=STAMP)


def test_the_areas_in_force_are_a_frame_with_their_newest_sizes(session, province):
    sizes(session, province, count=500)
    sizes(session, province, day=dt.date(2025, 10, 1))
    sizes(session, province, day=dt.date(2026, 10, 1), count=7)
    found = frame.frame_in_force(session, TODAY)

    assert list(found.frame.columns) == ["commune", "name", "kind", "adults"]
    assert found.frame.numbers("adults").tolist() == [1000, 1001, 1002]
    assert not found.synthetic


def test_villages_are_the_frame_where_villages_were_loaded(session, province):
    villages = [
        Area(
            code=f"{commune.code}-01",
            name="Ấp 1",
            level="village",
            kind="ấp",
            parent=commune,
            valid_from=dt.date(2025, 7, 1),
            source="thử",
        )
        for commune in province
    ]
    session.add_all(villages)
    session.flush()
    sizes(session, villages, synthetic=True)
    found = frame.frame_in_force(session, TODAY)

    assert list(found.frame.columns) == ["commune", "village", "name", "kind", "adults"]
    assert found.synthetic


def test_areas_without_sizes_are_no_frame_and_a_missing_size_names_its_row(session, province):
    with pytest.raises(AppError, match="chưa có số người"):
        frame.frame_in_force(session, TODAY)
    sizes(session, province[:2])

    with pytest.raises(SamplingError, match="dòng 4"):
        allocate(
            frame.frame_in_force(session, TODAY).frame,
            plan_from('[[stage]]\nunit = "person"\nstrata = ["commune"]\ntake = 5\ncount = "adults"'),
            area_column="commune",
            assumed=CALM,
        )


def test_no_area_in_force_is_no_frame(session):
    with pytest.raises(AppError, match="load-areas"):
        frame.frame_in_force(session, TODAY)


def test_coverage_tells_unknown_missing_and_unserved_areas(session, province):
    found = coverage.coverage(session, ["26041", "99999"], TODAY)
    assert (found.unknown, found.unserved) == (("99999",), ())
    assert [area.code for area in found.missing] == ["26068", "26206"]

    assert not any(one.own for one in coverage.served_areas(session, TODAY, "commune"))
    office = accounts.add_office(session, "BC2", "Bưu cục Định Quán")
    coverage.assign(session, province[2:], office, stamp=STAMP)
    served = coverage.served_areas(session, TODAY, "commune")
    assert [(one.office.code, one.own) for one in served] == [("BC1", False), ("BC1", False), ("BC2", True)]


def test_the_error_of_a_stratum_and_of_the_whole_are_those_of_the_formula():
    found = allocate(FRAME, PLAN, area_column="commune", assumed=CALM)
    people_there = sum(row["adults"] for row in ROWS[:4])
    error = math.sqrt(0.8 * 0.2 / 8 * (1 - 8 / people_there))

    assert [place.forms for place in found.places] == pytest.approx([8, 8, 8])
    assert [place.error for place in found.places] == pytest.approx([error] * 3)
    assert found.error == pytest.approx(error / math.sqrt(3))
    assert found.half == pytest.approx(1.959964 * found.error)
    assert [place.half for place in found.places] == pytest.approx([1.959964 * error] * 3)
    assert (found.forms, found.reserve, found.units) == (24, 12, ("village", 12, 6))


def test_clustering_and_nonresponse_make_the_error_larger():
    found = allocate(FRAME, PLAN, area_column="commune", assumed=Assumed(rho=0.1, response=0.5))

    assert found.cluster == 2
    assert found.cluster_deff == pytest.approx(1.1)
    assert found.answers == pytest.approx(12)


def test_areas_below_a_stratum_share_its_forms_by_their_sizes():
    rows = [{"commune": f"c{n}", "village": f"v{n}", "adults": 100 * n} for n in range(1, 5)]
    plan = plan_from(
        '[[stage]]\nunit = "village"\nsize = "adults"\nmethod = "pps_systematic"\ntake = 2\n'
        '[[stage]]\nunit = "person"\ntake = 10\ncount = "adults"'
    )
    found = allocate(frame_from(rows), plan, area_column="commune", assumed=CALM)

    assert [place.take for place in found.places] == pytest.approx([0.2, 0.4, 0.6, 0.8])
    assert [place.forms for place in found.places] == pytest.approx([2, 4, 6, 8])
    assert sum(place.forms for place in found.places) == pytest.approx(found.forms)


def test_a_stratum_of_one_unit_and_units_certain_to_be_taken_are_told():
    rows = [{"commune": "c", "village": f"v{n}", "adults": 5000 if n == 1 else 100} for n in range(1, 9)]
    rows += [{"commune": "d", "village": f"w{n}", "adults": 100} for n in range(2)]
    rows += [{"commune": "e", "village": "x1", "adults": 100}]
    text = PLAN.text.replace("take = 2", 'take = { total = 5, allocation = "sqrt", minimum = 1 }')
    found = allocate(frame_from(rows), plan_from(text), area_column="commune", assumed=CALM)

    # The only village of e is certain: it has no variance that could not be estimated.
    assert found.lonely == ("d",)
    assert found.certain == ("c/v1", "e/x1")


def test_without_the_column_of_areas_the_columns_there_are_are_named():
    with pytest.raises(AppError, match="các cột hiện có: commune, village, adults"):
        allocate(FRAME, PLAN, area_column="xã", assumed=CALM)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/khung.csv", "khung.csv"),
        ("C:\\khung\\Thôn ấp.xlsx", "Thôn ấp.xlsx"),
        ("không đuôi", "khung.csv"),
        (".csv", "khung.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("x" * 300 + ".csv", "x" * 60 + ".csv"),
        ("", "khung.csv"),
    ],
)
def test_the_name_of_a_file_is_made_harmless(name, kept):
    assert safe_name(name, "khung.csv") == kept


def test_a_file_too_large_says_what_to_do():
    with pytest.raises(AppError, match="sipas open-wave"):
        limited("khung.csv", b"12345", 4)
