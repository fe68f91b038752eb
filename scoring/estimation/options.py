"""The options of an estimate: statistic, valid codes, interval, reference of the design effect."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypedDict, get_args

from scoring.errors import ScoringError
from scoring.intervals.intervals import IntervalKind
from scoring.reduction.cell_sums import Kernel
from scoring.reduction.code_scores import Code, CodeScores, Statistic

DeffKind = Literal["wor", "wr"]
Rule = Literal["math", "school", "shahvaish", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"]


class HowOptions(TypedDict, total=False):
    """The keyword options of ``estimate``, documented at ``How``."""

    statistic: Statistic
    satisfied: Collection[Code]
    valid: Collection[Code] | None
    interval: IntervalKind | None
    confidence: float
    deff: DeffKind
    df: Literal["design", "domain"]
    kernel: Kernel
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class How:
    """Options of an estimate.

    Args:
        statistic: ``satisfied`` (share), ``mean``, ``mean5`` (mean/5), ``mean01`` ((mean − 1)/4), ``total`` of the
            codes as numbers, ``count`` (the number of people with one of the codes ``satisfied``).
        satisfied: the codes that count as satisfied, or that ``count`` counts.
        valid: the codes that are answers; None: all that are not blank.
        interval: the kind of interval; None: logit for shares, t for the rest.
        confidence: its confidence.
        deff: against simple random sampling without (``wor``, R's deff=TRUE) or with (``wr``) replacement.
        df: degrees of freedom of intervals, of the whole ``design`` or of the ``domain``.
        kernel: what passes over the answers: ``numpy``, ``numba`` (the extra ``speed``) or ``auto``.
        rule: how a quantile is read off the distribution function, by R's names.
    """

    statistic: Statistic = "satisfied"
    satisfied: Collection[Code] = (4, 5)
    valid: Collection[Code] | None = None
    interval: IntervalKind | None = None
    confidence: float = 0.95
    deff: DeffKind = "wor"
    df: Literal["design", "domain"] = "design"
    kernel: Kernel = "auto"
    rule: Rule = "math"

    def __post_init__(self) -> None:
        for name, value, allowed in (
            ("statistic", self.statistic, get_args(Statistic)),
            ("interval", self.interval or "t", get_args(IntervalKind)),
            ("deff", self.deff, get_args(DeffKind)),
            ("df", self.df, ("design", "domain")),
            ("kernel", self.kernel, get_args(Kernel)),
            ("rule", self.rule, get_args(Rule)),
        ):
            if value not in allowed:
                raise ScoringError(
                    f"{name} = «{value}» không có; chọn một trong: {', '.join(allowed)}.",
                    f"{name} = “{value}” is unknown; choose one of: {', '.join(allowed)}.",
                )
        if not 0 < self.confidence < 1:
            raise ScoringError(
                f"confidence = {self.confidence} phải nằm giữa 0 và 1.",
                f"confidence = {self.confidence} must lie between 0 and 1.",
            )

    @property
    def code_scores(self) -> CodeScores:
        """The score of each answer under this statistic."""
        return CodeScores(self.statistic, self.satisfied, self.valid)

    @property
    def is_total(self) -> bool:
        """Whether the statistic is a sum over the population, to which PSUs outside a domain add 0."""
        return self.statistic in ("total", "count")

    @property
    def interval_kind(self) -> IntervalKind:
        """The kind of interval, with the default filled in."""
        return self.interval or ("logit" if self.statistic == "satisfied" else "t")
