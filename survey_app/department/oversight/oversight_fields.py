"""Form fields of the department's pages."""

from flask_babel import lazy_gettext
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from survey_app.web.form_fields import Fields, tidy
from survey_app.web.translation import gettext

REQUIRED = InputRequired(lazy_gettext("Hãy điền ô này."))
LONG_ENOUGH = Length(min=10, max=200, message=lazy_gettext("Mật khẩu phải có từ 10 đến 200 ký tự."))


class DecisionFields(Fields):
    """Fields of the decision about refused answers."""

    decision = StringField(filters=[tidy], validators=[REQUIRED, Length(max=500)])


class UserFields(Fields):
    """Fields of a new account."""

    name = StringField(filters=[tidy], validators=[REQUIRED, Length(max=60)])
    full_name = StringField(filters=[tidy], validators=[REQUIRED, Length(max=200)])
    role = SelectField(choices=[], validators=[REQUIRED])
    office = SelectField(choices=[], default="")
    password = PasswordField(validators=[REQUIRED, LONG_ENOUGH])


class OfficeFields(Fields):
    """Fields of a post office: an existing one, or a new one with its code and name."""

    office = SelectField(choices=[], default="")
    code = StringField(filters=[tidy], validators=[Length(max=20)])
    name = StringField(filters=[tidy], validators=[Length(max=200)])

    def validate_code(self, field: StringField) -> None:
        """Require a code and a name for a new office."""
        if not self.office.data and not (field.data and self.name.data):
            raise ValidationError(gettext("Bưu cục mới cần cả mã và tên."))


class NewPasswordFields(Fields):
    """Fields of a new password for another account."""

    password = PasswordField(validators=[REQUIRED, LONG_ENOUGH])
