"""The plan of a draw: its stages as frozen values. ``plan_file`` reads them from TOML."""

from dataclasses import dataclass, field
from typing import Literal

from sampling.plan.precision import PerStratum, VariableTarget

Rule = Literal["equal", "proportional", "power", "sqrt", "neyman"]
Hidden = Literal["use", "skip"]
Within = Literal["kish", "next_birthday"]

METHODS = ("srs", "systematic", "pps_systematic", "sampford", "pivotal", "brewer", "poisson", "cube")
NEEDS_SIZE = frozenset({"pps_systematic", "sampford", "brewer"})
ORDERED = frozenset({"systematic", "pps_systematic", "pivotal"})
WITH_PERMANENT_NUMBERS = frozenset({"srs", "poisson"})
COUNT = "count"


@dataclass(frozen=True)
class Take:
    """How many units a stage takes.

    Attributes:
        each: units per stratum (and per parent unit), when no total is given.
        total: units over all strata and parents of the stage, shared by ``allocation``.
        allocation: how the total is shared.
        power: the exponent of ``power`` allocation.
        minimum: the least per stratum.
        maximum: the most per stratum.
        by: the column summed for the share (default: the stage's size, else the number of units).
        deviation: the column with the standard deviation per stratum, for ``neyman``.
        bethel: how precise each variable has to be, in place of a total; the cheapest sample that is so is taken.
        cost: the cost of one unit of this stage in each stratum, for ``bethel``.
        response: the share of last-stage units that answer, for ``bethel``.
    """

    each: int | None = None
    total: int | None = None
    allocation: Rule = "proportional"
    power: float = 0.5
    minimum: int = 1
    maximum: int | None = None
    by: str | None = None
    deviation: str | None = None
    bethel: tuple[VariableTarget, ...] = ()
    cost: PerStratum = 1.0
    response: float = 1.0


@dataclass(frozen=True)
class Overlap:
    """Which part of the last wave's units a stage keeps (SRS and Poisson with permanent numbers).

    Attributes:
        key: the text of the permanent random numbers; the same in every wave.
        wave: 1, 2, 3, …
        keep: the share of units kept from one wave to the next; 0 avoids last wave's units.
    """

    key: str
    wave: int = 1
    keep: float = 0.5


@dataclass(frozen=True)
class Stage:
    """One stage of selection.

    Attributes:
        unit: the column that identifies the units, within the units of the stage before.
        id: the columns that together identify them, when ``unit`` alone repeats (default: ``unit``).
        take: how many.
        method: one of ``METHODS``.
        strata: columns whose combinations are drawn from separately.
        size: the size measure: a column constant within the unit, or ``count`` = rows below it.
        reserve: ordered reserve units per stratum and parent.
        sort: columns that order the list for the systematic methods and the ordered pivotal.
        balance: columns on which the cube balances besides the size.
        count: when the frame has no column ``unit``: the column that counts the units in a row.
        within: rule by which one person is chosen in a household.
        adults: the column with the number of adults of the household, if the list has it.
        shortfall: what to do where a stratum has fewer units than ``take``.
        overlap: permanent random numbers shared between waves.
    """

    unit: str
    take: Take
    id: tuple[str, ...] = ()
    method: str = "srs"
    strata: tuple[str, ...] = ()
    size: str | None = None
    reserve: int = 0
    sort: tuple[str, ...] = ()
    balance: tuple[str, ...] = ()
    count: str | None = None
    within: Within | None = None
    adults: str | None = None
    shortfall: Literal["error", "take_all"] = "error"
    overlap: Overlap | None = None


@dataclass(frozen=True)
class Plan:
    """A named sequence of stages.

    Attributes:
        name: the file's stem.
        stages: the first stage first.
        text: the TOML text, kept in the manifest word for word.
        title: what people call it.
        note: what it assumes, for the page.
        hidden: whether rows that are hidden in the workbook are drawn from; nothing: a frame with hidden rows is refused.
    """

    name: str
    stages: tuple[Stage, ...]
    text: str = field(default="", repr=False)
    title: str = ""
    note: str = field(default="", repr=False)
    hidden: Hidden | None = None
