"""What every block of a specification is: a frozen value that names its columns and is carried out on a setting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

from scoring.columns.columns import Table
from scoring.criteria.groups import Group
from scoring.design.design import Design
from scoring.errors import Sentence
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import HowOptions
from scoring.reduction.code_scores import Code
from scoring.specification.blocks.result import Column, Result
from scoring.specification.toml_keys import Keys


@dataclass(frozen=True, kw_only=True)
class Items:
    """The part ``[items]`` of a specification.

    Args:
        keys: its keys, for messages.
        columns: names and patterns of the items.
        valid: the codes that are answers; None: all that are not blank.
    """

    keys: Keys
    columns: Sequence[str]
    valid: tuple[Code, ...] | None

    def needed(self) -> Self:
        """Refuse a specification without items where a block is about them."""
        if not self.columns:
            raise self.keys.wrong("columns", "cần ít nhất một cột", "at least one column is needed")
        return self


@dataclass(frozen=True, eq=False, kw_only=True)
class Setting:
    """What a block is carried out on.

    Args:
        data: the columns.
        names: their names, in order, for patterns.
        design: the design with the final weights; its data is ``data``.
        items: the columns of the items.
        valid: the codes that are answers.
        criteria: the criteria.
        results: what the blocks before gave.
    """

    data: Table
    names: Sequence[str]
    design: Design
    items: Sequence[str]
    valid: tuple[Code, ...] | None
    criteria: Mapping[str, Group]
    results: Sequence[Result] = ()

    def after(self, results: Sequence[Result]) -> Self:
        """Return the setting of the next block."""
        return replace(self, results=(*self.results, *results))

    def estimate(self, by: Sequence[str], options: HowOptions) -> Estimates:
        """Estimate a statistic of every item in every domain; an engine does so from its sums."""
        return estimate(self.design, self.items, by, **options)


class Block(Protocol):
    """One block of a specification.

    ``levels`` are the columns whose levels it is about, ``columns`` all columns of the data it reads beside the items,
    and ``of_sums`` tells whether sums over clusters are enough for it, so that an engine need not fetch rows.
    """

    @property
    def name(self) -> str:
        """What the block is called."""
        ...

    @property
    def levels(self) -> Sequence[str]:
        """The columns whose levels it is about."""
        ...

    @property
    def columns(self) -> Sequence[str]:
        """All columns it reads beside the items: names, or patterns."""
        ...

    @property
    def of_sums(self) -> bool:
        """Whether sums over clusters are enough."""
        ...

    def carry_out(self, setting: Setting) -> Sequence[Result]:
        """Return its results."""
        ...


@dataclass(frozen=True, kw_only=True)
class BlockKind:
    """A kind of block.

    Args:
        plural: the key of its rows in JSON.
        heading: what people read above its results, in Vietnamese and English.
        columns: all columns its results can have, in order.
        read: reads a block from its keys.
    """

    plural: str
    heading: Sentence
    columns: tuple[Column, ...]
    read: Callable[[Keys, Items], Block]
