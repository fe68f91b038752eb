"""A box of scanned sheets becomes machine keyings; people decide what the machine is not certain of."""

from dataclasses import replace
from pathlib import Path

import cv2
import pytest
from sqlalchemy import select

from print.layout.compose import lay_out
from print.number import write
from print.scanning.scan import read_files
from questionnaires.missing import MULTIPLE
from survey_app.closing import closing
from survey_app.collection import collect
from survey_app.errors import AppError
from survey_app.fieldwork import forms, movements
from survey_app.keying import keying
from survey_app.scanning import intake, release, review_measure, review_queue
from survey_app.scanning.intake import Stack
from survey_app.tables import Keying, KeyingSource, Mode, RefusedAnswers, Response, ScanPage, ScanRow
from tests.print.blank_forms import printed
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import Hand, fill, page_of
from tests.survey_app.world import QUESTIONNAIRE, answers, make_world, near_forms

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

SERIAL = 13
HAND = Hand("blue", "cross", ambiguous={"circled": 0.1, "corrected": 0.05}, strays=0)


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """Both sheets of the first form of the world, filled and scanned at 150 dpi, and what was meant."""
    folder = tmp_path_factory.mktemp("box")
    layout = lay_out(QUESTIONNAIRE)
    meant = {}
    for number, blank in enumerate(printed(QUESTIONNAIRE, [SERIAL]), start=1):
        page = page_of(layout, number)
        filled = fill(blank, page, write(SERIAL), HAND, seed=number)
        meant |= {item: truth.code for item, truth in filled.truth.items()}
        image = scan(filled.image, CONDITIONS["150 dpi grey"], seed=number)
        cv2.imwrite(str(folder / f"{number}.png"), image)
    return folder, meant


@pytest.fixture(scope="module")
def readings(box):
    return list(read_files([box[0]], QUESTIONNAIRE, workers=1, pictures=True))


@pytest.fixture(autouse=True)
def read_once(readings, monkeypatch):
    """Reading is tested elsewhere; here the same sheets come in many times."""
    monkeypatch.setattr("print.scanning.scan.read_files", lambda *_, **__: iter(readings))


def test_a_row_that_was_never_seen_is_not_read_instead_of_blank():
    said = release.tokens_of_rows(QUESTIONNAIRE, {})

    assert set(said) == {column.item for column in QUESTIONNAIRE.columns}
    assert set(map(tuple, said.values())) == {("?",)}


def test_what_was_seen_on_the_rows_are_the_tokens_a_clerk_would_type():
    seen = {column.name: 0 for column in QUESTIONNAIRE.columns}
    ticks = [column for column in QUESTIONNAIRE.columns if column.item == "B2"]
    seen |= {"A1": 2, "C11a": 201, "C11b": 203, "C11c": 204, "C11d": None, ticks[0].name: 1, ticks[2].name: 1}

    assert release.tokens_of_rows(QUESTIONNAIRE, seen) == {
        "A1": ["2"],
        "C11a": ["kb"],
        "C11b": ["*"],
        "C11c": ["?"],
        "C11d": ["?"],
        "B2": [str(ticks[0].option), str(ticks[2].option)],
    }
    assert release.tokens_of_rows(QUESTIONNAIRE, seen | {ticks[1].name: None})["B2"] == ["?"]


@pytest.fixture
def taken(session, world, box, tmp_path):
    folder, _ = box
    hand_out(session, world)
    return intake.take_in(
        session, world.wave, Stack([folder], tmp_path, workers=1), stamp=world.stamp(world.clerks[0])
    )


def first_form(session, world):
    form = near_forms(session, world)[0]
    assert form.serial == SERIAL
    return form


def hand_out(session, world):
    movements.issue_batch(session, first_form(session, world).batch, stamp=world.stamp())
    session.commit()


def close(session, world):
    return closing.close_wave(
        session, world.wave, stamp=world.stamp(), random_bytes=lambda n: bytes(n), abandon_pending=True
    )


