"""What the department types."""

from flask_babel import lazy_gettext
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from survey_app.fields import Fields, tidy

REQUIRED = InputRequired(lazy_gettext("Hãy điền ô này."))
LONG_ENOUGH = Length(min=10, max=200, message=lazy_gettext("Mật khẩu phải có từ 10 đến 200 ký tự."))


class DecisionFields(Fields):
    """What was found out about answers that came second."""

    decision = StringField(filters=[tidy], validators=[REQUIRED, Length(max=500)])


class UserFields(Fields):
    """A new account."""

    name = StringField(filters=[tidy], validators=[REQUIRED, Length(max=60)])
    full_name = StringField(filters=[tidy], validators=[REQUIRED, Length(max=200)])
    role = SelectField(choices=[], validators=[REQUIRED])
    office = SelectField(choices=[], default="")
    password = PasswordField(validators=[REQUIRED, LONG_ENOUGH])


class NewPasswordFields(Fields):
    """A new password for somebody who forgot theirs."""

    password = PasswordField(validators=[REQUIRED, LONG_ENOUGH])
