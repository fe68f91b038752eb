"""A plan that waits: what is kept of it, what is read from it, and the trace its draws leave."""

import datetime as dt
import math
import zlib

import pytest
from sqlalchemy import select

from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.plan.plan_file import load_plan, plan_from
from survey_app.errors import AppError
from survey_app.files.uploads import Sent
from survey_app.people.stamp import Stamp
from survey_app.tables import AuditEvent, PlannedWave
from survey_app.waves import plan_reading, plans
from survey_app.waves.allocation import Assumed, allocate
from tests.survey_app.waves.test_plans import CALM, STAMP, TYPED, prepared, province, sizes
from tests.survey_app.waves.test_target_sets import OWN
from tests.survey_app.world import FRAME, NOON, PLAN, SURVEY, TODAY, keys_from

# A wave is planned here.
pytestmark = pytest.mark.slow

__all__ = ["province"]


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


def opening(session, plan):
    return plan_reading.prepare(session, plan, TODAY, SURVEY).spec


def test_plans_wait_with_the_newest_first_until_they_are_opened_or_discarded(session, province):
    first, second, third = (prepared(session) for _ in range(3))
    assert plans.unopened(session) == [third, second, first]
    assert (first.changed_on, first.by_id, first.draws, first.wave) == (TODAY, None, 0, None)

    plans.discard(session, second)
    sample = plans.draw_sample(plan_reading.prepare(session, third, TODAY, SURVEY))
    wave = plans.lock(
        session,
        third,
        plans.note_draw(session, third, sample, stamp=STAMP),
        SURVEY,
        stamp=STAMP,
        new_key=keys_from(),
    )

    assert plans.unopened(session) == [first]
    assert plans.find(session, first.id) is first
    assert plans.of_wave(session, wave) is third
    with pytest.raises(AppError) as gone:
        plans.find(session, second.id)
    assert (gone.value.status, gone.value.vi[:29]) == (404, "Không còn bản chuẩn bị này; c")
    for act in (lambda: plans.keep(session, third, {}, {}, stamp=STAMP), lambda: plans.discard(session, third),
                lambda: plans.note_draw(session, third, sample, stamp=STAMP)):  # fmt: skip
        with pytest.raises(AppError, match="đã khóa và mở") as locked:
            act()
        assert locked.value.status == 409


def test_twenty_plans_may_wait_and_not_one_more(session):
    for _ in range(20):
        plans.start(session, stamp=STAMP)
    with pytest.raises(AppError, match="Đã có 20 đợt đang chuẩn bị") as told:
        plans.start(session, stamp=STAMP)

    assert told.value.status == 409
    assert told.value.en.startswith("20 waves are in preparation already.")


def test_what_was_sent_is_kept_under_harmless_names_and_stays_until_something_else_comes(session):
    plan = plans.start(session, stamp=STAMP)
    later = Stamp(None, NOON + dt.timedelta(days=2))
    sent = {
        "frame": Sent("C:\\x\\khung.xlsx", b"abc"),
        "plan": Sent("../kế hoạch.v2.toml", b"\xef\xbb\xbfa\r\nb"),
        "targets": Sent("noi-bo.toml", OWN.encode()),
    }
    assert plans.keep(session, plan, {"code": "x"}, sent, stamp=later) == []
    assert plans.keep(session, plan, {"code": "y"}, {}, stamp=later) == []

    assert (plan.typed, plan.changed_on) == ({"code": "y"}, later.day)
    assert (plan.frame_name, plan_reading.unpacked(plan.frame)) == ("khung.xlsx", b"abc")
    assert (plan.plan_name, plan.plan_text) == ("kế hoạch.v2", "a\nb")
    assert (plan.targets_name, plan.targets_text) == ("noi-bo.toml", OWN)
    bad = {"plan": Sent("", b"\xff"), "targets": Sent("", b"t"), "frame": Sent("", b"f")}
    (problem,) = plans.keep(session, plan, {}, bad, stamp=later)
    assert "không phải UTF-8" in problem.vi
    assert (plan.plan_text, plan.targets_name, plan.frame_name) == ("a\nb", "chi-tieu.toml", "khung.csv")
    assert plans.keep(session, plan, {}, {"plan": Sent("", b"p")}, stamp=later) == []
    assert plan.plan_name == "ke-hoach"


