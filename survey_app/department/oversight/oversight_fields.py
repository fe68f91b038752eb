"""Form fields of accounts and of the decision about refused answers."""

from flask_babel import lazy_gettext
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from survey_app.web.form_fields import REQUIRED, FormFields, tidy

TYPED = InputRequired(lazy_gettext("Hãy điền ô này."))
LONG_ENOUGH = Length(min=10, max=200, message=lazy_gettext("Mật khẩu phải có từ 10 đến 200 ký tự."))


class DecisionFields(FormFields):
    """Fields of the decision about refused answers."""

    decision = StringField(filters=[tidy], validators=[REQUIRED, Length(max=500)])


class UserFields(FormFields):
    """Fields of a new account."""

    name = StringField(filters=[tidy], validators=[REQUIRED, Length(max=60)])
    full_name = StringField(filters=[tidy], validators=[REQUIRED, Length(max=200)])
    role = SelectField(choices=[], validators=[REQUIRED])
    office = SelectField(choices=[], default="")
    password = PasswordField(validators=[TYPED, LONG_ENOUGH])


class NewPasswordFields(FormFields):
    """Fields of a new password for another account."""

    password = PasswordField(validators=[TYPED, LONG_ENOUGH])
