"""Disclosure control: which cells of a table are published, marked as indicative, or hidden.

Rules: fewer than 10 answers are not published (as the GP Patient Survey does), 10–29 only as «tham khảo»; where a
hidden cell could be had by subtraction from a total, another cell is hidden with it. Flags follow the NCHS standards
for proportions: Parker et al. (2017) Vital Health Stat 2(175), with the effective sample size of Korn & Graubard (1998)
Survey Methodology 24, 193–201.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from scoring.errors import Sentence

Area = TypeVar("Area", bound=Hashable)


class Publish(StrEnum):
    """The publication status of a cell."""

    FULL = "công bố"
    INDICATIVE = "tham khảo"
    HIDDEN = "không công bố"


class Flag(StrEnum):
    """A caution about the precision of a published cell."""

    WIDE = "half_width"
    SMALL_EFFECTIVE = "n_eff"
    WIDE_INTERVAL = "ci_width"
    RELATIVE_WIDTH = "relative_ci_width"
    FEW_DF = "df"
    ALL_ALIKE = "all_alike"

    def sentence(self, rules: "CellRules") -> Sentence:
        """Return what the flag means, (vi, en)."""
        vi, en = _SENTENCES[self]
        values = {
            "half": rules.half_width * 100,
            "n_eff": rules.n_effective,
            "width": rules.ci_width * 100,
            "relative": rules.relative_width * 100,
            "df": rules.minimum_df,
        }
        written = {name: f"{value:.10g}" for name, value in values.items()}
        with_commas = {name: text.replace(".", ",") for name, text in written.items()}
        return vi.format(**with_commas), en.format(**written)


_SENTENCES: dict[Flag, Sentence] = {
    Flag.WIDE: ("Sai số lớn hơn ±{half} điểm.", "The margin of error exceeds ±{half} points."),
    Flag.SMALL_EFFECTIVE: (
        "Cỡ mẫu hiệu dụng dưới {n_eff}.",
        "The effective sample size is below {n_eff}.",
    ),
    Flag.WIDE_INTERVAL: (
        "Khoảng tin cậy rộng từ {width} điểm trở lên.",
        "The interval is {width} points wide or more.",
    ),
    Flag.RELATIVE_WIDTH: (
        "Khoảng tin cậy rộng hơn {relative} % của chính tỷ lệ.",
        "The interval is wider than {relative} % of the share itself.",
    ),
    Flag.FEW_DF: ("Dưới {df} bậc tự do: sai số kém chắc chắn.", "Fewer than {df} degrees of freedom."),
    Flag.ALL_ALIKE: ("Mọi câu trả lời như nhau (0 % hoặc 100 %).", "All answers are alike (0 % or 100 %)."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRules:
    """The thresholds of one publication; shares are proportions."""

    minimum: int = 10
    indicative: int = 30
    half_width: float = 0.10
    n_effective: float = 30
    ci_width: float = 0.30
    relative_width: float = 1.30
    minimum_df: int = 8


@dataclass(frozen=True, slots=True)
class CellFigures:
    """A cell as it was estimated, in proportions; ``estimate`` is None where there is none."""

    n: int
    estimate: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    df: float = math.inf

    @property
    def n_effective(self) -> float | None:
        """The simple random sample that would be as precise: p(1 − p)/se², at most n."""
        if self.estimate is None or not self.se:
            return None
        return min(self.n, self.estimate * (1 - self.estimate) / self.se**2)


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell's publication status, its flags, and the reason where it has no number."""

    publish: Publish
    flags: tuple[Flag, ...] = ()
    why: Sentence | None = None


def judge_cell(cell: CellFigures, rules: CellRules, why: Sentence | None = None) -> Judged:
    """Return whether one cell may be published, before the table around it is looked at.

    >>> judge_cell(CellFigures(9, 0.8, 0.1, 0.6, 1.0), CellRules()).why[0]
    'Chỉ có 9 phiếu trả lời, dưới mức tối thiểu 10.'
    >>> judge_cell(CellFigures(25, 0.8, 0.08, 0.64, 0.96), CellRules()).publish.value
    'tham khảo'
    """
    if cell.n < rules.minimum:
        return Judged(Publish.HIDDEN, why=_too_few(cell.n, rules.minimum))
    if cell.estimate is None:
        return Judged(Publish.HIDDEN, why=why or _NO_NUMBER)
    publish = Publish.INDICATIVE if cell.n < rules.indicative else Publish.FULL
    return Judged(publish, tuple(_flags(cell, rules)))


def _flags(cell: CellFigures, rules: CellRules) -> Iterable[Flag]:
    if cell.low is not None and cell.high is not None and cell.estimate is not None:
        width = cell.high - cell.low
        if width / 2 > rules.half_width:
            yield Flag.WIDE
        if width >= rules.ci_width:
            yield Flag.WIDE_INTERVAL
        elif width > 0.05 and width > rules.relative_width * cell.estimate:
            yield Flag.RELATIVE_WIDTH
    if cell.n_effective is not None and cell.n_effective < rules.n_effective:
        yield Flag.SMALL_EFFECTIVE
    if cell.df < rules.minimum_df:
        yield Flag.FEW_DF
    if cell.estimate in (0.0, 1.0):
        yield Flag.ALL_ALIKE


def complement(
    n: Mapping[Area, int], hidden: Iterable[Area], rules: CellRules, parent: Mapping[Area, Area] | None = None
) -> set[Area]:
    """Return the further cells to hide so that no hidden group can be had by subtraction from a published total.

    Within each parent whose total is shown, the hidden cells together must be at least two and hold at least
    ``minimum`` answers; otherwise the smallest shown cell is hidden with them. Cells without answers disclose nobody.

    >>> sorted(complement({"a": 4, "b": 31, "c": 30, "d": 33}, {"a"}, CellRules()))
    ['c']
    >>> complement({"a": 6, "b": 7, "c": 30}, {"a", "b"}, CellRules())
    set()
    """
    hidden_now = set(hidden)
    more: set[Area] = set()
    groups: dict[Area | None, list[Area]] = {}
    for area in n:
        groups.setdefault(parent.get(area) if parent else None, []).append(area)
    for members in groups.values():
        secret = [area for area in members if area in hidden_now and n[area] > 0]
        open_cells = sorted(
            (area for area in members if area not in hidden_now), key=lambda area: (n[area], str(area))
        )
        while secret and open_cells and (len(secret) < 2 or sum(n[area] for area in secret) < rules.minimum):
            another = open_cells.pop(0)
            secret.append(another)
            more.add(another)
    return more


def _too_few(n: int, minimum: int) -> Sentence:
    return (
        f"Chỉ có {n} phiếu trả lời, dưới mức tối thiểu {minimum}.",
        f"Only {n} answers, below the minimum of {minimum}.",
    )


_NO_NUMBER: Sentence = ("Không có câu trả lời hợp lệ để tính.", "No valid answer to compute from.")
SUBTRACTION: Sentence = (
    "Không công bố để không suy ra được ô có ít phiếu bằng phép trừ.",
    "Not published, so that a cell with few answers cannot be had by subtraction.",
)
