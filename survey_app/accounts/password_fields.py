"""Form fields for signing in and for changing a password."""

from flask_babel import lazy_gettext
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from survey_app.web.form_fields import REQUIRED, FormFields, tidy

# A password may be of blanks.
TYPED = InputRequired(lazy_gettext("Hãy điền ô này."))


class SignInFields(FormFields):
    """Fields for signing in: account name and password."""

    name = StringField(filters=[tidy], validators=[REQUIRED, Length(max=60)])
    password = PasswordField(validators=[TYPED, Length(max=200)])


class PasswordFields(FormFields):
    """Fields for a new password: the current one, and the new one twice."""

    password_before = PasswordField(validators=[TYPED, Length(max=200)])
    password = PasswordField(
        validators=[
            TYPED,
            Length(min=10, max=200, message=lazy_gettext("Mật khẩu phải có từ 10 đến 200 ký tự.")),
        ]
    )
    password_again = PasswordField(
        validators=[EqualTo("password", lazy_gettext("Hai lần nhập mật khẩu mới không giống nhau."))]
    )
