"""Reads questionnaire files; all mistakes of a file are reported at once."""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from questionnaires.authoring import canonical
from questionnaires.authoring.build import build
from questionnaires.authoring.checks import analyse
from questionnaires.authoring.context import BuildContext
from questionnaires.authoring.mistakes import Mistake, Mistakes, as_error
from questionnaires.authoring.toml_lines import LARGEST_FILE, Table, locate, read_toml
from questionnaires.authoring.translations import note_untranslated
from questionnaires.authoring.variants import resolve
from questionnaires.errors import QuestionnaireError
from questionnaires.model import Questionnaire

LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Examined:
    """What reading a file gave: a questionnaire, or the mistakes that stand in its way; warnings with either."""

    questionnaire: Questionnaire | None
    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...]


def load(path: Path | str) -> Questionnaire:
    """Return the questionnaire of a TOML file.

    Raises:
        QuestionnaireError: the file cannot be read, or it has mistakes: all of them, each with line and key.
    """
    path = Path(path)
    return loads(read_file(path), path.name)


def loads(text: str, name: str) -> Questionnaire:
    """Return the questionnaire that ``text`` says; ``name`` is what messages call it.

    Raises:
        QuestionnaireError: every mistake of the text, each with line and key.
    """
    examined = examine(text, name)
    if examined.questionnaire is None:
        raise as_error(examined.mistakes)
    return examined.questionnaire


def examine(text: str, name: str) -> Examined:
    """Read ``text`` and tell everything that is wrong or worth a look, without raising."""
    mistakes = Mistakes()
    document = read_toml(text, name, mistakes)
    return _examined(resolve(document, _library_file, mistakes) if document else None, mistakes)


def restore(text: str) -> Questionnaire:
    """Return the questionnaire that ``canonical.write`` wrote.

    Raises:
        QuestionnaireError: the text is not what was written.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise QuestionnaireError("Bản lưu bộ câu hỏi bị hỏng.", "The kept questionnaire is damaged.")
    mistakes = Mistakes()
    examined = _examined(locate(document, "", mistakes), mistakes)
    if examined.questionnaire is None:
        raise as_error(examined.mistakes)
    return examined.questionnaire


@cache
def published(name: str) -> Questionnaire:
    """Return the questionnaire of the library with this name, such as ``sipas-2025``.

    Raises:
        QuestionnaireError: the library has no such questionnaire.
    """
    if name not in library_names():
        names = ", ".join(library_names())
        raise QuestionnaireError(
            f"Không có bộ câu hỏi «{name}»; hiện có: {names}.",
            f"There is no questionnaire “{name}”; there are: {names}.",
        )
    return load(LIBRARY / f"{name}.toml")


@cache
def library_names() -> tuple[str, ...]:
    """Return the names of all questionnaires of the library."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.toml")))


def read_file(path: Path) -> str:
    """Return the text of a file, refusing what is too large or no UTF-8.

    Raises:
        QuestionnaireError: what is wrong with the file.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        return data.decode()
    except OSError as error:
        raise QuestionnaireError(
            f"Không mở được tệp {path.name}; hãy kiểm tra đường dẫn.",
            f"Cannot open {path.name}; check the path.",
        ) from error
    except UnicodeDecodeError as error:
        raise QuestionnaireError(
            f"Tệp {path.name} không phải UTF-8; hãy lưu lại ở dạng UTF-8.",
            f"{path.name} is not UTF-8; save it as UTF-8.",
        ) from error


def _library_file(name: str) -> str | None:
    return read_file(LIBRARY / f"{name}.toml") if name in library_names() else None


def _examined(document: Table | None, mistakes: Mistakes) -> Examined:
    questionnaire = None
    if document is not None:
        context = BuildContext(mistakes)
        questionnaire = build(document, context)
        analyse(questionnaire, context)
        note_untranslated(document, mistakes)
    if mistakes.errors or questionnaire is None:
        return Examined(None, mistakes.in_order(), tuple(mistakes.warnings))
    version = canonical.version_of(questionnaire)
    return Examined(replace(questionnaire, version=version), (), tuple(mistakes.warnings))
