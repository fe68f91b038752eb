"""Parses and writes rules as text, such as ``D00 in [1, 2] and not D00c == 2``.

rule   = both ("or" both)*          both = single ("and" single)*
single = "not" single | "(" rule ")" | "answered" "(" item ")" | item "in" "[" codes "]" | item operator code
"""

import re
from collections.abc import Callable, Iterator
from typing import assert_never

from questionnaires.errors import QuestionnaireError
from questionnaires.rule_tree import AllOf, Answered, AnyOf, Atom, Compare, Not, OneOf, Operator, Rule

LONGEST_RULE = 500
DEEPEST_RULE = 20
TOKEN = re.compile(
    r"\s*(?:(?P<word>[A-Za-z][A-Za-z0-9_]*)|(?P<code>[0-9]{1,9})|(?P<sign>==|!=|<=|>=|[<>()\[\],]))"
)

OPERATORS: tuple[Operator, ...] = ("==", "!=", "<", "<=", ">", ">=")


def parse(text: str) -> Rule:
    """Return the rule that ``text`` says.

    Raises:
        QuestionnaireError: the text is no rule; the message says where it stops being one.

    >>> parse("A == 1 and not B in [2, 3]")
    AllOf(rules=(Compare(item='A', operator='==', code=1), Not(rule=OneOf(item='B', codes=frozenset({2, 3})))))
    """
    if len(text) > LONGEST_RULE:
        raise _refusal(
            f"điều kiện dài quá {LONGEST_RULE} ký tự", f"a rule of more than {LONGEST_RULE} characters"
        )
    reader = _Reader(text)
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


def atoms(rule: Rule) -> Iterator[Atom]:
    """Yield what the rule asks of single items, from left to right."""
    match rule:
        case Not(inner):
            yield from atoms(inner)
        case AllOf(rules) | AnyOf(rules):
            for inner in rules:
                yield from atoms(inner)
        case _:
            yield rule


def items_of(rule: Rule) -> tuple[str, ...]:
    """Return the ids a rule refers to, each once, from left to right."""
    return tuple(dict.fromkeys(atom.item for atom in atoms(rule)))


def _bracketed(rule: Rule, *kinds: type) -> str:
    return f"({write(rule)})" if isinstance(rule, kinds) else write(rule)


def _refusal(vi: str, en: str) -> QuestionnaireError:
    example = "D00 in [1, 2] and not D00c == 2"
    return QuestionnaireError(f"{vi}; viết như: {example}", f"{en}; write it like: {example}")


class _Reader:
    """Reads one rule from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place = 0
        text = text.rstrip()
        while place < len(text):
            found = TOKEN.match(text, place)
            if not found:
                raise _refusal(
                    f"điều kiện sai từ «{text[place:][:20]}»", f"no rule from “{text[place:][:20]}”"
                )
            self.tokens.append(found.group().strip())
            place = found.end()
        self.tokens.append("")

    def rule(self, depth: int) -> Rule:
        return self._joined("or", lambda: self._joined("and", lambda: self._single(depth), AllOf), AnyOf)

    def expect(self, token: str) -> None:
        if self.tokens[0] != token:
            expected_vi, expected_en = (f"«{token}»", f"“{token}”") if token else ("hết điều kiện", "the end")
            raise _refusal(
                f"cần {expected_vi} trước «{self.tokens[0]}»", f"{expected_en} wanted at “{self.tokens[0]}”"
            )
        self.tokens.pop(0)

    def _joined(self, word: str, one: Callable[[], Rule], kind: type[AllOf] | type[AnyOf]) -> Rule:
        rules = [one()]
        while self.tokens[0] == word:
            self.tokens.pop(0)
            rules.append(one())
        return rules[0] if len(rules) == 1 else kind(tuple(rules))

    def _single(self, depth: int) -> Rule:
        if depth == 0:
            raise _refusal("quá nhiều ngoặc lồng nhau", "too many nested brackets")
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

    def _about(self, item: str) -> Rule:
        sign = self.tokens.pop(0)
        for operator in OPERATORS:
            if sign == operator:
                return Compare(item, operator, self._code())
        if sign != "in":
            raise _refusal(
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
        if not self.tokens[0][:1].isalpha() or self.tokens[0] in {"and", "or", "in", "not", "answered"}:
            raise _refusal(
                f"cần mã câu hỏi ở «{self.tokens[0]}»", f"an item id is wanted at “{self.tokens[0]}”"
            )
        return self.tokens.pop(0)

    def _code(self) -> int:
        if not self.tokens[0].isdecimal():
            raise _refusal(
                f"cần mã phương án ở «{self.tokens[0]}»", f"an option code is wanted at “{self.tokens[0]}”"
            )
        return int(self.tokens.pop(0))