def look_at_all(session, world, meant, users):
    """Let people say what was meant until nothing waits."""
    for _ in range(200):
        done = True
        for user in users:
            task = review_queue.next_row(session, world.wave, user=user)
            if task is not None:
                done = False
                code = meant.get(task.row.item, 0)
                review_queue.decide(
                    session, task.row, MULTIPLE if code is None else code, stamp=world.stamp(user)
                )
        if done:
            return
    raise AssertionError("the queue does not end")


def test_scanned_pages_wait_until_a_person_has_looked_at_the_uncertain_rows(session, world, box, taken):
    _, meant = box
    clerk = world.clerks[0]

    assert taken.by_hand == []
    assert session.scalars(select(ScanRow).where(ScanRow.code.is_(None))).first() is not None
    assert release.ready(session, world.wave, user=clerk) == []

    look_at_all(session, world, meant, [clerk, world.clerks[1]])

    assert [form.serial for form in release.ready(session, world.wave, user=clerk)] == [SERIAL]


def test_a_page_comes_in_without_its_file_being_opened_again_and_its_form_is_found_once(
    session, world, readings, tmp_path, monkeypatch
):
    numbers = []

    def find_form(session, text, *, wave=None):
        numbers.append(text)
        return found(session, text, wave=wave)

    found = forms.find_form
    monkeypatch.setattr(forms, "find_form", find_form)
    for opened in (
        "print.scanning.image_files.open_images",
        "print.scanning.page.registration.find_fiducials",
    ):
        monkeypatch.setattr(opened, lambda *_, **__: 1 / 0)
    hand_out(session, world)
    intake.take_in(session, world.wave, Stack([], tmp_path), stamp=world.stamp(world.clerks[0]))

    assert numbers == [reading.number for reading in readings]
    for page, reading in zip(
        session.scalars(select(ScanPage).order_by(ScanPage.page)), readings, strict=True
    ):
        assert Path(page.picture).read_bytes() == reading.upright.jpeg
        assert {row.item: tuple(row.crop) for row in page.rows} == dict(reading.upright.crops)


def test_a_released_form_is_keyed_by_the_machine_and_its_answers_are_what_was_meant(
    session, world, box, taken
):
    _, meant = box
    look_at_all(session, world, meant, world.clerks[:2])

    released = release.release(session, world.wave, stamp=world.stamp(world.clerks[0]))

    assert released.outcomes == {"accepted": 1}
    assert released.refused == ()
    kept = session.scalars(select(Keying)).one()
    assert kept.source is KeyingSource.SCAN
    response = session.scalars(select(Response)).one()
    for column, code in zip(QUESTIONNAIRE.columns, response.codes, strict=True):
        wanted = meant[column.name]
        if column.option is None and wanted:
            assert code == wanted, column.name


def test_a_scan_and_a_clerk_who_differ_wait_for_a_third_person(session, tmp_path, box):
    world = make_world(session, double_keying=1.0)
    folder, meant = box
    clerk = world.clerks[0]
    hand_out(session, world)
    intake.take_in(session, world.wave, Stack([folder], tmp_path, workers=1), stamp=world.stamp(clerk))
    look_at_all(session, world, meant, world.clerks[:2])
    released = release.release(session, world.wave, stamp=world.stamp(clerk))

    outcome = keying.key(session, first_form(session, world), answers(2), stamp=world.stamp(world.clerks[2]))

    assert released.outcomes == {"needs_second": 1}
    assert outcome.status is keying.Status.DIFFERS


def test_what_is_written_by_hand_waits_for_a_person_and_reaches_the_answers(session, world, box, taken):
    _, meant = box
    row = next(row for row in session.scalars(select(ScanRow)) if not row.ink)
    assert row.code == 0
    row.code, row.reason = None, "handwriting"
    session.commit()

    review_queue.decide(session, row, 0, stamp=world.stamp(world.clerks[0]), text="Mong làm nhanh hơn")
    look_at_all(session, world, meant, world.clerks[:2])
    release.release(session, world.wave, stamp=world.stamp(world.clerks[0]))

    assert session.scalars(select(Keying)).one().texts == {row.item: "Mong làm nhanh hơn"}


