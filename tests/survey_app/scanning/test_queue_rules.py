"""Which rows a person sees, in which order, and what becomes of what is said; without a picture."""

import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from questionnaires import missing
from survey_app.errors import AppError
from survey_app.fieldwork import movements
from survey_app.scanning import intake, page_records, release, review_measure, review_queue
from survey_app.tables import AuditEvent, Form, Keying, ScanPage, ScanRow
from survey_app.waves.opening import open_wave
from tests.survey_app.world import TODAY, add_user, keys_from, near_forms, opening

MARK = {"1": 0.0, "2": 0.3, "3": 0.0}


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


def page_of(session, form, page=1, **changes):
    made = ScanPage(
        form_id=form.id, page=page, state="read", file="a.pdf", image=0, picture="x.jpg", version="v", rule="r",
        day=TODAY, keyed=False, warned="",
    )  # fmt: skip
    for name, value in changes.items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    return made


def row_of(session, page, item, id_=None, **changes):
    values = {"code": None, "reason": "faint", "ink": MARK} | changes
    made = ScanRow(id=id_, page_id=page.id, item=item, crop=[0, 0, 1, 1], **values)
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def page(session, world, form):
    return page_of(session, form)


CASES = {
    "uncertain": ({}, True),
    "uncertain and decided": ({"decided": 2}, False),
    "certain": ({"code": 2}, False),
    "known": ({"id_": 97, "code": 2}, True),
    "known and empty box": ({"id_": 97, "code": 0, "reason": "nothing written"}, False),
    "known and read alike": ({"id_": 97, "code": 2, "checked": 2}, False),
    "known and disputed": ({"id_": 97, "code": 2, "checked": 3}, True),
    "known, disputed, decided": ({"id_": 97, "code": 2, "checked": 3, "decided": 2}, False),
    "certain and disputed": ({"id_": 98, "code": 2, "checked": 3}, True),
}


@pytest.mark.parametrize(("row", "waits"), CASES.values(), ids=CASES)
def test_which_rows_wait(session, world, page, row, waits):
    made = row_of(
        session, page, "A1", row.get("id_"), **{name: value for name, value in row.items() if name != "id_"}
    )
    task = review_queue.next_row(session, world.wave, user=world.clerks[0])
    assert (task and (task.row, task.waiting)) == ((made, 1) if waits else None)
    page.keyed = True
    assert review_queue.next_row(session, world.wave, user=world.clerks[0]) is None


def test_rows_come_by_item_then_by_number_and_start_again_behind_the_last(session, world, page, form):
    other = page_of(session, form, 2)
    second, first, third = (
        row_of(session, one, item) for one, item in ((page, "B1"), (page, "A1"), (other, "B1"))
    )
    far = next(one for one in session.scalars(select(Form)) if one.batch.office_id != form.batch.office_id)
    row_of(session, page_of(session, far), "A0")
    clerk = world.clerks[0]

    def after(row):
        return review_queue.next_row(session, world.wave, user=clerk, after=row.id).row

    task = review_queue.next_row(session, world.wave, user=clerk)
    assert (task.row, task.waiting) == (first, 3)
    assert [after(first), after(second), after(third)] == [second, third, first]
    assert review_queue.next_row(session, world.wave, user=world.department).waiting == 4
    other_wave = open_wave(session, opening(code="2026-1"), stamp=world.stamp(), new_key=keys_from(50))
    assert review_queue.next_row(session, other_wave, user=world.department) is None
    assert review_queue.values(session, other_wave, user=world.department) == []
    assert review_measure.measure(session, other_wave).seen == 0


def test_of_a_known_row_the_first_word_is_compared_and_another_person_decides(session, world, page):
    row = row_of(session, page, "A1", 97, code=2)
    one, two = world.clerks[:2]
    review_queue.decide(session, row, 3, stamp=world.stamp(one))
    assert (row.checked, row.checked_by_id, row.decided, row.answer) == (3, one.id, None, 2)
    assert review_queue.next_row(session, world.wave, user=one) is None
    assert review_queue.next_row(session, world.wave, user=two).row is row
    review_queue.decide(session, row, 1, stamp=world.stamp(one))
    assert (row.checked, row.decided) == (1, None)
    review_queue.decide(session, row, 3, stamp=world.stamp(two))
    assert (row.decided, row.decided_by_id, row.answer, row.text) == (3, two.id, 3, None)
    seen = review_measure.measure(session, world.wave)
    assert (seen.seen, seen.differing, seen.upper) == (1, 1, 1.0)


