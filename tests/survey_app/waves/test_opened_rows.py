"""What is in the tables when a wave has opened, column by column."""

import datetime as dt
import math
import unicodedata

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import select

from questionnaires.authoring import canonical
from sampling.drawing.draw import draw
from sampling.frame.frame import frame_from
from sampling.plan.plan_file import plan_from
from scoring.method.method import Method
from survey_app.errors import AppError
from survey_app.tables import AuditEvent, Batch, DesignCell, Form, FormEvent, PublishedQuestionnaire, Wave
from survey_app.waves import catalogue, locks
from survey_app.waves.design_cells import write_cells
from survey_app.waves.opening import open_wave
from tests.survey_app.world import FRAME, PLAN, QUESTIONNAIRE, ROWS, TODAY, keys_from, opening

NFD = unicodedata.normalize("NFD", "Đợt hai năm 2026")


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


def opened(session, world, **changes):
    made = opening(code="2026-1", **changes)
    return open_wave(session, made, stamp=world.stamp(days=1), new_key=keys_from(50))


def test_a_wave_keeps_all_that_it_was_opened_with(session, world):
    wave = opened(
        session, world, name=NFD, double_keying=0.25, synthetic=True, metric="diem_quy_doi", frame_made_on=TODAY
    )  # fmt: skip

    tomorrow = TODAY + dt.timedelta(days=1)
    assert (wave.code, wave.name, wave.seed) == ("2026-1", "Đợt hai năm 2026", "hạt giống")
    assert (wave.opened_on, wave.closes_on, wave.closed_on) == (tomorrow, dt.date(2025, 12, 31), None)
    assert (wave.double_keying, wave.synthetic, wave.metric) == (0.25, True, "diem_quy_doi")
    assert (wave.targets, wave.targets_text, wave.key) == ("plan-336", None, (50).to_bytes(32))
    assert wave.manifest == draw(FRAME, PLAN, seed="hạt giống").manifest
    act = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (act.action, act.subject, act.by_id) == ("wave_opened", "wave:2026-1", world.department.id)
    assert act.details == {
        "forms": 36,
        "seed": "hạt giống",
        "questionnaire": QUESTIONNAIRE.version,
        "metric": "diem_quy_doi",
        "method": Method().rules(),
        "targets": "plan-336",
        "own_hand": True,
        "frame_made_on": "2025-11-18",
    }


def test_a_questionnaire_is_kept_once_for_all_its_waves(session, world):
    # Of a real survey nobody says that it is one.
    assert opened(session, world).synthetic is False

    kept = session.scalars(select(PublishedQuestionnaire)).one()
    assert (kept.version, kept.name, kept.width) == (
        QUESTIONNAIRE.version,
        "sipas-2025",
        len(QUESTIONNAIRE.columns),
    )
    assert kept.source == canonical.write(QUESTIONNAIRE)
    act = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert act.details["frame_made_on"] is None


@pytest.mark.parametrize("code", ["26", "a" * 39, "1-"])
def test_codes_of_two_to_39_signs_open_a_wave(session, world, code):
    assert open_wave(session, opening(code=code), stamp=world.stamp(), new_key=keys_from(50)).code == code


@pytest.mark.parametrize("code", ["2", "a" * 40, "-1", "2026_1", "A1", "2026-1\n"])
def test_other_codes_open_nothing_and_say_so(session, world, code):
    with pytest.raises(AppError) as told:
        open_wave(session, opening(code=code), stamp=world.stamp(), new_key=keys_from(50))

    assert told.value.vi.startswith(f"Mã đợt «{code}» không hợp lệ: ")
    assert told.value.en.startswith(f"The wave code '{code}' is malformed: ")


def test_a_code_that_is_taken_is_a_conflict_and_a_metric_nobody_has_names_those_there_are(session, world):
    with pytest.raises(AppError) as taken:
        open_wave(session, opening(), stamp=world.stamp(), new_key=keys_from(50))
    with pytest.raises(AppError) as metric:
        opened(session, world, metric="m" * 50)

    assert (taken.value.status, taken.value.vi) == (409, "Đợt «2025-1» đã mở. Hãy chọn mã khác.")
    assert taken.value.en == "The wave '2025-1' is open already. Choose another code."
    assert (
        metric.value.vi == f"Số đo «{'m' * 40}» không có; hãy chọn một trong: ty_le_hai_long, diem_quy_doi."
    )
    assert metric.value.en == f"There is no metric '{'m' * 40}'; choose one of: ty_le_hai_long, diem_quy_doi."


