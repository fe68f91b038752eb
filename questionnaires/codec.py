"""Encodes and decodes the bytes of a response, one an item and one an option of a choose-many item."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaires import missing
from questionnaires.errors import QuestionnaireError
from questionnaires.missing import NOT_APPLICABLE
from questionnaires.model import TICKED, Column, Questionnaire
from questionnaires.routing import Value, on_path


@dataclass(frozen=True, slots=True)
class Answers:
    """What one form says: a byte a column of the questionnaire, and the open texts that were written."""

    codes: bytes
    texts: Mapping[str, str] = field(default_factory=dict)


def encode(questionnaire: Questionnaire, columns: Mapping[str, int]) -> bytes:
    """Return the bytes of a response.

    Args:
        questionnaire: fixes the order and the codes each column can have.
        columns: a code for every column name.

    Raises:
        QuestionnaireError: a column is missing or unknown, or has a code it cannot have.
    """
    names = [column.name for column in questionnaire.columns]
    strange = sorted(set(names) ^ set(columns))
    if strange:
        listed = ", ".join(strange[:5])
        raise QuestionnaireError(
            f"Các cột không khớp bộ câu hỏi {questionnaire.id}: {listed}.",
            f"These columns do not fit the questionnaire {questionnaire.id}: {listed}.",
        )
    _judge(questionnaire, [columns[name] for name in names])
    return bytes(columns[name] for name in names)


def decode(questionnaire: Questionnaire, codes: bytes) -> dict[str, int]:
    """Return the code of every column by its name.

    Raises:
        QuestionnaireError: the bytes are not those of an answer to this questionnaire.
    """
    if len(codes) != len(questionnaire.columns):
        raise QuestionnaireError(
            f"Câu trả lời có {len(codes)} mã; bộ câu hỏi {questionnaire.id} cần {len(questionnaire.columns)}.",
            f"An answer of {len(codes)} codes; {questionnaire.id} has {len(questionnaire.columns)}.",
        )
    _judge(questionnaire, codes)
    return {column.name: code for column, code in zip(questionnaire.columns, codes, strict=True)}


def values_of(questionnaire: Questionnaire, answers: Answers) -> dict[str, Value]:
    """Return the answers as rules see them: a code, the set of ticked codes, or 1 for text."""
    ticked: dict[str, set[int]] = {}
    values: dict[str, Value] = dict.fromkeys(answers.texts, TICKED)
    for column, code in zip(questionnaire.columns, answers.codes, strict=True):
        if column.option is None:
            values[column.item] = code
        elif code == TICKED:
            ticked.setdefault(column.item, set()).add(column.option)
    return values | {item: frozenset(options) for item, options in ticked.items()}


def tokens_of(questionnaire: Questionnaire, answers: Answers) -> dict[str, list[str]]:
    """Return what ``answers.read`` would read again as the same answers; blank items are left out.

    A code 202 that only follows from the path is left out too, so that it is found anew when the answer on
    which the path depends is corrected.
    """
    path = on_path(questionnaire, values_of(questionnaire, answers))
    marks: dict[str, list[str]] = {name: [text] for name, text in answers.texts.items()}
    for column, code in zip(questionnaire.columns, answers.codes, strict=True):
        token = token_of(column, code)
        if not token or (code == NOT_APPLICABLE and column.item not in path):
            continue
        if token not in marks.setdefault(column.item, []):
            marks[column.item].append(token)
    return {name: marks[name] for name in questionnaire.items if name in marks}


def token_of(column: Column, code: int) -> str:
    """Return the token that a code in a column is typed as; empty where typing nothing gives that code."""
    kind = missing.kind_of(code)
    if kind is not None:
        return kind.token
    if column.option is None:
        return str(code)
    return str(column.option) if code == TICKED else ""


def differing(questionnaire: Questionnaire, one: Answers, other: Answers) -> tuple[str, ...]:
    """Return the items at which two keyings of a form say different things, in the order they are asked."""
    first, second = tokens_of(questionnaire, one), tokens_of(questionnaire, other)
    return tuple(name for name in questionnaire.items if first.get(name) != second.get(name))


def _judge(questionnaire: Questionnaire, codes: bytes | list[int]) -> None:
    for column, code in zip(questionnaire.columns, codes, strict=True):
        if code not in column.codes:
            raise QuestionnaireError(
                f"Cột {column.name} có mã {code}, không phải mã của câu hỏi này.",
                f"Column {column.name} has code {code}, which this question does not know.",
            )
