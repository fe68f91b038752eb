"""The contents of a score report as plain values: proportions, but published percentages as printed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from print.drawing.decimals import percent

Standing = Literal["reached", "reached_unsure", "missed_unsure", "missed", "indicative", "no_data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One criterion or heading.

    ``estimate``, ``low``, ``high``, ``half`` and ``gap`` are proportions, None where no number can be given; ``half`` is
    half of an interval that lies evenly about its estimate, None where its two bounds are printed; ``baseline``
    and ``target`` are percentages as published; ``verdict`` is the word to print, ``standing`` what it stands for.
    """

    code: str
    name: str
    is_heading: bool
    n: int
    estimate: float | None
    low: float | None
    high: float | None
    baseline: Decimal | None
    target: Decimal | None
    gap: float | None
    verdict: str
    standing: Standing
    half: float | None = None

    def interval(self, decimals: int = 2) -> str:
        """Return the interval as it is printed after the estimate, in percent; empty where there is none."""
        if self.low is None or self.high is None:
            return ""
        if self.half is not None:
            return f" ± {percent(self.half, decimals)}"
        return f" ({percent(self.low, decimals)}–{percent(self.high, decimals)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputedHeading:
    """A published heading beside its recomputation from its own rows by its rule, both in percent."""

    code: str
    year: int
    published: Decimal
    recomputed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What stands above a report.

    A line break in ``title`` is kept; ``wave`` is the line below it; ``superior`` is the authority above ``organisation``,
    nothing where the report names none; ``kind`` abbreviates the document in its number (BC báo cáo, BB biên bản).
    """

    title: str
    wave: str
    organisation: str
    place: str
    superior: str = ""
    kind: str = "BC"
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPages(Letterhead):
    """The contents of a report.

    ``facts`` are pairs of name and value about the sample and the method, ``notes`` whole sentences; ``metric``
    names what the percentages mean; ``fingerprint`` identifies data, questionnaire, targets and method together.
    """

    metric: str
    confidence: float
    baseline_year: int
    target_year: int
    lines: tuple[ScoreLine, ...]
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    recomputed: tuple[RecomputedHeading, ...] = ()
    fingerprint: str = ""