def test_a_list_of_tomorrow_is_told_its_day(session, world):
    with pytest.raises(AppError, match="Ngày lập danh sách 20/11/2025 ở sau hôm nay") as told:
        opened(session, world, frame_made_on=TODAY + dt.timedelta(days=2))
    assert "The list was made on 2025-11-20, which is after today" in told.value.en


def test_forms_are_numbered_office_by_office_and_area_by_area_in_the_order_of_the_draw(session, world):
    wave = opened(session, world, label_columns=("commune", "village"), batch_size=10)
    forms = session.scalars(select(Form).where(Form.wave_id == wave.id).order_by(Form.serial)).all()
    sample = draw(FRAME, PLAN, seed="hạt giống").rows

    assert [form.serial for form in forms] == list(range(37, 73))
    # The far office was made first; its commune is 26206.
    assert [form.cell.area.code for form in forms] == ["26206"] * 12 + ["26041"] * 12 + ["26068"] * 12
    drawn = sample.assign(place=sample["order"].astype(int)).sort_values("commune", kind="stable")
    for code in ("26041", "26068", "26206"):
        rows = drawn[drawn["commune"] == code]
        mine = [form for form in forms if form.cell.area.code == code]
        assert [form.place for form in mine] == rows["place"].tolist()
        assert [form.role.value for form in mine] == rows["role"].tolist()
        assert [form.label for form in mine] == [
            " · ".join([code, row.village, *([str(row.list_position)] if "list_position" in rows else [])])
            for row in rows.itertuples()
        ]
    batches = session.scalars(select(Batch).where(Batch.wave_id == wave.id).order_by(Batch.number)).all()
    assert [(batch.number, batch.office.code, len(batch.forms)) for batch in batches] == [
        (1, "BC2", 10), (2, "BC2", 2), (3, "BC1", 10), (4, "BC1", 10), (5, "BC1", 4)
    ]  # fmt: skip
    lines = session.scalars(select(FormEvent).join(Form).where(Form.wave_id == wave.id)).all()
    tomorrow = TODAY + dt.timedelta(days=1)
    assert {(one.from_state, one.to_state, one.day, one.by_id, one.correction) for one in lines} == {
        (None, "printed", tomorrow, world.department.id, False)
    }
    assert len(lines) == 36


def test_the_forms_of_an_area_follow_one_another_though_the_strata_cut_across_areas(session, world):
    kinds = [{**row, "kind": "ab"[number % 2]} for number, row in enumerate(ROWS)]
    across = plan_from(
        PLAN.text.replace('strata = ["commune"]', 'strata = ["kind"]').replace("take = 2", "take = 6")
    )
    wave = opened(session, world, frame=frame_from(kinds), plan=across)
    drawn = draw(frame_from(kinds), across, seed="hạt giống").rows["commune"].tolist()
    forms = session.scalars(select(Form).where(Form.wave_id == wave.id).order_by(Form.serial))
    near = [form.cell.area.code for form in forms if form.batch.office.code == "BC1"]

    assert near == sorted(near)
    assert len(set(near)) == 2
    assert drawn != sorted(drawn)


def test_without_columns_a_form_of_a_list_still_has_its_place_in_it(session, world):
    wave = opened(session, world, label_columns=())
    sample = draw(FRAME, PLAN, seed="hạt giống").rows

    labels = set(session.scalars(select(Form.label).where(Form.wave_id == wave.id)))
    assert labels == ({str(one) for one in sample["list_position"]} if "list_position" in sample else {None})


def test_a_label_is_cut_where_the_column_ends(session, world):
    rows = [{**row, "village": row["village"] + "x" * 600} for row in ROWS]
    wave = opened(session, world, frame=frame_from(rows))

    assert {len(label) for label in session.scalars(select(Form.label).where(Form.wave_id == wave.id))} == {
        500
    }


