"""Rules over the columns of a file, in the grammar of the rules of questionnaires: ``age >= 18 and district in ["H01", "H02"]``.

Columns stand without quotes where they are a word, in quotes otherwise; numbers without, words and dates in quotes.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from questionnaires.errors import QuestionnaireError
from questionnaires.rule_tree import RuleOf
from questionnaires.rules import SIGNS, WORDS, Dialect, parse_in
from sampling.labels import label_of
from scoring.specification.toml_keys import Keys

QUOTED = re.compile(r"""(?s)"(.*)"|'(.*)'|“(.*)”|«(.*)»""")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
ZERO_FIRST = re.compile(r"-?0\d")


@dataclass(frozen=True)
class Written:
    """A code as a rule writes it.

    Args:
        text: the label it is.
        number: it stands for its value: a number without quotes and without a zero in front.
    """

    text: str
    number: bool


Rule: TypeAlias = RuleOf[Written]


def written(text: str) -> Written:
    """Return a code without quotes: a number goes by its value, but 01 is a code of two digits, and words are words.

    >>> written("2.50"), written("01")
    (Written(text='2.50', number=True), Written(text='01', number=False))
    """
    number = NUMBER.fullmatch(text) is not None and not ZERO_FIRST.match(text)
    return Written(text if number else label_of(text), number)


def _unquoted(token: str) -> str | None:
    found = QUOTED.fullmatch(token)
    return None if found is None else label_of(next(text for text in found.groups() if text is not None))


def _column(token: str) -> str | None:
    quoted = _unquoted(token)
    if quoted is not None:
        return quoted or None
    return token if (token[:1].isalpha() or token[:1] == "_") and token not in WORDS else None


def _code(token: str) -> Written | None:
    quoted = _unquoted(token)
    if quoted is not None:
        return Written(quoted, number=False)
    return written(token) if NUMBER.fullmatch(token) else None


COLUMNS = Dialect(
    tokens=re.compile(
        rf"""\s*(?:"[^"]*"|'[^']*'|“[^”]*”|«[^»]*»|-?\d+(?:\.\d+)?(?![\w.])|[^\W\d][\w.]*|{SIGNS})"""
    ),
    item=_column,
    code=_code,
    an_item=("tên cột", "the name of a column"),
    a_code=('một số, hoặc chữ trong dấu nháy như "H01"', 'a number, or words in quotes such as "H01"'),
    example='age >= 18 and district in ["H01", "H02"]',
    longest=20_000,
)


def read_rule(keys: Keys, name: str) -> Rule | None:
    """Return the rule under a key, None where there is none.

    Raises:
        ScoringError: it is no rule; names the key and where the rule stops being one.
    """
    text = keys.text(name)
    if text is None:
        return None
    try:
        return parse_in(COLUMNS, text)
    except QuestionnaireError as error:
        raise keys.wrong(name, error.vi, error.en) from None
