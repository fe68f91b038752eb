"""A rule over answers as frozen values: when an item applies, when a check is broken.

How people write one is in ``rules.py``, whether it holds in ``routing.py``. The codes of a questionnaire are integers;
rules over other data have codes of another type (``RuleOf``).
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeAlias, TypeVar

Code = TypeVar("Code")
Operator = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Compare(Generic[Code]):
    """Item against a code: ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``; false where there is no valid code."""

    item: str
    operator: Operator
    code: Code


@dataclass(frozen=True, slots=True)
class OneOf(Generic[Code]):
    """Item has one of these codes; for a choose-many item, at least one of them is ticked."""

    item: str
    codes: frozenset[Code]


@dataclass(frozen=True, slots=True)
class Answered:
    """Item has a valid option code, or text."""

    item: str


@dataclass(frozen=True, slots=True)
class Not(Generic[Code]):
    """The rule does not hold."""

    rule: "RuleOf[Code]"


@dataclass(frozen=True, slots=True)
class AllOf(Generic[Code]):
    """Every rule holds."""

    rules: tuple["RuleOf[Code]", ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Generic[Code]):
    """At least one rule holds."""

    rules: tuple["RuleOf[Code]", ...]


AtomOf: TypeAlias = Compare[Code] | OneOf[Code] | Answered
RuleOf: TypeAlias = Compare[Code] | OneOf[Code] | Answered | Not[Code] | AllOf[Code] | AnyOf[Code]
Atom: TypeAlias = AtomOf[int]
Rule: TypeAlias = RuleOf[int]
