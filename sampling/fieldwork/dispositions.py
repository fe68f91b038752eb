"""Final dispositions of the forms of a sample, by AAPOR's codes, and the response rates RR1 to RR6 they give.

Source: AAPOR (2023), Standard Definitions, 10th edition. The codes here are the main ones; a form handed out in
person or sent by post has the same four groups.

Rates are counted on the main sample. A form that was substituted keeps its own disposition, and its substitute is
counted nowhere: else a rate would rise with every reserve that is used.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sampling.errors import SamplingError


class Disposition(StrEnum):
    """AAPOR's final disposition codes that a survey by form meets; the value is the code."""

    COMPLETE = "1.1"
    PARTIAL = "1.2"
    REFUSAL = "2.11"
    BREAK_OFF = "2.12"
    NOT_RETURNED = "2.20"
    NOT_PROCESSED = "2.27"
    ABSENT = "2.25"
    DEAD = "2.31"
    UNABLE = "2.32"
    LANGUAGE = "2.33"
    LOST = "2.90"
    NO_ADDRESS_FOUND = "3.18"
    NOT_HANDED_OUT = "3.11"
    UNKNOWN_PERSON = "3.20"
    MOVED_AWAY = "4.10"
    UNDER_AGE = "4.70"
    NO_SUCH_DWELLING = "4.50"


VIETNAMESE = {
    Disposition.COMPLETE: "Trả lời đủ",
    Disposition.PARTIAL: "Trả lời một phần",
    Disposition.REFUSAL: "Từ chối",
    Disposition.BREAK_OFF: "Bỏ dở, không dùng được",
    Disposition.NOT_RETURNED: "Nhận phiếu, không gửi lại",
    Disposition.NOT_PROCESSED: "Đã gửi lại, chưa được nhập",
    Disposition.ABSENT: "Vắng mặt suốt đợt khảo sát",
    Disposition.DEAD: "Đã mất",
    Disposition.UNABLE: "Không đủ sức khỏe để trả lời",
    Disposition.LANGUAGE: "Không hiểu ngôn ngữ của phiếu",
    Disposition.LOST: "Phiếu thất lạc, hỏng",
    Disposition.NO_ADDRESS_FOUND: "Không tìm thấy địa chỉ",
    Disposition.NOT_HANDED_OUT: "Chưa phát phiếu",
    Disposition.UNKNOWN_PERSON: "Có địa chỉ, không rõ người",
    Disposition.MOVED_AWAY: "Đã chuyển khỏi địa bàn",
    Disposition.UNDER_AGE: "Dưới 18 tuổi",
    Disposition.NO_SUCH_DWELLING: "Nhà không tồn tại hoặc không có người ở",
}

ENGLISH = {
    Disposition.COMPLETE: "Complete",
    Disposition.PARTIAL: "Partial",
    Disposition.REFUSAL: "Refusal",
    Disposition.BREAK_OFF: "Break-off, not usable",
    Disposition.NOT_RETURNED: "Received, not returned",
    Disposition.NOT_PROCESSED: "Returned, not processed",
    Disposition.ABSENT: "Absent for the whole field period",
    Disposition.DEAD: "Dead",
    Disposition.UNABLE: "Not well enough to answer",
    Disposition.LANGUAGE: "Does not understand the language of the form",
    Disposition.LOST: "Form lost or spoiled",
    Disposition.NO_ADDRESS_FOUND: "Address not found",
    Disposition.NOT_HANDED_OUT: "Not handed out",
    Disposition.UNKNOWN_PERSON: "Address found, person unknown",
    Disposition.MOVED_AWAY: "Moved out of the area",
    Disposition.UNDER_AGE: "Under 18",
    Disposition.NO_SUCH_DWELLING: "Dwelling does not exist or is empty",
}


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
