"""Names of a form's states in both languages, in the order of the work."""

from collections.abc import Mapping
from typing import Final

from questionnaires.model import Text
from survey_app.tables import FormState

NAMES: Final[Mapping[FormState, Text]] = {
    FormState.PRINTED: Text("Tại Sở", "At the department"),
    FormState.ISSUED: Text("Tại bưu cục", "At the post office"),
    FormState.HANDED_OUT: Text("Đã phát", "Handed out"),
    FormState.RETURNED: Text("Đã thu, chờ nhập", "Returned, to be keyed"),
    FormState.ACCEPTED: Text("Đã có trả lời", "Answered"),
    FormState.REFUSED: Text("Từ chối", "Refused"),
    FormState.LOST: Text("Thất lạc", "Lost"),
    FormState.SPOILED: Text("Hỏng", "Spoiled"),
    FormState.INVALID: Text("Không hợp lệ", "Invalid"),
    FormState.UNUSED: Text("Không dùng", "Unused"),
}
