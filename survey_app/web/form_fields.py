"""The base of small forms: text trimmed and in NFC, what must be filled in, messages in the page's language."""

import unicodedata

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms.validators import DataRequired

from survey_app.web.translation import gettext

# Blanks alone are nothing: unlike InputRequired this looks at the text after ``tidy``.
REQUIRED = DataRequired(lazy_gettext("Hãy điền ô này."))


def tidy(value: str | None) -> str:
    r"""Return text in NFC without control characters or blanks around it.

    >>> tidy("  Bie\u0302n\x00 ")
    'Biên'
    """
    typed = (letter for letter in value or "" if letter in "\n\t" or unicodedata.category(letter) != "Cc")
    return unicodedata.normalize("NFC", "".join(typed)).strip()


class Words:
    """Translations of WTForms' own messages; one that no field of ours can give stays as it is."""

    def gettext(self, sentence: str) -> str:
        """Return a message in the language of this request."""
        available = {
            "This field is required.": gettext("Hãy điền ô này."),
            "Not a valid choice.": gettext("Lựa chọn không hợp lệ; hãy chọn lại trong danh sách."),
            "Invalid input.": gettext("Nội dung không hợp lệ."),
        }
        return available.get(sentence, sentence)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return a message about a number, with the placeholder of the number left in."""
        if plural == "Field cannot be longer than %(max)d characters.":
            # The caller fills the number in.
            return gettext("Dài quá; tối đa MAX ký tự.").replace("MAX", "%(max)d")
        return singular if n == 1 else plural


class FormFields(FlaskForm):  # type: ignore[misc] # flask_wtf is untyped
    """A form with a CSRF token, filled from the request."""

    class Meta:
        """Settings of WTForms: CSRF and translations."""

        def get_translations(self, _form: "FormFields") -> Words:
            """Return the translations of WTForms' messages."""
            return Words()

    def problems(self) -> dict[str, str]:
        """Return the first problem of each field, by its name."""
        return {name: str(wrong[0]) for name, wrong in self.errors.items() if wrong}
