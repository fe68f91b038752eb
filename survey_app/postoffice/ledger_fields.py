"""Form fields of the post office's pages, without the keying screen."""

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from survey_app.tables import FormState
from survey_app.web import form_state_words
from survey_app.web.form_fields import FormFields, tidy
from survey_app.web.translation import gettext

REQUIRED = InputRequired(lazy_gettext("Hãy điền ô này."))


class LedgerFields(FormFields):
    """FormFields of a movement: the move, and the numbers of the forms."""

    to = RadioField(choices=[], validators=[InputRequired(lazy_gettext("Hãy chọn việc cần ghi."))])
    numbers = StringField(filters=[tidy], validators=[REQUIRED, Length(max=2000)])
    reason = StringField(filters=[tidy], validators=[Length(max=500)])

    def offer(self) -> "LedgerFields":
        """Fill in the moves, in the language of this request."""
        self.to.choices = [
            (state.value, form_state_words.state(state)) for state in form_state_words.RECORDED
        ]
        return self


class CorrectionFields(FormFields):
    """FormFields of a correction: the true state of a form, and the reason."""

    to = SelectField(choices=[], validators=[REQUIRED])
    reason = StringField(filters=[tidy], validators=[REQUIRED, Length(max=500)])

    def offer(self) -> "CorrectionFields":
        """Fill in the states that a correction may name."""
        states = [state for state in form_state_words.COLUMNS if state is not FormState.ACCEPTED]
        # Nothing is chosen beforehand: a correction nobody meant would stand in the ledger for good.
        self.to.choices = [
            ("", gettext("– chọn –")),
            *((state.value, form_state_words.state(state)) for state in states),
        ]
        return self


class ReasonFields(FormFields):
    """Field of a reason to replace a form by a reserve."""

    reason = StringField(filters=[tidy], validators=[REQUIRED, Length(max=500)])