def test_scanning_the_same_sheets_again_changes_nothing(session, world, box, taken, tmp_path):
    folder, _ = box
    before = session.scalars(select(ScanPage.id)).all()

    again = intake.take_in(
        session, world.wave, Stack([folder], tmp_path, workers=1), stamp=world.stamp(world.clerks[1])
    )

    assert again.again == len(before)
    assert session.scalars(select(ScanPage.id)).all() == before


def test_a_sheet_that_was_scanned_twice_in_one_go_needs_nobody(
    session, world, readings, tmp_path, monkeypatch
):
    copy = replace(readings[0], state="duplicate").with_reasons("copies agree", times=2)
    monkeypatch.setattr("print.scanning.scan.read_files", lambda *_, **__: iter([copy]))
    twice = intake.take_in(session, world.wave, Stack([], tmp_path), stamp=world.stamp(world.clerks[0]))

    assert (twice.again, twice.by_hand) == (1, [])


def test_what_the_reader_warned_of_is_kept_with_the_page(session, world, readings, tmp_path, monkeypatch):
    odd = [
        reading.with_reasons("streak", "photo").with_reasons("other side missing", pages=2)
        for reading in readings[:1]
    ]
    monkeypatch.setattr("print.scanning.scan.read_files", lambda *_, **__: iter(odd))
    hand_out(session, world)
    taken = intake.take_in(session, world.wave, Stack([], tmp_path), stamp=world.stamp(world.clerks[0]))

    assert set(taken.warned) == {"streak", "photo"}
    assert session.scalars(select(ScanPage.warned)).all() == ["streak,photo"]


def test_a_form_that_lacks_a_page_is_told_with_its_page(session, world, readings, tmp_path, monkeypatch):
    monkeypatch.setattr("print.scanning.scan.read_files", lambda *_, **__: iter(readings[1:]))
    hand_out(session, world)
    clerk = world.clerks[0]
    intake.take_in(session, world.wave, Stack([], tmp_path), stamp=world.stamp(clerk))

    found = release.lacking(session, world.wave, user=clerk)
    assert [(form.serial, pages) for form, pages in found] == [(SERIAL, [readings[0].page])]
    assert release.lacking(session, world.wave, user=world.stranger) == []

    form = first_form(session, world)
    collect.accept(session, form, answers(2), mode=Mode.WEB, submission_id="web-1", today=world.stamp().day)
    assert release.lacking(session, world.wave, user=clerk) == []


@pytest.mark.parametrize(
    ("written", "code", "reason"), [(True, None, "handwriting"), (False, 0, "nothing written")]
)
def test_a_box_somebody_wrote_in_waits_for_a_person(
    session, world, readings, tmp_path, monkeypatch, written, code, reason
):
    page = next(reading for reading in readings if reading.writing)
    page = replace(page, writing=tuple(replace(box, written=written) for box in page.writing))
    monkeypatch.setattr("print.scanning.scan.read_files", lambda *_, **__: iter([page]))
    hand_out(session, world)
    intake.take_in(session, world.wave, Stack([], tmp_path), stamp=world.stamp(world.clerks[0]))

    box = session.scalars(select(ScanRow).where(ScanRow.item == page.writing[0].item)).one()
    assert (box.code, box.reason) == (code, reason)
    assert (box.id in queue(session, world, world.clerks[0])) is written


def test_another_sheet_with_the_same_number_is_told_and_changes_nothing(session, world, taken, tmp_path):
    row = session.scalars(select(ScanRow).where(ScanRow.code > 0)).first()
    kept = row.code
    row.code = next(int(code) for code in row.ink if int(code) != kept) if len(row.ink) > 1 else 0
    session.commit()

    again = intake.take_in(
        session, world.wave, Stack([], tmp_path, workers=1), stamp=world.stamp(world.clerks[1])
    )

    assert [page.why for page in again.by_hand] == ["copies differ"]


