"""What people write in the margins of a paper form is kept beside its answers, and never is one."""

import pytest
from sqlalchemy import select

from survey_app.collection import collect, margin_notes, microdata, results
from survey_app.fieldwork import movements
from survey_app.keying import keying
from survey_app.tables import AnswerText, KeyingSource, Mode, RefusedAnswers, ScanPage, ScanRow
from tests.survey_app.world import TODAY, answers, near_forms

NOTE, SAID = "#margin-2-1", "Xin gọi lại sau 18 giờ"
BESIDE_C11C, BESIDE = "#margin-2-C11c", "chưa gặp bao giờ"
ALL = {NOTE: SAID, BESIDE_C11C: BESIDE}


@pytest.fixture
def noted(session, world):
    """A form of which a page was scanned with notes that a person typed, and one that nobody could read."""
    form = near_forms(session, world)[0]
    movements.record(session, form, "issued", stamp=world.stamp())
    page = ScanPage(
        form_id=form.id, page=2, state="read", file="a.pdf", image=0, picture="x.jpg", version="v", rule="r",
        day=TODAY, keyed=False, warned="margin note",
    )  # fmt: skip
    session.add(page)
    session.flush()
    for item, ink, text, decided in (
        (NOTE, {}, SAID, 0),
        ("#margin-2-2", {}, None, 204),
        ("C11c", {"1": 0.3, "2": 0.0}, BESIDE, 1),
        ("F2", {}, "Tốt", 0),
    ):
        row = ScanRow(page_id=page.id, item=item, reason="faint", ink=ink, crop=[0, 0, 1, 1])
        row.text, row.decided = text, decided
        session.add(row)
    session.commit()
    return form


def kept(session):
    return {one.item: one.text for one in session.scalars(select(AnswerText))}


def accept(session, form, given, **more):
    return collect.accept(
        session, form, given, mode=Mode.PAPER, submission_id=f"paper-{form.serial}", today=TODAY, **more
    )


def test_a_forms_notes_are_what_a_person_typed_of_them_and_no_other_forms(session, world, noted):
    other = next(form for form in near_forms(session, world) if form.id != noted.id)

    assert margin_notes.of_form(session, noted) == ALL
    assert margin_notes.of_form(session, other) == {}


def test_a_note_stands_beside_the_open_answers_of_its_form(session, world, noted):
    world.wave.double_keying = 0.0
    keying.key(
        session, noted, answers(4, text="Tốt"), stamp=world.stamp(world.clerks[0]), source=KeyingSource.SCAN
    )

    assert kept(session) == {"F2": "Tốt"} | ALL


def test_a_note_is_kept_whichever_of_two_keyings_is_accepted_and_makes_no_difference_between_them(
    session, world, noted
):
    world.wave.double_keying = 1.0
    first, second, third = (world.stamp(clerk) for clerk in world.clerks)
    keying.key(session, noted, answers(4, text="Tốt"), stamp=first)

    assert keying.key(session, noted, answers(3), stamp=second).status is keying.Status.DIFFERS
    assert kept(session) == {}
    keying.adjudicate(session, noted, answers(3), stamp=third)
    assert kept(session) == ALL


def test_notes_that_come_after_the_same_answers_are_added_once(session, form):
    first = accept(session, form, answers(4))

    for _ in range(2):
        again = accept(session, form, answers(4), notes={NOTE: SAID})
        assert (again.reference, again.replayed) == (first.reference, True)
        assert kept(session) == {NOTE: SAID}
    assert session.scalars(select(RefusedAnswers)).all() == []


def test_notes_of_refused_answers_are_evidence_too(session, form):
    accept(session, form, answers(4))

    with pytest.raises(collect.AlreadyAnsweredError):
        accept(session, form, answers(3, text="Khác"), notes={NOTE: SAID})

    assert kept(session) == {}
    assert session.scalars(select(RefusedAnswers)).one().texts == {"F2": "Khác", NOTE: SAID}


def test_a_note_is_exported_under_a_name_that_no_item_has(session, world, noted):
    accept(session, noted, answers(4, text="Tốt"), notes=margin_notes.of_form(session, noted))

    sheet = microdata.open_answers(results.texts(session, world.wave))

    assert [(item, text) for item, _, text in sheet.rows] == [
        ("ghi chú ngoài lề, trang 2", SAID),
        ("ghi chú cạnh câu C11c, trang 2", BESIDE),
        ("F2", "Tốt"),
    ]
