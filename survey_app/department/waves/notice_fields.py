"""Form fields of what a wave says on its forms and letters."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from survey_app.web.form_fields import FormFields, tidy

LONGEST_LINE, LONGEST_SENTENCE = 60, 300


class NoticeFields(FormFields):
    """Help line, and each sentence in Vietnamese and English; all may be left empty."""

    help_line = StringField(filters=[tidy], validators=[Length(max=LONGEST_LINE)])
    purpose = TextAreaField(filters=[tidy], validators=[Length(max=LONGEST_SENTENCE)])
    purpose_en = TextAreaField(filters=[tidy], validators=[Length(max=LONGEST_SENTENCE)])
    use = TextAreaField(filters=[tidy], validators=[Length(max=LONGEST_SENTENCE)])
    use_en = TextAreaField(filters=[tidy], validators=[Length(max=LONGEST_SENTENCE)])
    giving_back = TextAreaField(filters=[tidy], validators=[Length(max=LONGEST_SENTENCE)])
    giving_back_en = TextAreaField(filters=[tidy], validators=[Length(max=LONGEST_SENTENCE)])