def test_a_form_answered_on_the_web_before_is_refused_once_and_kept_as_evidence(session, world, box, taken):
    _, meant = box
    form = first_form(session, world)
    collect.accept(
        session, form, answers(2), mode=Mode.WEB, submission_id="web-1", today=world.stamp().day, by=None
    )
    look_at_all(session, world, meant, world.clerks[:2])

    first = release.release(session, world.wave, stamp=world.stamp(world.clerks[0]))
    second = release.release(session, world.wave, stamp=world.stamp(world.clerks[0]))

    assert [serial for serial, _ in first.refused] == [SERIAL]
    assert second.refused == ()
    assert session.scalars(select(RefusedAnswers)).first() is not None


def test_a_clerk_of_another_office_neither_scans_nor_sees_these_forms(session, world, box, taken, tmp_path):
    folder, _ = box

    foreign = intake.take_in(
        session, world.wave, Stack([folder], tmp_path, workers=1), stamp=world.stamp(world.stranger)
    )

    assert len(foreign.by_hand) == foreign.pages
    assert review_queue.next_row(session, world.wave, user=world.stranger) is None
    row = session.scalars(select(ScanRow)).first()
    with pytest.raises(AppError, match="bưu cục khác") as refused:
        review_queue.find(session, row.id, user=world.stranger)
    assert refused.value.status == 403


def test_a_known_row_read_otherwise_goes_to_a_second_person_and_into_the_measure(session, world, taken):
    first, second = world.clerks[:2]
    seeded = certain_row(session)
    assert seeded.id in queue(session, world, first)

    review_queue.decide(session, seeded, 4, stamp=world.stamp(first))

    assert seeded.answer == 3
    assert review_measure.measure(session, world.wave).differing == 1
    assert seeded.id not in queue(session, world, first)
    assert seeded.id in queue(session, world, second)
    review_queue.decide(session, seeded, 3, stamp=world.stamp(second))
    assert seeded.id not in queue(session, world, second)
    assert seeded.decided == 3
    assert review_measure.measure(session, world.wave).differing == 0


def test_a_known_row_read_alike_waits_for_nobody_else(session, world, taken):
    seeded = certain_row(session)

    review_queue.decide(session, seeded, 3, stamp=world.stamp(world.clerks[0]))

    assert seeded.id not in queue(session, world, world.clerks[1])


def test_an_empty_box_is_no_known_row_to_be_shown(session, world, taken):
    box = certain_row(session, reason="nothing written", code=0, ink={})

    assert box.id not in queue(session, world, world.clerks[0])


def test_the_measure_has_the_bound_of_clopper_and_pearson(session, world, taken):
    assert review_measure.measure(session, world.wave) == review_measure.Measure(0, 0, None)
    rows = [certain_row(session, place=place) for place in (50, 51)]

    review_queue.decide(session, rows[0], 3, stamp=world.stamp(world.clerks[0]))
    seen = review_measure.measure(session, world.wave)
    assert (seen.seen, seen.differing, seen.upper) == (1, 0, pytest.approx(0.95))
    review_queue.decide(session, rows[1], 4, stamp=world.stamp(world.clerks[0]))
    seen = review_measure.measure(session, world.wave)
    assert (seen.seen, seen.differing, seen.upper) == (2, 1, pytest.approx(1 - (1 - 0.95**0.5)))
    review_queue.decide(session, rows[0], 4, stamp=world.stamp(world.clerks[0]))
    assert review_measure.measure(session, world.wave) == review_measure.Measure(2, 2, 1.0)