def test_an_uncertain_row_is_decided_by_the_first_person(session, world, page):
    row = row_of(session, page, "F2", ink={})
    review_queue.decide(session, row, missing.BLANK, stamp=world.stamp(world.clerks[0]), text="chữ")
    assert (row.decided, row.decided_by_id, row.checked, row.text) == (0, world.clerks[0].id, None, "chữ")


def test_who_sees_a_row(session, world, page):
    row = row_of(session, page, "A1")
    supervisor = add_user(session, "gs", "supervisor")
    for user in (world.clerks[0], world.department, supervisor, add_user(session, "dp", "coordinator")):
        assert review_queue.find(session, row.id, user=user) is row
    with pytest.raises(AppError) as none:
        review_queue.find(session, row.id + 1, user=world.department)
    assert (none.value.status, none.value.vi) == (404, "Không có dòng quét này.")
    with pytest.raises(AppError, match="không có quyền"):
        review_queue.decide(session, row, 1, stamp=world.stamp(supervisor))
    with pytest.raises(AppError, match="không có quyền"):
        review_queue.doubt(session, [row], stamp=world.stamp(supervisor))


def test_what_was_read_alike_is_shown_together_in_order_and_sixty_at_once(session, world, page, form):
    rows = [row_of(session, page_of(session, form, 10 + n), "A1", code=2) for n in range(62)]
    rows[0].code, rows[0].decided = 1, 2
    rows[1].decided = 1
    row_of(session, page, "A2", code=2)
    user = world.clerks[0]

    def shown(**more):
        return review_queue.contact_sheet(session, world.wave, user=user, item="A1", code=2, **more)

    assert shown() == [rows[0], *rows[2:61]]
    assert shown(after=rows[60].id) == [rows[61]]
    assert review_queue.values(session, world.wave, user=user) == [("A1", 1, 1), ("A1", 2, 61), ("A2", 2, 1)]
    sent = review_queue.doubt(session, rows[:2], stamp=world.stamp(user))
    assert sent == 2
    assert [(one.code, one.decided, one.suggest, one.reason) for one in rows[:2]] == [
        (None, None, 2, "odd on contact sheet"), (None, None, 1, "odd on contact sheet")
    ]  # fmt: skip
    acts = session.scalars(select(AuditEvent).where(AuditEvent.action == "scan_row_doubted")).all()
    assert [(act.subject, act.by_id) for act in acts] == [(f"scan_row:{one.id}", user.id) for one in rows[:2]]


def test_a_margin_note_waits_for_a_person_and_is_no_answer_to_be_shown_beside_others(session, world, page):
    note = row_of(session, page, "#margin-1-1", ink={}, reason="margin note")
    clerk = world.clerks[0]

    assert review_queue.next_row(session, world.wave, user=clerk).row is note
    review_queue.decide(session, note, missing.BLANK, stamp=world.stamp(clerk), text="Xin gọi lại")
    assert (note.text, review_queue.next_row(session, world.wave, user=clerk)) == ("Xin gọi lại", None)
    assert review_queue.values(session, world.wave, user=clerk) == []


def reading(**changes):
    rows = (
        SimpleNamespace(item="A1", code=2, reason="one mark", ink={1: 0.0, 2: 0.4}, suggest=None, habit=None),
        SimpleNamespace(item="A2", code=None, reason="scribbled", ink={1: 0.1}, suggest=1, habit="hatched"),
    )
    boxes = (SimpleNamespace(item="F2", written=True), SimpleNamespace(item="F3", written=False))
    notes = (SimpleNamespace(item="#margin-3-1"),)
    kept = {
        "page": 3, "state": "needs review", "file": "hop/" + "a" * 250 + ".pdf", "image": 4, "version": "v1", "rule": "r2",
        "half": "", "rows": rows, "writing": boxes, "notes": notes,
        "reason_codes": ("streak", "other side missing", "photo"),
    }  # fmt: skip
    return SimpleNamespace(**kept | changes)


def test_a_page_is_kept_as_it_was_read(form, world, tmp_path):
    crops = {
        "A1": (1, 2, 3, 4),
        "A2": (5, 6, 7, 8),
        "F2": (9, 9, 9, 9),
        "F3": (0, 0, 1, 1),
        "#margin-3-1": (7, 7, 7, 7),
    }
    kept = page_records.page_of(
        form, reading(), crops, picture=tmp_path / "x.jpg", stamp=world.stamp(world.clerks[0], days=2)
    )

    assert (kept.form_id, kept.page, kept.state, kept.image, kept.version, kept.rule) == (
        form.id,
        3,
        "needs review",
        4,
        "v1",
        "r2",
    )
    assert (kept.file, kept.picture) == ("a" * 200, str(tmp_path / "x.jpg"))
    assert (kept.by_id, kept.day, kept.keyed) == (world.clerks[0].id, TODAY + dt.timedelta(days=2), False)
    assert kept.warned == "streak,photo"
    assert [row.habit for row in kept.rows] == [None, "hatched", None, None, None]
    assert [(row.item, row.code, row.reason, row.ink, row.crop, row.suggest) for row in kept.rows] == [
        ("A1", 2, "one mark", {"1": 0.0, "2": 0.4}, [1, 2, 3, 4], None),
        ("A2", None, "scribbled", {"1": 0.1}, [5, 6, 7, 8], 1),
        ("F2", None, "handwriting", {}, [9, 9, 9, 9], None),
        ("F3", 0, "nothing written", {}, [0, 0, 1, 1], None),
        ("#margin-3-1", None, "margin note", {}, [7, 7, 7, 7], None),
    ]


