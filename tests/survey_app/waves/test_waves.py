"""A wave opens with everything the estimate will need, and nothing that names a person."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from print.errors import PaperError
from questionnaires.model import Text
from sampling.drawing.draw import draw
from sampling.errors import SamplingError
from sampling.fieldwork.dispositions import Disposition
from sampling.frame.frame import frame_from
from sampling.plan.plan_file import plan_from
from scoring.errors import ScoringError
from survey_app.collection import collect, duplicates, results
from survey_app.errors import AppError
from survey_app.fieldwork import form_dispositions, ledger, movements, substitutions
from survey_app.people import audit
from survey_app.scores import scores
from survey_app.tables import (
    DesignCell,
    Form,
    FormState,
    Mode,
    Response,
    Role,
    SampleRole,
    Wave,
)
from survey_app.waves import catalogue, keys
from survey_app.waves.opening import open_wave
from tests.survey_app.world import (
    FRAME,
    NOON,
    PLAN,
    QUESTIONNAIRE,
    ROWS,
    TODAY,
    add_user,
    answers,
    keys_from,
    make_world,
    near_forms,
    opening,
)


def test_every_sampled_person_has_a_numbered_form_in_the_batch_of_the_office(session, world):
    sample = draw(FRAME, PLAN, seed="hạt giống").rows
    forms = session.scalars(select(Form).order_by(Form.serial)).all()

    assert [form.serial for form in forms] == list(range(1, len(sample) + 1))
    assert sum(form.role is SampleRole.RESERVE for form in forms) == (sample["role"] == "reserve").sum()
    assert {form.state for form in forms} == {FormState.PRINTED}
    assert {form.batch.office.code for form in forms if form.cell.area.code == "26206"} == {"BC2"}
    assert {form.batch.office.code for form in forms if form.cell.area.code != "26206"} == {"BC1"}


def test_the_design_columns_are_those_of_the_sample(session, world):
    sample = draw(FRAME, PLAN, seed="hạt giống").rows

    drawn = sorted(zip(sample["commune"], sample["stratum"], sample["psu"], sample["weight"], strict=True))
    kept = sorted(
        (form.cell.area.code, form.cell.stratum, form.cell.clusters[0], form.cell.weight)
        for form in session.scalars(select(Form))
    )
    assert kept == drawn


def test_a_form_knows_the_stratum_of_the_last_stage_where_it_has_strata(session, world):
    people = [
        {
            "commune": row["commune"],
            "village": f"{row['commune']} {row['village']}",
            "sex": sex,
            "person": str(n),
        }
        for row in ROWS
        for sex in ("nam", "nữ")
        for n in range(6)
    ]
    plan = plan_from("""
[[stage]]
unit = "village"
strata = ["commune"]
take = 2
[[stage]]
unit = "person"
id = ["sex", "person"]
strata = ["sex"]
take = 2
reserve = 1
""")
    changed = {"code": "2025-2", "frame": frame_from(people), "plan": plan}
    wave = open_wave(session, opening(**changed), stamp=world.stamp(), new_key=keys_from(7))

    forms = session.execute(
        select(Form.last_stratum, func.count()).where(Form.wave_id == wave.id).group_by("last_stratum")
    )
    assert dict(forms.all()) == {"nam": 18, "nữ": 18}
    assert set(session.scalars(select(Form.last_stratum).where(Form.wave_id == world.wave.id))) == {None}


def test_a_cell_holds_no_household_where_one_of_its_adults_is_asked(session, world):
    households = [
        {
            "commune": row["commune"],
            "village": f"{row['commune']} {row['village']}",
            "house": str(n),
            "adults": 2,
        }
        for row in ROWS
        for n in range(12)
    ]
    plan = plan_from("""