def test_each_different_draw_is_counted_and_sealed_into_the_log_and_the_same_one_is_not(session, province):
    plan = prepared(session)
    sample = plans.draw_sample(plan_reading.prepare(session, plan, TODAY, SURVEY))
    for _ in range(2):
        assert plans.note_draw(session, plan, sample, stamp=STAMP) == sample.manifest["seal"] == plan.seal
    plans.keep(session, plan, TYPED | {"seed": "khác"}, {}, stamp=STAMP)
    other = plans.draw_sample(plan_reading.prepare(session, plan, TODAY, SURVEY))
    plans.note_draw(session, plan, other, stamp=STAMP)

    acts = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(act.action, act.subject) for act in acts] == [("sample_drawn", "planned:2026-1")] * 2
    assert [act.details for act in acts] == [
        {"seal": one.manifest["seal"], "seed": seed, "frame": one.frame_sha256, "draw": draw}
        for one, seed, draw in ((sample, "hạt giống", 1), (other, "khác", 2))
    ]
    assert plan.draws == 2
    with pytest.raises(AppError, match="Kế hoạch đã đổi sau khi rút mẫu này") as told:
        plans.lock(session, plan, sample.manifest["seal"], SURVEY, stamp=STAMP, new_key=keys_from())
    assert told.value.status == 409


def test_a_locked_plan_of_areas_keeps_its_list_and_one_that_was_sent_does_not(session, province):
    sizes(session, province)
    plan = prepared(session, source="dia-ban", plan="dong-nai-2025", label_columns="")
    made = plan_reading.prepare(session, plan, TODAY, SURVEY)
    sample = plans.draw_sample(made)
    plans.lock(
        session,
        plan,
        plans.note_draw(session, plan, sample, stamp=STAMP),
        SURVEY,
        stamp=STAMP,
        new_key=keys_from(),
    )

    assert plan.frame_name == made.frame.name == "don-vi-hanh-chinh.csv"
    assert plan_reading.unpacked(plan.frame).startswith(b"commune,name,kind,adults\n26041,")
    assert plan_reading.unpacked(plan.sample).count(b"\n") == len(sample.rows) + 1


READ = {
    "name": ({"name": "Đợt một"}, "name", "Đợt một"),
    "no name": ({"name": ""}, "name", "2026-1"),
    "closes": ({"closes_on": "2025-12-30"}, "closes_on", dt.date(2025, 12, 30)),
    "share": ({"double_keying": "12,5"}, "double_keying", 0.125),
    "share with its sign": ({"double_keying": " 8% "}, "double_keying", 0.08),
    "batch": ({"batch_size": "25"}, "batch_size", 25),
    "no batch": ({"batch_size": ""}, "batch_size", None),
    "area column": ({"area_column": ""}, "area_column", "commune"),
    "labels": ({"label_columns": " village, commune ,,"}, "label_columns", ("village", "commune")),
    "no labels": ({"label_columns": ""}, "label_columns", ()),
    "synthetic": ({"synthetic": "1"}, "synthetic", True),
    "not synthetic": ({"synthetic": ""}, "synthetic", False),
    "metric": ({"metric": "diem_quy_doi"}, "metric", "diem_quy_doi"),
    "seed": ({"seed": "xổ số"}, "seed", "xổ số"),
    "made": ({"frame_made_on": "2025-11-01"}, "frame_made_on", dt.date(2025, 11, 1)),
    "made on no day": ({"frame_made_on": ""}, "frame_made_on", None),
    "targets": ({}, "targets_text", None),
    "plan": ({}, "plan", plan_from(PLAN.text, name="ke-hoach")),
    "plan of the library": ({"plan": "dong-nai-recommended"}, "plan", load_plan("dong-nai-recommended")),
}


@pytest.mark.parametrize(("typed", "field", "meant"), READ.values(), ids=READ)
def test_what_was_typed_means(session, province, typed, field, meant):
    assert getattr(opening(session, prepared(session, **typed)), field) == meant


def test_a_plan_that_was_sent_is_known_by_the_name_of_its_file(session, province):
    plan = prepared(session)
    assert opening(session, plan).plan.name == "ke-hoach"
    plan.plan_name = None
    assert opening(session, plan).plan.name == "plan"


def test_a_list_of_areas_is_of_today_whatever_day_was_typed(session, province):
    sizes(session, province, synthetic=True)
    plan = prepared(
        session, source="dia-ban", frame_made_on="2025-01-01", plan="dong-nai-2025", label_columns=""
    )

    found = opening(session, plan)
    assert (found.frame_made_on, found.synthetic) == (None, True)
    assert found.frame.name == "don-vi-hanh-chinh.csv"


def test_targets_that_were_sent_go_with_their_name(session, province):
    plan = prepared(session, targets="tep")
    plans.keep(session, plan, plan.typed, {"targets": Sent("noi-bo.toml", OWN.encode())}, stamp=STAMP)

    found = opening(session, plan)
    assert (found.targets, found.targets_text) == ("noi-bo.toml", OWN)
    plan.targets_name = None
    assert opening(session, plan).targets == "chi-tieu.toml"


