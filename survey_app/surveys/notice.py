"""What a wave says on its forms and letters, in the words of whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires.model import Text

NOTHING = Text("")
SENTENCES = ("purpose", "use", "giving_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The words of a wave; what is empty is not printed.

    Attributes:
        help_line: the telephone number people may call, with its hours where there are any.
        purpose: who asks and why.
        use: what becomes of the answers.
        giving_back: how the form is given back.
    """

    help_line: str = ""
    purpose: Text = NOTHING
    use: Text = NOTHING
    giving_back: Text = NOTHING


def from_typed(typed: Mapping[str, str]) -> Notice:
    """Return the notice of fields as typed: ``help_line``, and each sentence at its name and, in English, ``name_en``."""
    sentences = {name: _sentence(typed, name) for name in SENTENCES}
    return Notice(help_line=_spaced(typed.get("help_line", "")), **sentences)


def as_typed(notice: Notice) -> dict[str, str]:
    """Return the fields that ``from_typed`` reads; a wave keeps its notice so."""
    typed = {"help_line": notice.help_line}
    for name in SENTENCES:
        text: Text = getattr(notice, name)
        typed |= {name: text.vi, f"{name}_en": text.en or ""}
    return typed


def _sentence(typed: Mapping[str, str], name: str) -> Text:
    return Text(_spaced(typed.get(name, "")), _spaced(typed.get(f"{name}_en", "")) or None)


def _spaced(text: str) -> str:
    return " ".join(text.split())
