"""Counts of a sample by AAPOR's letters, and the response rates RR1 to RR6 they give.

Rates are counted on the main sample. A form that was substituted keeps its own disposition, and its substitute is
counted nowhere: else a rate would rise with every reserve that is used.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sampling.errors import SamplingError
from sampling.fieldwork.dispositions import Disposition


@dataclass(frozen=True)
class Tally:
    """Counts of a sample by AAPOR's letters.

    Attributes:
        complete: I.
        partial: P.
        refusal: R, refusals and break-offs.
        non_contact: NC.
        other: O.
        unknown_household: UH.
        unknown_other: UO.
        not_eligible: cases that were no part of the population.
    """

    complete: int = 0
    partial: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown_household: int = 0
    unknown_other: int = 0
    not_eligible: int = 0

    @property
    def sample(self) -> int:
        """All cases."""
        return self.eligible + self.unknown + self.not_eligible

    @property
    def eligible(self) -> int:
        """Cases known to be of the population: I + P + R + NC + O."""
        return self.complete + self.partial + self.refusal + self.non_contact + self.other

    @property
    def unknown(self) -> int:
        """Cases of unknown eligibility: UH + UO."""
        return self.unknown_household + self.unknown_other

    def eligible_share(self) -> float:
        """Return ``e`` by the proportional method: the share of eligible cases among the decided ones (CASRO)."""
        decided = self.eligible + self.not_eligible
        return self.eligible / decided if decided else 1.0

    def fraction(self, number: int, *, e: float | None = None) -> tuple[int, float]:
        """Return numerator and denominator of RR1 … RR6 (AAPOR 2023, pp. 80–82).

        RR1 = I/(I+P + R+NC+O + UH+UO); RR3 counts unknown cases with ``e``; RR5 leaves them out; RR2, RR4 and
        RR6 have the same denominators and I+P above.

        Args:
            number: 1 to 6.
            e: the share of unknown cases taken as eligible in RR3 and RR4 (default ``eligible_share``).

        Raises:
            SamplingError: no such rate.

        >>> Tally(complete=60, partial=10, refusal=15, unknown_household=10).fraction(6)
        (70, 85.0)
        """
        if number not in range(1, 7):
            raise SamplingError(f"Không có tỷ lệ RR{number}.", f"There is no RR{number}.")
        share = (1.0, self.eligible_share() if e is None else e, 0.0)[(number - 1) // 2]
        return self.complete + (self.partial if number % 2 == 0 else 0), self.eligible + share * self.unknown

    def rate(self, number: int, *, e: float | None = None) -> float:
        """Return RR1 … RR6 as a share from 0 to 1; see ``fraction``.

        Raises:
            SamplingError: no such rate, or no case to divide by.

        >>> tally = Tally(complete=60, partial=10, refusal=15, non_contact=5, unknown_household=10)
        >>> [round(tally.rate(number), 4) for number in range(1, 7)]
        [0.6, 0.7, 0.6, 0.7, 0.6667, 0.7778]
        """
        above, below = self.fraction(number, e=e)
        if below == 0:
            raise SamplingError("Chưa có phiếu nào để tính tỷ lệ.", "No case to divide by.")
        return above / below


GROUPS = (
    ("1.1", "complete"),
    ("1.2", "partial"),
    ("2.1", "refusal"),
    ("2.2", "non_contact"),
    ("2.", "other"),
    ("3.1", "unknown_household"),
    ("3.", "unknown_other"),
    ("4.", "not_eligible"),
)


def tally(dispositions: Iterable[Disposition] | Mapping[Disposition, int]) -> Tally:
    """Count dispositions, one by one or already counted, by AAPOR's letters.

    >>> tally([Disposition.COMPLETE, Disposition.REFUSAL, Disposition.DEAD, Disposition.MOVED_AWAY]).rate(1)
    0.3333333333333333
    """
    counts: Counter[str] = Counter()
    for disposition, count in Counter(dispositions).items():
        counts[next(name for prefix, name in GROUPS if disposition.value.startswith(prefix))] += count
    return Tally(**counts)