@pytest.mark.parametrize(
    ("gone", "typed", "said"),
    [
        ("plan_text", {}, "Chưa gửi tệp kế hoạch TOML."),
        ("frame", {}, "Chưa gửi tệp khung mẫu. Hãy chọn tệp CSV hoặc XLSX, hoặc dùng đơn vị hành chính đang có hiệu lực."),
        ("frame_name", {}, "Chưa gửi tệp khung mẫu. Hãy chọn tệp CSV hoặc XLSX, hoặc dùng đơn vị hành chính đang có hiệu lực."),
        ("targets_text", {"targets": "tep"}, "Chưa gửi tệp chỉ tiêu TOML."),
    ],
)  # fmt: skip
def test_a_file_that_was_not_sent_is_asked_for(session, province, gone, typed, said):
    plan = prepared(session, **typed)
    setattr(plan, gone, None)

    with pytest.raises(AppError) as told:
        opening(session, plan)
    assert told.value.vi == said


def test_a_frame_that_was_sent_is_named_as_it_was_sent(session, province):
    assert opening(session, prepared(session)).frame.name == "khung.csv"
    bad = PlannedWave(typed=TYPED, frame_name="mẫu.csv", frame=zlib.compress(b""), plan_text="", plan_name="")
    with pytest.raises(SamplingError, match=r"mẫu\.csv"):
        plan_reading.prepare(session, bad, TODAY, SURVEY)


@pytest.mark.parametrize(("typed", "number"), [("12,5", 12.5), (" 8 % ", 8.0), ("0.25", 0.25), ("-1", -1.0)])
def test_numbers_are_read_with_a_comma_or_a_point(typed, number):
    assert plan_reading.percent(typed) == number


def test_what_is_no_number_is_none():
    assert [math.isnan(plan_reading.percent(typed)) for typed in ("hai", "")] == [True, True]


def shown(plan, rows=None, **assumed):
    frame = FRAME if rows is None else frame_from(rows)
    return allocate(frame, plan_from(plan) if isinstance(plan, str) else plan, area_column="commune", assumed=Assumed(**assumed) if assumed else CALM)  # fmt: skip


PEOPLE = [
    {"commune": f"c{1 + n % 2}", "group": "a" if n < 3 else "b", "place": n, "adults": 100 * (n + 1)}
    for n in range(4)
]
ONE_STAGE = '[[stage]]\nunit = "person"\nid = ["place"]\nstrata = ["group", "commune"]\ntake = 10\nreserve = 3\ncount = "adults"'


def test_a_plan_of_one_stage_has_no_clusters_and_its_strata_are_named_together():
    found = shown(ONE_STAGE, PEOPLE, rho=0.5, response=0.5)

    assert (found.cluster, found.cluster_deff, found.units) == (1, 1, ("person", 1000, 30))
    assert [(one.area, one.stratum, one.population, one.take, one.forms, one.answers) for one in found.places] == [
        ("c1", "a|c1", 400, 10, 10, 5), ("c2", "a|c2", 200, 10, 10, 5), ("c2", "b|c2", 400, 10, 10, 5)
    ]  # fmt: skip
    assert (found.population, found.forms, found.reserve, found.answers) == (1000, 30, 9, 15)
    errors = [math.sqrt(0.16 / 5 * (1 - 5 / size)) for size in (400, 200, 400)]
    assert [one.error for one in found.places] == pytest.approx(errors)
    whole = math.sqrt(sum((w * e) ** 2 for w, e in zip((0.4, 0.2, 0.4), errors, strict=True)))
    assert found.error == pytest.approx(whole)
    assert found.deff == pytest.approx(whole**2 / (0.16 / 15))


def test_a_plan_without_strata_is_one_stratum_called_all():
    found = shown('[[stage]]\nunit = "person"\nid = ["place"]\ntake = 10\ncount = "adults"', PEOPLE)

    assert {one.stratum for one in found.places} == {"toàn bộ"}
    assert [one.take for one in found.places] == pytest.approx([4, 6])


def test_where_too_few_answers_come_no_error_is_shown():
    found = shown(ONE_STAGE.replace("take = 10", "take = 1"), PEOPLE, rho=0.0, response=0.4)

    assert [(one.answers, one.error, one.half) for one in found.places] == [(0.4, None, None)] * 3
    assert (found.error, found.half, found.deff) == (None, None, None)
    assert found.answers == pytest.approx(1.2)


def test_half_an_answer_or_more_is_one():
    found = shown(ONE_STAGE.replace("take = 10", "take = 1"), PEOPLE, rho=0.0, response=0.6)
    assert [one.error for one in found.places] == pytest.approx(
        [math.sqrt(0.16 * (1 - 1 / n)) for n in (400, 200, 400)]
    )


def test_villages_of_equal_chance_share_the_forms_of_their_stratum_equally():
    found = shown(
        PLAN.text.replace('size = "adults"\n', "").replace("pps_systematic", "srs"), rho=0.05, response=0.8
    )

    assert [one.take for one in found.places] == pytest.approx([2, 2, 2])
    assert found.cluster == pytest.approx(3.2)
    assert found.cluster_deff == pytest.approx(1 + 2.2 * 0.05)
    assert found.certain == ()
    assert found.lonely == ()
