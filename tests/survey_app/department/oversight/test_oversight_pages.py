"""The tables of accounts, of answers that came late and of the sealed log, each row of them as it is read."""

import pytest
import sqlalchemy as sa

from survey_app import db
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import User
from tests.builders.small_wave import NOON
from tests.survey_app.department.test_department import WAVES_MADE_ONCE, answered, department

__all__ = ["WAVES_MADE_ONCE", "answered", "department"]


def change(wave, *statements):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def test_the_accounts_stand_by_name_with_whose_they_are_and_whether_they_are_open(department, wave):
    change(wave, "UPDATE user_account SET active = false WHERE name = 'hoa'")
    page = department.open("/so-noi-vu/tai-khoan")
    told = [[*row[:4], row[4].partition(" Mật khẩu mới")[0]] for row in page.table("tai-khoan")]
    clerk = ["Nhập liệu (bưu cục)", "Bưu cục Biên Hòa"]

    assert told == [
        ["Tên đăng nhập", "Họ tên", "Vai trò", "Bưu cục", "Tình trạng"],
        ["cuc", "Tài khoản cuc", *clerk, "Đang mở cuc"],
        ["dieu-phoi", "Tài khoản dieu-phoi", "Điều phối (bưu điện tỉnh)", "–", "Đang mở dieu-phoi"],
        ["giam-sat", "Tài khoản giam-sat", "Giám sát (chỉ xem)", "–", "Đang mở giam-sat"],
        ["hoa", "Tài khoản hoa", *clerk, "Đã đóng"],
        ["lan", "Tài khoản lan", *clerk, "Đang mở lan"],
        ["so-noi-vu", "Tài khoản so-noi-vu", "Sở Nội vụ", "–", "Tài khoản đang dùng"],
    ]


def test_a_late_answer_stands_with_its_day_both_modes_and_what_was_found_out(department, answered):
    """Of two forms one was answered on the web and again on paper, the other's first answer is gone."""
    change(
        answered,
        "INSERT INTO refused_answers (wave_id, form_key, digest, codes, mode, day, decision) "
        "SELECT wave_id, form_key, X'00', codes, 'paper', '2025-09-16', 'Gọi lại: giữ lần đầu' FROM response WHERE mode = 'web' ORDER BY id LIMIT 1",
        "INSERT INTO refused_answers (wave_id, form_key, digest, mode) SELECT id, X'01', X'02', 'interview' FROM wave",
    )
    table = department.open("/so-noi-vu/trung").table("trung")
    note = " Kết luận cho trả lời trùng số {} Ghi"

    assert table == [
        ["Số", "Ngày", "Đến sau", "Được tính", "Số ô khác nhau", "Kết luận"],
        ["1", "16/09/2025", "Phiếu giấy", "Trang web", "0", f"Gọi lại: giữ lần đầu{note.format(1)}"],
        ["2", "–", "Phỏng vấn hộ", "–", "–", note.format(2).strip()],
    ]


def test_the_log_says_when_who_did_what_to_whom_latest_first(department, wave, rows):
    with db.session_factory(wave.url) as sessions, sessions() as session:
        lan = session.scalars(sa.select(User).where(User.name == "lan")).one()
        audit.record(
            session,
            "form_substituted",
            "form:1",
            stamp=Stamp(lan, NOON),
            details={"by": "5", "reason": "ướt"},
        )
        audit.record(session, "wave_opened", "wave:thu", stamp=Stamp(None, NOON), details={})
        session.commit()
    page = department.open("/so-noi-vu/nhat-ky")
    signed_in = "đăng nhập", "tài khoản so-noi-vu", ""

    assert page.table("dong") == [
        ["Số", "Lúc", "Ai", "Việc", "Về", "Chi tiết"],
        ["3", "15/09/2025 12:00:00", "–", "mở đợt", "đợt thu", ""],
        ["2", "15/09/2025 12:00:00", "Tài khoản lan", "thay phiếu", "phiếu 1", "phiếu thay: 5; lý do: ướt"],
        ["1", "15/09/2025 12:00:00", "Tài khoản so-noi-vu", *signed_in],
    ]
    assert rows("SELECT hash FROM audit_event WHERE id = 3")[0][0].hex() in page.text


@pytest.mark.slow
def test_of_a_long_log_the_last_two_hundred_lines_are_shown_and_all_are_counted(department, wave, rows):
    ((before,),) = rows("SELECT count(*) FROM audit_event")
    with db.session_factory(wave.url, durable=False) as sessions, sessions() as session:
        for number in range(210):
            audit.record(session, "tested", f"user:{number}", stamp=Stamp(None, NOON))
        session.commit()
    page = department.open("/so-noi-vu/nhat-ky")
    lines = page.page.text.partition("<tbody>")[2].split("<tr")[1:]

    assert len(lines) == 200
    assert "tài khoản 209" in lines[0]
    assert "tài khoản 10<" in lines[-1]
    assert f"{before + 210} dòng" in page.text
