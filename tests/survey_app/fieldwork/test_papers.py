"""A wave on paper: a folder a batch, codes that open the forms, reprints marked and kept in the audit."""

import json
import re

import pypdfium2
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from print import number
from print.layout.layout_json import to_json
from survey_app.commands.print import command
from survey_app.errors import AppError
from survey_app.fieldwork import forms, movements, papers, substitutions
from survey_app.tables import AuditEvent, Batch, Form, FormState
from survey_app.waves import catalogue, printed_layouts

pytestmark = pytest.mark.slow


def text_of(path):
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def print_all(session, world, folder, office=None):
    job = papers.PrintJob(folder, "https://khaosat.example.vn", world.stamp(), "Sở Nội vụ")
    return list(papers.print_wave(session, world.wave.code, office, job))


def test_every_form_of_the_wave_is_printed_in_its_batch(session, world, tmp_path):
    done = print_all(session, world, tmp_path)

    forms = session.scalars(select(Form)).all()
    assert sum(batch.forms for batch in done) == len(forms)
    for batch in done:
        files = sorted(path.name for path in batch.folder.iterdir())
        assert files == ["layout.json", "nhan.pdf", "phieu.pdf", "thu-moi.pdf"]
        assert json.loads((batch.folder / "layout.json").read_text("utf-8"))["page_mm"] == [210, 297]


def test_the_code_on_the_paper_opens_the_form(session, world, tmp_path):
    done = print_all(session, world, tmp_path)

    form = session.scalars(select(Form).order_by(Form.serial)).first()
    code = catalogue.access_code(form)
    pages = [page for batch in done for page in text_of(batch.folder / "phieu.pdf")]
    page = next(page for page in pages if "Trang 1/" in page and number.write(form.serial) in page)
    assert code in page
    assert "khaosat.example.vn" in page
    assert forms.find_by_code(session, code).serial == form.serial


def test_drawing_a_batch_again_is_a_marked_and_recorded_reprint(session, world, tmp_path):
    first = print_all(session, world, tmp_path / "first")
    again = print_all(session, world, tmp_path / "again")

    assert not any(batch.reprint for batch in first)
    assert all(batch.reprint for batch in again)
    assert "IN LẠI" not in "".join(text_of(first[0].folder / "phieu.pdf"))
    assert "IN LẠI" in text_of(again[0].folder / "phieu.pdf")[-1]
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("batch_%printed"))).all()
    assert actions == ["batch_printed"] * len(first) + ["batch_reprinted"] * len(again)


def in_english(folder, world, sender="Department of Home Affairs"):
    return papers.PrintJob(folder, "https://khaosat.example.vn", world.stamp(), sender, language="en")


def test_a_wave_in_english_has_english_forms_and_letters_and_its_layout_is_kept(session, world, tmp_path):
    done = list(papers.print_wave(session, world.wave.code, "BC1", in_english(tmp_path / "out", world)))

    forms = text_of(done[0].folder / "phieu.pdf")
    assert any("Page 1/" in page and "Answer on the web:" in page for page in forms)
    assert not any("Trang 1/" in page for page in forms)
    (letter, *_) = text_of(done[0].folder / "thu-moi.pdf")
    assert "Dear Sir or Madam" in letter
    assert "Ông/Bà" not in letter
    assert [layout.version[-3:] for layout in printed_layouts.of_wave(world.wave)] == ["-en"]
    recorded = session.scalars(select(AuditEvent).where(AuditEvent.action == "batch_printed")).first()
    assert recorded.details["language"] == "en"


def test_a_notice_without_english_is_refused_before_anything_is_drawn(session, world, tmp_path):
    world.wave.notice = {
        "purpose": "Để phục vụ tốt hơn.",
        "use": "Chỉ dạng tổng hợp.",
        "use_en": "Sums only.",
    }

    with pytest.raises(AppError, match="ai hỏi và để làm gì") as error:
        list(papers.print_wave(session, world.wave.code, None, in_english(tmp_path / "out", world)))

    assert "who asks and why" in error.value.en
    assert "what becomes" not in error.value.en
    assert not (tmp_path / "out").exists()


def test_printed_batches_leave_their_layout_with_the_wave(session, world, tmp_path):
    print_all(session, world, tmp_path / "out")

    (kept,) = printed_layouts.of_wave(world.wave)
    written = json.loads((next((tmp_path / "out").iterdir()) / "layout.json").read_text("utf-8"))
    assert to_json(kept) == written


def test_one_office_gets_only_its_own_batches(session, world, tmp_path):
    office = session.scalars(select(Batch)).first().office

    done = print_all(session, world, tmp_path, office.code)

    own = session.scalars(select(Batch).where(Batch.office_id == office.id)).all()
    assert len(done) == len(own)


