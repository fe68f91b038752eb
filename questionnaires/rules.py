"""Parses and writes rules as text, such as ``D00 in [1, 2] and not D00c == 2``.

rule   = both ("or" both)*          both = single ("and" single)*
single = "not" single | "(" rule ")" | "answered" "(" item ")" | item "in" "[" codes "]" | item operator code

What an item and a code look like is a ``Dialect``: that of questionnaires is ``QUESTIONNAIRE``, and other packages can
have rules of the same grammar over data of their own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, assert_never

from questionnaires.errors import QuestionnaireError
from questionnaires.rule_tree import (
    AllOf,
    Answered,
    AnyOf,
    AtomOf,
    Code,
    Compare,
    Not,
    OneOf,
    Operator,
    Rule,
    RuleOf,
)

LONGEST_RULE = 500
DEEPEST_RULE = 20
SIGNS = r"==|!=|<=|>=|[<>()\[\],]"
OPERATORS: tuple[Operator, ...] = ("==", "!=", "<", "<=", ">", ">=")
WORDS = {"and", "or", "in", "not", "answered"}
Sentence = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Dialect(Generic[Code]):
    """What items and codes look like in a rule, and what they are called.

    Args:
        tokens: matches one item, one code or one of ``SIGNS``, with the blanks before it.
        item: the item that a token names, None where it names none.
        code: the code that a token is, None where it is none.
        an_item: what an item is called, in Vietnamese and English.
        a_code: what a code is called.
        example: a rule, for messages.
        longest: the most characters a rule may have.
    """

    tokens: re.Pattern[str]
    item: Callable[[str], str | None]
    code: Callable[[str], Code | None]
    an_item: Sentence
    a_code: Sentence
    example: str
    longest: int

    def refusal(self, vi: str, en: str) -> QuestionnaireError:
        """Return the error about a text that is no rule, with an example of one."""
        return QuestionnaireError(f"{vi}; viết như: {self.example}", f"{en}; write it like: {self.example}")


QUESTIONNAIRE = Dialect(
    tokens=re.compile(rf"\s*(?:[A-Za-z][A-Za-z0-9_]*|[0-9]{{1,9}}|{SIGNS})"),
    item=lambda token: token if token[:1].isalpha() and token not in WORDS else None,
    code=lambda token: int(token) if token.isdecimal() else None,
    an_item=("mã câu hỏi", "an item id"),
    a_code=("mã phương án", "an option code"),
    example="D00 in [1, 2] and not D00c == 2",
    longest=LONGEST_RULE,
)


def parse(text: str) -> Rule:
    """Return the rule over a questionnaire's items that ``text`` says.

    Raises:
        QuestionnaireError: the text is no rule; the message says where it stops being one.

    >>> parse("A == 1 and not B in [2, 3]")
    AllOf(rules=(Compare(item='A', operator='==', code=1), Not(rule=OneOf(item='B', codes=frozenset({2, 3})))))
    """
    return parse_in(QUESTIONNAIRE, text)


def parse_in(dialect: Dialect[Code], text: str) -> RuleOf[Code]:
    """Return the rule that ``text`` says in a dialect.

    Raises:
        QuestionnaireError: the text is no rule; the message says where it stops being one.
    """
    if len(text) > dialect.longest:
        raise dialect.refusal(
            f"điều kiện dài quá {dialect.longest} ký tự", f"a rule of more than {dialect.longest} characters"
        )
    reader = _Reader(dialect, text)
    rule = reader.rule(DEEPEST_RULE)
    reader.expect("")
    return rule


def write(rule: Rule) -> str:
    """Return the rule as text; ``parse`` gives the same rule back.

    >>> write(parse("(A==1)or(B in[3,2])"))
    'A == 1 or B in [2, 3]'
    """
    match rule:
        case Compare(item, operator, code):
            return f"{item} {operator} {code}"
        case OneOf(item, codes):
            return f"{item} in [{', '.join(map(str, sorted(codes)))}]"
        case Answered(item):
            return f"answered({item})"
        case Not(inner):
            return f"not {_bracketed(inner, AllOf, AnyOf)}"
        case AllOf(rules):
            return " and ".join(_bracketed(inner, AllOf, AnyOf) for inner in rules)
        case AnyOf(rules):
            return " or ".join(_bracketed(inner, AnyOf) for inner in rules)
        case _:
            assert_never(rule)


def atoms(rule: RuleOf[Code]) -> Iterator[AtomOf[Code]]:
    """Yield what the rule asks of single items, from left to right."""
    match rule:
        case Not(inner):
            yield from atoms(inner)
        case AllOf(rules) | AnyOf(rules):
            for inner in rules:
                yield from atoms(inner)
        case _:
            yield rule


def items_of(rule: RuleOf[Code]) -> tuple[str, ...]:
    """Return the ids a rule refers to, each once, from left to right."""
    return tuple(dict.fromkeys(atom.item for atom in atoms(rule)))


def _bracketed(rule: Rule, *kinds: type) -> str:
    return f"({write(rule)})" if isinstance(rule, kinds) else write(rule)


class _Reader(Generic[Code]):
    """Reads one rule from left to right."""

    def __init__(self, dialect: Dialect[Code], text: str) -> None:
        self.dialect = dialect
        self.tokens: list[str] = []
        place = 0
        text = text.rstrip()
        while place < len(text):
            found = dialect.tokens.match(text, place)
            if not found:
                raise self._unknown(text[place:].strip()[:20])
            self.tokens.append(found.group().strip())
            place = found.end()
        self.tokens.append("")

    def rule(self, depth: int) -> RuleOf[Code]:
        return self._joined("or", lambda: self._joined("and", lambda: self._single(depth), AllOf), AnyOf)

    def expect(self, token: str) -> None:
        if self.tokens[0] != token:
            expected_vi, expected_en = (f"«{token}»", f"“{token}”") if token else ("hết điều kiện", "the end")
            raise self.dialect.refusal(
                f"cần {expected_vi} trước «{self.tokens[0]}»", f"{expected_en} wanted at “{self.tokens[0]}”"
            )
        self.tokens.pop(0)

    def _unknown(self, rest: str) -> QuestionnaireError:
        if rest.startswith("="):
            return self.dialect.refusal("so sánh bằng viết ==, không phải =", "equality is written ==, not =")
        return self.dialect.refusal(f"điều kiện sai từ «{rest}»", f"no rule from “{rest}”")

    def _joined(
        self, word: str, one: Callable[[], RuleOf[Code]], kind: type[AllOf[Code]] | type[AnyOf[Code]]
    ) -> RuleOf[Code]:
        rules = [one()]
        while self.tokens[0] == word:
            self.tokens.pop(0)
            rules.append(one())
        return rules[0] if len(rules) == 1 else kind(tuple(rules))

    def _single(self, depth: int) -> RuleOf[Code]:
        if depth == 0:
            raise self.dialect.refusal("quá nhiều ngoặc lồng nhau", "too many nested brackets")
        match self.tokens[0]:
            case "not":
                self.tokens.pop(0)
                return Not(self._single(depth - 1))
            case "(":
                self.tokens.pop(0)
                inner = self.rule(depth - 1)
                self.expect(")")
                return inner
            case "answered":
                self.tokens.pop(0)
                self.expect("(")
                item = self._item()
                self.expect(")")
                return Answered(item)
        return self._about(self._item())

    def _about(self, item: str) -> RuleOf[Code]:
        sign = self.tokens.pop(0)
        for operator in OPERATORS:
            if sign == operator:
                return Compare(item, operator, self._code())
        if sign != "in":
            raise self.dialect.refusal(
                f"sau {item} cần ==, !=, <, <=, >, >= hoặc in", f"after {item} an operator or in is wanted"
            )
        self.expect("[")
        codes = [self._code()]
        while self.tokens[0] == ",":
            self.tokens.pop(0)
            codes.append(self._code())
        self.expect("]")
        return OneOf(item, frozenset(codes))

    def _item(self) -> str:
        item = self.dialect.item(self.tokens[0])
        if item is None:
            raise self._wanted(self.dialect.an_item)
        self.tokens.pop(0)
        return item

    def _code(self) -> Code:
        code = self.dialect.code(self.tokens[0])
        if code is None:
            raise self._wanted(self.dialect.a_code)
        self.tokens.pop(0)
        return code

    def _wanted(self, what: Sentence) -> QuestionnaireError:
        token = self.tokens[0]
        return self.dialect.refusal(f"cần {what[0]} ở «{token}»", f"{what[1]} is wanted at “{token}”")
