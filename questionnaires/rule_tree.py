"""A rule over answers as frozen values: when an item applies, when a check is broken.

How people write one is in ``rules.py``, whether it holds in ``routing.py``.
"""

from dataclasses import dataclass
from typing import Literal

Operator = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Compare:
    """Item against a code: ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``; false where there is no valid code."""

    item: str
    operator: Operator
    code: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """Item has one of these codes; for a choose-many item, at least one of them is ticked."""

    item: str
    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answered:
    """Item has a valid option code, or text."""

    item: str


@dataclass(frozen=True, slots=True)
class Not:
    """The rule does not hold."""

    rule: "Rule"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every rule holds."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one rule holds."""

    rules: tuple["Rule", ...]


Atom = Compare | OneOf | Answered
Rule = Compare | OneOf | Answered | Not | AllOf | AnyOf
