"""Form fields of the post office's pages, without the keying screen."""

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from survey_app.tables import FormState
from survey_app.web import form_state_words
from survey_app.web.form_fields import REQUIRED, FormFields, tidy
from survey_app.web.translation import gettext

WHICH_NUMBERS = lazy_gettext("Hãy gõ ít nhất một số phiếu, ví dụ 000123-4.")


def numbers_in(typed: str) -> list[str]:
    """Return the numbers typed, between blanks or commas.

    >>> numbers_in("000123-4, 000124-9")
    ['000123-4', '000124-9']
    """
    return typed.replace(",", " ").split()


class LedgerFields(FormFields):
    """Fields of a movement: the move, and the numbers of the forms."""

    to = RadioField(choices=[], validators=[InputRequired(lazy_gettext("Hãy chọn việc cần ghi."))])
    numbers = StringField(filters=[tidy], validators=[DataRequired(WHICH_NUMBERS), Length(max=2000)])
    reason = StringField(filters=[tidy], validators=[Length(max=500)])

    def validate_numbers(self, field: StringField) -> None:
        """Refuse commas without a number between them."""
        if not numbers_in(field.data):
            raise ValidationError(str(WHICH_NUMBERS))

    def offer(self) -> "LedgerFields":
        """Fill in the moves, in the language of this request."""
        self.to.choices = [
            (state.value, form_state_words.state(state)) for state in form_state_words.RECORDED
        ]
        return self


class CorrectionFields(FormFields):
    """Fields of a correction: the true state of a form, and the reason."""

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