def test_the_cells_keep_the_probabilities_of_the_draw(session, world):
    sample = draw(FRAME, PLAN, seed="hạt giống").rows
    drawn = {
        (
            row.commune,
            row.stratum,
            row.psu,
            None if math.isinf(row.fpc_1) else row.fpc_1,
            row.fpc_2,
            row.pi_1,
            row.pi_2,
            row.weight,
        )
        for row in sample.itertuples()
    }
    kept = {
        (cell.area.code, cell.stratum, *cell.clusters, *cell.fpc, *cell.pi, cell.weight)
        for cell in session.scalars(select(DesignCell))
    }
    assert kept == drawn


def test_a_population_without_end_is_kept_as_none_and_equal_rows_share_a_cell(session, world):
    rows = pd.DataFrame(
        {
            "stratum": ["s", "s", "t"],
            "psu": ["1", "2", "3"],
            "fpc_1": [math.inf] * 3,
            "pi_1": [0.5] * 3,
            "weight": [2.0, 2.0, 2.0],
        }
    )
    ids = write_cells(session, world.wave, rows, [1, 1, 1])

    assert ids[0] == ids[1] != ids[2]
    cell = session.get_one(DesignCell, ids[0])
    assert (cell.wave_id, cell.area_id, cell.stratum, cell.weight) == (world.wave.id, 1, "s", 2.0)
    assert (cell.clusters, cell.fpc, cell.pi) == ([], [None], [0.5])


def test_a_form_that_was_held_is_as_the_database_has_it_now(session, world, form):
    assert (form.state, form.role, form.replaces_id, form.wave.is_open) == ("printed", "main", None, True)
    # Past the session, as another process does it.
    session.execute(
        sa.text(
            f"UPDATE form SET state = 'lost', role = 'reserve', replaces_id = {form.id + 1}"
            f" WHERE id = {form.id}"
        )
    )

    assert locks.lock_form(session, form) == (1).to_bytes(32)
    assert (form.state, form.role, form.replaces_id) == ("lost", "reserve", form.id + 1)
    session.execute(sa.text("UPDATE wave SET key = NULL, closed_on = '2025-11-20'"))
    with pytest.raises(AppError, match="đã kết thúc"):
        locks.lock_form(session, form)
    assert form.wave.closed_on == dt.date(2025, 11, 20)


def test_a_wave_that_is_not_there_names_those_there_are(session):
    with pytest.raises(AppError) as none:
        catalogue.find(session, "x")

    assert none.value.status == 404
    assert none.value.vi == "Không có đợt khảo sát «x». Các đợt hiện có: —."
    assert none.value.en == "There is no wave 'x'. There are: —."


def test_the_waves_there_are_stand_with_the_newest_first(session, world):
    opened(session, world)
    with pytest.raises(AppError, match=r"Các đợt hiện có: 2026-1, 2025-1\."):
        catalogue.find(session, "x")
    assert catalogue.find(session, "2025-1") is world.wave


def test_a_questionnaire_that_was_changed_in_the_database_is_not_used(session, world):
    wave = Wave(
        questionnaire_version="0" * 64,
        questionnaire=PublishedQuestionnaire(source=world.wave.questionnaire.source),
    )
    with pytest.raises(AppError, match=r"không còn đúng phiên bản 000000000000: hãy khôi phục") as told:
        catalogue.questionnaire(wave)

    assert told.value.status == 500
    assert "is not version 000000000000 any more" in told.value.en


def test_a_plan_of_households_keeps_two_clusters(session, world):
    rows = [{**row, "household": f"{row['village']}-{n}", "adults": 3} for row in ROWS for n in range(3)]
    plan = plan_from(
        '[[stage]]\nunit = "village"\nid = ["commune", "village"]\nstrata = ["commune"]\ntake = 2\n'
        '[[stage]]\nunit = "household"\ntake = 2\n[[stage]]\nunit = "person"\ntake = 1\ncount = "adults"'
    )
    wave = opened(session, world, frame=frame_from(rows), plan=plan)
    cells = session.scalars(select(DesignCell).where(DesignCell.wave_id == wave.id)).all()

    assert {(len(cell.clusters), len(cell.fpc), len(cell.pi)) for cell in cells} == {(2, 3, 3)}
