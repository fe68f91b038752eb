"""Words for the habits of a hand that the reader recognises."""

from survey_app.web.translation import gettext


def habit(name: str) -> str:
    """Return a habit in words; an unknown one as it is."""
    return {
        "big tick": gettext("dấu tích to hơn ô"),
        "hatched": gettext("tô bằng các nét song song"),
        "one-stroke cross": gettext("dấu X viết liền một nét"),
    }.get(name, name)
