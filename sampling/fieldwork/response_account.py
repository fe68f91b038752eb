"""The response account of a sample: its dispositions, its response rates, and how each rate is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sampling.errors import Sentence
from sampling.fieldwork.dispositions import ENGLISH, VIETNAMESE, Disposition
from sampling.fieldwork.tally import Tally, tally

RATES: dict[int, tuple[Sentence, Sentence]] = {
    1: (
        ("Tỷ lệ trả lời tối thiểu", "Minimum response rate"),
        ("phiếu trả lời đủ / tất cả phiếu của mẫu chính", "complete forms / all forms of the main sample"),
    ),
    2: (
        ("Tỷ lệ trả lời, kể cả trả lời một phần", "Response rate with partial answers"),
        ("như RR1, tử số thêm phiếu trả lời một phần", "as RR1, partial answers added above"),
    ),
    3: (
        ("Tỷ lệ trả lời, ước tính phiếu chưa rõ", "Response rate, unknown cases estimated"),
        (
            "phiếu trả lời đủ / phiếu đúng đối tượng và phần e của phiếu chưa rõ đối tượng",
            "complete forms / eligible forms and the part e of those whose eligibility is unknown",
        ),
    ),
    4: (
        ("Như RR3, kể cả trả lời một phần", "As RR3 with partial answers"),
        ("như RR3, tử số thêm phiếu trả lời một phần", "as RR3, partial answers added above"),
    ),
    5: (
        ("Tỷ lệ trả lời tối đa", "Maximum response rate"),
        (
            "phiếu trả lời đủ / phiếu chắc chắn đúng đối tượng, bỏ phiếu chưa rõ",
            "complete forms / forms known to be eligible, unknown ones left out",
        ),
    ),
    6: (
        ("Như RR5, kể cả trả lời một phần", "As RR5 with partial answers"),
        ("như RR5, tử số thêm phiếu trả lời một phần", "as RR5, partial answers added above"),
    ),
}


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """One of AAPOR's response rates.

    Attributes:
        name: ``RR1`` to ``RR6``.
        words: what it is called, Vietnamese and English.
        formula: what is divided by what, Vietnamese and English.
        above: the numerator, a count of forms.
        below: the denominator, forms; not whole in RR3 and RR4.
        percent: 100 · above / below, nothing without a form to divide by.
    """

    name: str
    words: Sentence
    formula: Sentence
    above: int
    below: float
    percent: float | None


@dataclass(frozen=True)
class ResponseAccount:
    """What became of the forms of a main sample.

    Args:
        counts: the number of forms by disposition; those that did not occur may be absent.

    >>> account = ResponseAccount({Disposition.COMPLETE: 60, Disposition.REFUSAL: 20, Disposition.NOT_HANDED_OUT: 20})
    >>> [(rate.name, rate.above, rate.below, rate.percent) for rate in account.rates][::2]
    [('RR1', 60, 100.0, 60.0), ('RR3', 60, 100.0, 60.0), ('RR5', 60, 80.0, 75.0)]
    """

    counts: Mapping[Disposition, int]

    @cached_property
    def tally(self) -> Tally:
        """The counts by AAPOR's letters."""
        return tally(self.counts)

    @property
    def rates(self) -> tuple[ResponseRate, ...]:
        """RR1 to RR6."""
        return tuple(self._rate(number) for number in RATES)

    def rate(self, number: int) -> ResponseRate:
        """Return RR1 … RR6 by its number."""
        return self.rates[number - 1]

    def _rate(self, number: int) -> ResponseRate:
        above, below = self.tally.fraction(number)
        words, formula = RATES[number]
        percent = 100 * above / below if below else None
        return ResponseRate(f"RR{number}", words, formula, above, below, percent)

    @property
    def lines(self) -> tuple[tuple[Disposition, Sentence, int], ...]:
        """The dispositions that occurred, in the order of their codes: code, words, forms."""
        return tuple(
            (each, (VIETNAMESE[each], ENGLISH[each]), self.counts[each])
            for each in sorted(Disposition)
            if self.counts.get(each)
        )

    def values(self) -> dict[str, object]:
        """Return the account as plain values, rates in percent, for JSON."""
        letters = self.tally
        return {
            "sample": letters.sample,
            "dispositions": [
                {"code": code.value, "name": vi, "name_en": en, "n": count}
                for code, (vi, en), count in self.lines
            ],
            "tally": {
                "I": letters.complete,
                "P": letters.partial,
                "R": letters.refusal,
                "NC": letters.non_contact,
                "O": letters.other,
                "UH": letters.unknown_household,
                "UO": letters.unknown_other,
                "not_eligible": letters.not_eligible,
            },
            "e": letters.eligible_share(),
            "rates": [
                {"name": rate.name, "n": rate.above, "d": rate.below, "percent": rate.percent}
                for rate in self.rates
            ],
        }
