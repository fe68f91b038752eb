"""Form fields of a post office that serves areas."""

from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from survey_app.web.form_fields import FormFields, tidy
from survey_app.web.translation import gettext


class OfficeFields(FormFields):
    """Fields of a post office: an existing one, or a new one with its code and name."""

    office = SelectField(choices=[], default="")
    code = StringField(filters=[tidy], validators=[Length(max=20)])
    name = StringField(filters=[tidy], validators=[Length(max=200)])

    def validate_code(self, field: StringField) -> None:
        """Require a code and a name for a new office."""
        if not self.office.data and not (field.data and self.name.data):
            raise ValidationError(gettext("Bưu cục mới cần cả mã và tên."))
