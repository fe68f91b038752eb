"""What became of each form: AAPOR's final codes and response rates RR1 to RR6.

Source: AAPOR (2023), Standard Definitions, 10th edition. The codes here are the main ones; a form handed out in
person or sent by post has the same four groups.
"""

from collections.abc import Iterable
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
    Disposition.BREAK_OFF: "Bỏ dở",
    Disposition.NOT_RETURNED: "Nhận phiếu, không gửi lại",
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


def read_code(code: str) -> Disposition:
    """Return the disposition of a code.

    Raises:
        SamplingError: no such code; the text lists those that are.
    """
    try:
        return Disposition(code)
    except ValueError as error:
        codes = ", ".join(f"{known} {name}" for known, name in VIETNAMESE.items())
        raise SamplingError(
            f"Không có mã kết quả «{code}»; các mã: {codes}.",
            f"There is no disposition «{code}»; the codes are: {', '.join(VIETNAMESE)}.",
        ) from error


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
    def _known(self) -> int:
        return self.complete + self.partial + self.refusal + self.non_contact + self.other

    @property
    def _unknown(self) -> int:
        return self.unknown_household + self.unknown_other

    def eligible_share(self) -> float:
        """Return ``e`` by the proportional method: the share of eligible cases among those known (CASRO)."""
        decided = self._known + self.not_eligible
        return self._known / decided if decided else 1.0

    def rate(self, number: int, *, e: float | None = None) -> float:
        """Return RR1 … RR6 (AAPOR 2023, pp. 80–82).

        RR1 = I/(I+P + R+NC+O + UH+UO); RR3 counts unknown cases with ``e``; RR5 leaves them out; RR2, RR4 and
        RR6 are the same with P beside I.

        Args:
            number: 1 to 6.
            e: the share of unknown cases taken as eligible in RR3 and RR4 (default ``eligible_share``).

        Raises:
            SamplingError: no such rate, or no case to divide by.

        >>> tally = Tally(complete=60, partial=10, refusal=15, non_contact=5, unknown_household=10)
        >>> [round(tally.rate(number), 4) for number in range(1, 7)]
        [0.6, 0.7, 0.6, 0.7, 0.6667, 0.7778]
        """
        if number not in range(1, 7):
            raise SamplingError(f"Không có tỷ lệ RR{number}.", f"There is no RR{number}.")
        share = (1.0, self.eligible_share() if e is None else e, 0.0)[(number - 1) // 2]
        below = self._known + share * self._unknown
        if below == 0:
            raise SamplingError("Chưa có phiếu nào để tính tỷ lệ.", "No case to divide by.")
        return (self.complete + (self.partial if number % 2 == 0 else 0)) / below


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


def tally(dispositions: Iterable[Disposition]) -> Tally:
    """Count dispositions by AAPOR's letters.

    >>> tally([Disposition.COMPLETE, Disposition.REFUSAL, Disposition.DEAD, Disposition.MOVED_AWAY]).rate(1)
    0.3333333333333333
    """
    counts: dict[str, int] = {}
    for disposition in dispositions:
        name = next(name for prefix, name in GROUPS if disposition.value.startswith(prefix))
        counts[name] = counts.get(name, 0) + 1
    return Tally(**counts)
