"""Sample size: for a margin of error, a coefficient of variation, or a difference to be seen.

The functions return real numbers; ``Need`` rounds up and adds what the field takes away. All proportions are
in [0, 1]. Normal quantiles come from the standard library, so nothing heavy is loaded.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from sampling.errors import SamplingError

CONFIDENCE = 0.95


def z(confidence: float) -> float:
    """Return the two-sided normal quantile.

    >>> round(z(0.95), 6)
    1.959964
    """
    return NormalDist().inv_cdf(0.5 + _inside(confidence, "confidence") / 2)


def for_margin(
    p: float, margin: float, *, confidence: float = CONFIDENCE, population: float = math.inf, relative: bool = False
) -> float:  # fmt: skip
    """Return ``n`` for which a proportion has this half-width, by the normal interval.

    ``n = z²pq·N/(N-1) / (e² + z²pq/(N-1))``, ``e`` times ``p`` when relative (Cochran 1977, §4.4; Valliant,
    Dever and Kreuter 2018, §3.1.2).

    >>> round(for_margin(0.83, 0.04, population=25_000), 3)
    334.253
    """
    _inside(p, "p")
    half = _positive(margin, "margin") * (p if relative else 1.0)
    noise = z(confidence) ** 2 * p * (1.0 - p)
    return _finite(noise, half**2, population)


def for_cv(p: float, cv: float, *, population: float = math.inf) -> float:
    """Return ``n`` for which a proportion has this coefficient of variation (same sources)."""
    _inside(p, "p")
    return _finite((1.0 - p) / p, _positive(cv, "cv") ** 2, population)


def for_wilson(p: float, margin: float, *, confidence: float = CONFIDENCE) -> float:
    """Return ``n`` for which Wilson's interval has this half-width (Wilson 1927; Newcombe 1998).

    The half-width is ``z√(z² + 4npq)/(2(n+z²))``; solved for ``n`` it is the larger root of
    ``e²(n+z²)² = z²(z²/4 + npq)``.

    >>> round(for_wilson(0.83, 0.04), 4)
    337.8665
    """
    _inside(p, "p")
    square, half = z(confidence) ** 2, _positive(margin, "margin")
    linear = 2.0 * half**2 * square - square * p * (1.0 - p)
    constant = half**2 * square**2 - square**2 / 4.0
    return (-linear + math.sqrt(linear**2 - 4.0 * half**2 * constant)) / (2.0 * half**2)


@dataclass(frozen=True)
class Slovin:
    """The result of Slovin's formula, and what it assumes.

    Attributes:
        n: forms.
        vi: the assumption, for the page.
        en: the same in English.
    """

    n: int
    vi: str
    en: str


def slovin(population: int, margin: float) -> Slovin:
    """Return ``N/(1+N·e²)`` (Yamane 1967) with a sentence on what it assumes.

    >>> slovin(3_300_000, 0.05).n
    400
    """
    n = math.ceil(round(population / (1.0 + population * _positive(margin, "margin") ** 2), 9))
    half = _comma(100 * margin)
    return Slovin(
        n,
        f"Công thức Slovin n = N/(1+N·e²) giả định: chọn ngẫu nhiên đơn giản, tỷ lệ 50 %, độ tin cậy khoảng 95 % "
        f"(z = 2), sai số ±{half} điểm cho toàn địa bàn, không tính ảnh hưởng chọn cụm, người không trả lời, và "
        "không bảo đảm sai số đó cho từng xã, phường.",
        f"Slovin's formula n = N/(1+N·e²) assumes simple random sampling, a share of 50 %, about 95 % confidence "
        f"(z = 2), ±{100 * margin:g} points for the whole area, no clustering, no nonresponse, and promises "
        "nothing for a single commune.",
    )


def design_effect(rho: float, cluster: float, *, weight_cv: float = 0.0) -> float:
    """Return Kish's ``(1+(m-1)ρ)(1+cv²_w)`` (Kish 1965, §5.4; 1992).

    Args:
        rho: intraclass correlation.
        cluster: answers per cluster.
        weight_cv: coefficient of variation of the weights.

    >>> round(design_effect(0.05, 10), 6)
    1.45
    """
    return (1.0 + (cluster - 1.0) * rho) * (1.0 + weight_cv**2)


def best_cluster(rho: float, *, cost_of_cluster: float, cost_of_form: float) -> float:
    """Return the cluster size with the least variance for a cost, ``√(c₁/c₂·(1-ρ)/ρ)`` (Hansen, Hurwitz, Madow 1953)."""
    return math.sqrt(cost_of_cluster / cost_of_form * (1.0 - rho) / rho)


Side = Literal["one", "two"]


def for_change(
    before: float, after: float, *, power: float = 0.8, overlap: float = 0.0, correlation: float = 0.0
) -> float:
    """Return ``n`` per wave for a change of a proportion to be seen with this power, two-sided at 95 %.

    ``n = (z_{1-α/2} + z_power)² · (p₁q₁ + p₂q₂ - 2·o·r·√(p₁q₁p₂q₂)) / (p₁-p₂)²``; ``o`` is the share of people
    (or clusters) asked in both waves and ``r`` the correlation of their answers (Kish 1965, §12.4).

    >>> round(for_change(0.8023, 0.8325))
    2565
    """
    first, second = before * (1.0 - before), after * (1.0 - after)
    noise = first + second - 2.0 * overlap * correlation * math.sqrt(first * second)
    gap = _positive(abs(after - before), "after - before")
    return (z(CONFIDENCE) + NormalDist().inv_cdf(power)) ** 2 * noise / gap**2


def for_target(
    p: float, target: float, *, power: float = 0.8, confidence: float = CONFIDENCE, side: Side = "one"
) -> float:
    """Return ``n`` for a proportion ``p`` to be seen as different from a fixed target.

    ``n = (z_{1-α}√(p₀q₀) + z_power√(pq))²/(p-p₀)²`` (Fleiss, Levin and Paik 2003, eq. 2.11): the target has no
    sampling error, so fewer forms are needed than for a change between two waves.

    >>> round(for_target(0.8023, 0.8325))
    988
    """
    if p == target:
        raise SamplingError(
            "Tỷ lệ và chỉ tiêu bằng nhau: không có chênh lệch nào để nhận ra; hãy cho hai số khác nhau.",
            "The share and the target are equal: there is no difference to detect; give two different numbers.",
        )
    gap = abs(p - target)
    tail = NormalDist().inv_cdf(confidence) if side == "one" else z(confidence)
    noise = tail * math.sqrt(target * (1 - target)) + NormalDist().inv_cdf(power) * math.sqrt(p * (1 - p))
    return (noise / gap) ** 2


@dataclass(frozen=True)
class Need:
    """The forms to hand out: a simple sample size with design effect, minima and response rate.

    Attributes:
        simple: answers needed under simple random sampling.
        deff: design effect of the planned clustering and weights.
        response: share of forms that come back valid.
        areas: areas that each get at least ``minimum`` answers.
        minimum: least answers per area.
    """

    simple: float
    deff: float = 1.0
    response: float = 1.0
    areas: int = 1
    minimum: int = 0

    @property
    def answers(self) -> int:
        """Valid answers needed: design effect and the minimum of each area included."""
        return max(_up(self.simple * self.deff), self.areas * self.minimum)

    @property
    def forms(self) -> int:
        """Forms to hand out so that the answers come back.

        >>> Need(for_margin(0.8, 0.02), deff=1.45, response=0.85).forms
        2623
        """
        return _up(self.answers / _inside(self.response, "response", top=True))


def _up(value: float) -> int:
    # A product such as 1.1 * 100 is 110.00000000000001; that is 110 forms.
    return math.ceil(round(value, 9))


def _finite(noise: float, square: float, population: float) -> float:
    if math.isinf(population):
        return noise / square
    return noise * population / (population - 1.0) / (square + noise / (population - 1.0))


def _positive(value: float, name: str) -> float:
    if not value > 0:
        raise SamplingError(f"{name} = {value:g} phải lớn hơn 0.", f"{name} = {value:g} must be above 0.")
    return value


def _inside(value: float, name: str, *, top: bool = False) -> float:
    if not (0 < value < 1 or (top and value == 1)):
        raise SamplingError(
            f"{name} = {value:g} phải nằm giữa 0 và 1.", f"{name} = {value:g} must lie between 0 and 1."
        )
    return value


def _comma(value: float) -> str:
    return f"{value:g}".replace(".", ",")
