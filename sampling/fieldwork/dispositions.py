"""Final dispositions of the forms of a sample, by AAPOR's codes.

Source: AAPOR (2023), Standard Definitions, 10th edition. The codes here are the main ones; a form handed out in
person or sent by post has the same four groups.
"""

from enum import StrEnum


class Disposition(StrEnum):
    """AAPOR's final disposition codes that a survey by form meets; the value is the code."""

    COMPLETE = "1.1"
    PARTIAL = "1.2"
    REFUSAL = "2.11"
    BREAK_OFF = "2.12"
    NOT_RETURNED = "2.20"
    NOT_PROCESSED = "2.27"
    ABSENT = "2.25"
    DEAD = "2.31"
    UNABLE = "2.32"
    LANGUAGE = "2.33"
    LOST = "2.90"
    NO_ADDRESS_FOUND = "3.18"
    NOT_HANDED_OUT = "3.11"
    UNKNOWN_PERSON = "3.20"
    MOVED_AWAY = "4.10"
    UNDER_AGE = "4.70"
    NO_SUCH_DWELLING = "4.50"


VIETNAMESE = {
    Disposition.COMPLETE: "Trả lời đủ",
    Disposition.PARTIAL: "Trả lời một phần",
    Disposition.REFUSAL: "Từ chối",
    Disposition.BREAK_OFF: "Bỏ dở, không dùng được",
    Disposition.NOT_RETURNED: "Nhận phiếu, không gửi lại",
    Disposition.NOT_PROCESSED: "Đã gửi lại, chưa được nhập",
    Disposition.ABSENT: "Vắng mặt suốt đợt khảo sát",
    Disposition.DEAD: "Đã mất",
    Disposition.UNABLE: "Không đủ sức khỏe để trả lời",
    Disposition.LANGUAGE: "Không hiểu ngôn ngữ của phiếu",
    Disposition.LOST: "Phiếu thất lạc, hỏng",
    Disposition.NO_ADDRESS_FOUND: "Không tìm thấy địa chỉ",
    Disposition.NOT_HANDED_OUT: "Chưa phát phiếu",
    Disposition.UNKNOWN_PERSON: "Có địa chỉ, không rõ người",
    Disposition.MOVED_AWAY: "Đã chuyển khỏi địa bàn",
    Disposition.UNDER_AGE: "Dưới 18 tuổi",
    Disposition.NO_SUCH_DWELLING: "Nhà không tồn tại hoặc không có người ở",
}

ENGLISH = {
    Disposition.COMPLETE: "Complete",
    Disposition.PARTIAL: "Partial",
    Disposition.REFUSAL: "Refusal",
    Disposition.BREAK_OFF: "Break-off, not usable",
    Disposition.NOT_RETURNED: "Received, not returned",
    Disposition.NOT_PROCESSED: "Returned, not processed",
    Disposition.ABSENT: "Absent for the whole field period",
    Disposition.DEAD: "Dead",
    Disposition.UNABLE: "Not well enough to answer",
    Disposition.LANGUAGE: "Does not understand the language of the form",
    Disposition.LOST: "Form lost or spoiled",
    Disposition.NO_ADDRESS_FOUND: "Address not found",
    Disposition.NOT_HANDED_OUT: "Not handed out",
    Disposition.UNKNOWN_PERSON: "Address found, person unknown",
    Disposition.MOVED_AWAY: "Moved out of the area",
    Disposition.UNDER_AGE: "Under 18",
    Disposition.NO_SUCH_DWELLING: "Dwelling does not exist or is empty",
}