def test_an_unknown_office_is_refused_and_the_known_ones_are_named(session, world, tmp_path):
    office = session.scalars(select(Batch)).first().office

    with pytest.raises(AppError, match=office.code):
        print_all(session, world, tmp_path, "khong-co")


def test_a_reserve_is_told_apart_on_the_hand_out_list(session, world, tmp_path):
    done = print_all(session, world, tmp_path)

    route = " ".join(text_of(done[0].folder / "phieu.pdf")[2].split())
    assert "Phiếu chính: 4 · Phiếu dự phòng: 2" in route
    assert "Dự phòng 1: chỉ phát khi bưu cục báo thay phiếu" in route
    assert "Dự phòng 2: chỉ phát khi bưu cục báo thay phiếu" in route


def test_a_reserve_that_took_a_place_says_whose_on_list_and_label(session, world, tmp_path):
    form = session.scalars(select(Form).order_by(Form.serial)).first()
    movements.record(session, form, FormState.LOST, stamp=world.stamp(), reason="rơi")
    reserve = substitutions.substitute(session, form, stamp=world.stamp(), reason="rơi")
    session.commit()

    folder = print_all(session, world, tmp_path)[0].folder

    assert f"Dự phòng {reserve.place}: phát thay phiếu {number.write(form.serial)}" in " ".join(
        " ".join(text_of(folder / "phieu.pdf")[2:5]).split()
    )
    assert f"Phát thay phiếu {number.write(form.serial)}" in text_of(folder / "nhan.pdf")[0]


def test_list_and_labels_name_village_and_commune(session, world, tmp_path):
    folder = print_all(session, world, tmp_path)[0].folder

    route = text_of(folder / "phieu.pdf")[2]
    label = text_of(folder / "nhan.pdf")[0]
    assert "Ấp 1, phường Định Quán" in route
    for part in (
        "Kính gửi: Ông/Bà số ",
        "Ấp 1",
        "phường Định Quán",
        "Trả về: Bưu cục Định Quán",
        "Nơi gửi: Sở Nội vụ",
    ):
        assert part in label, part


def test_cover_and_list_give_the_help_line_and_the_last_day_of_the_wave(session, world, tmp_path):
    world.wave.notice = {"help_line": "0000 000 000"}
    session.commit()

    cover, _, route, *_ = text_of(print_all(session, world, tmp_path)[0].folder / "phieu.pdf")

    for page in (cover, route):
        assert "xin gọi 0000 000 000" in " ".join(page.split())
        assert f"chậm nhất ngày {world.wave.closes_on:%d/%m/%Y}" in " ".join(page.split())


def test_forms_letters_and_labels_come_in_the_order_of_the_list(session, world, tmp_path):
    folder = print_all(session, world, tmp_path)[-1].folder

    def order(name, pages):
        return list(dict.fromkeys(re.findall(r"\b\d{6}-\d\b", " ".join(pages(text_of(folder / name))))))

    listed = order("phieu.pdf", lambda pages: [page for page in pages if "DANH SÁCH PHÁT PHIẾU" in page])
    assert len(listed) == 24
    assert listed != sorted(listed)
    assert listed == order("phieu.pdf", lambda pages: [page for page in pages if "Trang 1/" in page])
    assert listed == order("thu-moi.pdf", lambda pages: pages)
    assert listed == order("nhan.pdf", lambda pages: pages)


def test_the_letter_gives_the_last_day_of_the_wave(session, world, tmp_path):
    done = print_all(session, world, tmp_path)

    letter = text_of(done[0].folder / "thu-moi.pdf")[0]
    assert f"{world.wave.closes_on:%d/%m/%Y}" in letter
    assert f"{world.wave.opened_on:%d/%m/%Y}" not in letter


def test_the_command_prints_a_wave(session, world, tmp_path, database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    session.commit()

    done = CliRunner().invoke(
        command, ["--wave", world.wave.code, "--out", str(tmp_path)], catch_exceptions=False
    )

    assert done.exit_code == 0, done.output
    assert "sipas: Chưa có địa chỉ nhận lại thư" in done.stderr
    assert list(tmp_path.glob("*/phieu.pdf"))
    again = CliRunner().invoke(command, ["--wave", world.wave.code, "--out", str(tmp_path)])
    assert "in lại" in again.output


@pytest.mark.parametrize("synthetic", [False, True])
def test_forms_of_a_wave_that_was_made_up_say_so_on_every_page(session, world, tmp_path, synthetic):
    world.wave.synthetic = synthetic
    session.commit()

    done = print_all(session, world, tmp_path)

    pages = [page for page in text_of(done[0].folder / "phieu.pdf") if "Trang " in page]
    assert {"DỮ LIỆU MÔ PHỎNG" in page for page in pages} == {synthetic}
