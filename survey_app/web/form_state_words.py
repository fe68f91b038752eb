"""Names of a form's states in the language of the request, and the states that a page lists."""

from survey_app.fieldwork.form_states import NAMES
from survey_app.tables import FormState
from survey_app.web.translation import say

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
COLUMNS = tuple(NAMES)


def state(which: FormState) -> str:
    """Return the name of a state in the language of this request."""
    return say(NAMES[which])
