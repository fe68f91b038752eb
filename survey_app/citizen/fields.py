"""What a citizen types outside the questionnaire."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from survey_app.fields import Fields, tidy


class CodeFields(Fields):
    """The code printed on the form."""

    code = StringField(filters=[tidy], validators=[InputRequired(), Length(max=40)])