def test_forms_are_ready_when_all_their_pages_are_in_and_nobody_has_to_look(session, world, monkeypatch):
    monkeypatch.setattr(release, "_pages_needed", lambda _: {"v": [1, 2], "w": [1]})
    one, two, three, four = near_forms(session, world)[:4]
    for form, number, version in (
        (two, 2, "v"),
        (two, 1, "v"),
        (one, 2, "v"),
        (three, 1, "w"),
        (four, 1, "w"),
    ):
        page_of(session, form, number, version=version)
    waiting = row_of(
        session, session.scalars(select(ScanPage).where(ScanPage.form_id == three.id)).one(), "A1"
    )
    clerk = world.clerks[0]

    assert release.ready(session, world.wave, user=clerk) == [two, four]
    assert release.lacking(session, world.wave, user=clerk) == [(one, [1])]
    assert release.ready(session, world.wave, user=world.stranger) == []
    waiting.decided = 1
    session.flush()
    assert release.ready(session, world.wave, user=clerk) == [two, three, four]
    page = session.scalars(select(ScanPage).where(ScanPage.form_id == four.id)).one()
    page.keyed = True
    assert release.ready(session, world.wave, user=clerk) == [two, three]
    other = open_wave(session, opening(code="2026-1"), stamp=world.stamp(), new_key=keys_from(50))
    assert (
        release.ready(session, other, user=world.department),
        release.lacking(session, other, user=world.department),
    ) == ([], [])


def test_a_form_that_never_went_out_is_refused_by_its_number_and_stays_ready(session, world, monkeypatch):
    monkeypatch.setattr(release, "_pages_needed", lambda _: {"v": [1]})
    one, two = near_forms(session, world)[:2]
    movements.record(session, two, "issued", stamp=world.stamp())
    for form in (one, two):
        page_of(session, form)
    session.commit()
    done = release.release(session, world.wave, stamp=world.stamp(world.clerks[0]))

    assert dict(done.outcomes) == {"accepted": 1}
    ((serial, error),) = done.refused
    assert (serial, error.status) == (one.serial, 409)
    assert release.ready(session, world.wave, user=world.clerks[0]) == [one]
    (kept,) = session.scalars(select(Keying))
    assert (kept.keyer.name, kept.source, kept.form_id, kept.day) == ("may-quet", "scan", two.id, TODAY)


STATES = (
    "read",
    "needs review",
    "missing side",
    "unreadable",
    "foreign",
    "duplicate",
    "bilevel",
    "photocopied",
)


@pytest.mark.parametrize("state", STATES)
def test_which_pages_are_taken_and_which_are_keyed_by_hand(session, world, form, state):
    from print import number

    made = reading(state=state, number=number.write(form.serial), reason_codes=("streak",), reason="said")
    taken = intake.IntakeResult()
    kept = intake._form_to_keep(session, world.wave, made, world.clerks[0], taken)
    wanted = kept is not None

    assert wanted is (state in {"read", "needs review", "missing side"})
    assert (taken.pages, dict(taken.states)) == (1, {state: 1})
    where = (made.file, 5, "streak")
    assert [(one.file, one.image, one.why) for one in taken.by_hand] == ([] if wanted else [where])
    assert [(one.file, one.image, one.why) for one in taken.warned.get("streak", [])] == (
        [where] if wanted else []
    )
    strange = intake.IntakeResult()
    unknown = reading(number=number.write(999), state="read")
    assert intake._form_to_keep(session, world.wave, unknown, world.clerks[0], strange) is None
    assert [(one.why, one.sentence[:18]) for one in strange.by_hand] == [(None, "Không có phiếu số ")]
    far = intake.IntakeResult()
    assert intake._form_to_keep(session, world.wave, made, world.stranger, far) is None
    told = [(one.why, one.sentence.split(".")[0]) for one in far.by_hand]
    assert told == ([(None, "Phiếu này thuộc bưu cục khác")] if wanted else [("streak", "said")])
    assert not far.warned
