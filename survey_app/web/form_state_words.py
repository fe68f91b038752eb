"""The states of a form, in the words of a post office."""

from survey_app.tables import FormState
from survey_app.web.translation import gettext

# What a clerk records by number, in the order of the work.
RECORDED = (
    FormState.HANDED_OUT,
    FormState.RETURNED,
    FormState.REFUSED,
    FormState.LOST,
    FormState.SPOILED,
    FormState.UNUSED,
    FormState.INVALID,
)
COLUMNS = (
    FormState.PRINTED,
    FormState.ISSUED,
    FormState.HANDED_OUT,
    FormState.RETURNED,
    FormState.ACCEPTED,
    FormState.REFUSED,
    FormState.LOST,
    FormState.SPOILED,
    FormState.INVALID,
    FormState.UNUSED,
)


def state(which: FormState) -> str:
    """Return the name of a state as people read it."""
    return {
        FormState.PRINTED: gettext("Tại Sở"),
        FormState.ISSUED: gettext("Tại bưu cục"),
        FormState.HANDED_OUT: gettext("Đã phát"),
        FormState.RETURNED: gettext("Đã thu, chờ nhập"),
        FormState.ACCEPTED: gettext("Đã có trả lời"),
        FormState.REFUSED: gettext("Từ chối"),
        FormState.LOST: gettext("Thất lạc"),
        FormState.SPOILED: gettext("Hỏng"),
        FormState.INVALID: gettext("Không hợp lệ"),
        FormState.UNUSED: gettext("Không dùng"),
    }[which]
