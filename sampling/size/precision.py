"""Precision demanded of several means, each over some strata: the cheapest whole sizes that keep all of them."""

from dataclasses import dataclass

import numpy as np

from sampling.errors import SamplingError
from sampling.selection.randomness import Floats, Indices
from sampling.size.bethel import bethel

NAMED = 10


@dataclass(frozen=True, eq=False)
class Demand:
    """A coefficient of variation that the mean of one variable in one domain must keep.

    Attributes:
        variable: the variable.
        domain: column and label of the domain, for a person; empty for the whole.
        cv: what is allowed.
        mean: the mean expected in the domain.
        spread: ``W_h² S_h²`` of each stratum, 0 outside the domain: the variance of the mean is ``Σ spread_h/n_h``.
        finite: what is taken off that variance because the population is finite.
    """

    variable: str
    domain: str
    cv: float
    mean: float
    spread: Floats
    finite: float

    def reached(self, n: Floats | Indices) -> float:
        """Return the coefficient of variation under sizes ``n``, one a stratum."""
        inside = self.spread > 0
        variance = float(np.sum(self.spread[inside] / n[inside])) - self.finite
        return float(np.sqrt(max(variance, 0.0)) / abs(self.mean))


def cheapest(demands: list[Demand], *, cost: Floats, least: Floats, most: Floats) -> Indices:
    """Return the whole sizes that keep all demands at the least cost, each rounded up.

    Args:
        demands: at least one.
        cost: cost of one unit in each stratum.
        least: least per stratum.
        most: most per stratum.

    Raises:
        SamplingError: demands that even the largest sizes do not keep, each named with what these would give.

    >>> one = Demand("a", "", 0.05, 0.8, np.array([0.1111, 0.01]), 0.0)
    >>> cheapest([one], cost=np.ones(2), least=np.full(2, 2.0), most=np.full(2, 400.0)).tolist()
    [91, 28]
    """
    beyond = [each for each in demands if each.reached(most) > each.cv * (1 + 1e-9)]
    if beyond:
        raise _impossible(beyond, most)
    limits = [(each.cv * each.mean) ** 2 + each.finite for each in demands]
    found = bethel([each.spread for each in demands], limits, cost=cost, least=least, most=most)
    return np.minimum(np.ceil(found.n - 1e-9), most).astype(np.int64)


def _impossible(demands: list[Demand], most: Floats) -> SamplingError:
    def listed(whole: str) -> str:
        return "; ".join(
            f"«{each.variable}» {each.domain or whole}: {each.cv:g} < {each.reached(most):.4g}"
            for each in demands[:NAMED]
        ) + (" …" if len(demands) > NAMED else "")

    return SamplingError(
        f"Giai đoạn 1, khóa «take.bethel»: {len(demands)} yêu cầu CV không đạt được dù chọn hết mức cho phép (CV yêu cầu < CV "
        f"nhỏ nhất đạt được): {listed('toàn bộ')}. Hãy nới cv, tăng maximum, hoặc tăng take của giai đoạn sau.",
        f"Stage 1, key «take.bethel»: {len(demands)} demands cannot be kept even with the largest sizes (CV demanded < smallest "
        f"reached): {listed('whole')}. Loosen cv, raise maximum, or take more in later stages.",
    )
