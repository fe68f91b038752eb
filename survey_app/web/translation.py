"""Translation of the pages: Vietnamese first, English second.

The templates hold the Vietnamese sentences; ``translations/en`` holds the English ones as a ``.po`` file that
is compiled in memory when the first page needs it, so that a plain install needs no build step.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, cast

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, redirect, request, session
from flask_babel import Babel, Domain, get_locale
from flask_babel import gettext as _gettext
from werkzeug.wrappers import Response as HttpAnswer

from questionnaires.model import Text
from survey_app.web.access import public

LANGUAGES = ("vi", "en")
FOLDER = Path(__file__).parents[1] / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the compiled sentences of ``language``; Vietnamese needs none."""
    source = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class SourceDomain(Domain):  # type: ignore[misc] # flask_babel is untyped
    """Translations taken from the ``.po`` file itself."""

    def get_translations(self) -> NullTranslations:
        """Return the sentences in the language of this request."""
        return catalogue(current_language())


def gettext(sentence: str, **values: object) -> str:
    """Return a sentence in the language of this request, with its ``%(name)s`` filled in."""
    return str(_gettext(sentence, **values))


def current_language() -> Literal["vi", "en"]:
    """Return the language of this request."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "vi"


def say(text: Text) -> str:
    """Return a sentence of the questionnaire in the language of this request."""
    return text.in_(current_language())


@public
def choose_language(language: str) -> HttpAnswer:
    """Remember the language and go back to the page named by ``next``."""
    if language in LANGUAGES:
        session["language"] = language
    return redirect(local_path(request.args.get("next")), 303)


def local_path(path: str | None, otherwise: str = "/") -> str:
    """Return ``path`` if it stays on this site, else ``otherwise``."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return otherwise


def init_app(app: Flask) -> None:
    """Register gettext for views and templates, and the switch at ``/ngon-ngu/<language>``."""
    babel = Babel()
    babel.domain_instance = SourceDomain()
    babel.init_app(
        app,
        default_locale="vi",
        default_timezone="Asia/Ho_Chi_Minh",
        locale_selector=lambda: session.get("language", "vi"),
    )
    app.add_url_rule("/ngon-ngu/<language>", "language", choose_language)
    app.add_template_filter(say, "say")
    app.context_processor(lambda: cast("dict[str, Any]", {"language": current_language()}))