def test_a_row_of_a_keyed_form_is_neither_decided_nor_doubted(session, world, taken):
    row = session.scalars(select(ScanRow).where(ScanRow.code == 0)).first()
    row.page.keyed = True
    session.commit()

    with pytest.raises(AppError, match="đã được nhập") as refused:
        review_queue.decide(session, row, 0, stamp=world.stamp(world.clerks[0]))

    assert refused.value.status == 409
    assert review_queue.doubt(session, [row], stamp=world.stamp(world.clerks[0])) == 0
    assert row.code == 0


def test_a_clerk_of_another_office_neither_decides_nor_doubts_our_rows(session, world, taken):
    row = session.scalars(select(ScanRow).where(ScanRow.code == 0)).first()

    with pytest.raises(AppError, match="bưu cục khác"):
        review_queue.decide(session, row, 0, stamp=world.stamp(world.stranger))
    with pytest.raises(AppError, match="bưu cục khác"):
        review_queue.doubt(session, [row], stamp=world.stamp(world.stranger))

    assert (row.code, row.checked, row.decided) == (0, None, None)
    assert review_queue.values(session, world.wave, user=world.stranger) == []


def certain_row(session, place=50, **changes):
    """Add a row that the machine was certain of and that is shown to a person all the same."""
    made = {"item": f"X{place}", "code": 3, "reason": "one mark", "ink": {"3": 0.3, "4": 0.0}} | changes
    page = session.scalars(select(ScanPage)).first()
    page.rows.append(ScanRow(id=intake.SEEDED * place, crop=[0, 0, 9, 9], **made))
    session.commit()
    return session.get(ScanRow, intake.SEEDED * place)


def queue(session, world, user):
    """Return the ids of all rows that wait for a person, in their order."""
    ids = []
    while task := review_queue.next_row(session, world.wave, user=user, after=ids[-1] if ids else 0):
        if task.row.id in ids:
            break
        ids.append(task.row.id)
    return ids


def test_an_odd_one_on_the_contact_sheet_goes_back_to_the_queue(session, world, taken):
    clerk = world.clerks[0]
    item, code, count = review_queue.values(session, world.wave, user=clerk)[0]
    shown = review_queue.contact_sheet(session, world.wave, user=clerk, item=item, code=code)
    assert len(shown) == count

    review_queue.doubt(session, shown[:1], stamp=world.stamp(clerk))

    assert shown[0].code is None
    assert shown[0].suggest == code


@pytest.mark.parametrize(("code", "status"), [(77, 400), (-1, 400)])
def test_a_code_the_row_does_not_have_is_refused(session, world, taken, code, status):
    row = session.scalars(select(ScanRow)).first()

    with pytest.raises(AppError, match=f"không có ô số {code}") as refused:
        review_queue.decide(session, row, code, stamp=world.stamp(world.clerks[0]))

    assert refused.value.status == status


def test_closing_the_wave_erases_scans_and_pictures(session, world, box, taken, tmp_path):
    assert list(tmp_path.rglob("*.jpg"))

    close(session, world)

    assert session.scalars(select(ScanRow)).first() is None
    assert not list(tmp_path.rglob("*.jpg"))


def test_a_closing_that_fails_loses_no_picture(session, world, taken, tmp_path, monkeypatch):
    pictures = sorted(tmp_path.rglob("*.jpg"))
    monkeypatch.setattr("survey_app.people.audit.record", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError, match="division"):
        close(session, world)
    session.rollback()

    assert sorted(tmp_path.rglob("*.jpg")) == pictures
    assert session.scalars(select(ScanRow)).first() is not None


def test_a_picture_that_could_not_be_deleted_is_deleted_the_next_time(
    session, world, taken, tmp_path, monkeypatch
):
    def refuse(*_, **__):
        raise PermissionError

    with monkeypatch.context() as held:
        held.setattr("pathlib.Path.unlink", refuse)
        assert not close(session, world).rewritten
    assert list(tmp_path.rglob("*.jpg"))

    assert closing.forget(session)
    assert not list(tmp_path.rglob("*.jpg"))
    assert session.scalars(select(ScanPage)).first() is None