[[stage]]
unit = "village"
strata = ["commune"]
take = 2
[[stage]]
unit = "house"
take = 3
reserve = 1
within = "kish"
adults = "adults"
""")
    changed = {"code": "2025-2", "frame": frame_from(households), "plan": plan}
    wave = open_wave(session, opening(**changed), stamp=world.stamp(), new_key=keys_from(7))

    cells = session.scalars(select(DesignCell).where(DesignCell.wave_id == wave.id)).all()
    forms = session.scalars(select(Form).where(Form.wave_id == wave.id)).all()
    assert {len(cell.clusters) for cell in cells} == {1}
    assert {(cell.fpc[1], cell.pi[2]) for cell in cells} == {(12, 0.5)}
    assert {len(cell.fpc) for cell in cells} == {2}
    assert len(forms) == 4 * len(cells)


@pytest.mark.parametrize(
    "damage", [lambda source: source[:-1], lambda source: source.replace("Ông/Bà", "Anh/Chị")]
)
def test_a_kept_questionnaire_that_was_changed_is_refused_whatever_it_says(world, damage, monkeypatch):
    monkeypatch.setattr(catalogue, "_RESTORED", {})
    world.wave.questionnaire.source = damage(world.wave.questionnaire.source)

    with pytest.raises(AppError, match="không còn đúng phiên bản") as refusal:
        catalogue.questionnaire(world.wave)

    assert refusal.value.status == 500


def test_a_cell_holds_no_person(session, world):
    cells = session.scalars(select(DesignCell)).all()

    assert {len(cell.clusters) for cell in cells} == {1}
    assert {len(cell.fpc) for cell in cells} == {2}
    assert all(session.scalar(select(func.count()).where(Form.cell_id == cell.id)) == 6 for cell in cells)


def test_no_two_forms_of_any_wave_have_one_code(session, world):
    other = open_wave(session, opening(code="2025-2"), stamp=world.stamp(), new_key=keys_from(start=1))

    hashes = session.scalars(select(Form.code_hash)).all()
    assert len(set(hashes)) == len(hashes)
    assert session.scalar(select(func.min(Form.serial)).where(Form.wave_id == other.id)) == 37


def test_equal_codes_make_the_wave_take_another_key(session, world, monkeypatch):
    first = (100).to_bytes(32)
    real = keys.access_code
    monkeypatch.setattr(
        keys, "access_code", lambda key, serial: "BBB-BBB-BBB" if key == first else real(key, serial)
    )

    other = open_wave(session, opening(code="2025-2"), stamp=world.stamp(), new_key=keys_from(start=100))

    assert other.key == (101).to_bytes(32)


def test_batches_are_no_larger_than_asked(session):
    world = make_world(session, batch_size=10)

    sizes = [len(batch.forms) for batch in movements.batches(session, world.wave, world.department)]
    assert max(sizes) == 10
    assert sum(sizes) == 36
    assert all(balance.balances for balance in ledger.balances(session, world.wave))


def test_the_questionnaire_of_a_wave_is_the_one_it_was_opened_with(session, world):
    assert catalogue.questionnaire(world.wave) == QUESTIONNAIRE


def test_the_newest_wave_stands_first(session, world):
    later = open_wave(session, opening(code="2025-2"), stamp=world.stamp(days=1), new_key=keys_from(50))
    same_day = open_wave(session, opening(code="2025-3"), stamp=world.stamp(days=1), new_key=keys_from(60))

    assert catalogue.all_waves(session) == [same_day, later, world.wave]


def test_opening_is_audited(session, world):
    assert audit.verify(session) == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": "Đợt 1"}, "chữ thường không dấu"),
        ({"code": "2025-1"}, "đã mở"),
        ({"code": "2025-2", "double_keying": 1.5}, "từ 0 đến 1"),
        ({"code": "2025-2", "double_keying": -0.01}, "từ 0 đến 1"),
        ({"code": "2025-2", "closes_on": TODAY - dt.timedelta(days=1)}, "không được trước hôm nay"),
        ({"code": "2025-2", "metric": "trung_binh"}, "«trung_binh» không có; hãy chọn một trong"),
        ({"code": "2025-2", "frame_made_on": dt.date(2099, 1, 1)}, "ở sau hôm nay"),
        ({"code": "2025-2", "area_column": "xã"}, "không có cột «xã»"),
        ({"code": "2025-2", "label_columns": ("tên",)}, "không có cột tên"),
        (
            {"code": "2025-2", "frame": frame_from([{**row, "commune": "99999"} for row in ROWS[:4]])},
            "mã 99999",
        ),
    ],
    ids=[
        "code",
        "taken",
        "share",
        "share below nothing",
        "yesterday",
        "metric",
        "list of tomorrow",
        "area column",
        "label column",
        "unknown area",
    ],
)
def test_an_opening_with_a_mistake_opens_nothing(session, world, changes, message):
    with pytest.raises(AppError, match=message):
        open_wave(session, opening(**changes), stamp=world.stamp(), new_key=keys_from(50))

    session.rollback()
    assert session.scalar(select(func.count()).select_from(Wave)) == 1


def test_a_wave_declares_its_metric_and_its_targets_before_it_opens(session, world):
    declared = open_wave(
        session,
        opening(code="2025-2", metric="diem_quy_doi"),
        stamp=world.stamp(),
        new_key=keys_from(50),
    )

    assert (world.wave.metric, world.wave.targets) == ("ty_le_hai_long", "plan-336")
    assert scores.method_of(declared, QUESTIONNAIRE, ()).metric == "diem_quy_doi"
    assert scores.method_of(declared, QUESTIONNAIRE, (), "ty_le_hai_long").metric == "ty_le_hai_long"


def test_targets_that_do_not_exist_open_nothing(session, world):
    with pytest.raises(ScoringError, match="Thư viện không có «plan-1»"):
        open_wave(
            session,
            opening(code="2025-2", targets="plan-1"),
            stamp=world.stamp(),
            new_key=keys_from(50),
        )


@pytest.mark.parametrize(
    "changes",
    [{"closes_on": TODAY}, {"frame_made_on": TODAY}, {"double_keying": 0}, {"double_keying": 1}],
    ids=lambda changes: next(iter(changes)),
)
def test_the_last_value_that_is_allowed_opens_a_wave(session, world, changes):
    wave = open_wave(session, opening(code="2025-2", **changes), stamp=world.stamp(), new_key=keys_from(50))

    assert wave.is_open


def test_a_questionnaire_that_does_not_fit_the_paper_opens_nothing(session, world):
    first, *others = QUESTIONNAIRE.sections
    item = replace(first.items[0], text=Text("m" * 200))
    wide = replace(QUESTIONNAIRE, sections=(replace(first, items=(item, *first.items[1:])), *others))

    with pytest.raises(PaperError, match=f"Câu {item.id}: .*rộng hơn"):
        open_wave(
            session, opening(code="2025-2", questionnaire=wide), stamp=world.stamp(), new_key=keys_from(50)
        )


def test_a_frame_too_small_for_the_plan_opens_nothing(session, world):
    small = frame_from([{**row, "adults": 2} for row in ROWS])

    with pytest.raises(SamplingError, match="có ít «person» hơn số phải chọn"):
        open_wave(session, opening(code="2025-2", frame=small), stamp=world.stamp(), new_key=keys_from(50))


def test_results_have_the_columns_the_estimate_takes(session, world):
    forms = [form for form in session.scalars(select(Form)) if form.role is SampleRole.MAIN]
    for form in forms:
        collect.accept(session, form, answers(3), mode=Mode.WEB, submission_id=str(form.serial), today=TODAY)

    data = results.responses(session, world.wave)

    names = [column.name for column in QUESTIONNAIRE.columns]
    assert list(data.columns) == [*names, "area", "stratum", "psu", "ssu", "fpc_1", "fpc_2", "weight", "mode"]
    assert (data[names].to_numpy() == list(answers(3).codes)).all()
    assert data["ssu"].is_unique
    sample = draw(FRAME, PLAN, seed="hạt giống").main
    assert data["weight"].sum() == pytest.approx(sample["weight"].sum())
    assert results.by_mode(session, world.wave) == {Mode.WEB: 24}
    assert results.by_day(session, world.wave) == {TODAY: 24}


def test_a_wave_without_answers_has_an_empty_table_with_its_columns(session, world):
    data = results.responses(session, world.wave)

    assert len(data) == 0
    assert {"area", "psu", "weight", "mode", "A1"} <= set(data.columns)
    assert len(results.texts(session, world.wave)) == 0


def test_response_rates_count_the_main_sample_and_no_substitute(session, world):
    forms = near_forms(session, world)
    movements.issue_batch(session, forms[0].batch, stamp=world.stamp())
    movements.record(session, forms[0], FormState.REFUSED, stamp=world.stamp())
    substitutions.substitute(session, forms[0], stamp=world.stamp(), reason="từ chối")
    collect.accept(session, forms[1], answers(), mode=Mode.WEB, submission_id="s", today=TODAY)

    offices = form_dispositions.office_forms(session, world.wave)
    account = form_dispositions.account(session, world.wave)

    assert sum(office.in_use.total() for office in offices.values()) == 25
    assert offices["Bưu cục Biên Hoà"].in_use[FormState.REFUSED] == 1
    assert account.tally.sample == sum(office.sample.total() for office in offices.values()) == 24
    assert account.counts[Disposition.COMPLETE] == account.counts[Disposition.REFUSAL] == 1
    assert (account.rate(1).above, account.rate(1).below) == (1, 24)
    assert (account.rate(5).above, account.rate(5).below) == (1, 2), "22 forms were not handed out"


def test_every_state_of_a_form_has_a_disposition():
    assert set(form_dispositions.DISPOSITIONS) == set(FormState)


def test_the_supervisor_sees_what_came_second_and_notes_what_was_found(session, world, form):
    supervisor = add_user(session, "giam-sat", Role.SUPERVISOR)
    collect.accept(session, form, answers(3), mode=Mode.WEB, submission_id="s", today=TODAY)
    with pytest.raises(collect.AlreadyAnsweredError, match="đã có câu trả lời khác"):
        collect.accept(session, form, answers(2), mode=Mode.PAPER, submission_id="p", today=TODAY)

    (found,) = duplicates.listing(session, world.wave, user=supervisor)
    duplicates.decide(session, found.refused, "Hai người cùng nhà", stamp=world.stamp(supervisor))

    assert (found.accepted.mode, found.refused.decision) == (Mode.WEB, "Hai người cùng nhà")
    assert "C11a" in found.differing
    with pytest.raises(AppError, match="không có quyền"):
        duplicates.listing(session, world.wave, user=world.clerks[0])
    with pytest.raises(AppError, match="kết luận"):
        duplicates.decide(session, found.refused, " ", stamp=world.stamp(supervisor))


def test_without_duplicates_there_is_no_evidence(session, world):
    assert duplicates.listing(session, world.wave, user=world.department) == []


def test_the_day_is_that_of_viet_nam():
    from survey_app.people.stamp import Stamp

    assert Stamp(None, dt.datetime(2025, 11, 18, 18, tzinfo=dt.UTC)).day == dt.date(2025, 11, 19)
    assert NOON.date() == TODAY


def test_a_moment_without_zone_is_refused(session, world):
    from survey_app.people.stamp import Stamp

    with pytest.raises(Exception, match="time zone"):
        audit.record(session, "tested", "x", stamp=Stamp(None, NOON.replace(tzinfo=None)))


def test_a_response_stores_which_questionnaire_it_answered(session, world, form):
    collect.accept(session, form, answers(), mode=Mode.WEB, submission_id="s", today=TODAY)

    assert session.scalars(select(Response.questionnaire_version)).one() == QUESTIONNAIRE.version
