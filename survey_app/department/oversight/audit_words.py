"""Words for the events of the audit log: action, subject, details; the stored events stay as they are."""

from collections.abc import Iterator

from survey_app.department.oversight.accounts import role
from survey_app.tables import AuditEvent, FormState, Role
from survey_app.web.form_state_words import state
from survey_app.web.habit_words import habit
from survey_app.web.translation import gettext


def action(event: AuditEvent) -> str:
    """Return the words for an action; an unknown action as it is."""
    return {
        "signed_in": gettext("đăng nhập"),
        "user_added": gettext("mở tài khoản"),
        "user_deactivated": gettext("đóng tài khoản"),
        "password_set": gettext("đặt mật khẩu"),
        "office_assigned": gettext("gán địa bàn cho bưu cục"),
        "sample_drawn": gettext("rút mẫu"),
        "wave_opened": gettext("mở đợt"),
        "notice_changed": gettext("đổi lời in trên phiếu và thư"),
        "wave_closed": gettext("đóng đợt"),
        "batch_printed": gettext("in lô phiếu"),
        "batch_reprinted": gettext("in lại lô phiếu"),
        "batch_issued": gettext("giao lô cho bưu cục"),
        "form_corrected": gettext("đính chính phiếu"),
        "form_substituted": gettext("thay phiếu"),
        "keying_adjudicated": gettext("phân xử hai lần nhập"),
        "scan_row_doubted": gettext("đưa dòng quét về danh sách phải soát"),
        "own_hand_accepted": gettext("nhận dòng quét theo nét tay riêng của phiếu"),
        "own_hand_given_back": gettext("trả dòng quét nhận theo nét tay về danh sách phải soát"),
        "own_hand_switched": gettext("bật hoặc tắt việc nhận theo nét tay riêng của phiếu"),
        "evidence_decided": gettext("kết luận về trả lời trùng"),
        "duplicate_decided": gettext("kết luận về trả lời trùng"),
    }.get(event.action, event.action)


def subject(event: AuditEvent) -> str:
    """Return the words for the subject of an event."""
    word, _, name = event.subject.partition(":")
    kind = {
        "user": gettext("tài khoản"),
        "office": gettext("bưu cục"),
        "planned": gettext("bản chuẩn bị đợt"),
        "wave": gettext("đợt"),
        "batch": gettext("lô"),
        "form": gettext("phiếu"),
        "scan_row": gettext("dòng quét"),
        "evidence": gettext("trả lời trùng"),
        "duplicate": gettext("trả lời trùng"),
    }.get(word)
    return f"{kind} {name}" if kind else event.subject


def details(event: AuditEvent) -> Iterator[tuple[str, str]]:
    """Yield name and value of each detail that is not empty."""
    names = _names()
    for name, value in event.details.items():
        if value is not None and value != "":
            yield names.get(name, name), _value(name, value)


def _names() -> dict[str, str]:
    return {
        "areas": gettext("địa bàn"),
        "by": gettext("phiếu thay"),
        "decision": gettext("kết luận"),
        "draw": gettext("lần rút"),
        "evidence": gettext("trả lời trùng đã xoá"),
        "forms": gettext("số phiếu"),
        "frame": gettext("khung mẫu"),
        "frame_made_on": gettext("ngày lập danh sách"),
        "from": gettext("từ"),
        "habit": gettext("kiểu đánh dấu"),
        "items": gettext("câu"),
        "giving_back": gettext("cách gửi lại phiếu"),
        "giving_back_en": gettext("cách gửi lại phiếu, tiếng Anh"),
        "help_line": gettext("điện thoại hỗ trợ"),
        "large": gettext("chữ to"),
        "metric": gettext("số đo"),
        "note": gettext("kết luận"),
        "on": gettext("bật"),
        "own_hand": gettext("nhận theo nét tay riêng"),
        "pages": gettext("số trang"),
        "pending": gettext("phiếu chưa nhập"),
        "purpose": gettext("ai hỏi và để làm gì"),
        "purpose_en": gettext("ai hỏi và để làm gì, tiếng Anh"),
        "questionnaire": gettext("bộ câu hỏi"),
        "reason": gettext("lý do"),
        "responses": gettext("phiếu trả lời"),
        "role": gettext("vai trò"),
        "rule": gettext("quy tắc"),
        "seal": gettext("niêm"),
        "seed": gettext("hạt giống"),
        "tag": gettext("mã bản in"),
        "targets": gettext("bộ chỉ tiêu"),
        "to": gettext("sang"),
        "use": gettext("câu trả lời được dùng thế nào"),
        "use_en": gettext("câu trả lời được dùng thế nào, tiếng Anh"),
    }


def _value(name: str, value: object) -> str:
    text = str(value)
    if name in {"from", "to"} and text in set(FormState):
        return state(FormState(text))
    if name == "role" and text in set(Role):
        return role(Role(text))
    if name == "habit":
        return habit(text)
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return text


def broken(reason: str) -> str:
    """Return what is wrong with an event of the chain."""
    if reason.startswith("expected event"):
        return gettext("có dòng ngay trước nó bị mất")
    return {
        "does not follow the event before it": gettext("không nối tiếp dòng trước nó"),
        "its content was altered": gettext("nội dung đã bị sửa"),
    }.get(reason, reason)
