"""Variance factors of first-stage units drawn with unequal probabilities and without replacement.

All three are quadratic forms in the totals t of a stratum's n units, those drawn for sure (π = 1) set apart:

- Brewer (2002, ch. 9; R's ``pps = "brewer"``): Σ (1 − πᵢ)·n/(n − 1)·(tᵢ − t̄)².
- Hartley and Rao (1962): Σᵢ﹤ⱼ (1 − πᵢ − πⱼ + Σπ²/n)/(n − 1)·(tᵢ − tⱼ)², Σπ² of the population. With the sample's mean π,
  which estimates Σπ²/n, it is Brewer's form to the last digit.
- Yates and Grundy (1953), Sen (1953): Σᵢ﹤ⱼ (πᵢπⱼ − πᵢⱼ)/πᵢⱼ·(tᵢ − tⱼ)²; negative where joint probabilities vary much.
"""

from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Flags, Indices, Numbers, add_up
from scoring.design.stages import Stage


@dataclass(frozen=True, eq=False, kw_only=True)
class UnequalSpreading:
    """The variance factors of the first stage; the units of a stratum are looked at in pairs.

    Args:
        stage: the first stage, with the chance of every unit.
        kind: ``brewer``, ``hartley_rao`` or ``yates_grundy``.
        scale: per stratum, a factor of its variance: 0 for lonely ones that add nothing.
        alone: per stratum, whether its only open unit counts by its distance from 0.
        squares: for ``hartley_rao``, per stratum Σπ² of the population; None: n times the sample's mean π.
        pairs: for ``yates_grundy``, the units of each stratum and (πᵢⱼ − πᵢπⱼ)/πᵢⱼ, 0 on the diagonal.
    """

    stage: Stage
    kind: str
    scale: Numbers
    alone: Flags
    squares: Numbers | None = None
    pairs: tuple[tuple[Indices, Numbers], ...] = ()

    def halves(self, units: Numbers) -> tuple[Numbers, Numbers]:
        """Return two factors (units × columns) whose product, left transposed, is the covariance of the totals."""
        stage, chance = self.stage, self.stage.chances
        drawn_open = (chance < 1).astype(np.float64)
        n = self._sum(drawn_open)[stage.parent]
        mean = self._sum(units * drawn_open[:, None])[stage.parent] / np.maximum(n, 1)[:, None]
        alone = self.alone[stage.parent]
        centred = (units - np.where(alone, 0.0, 1.0)[:, None] * mean) * drawn_open[:, None]
        if self.kind == "brewer":
            left = centred * ((1 - chance) * n / np.maximum(n - 1, 1))[:, None]
        else:
            left = (
                self._hartley_rao(centred, n) if self.kind == "hartley_rao" else self._yates_grundy(centred)
            )
            left = np.where(alone[:, None], centred * (1 - chance)[:, None], left)
        return left * self.scale[stage.parent][:, None], centred

    def _hartley_rao(self, t: Numbers, n: Numbers) -> Numbers:
        """Return Σⱼ (tᵢ − tⱼ)(1 − πᵢ − πⱼ + π̄)/(n − 1) of every unit, t adding up to 0 in a stratum."""
        stage, chance = self.stage, self.stage.chances
        weight = chance * (chance < 1)
        whole = self._sum(weight)[stage.parent]
        crossed = self._sum(weight[:, None] * t)[stage.parent]
        squares = whole if self.squares is None else self.squares[stage.parent]
        base = 1 + squares / np.maximum(n, 1)
        own = (base - chance) * n - whole
        return np.asarray(
            (own[:, None] * t + crossed) / np.maximum(n - 1, 1)[:, None] * (chance < 1)[:, None]
        )

    def _yates_grundy(self, t: Numbers) -> Numbers:
        out = np.zeros_like(t)
        for units, gaps in self.pairs:
            out[units] = gaps @ t[units] - gaps.sum(axis=1)[:, None] * t[units]
        return out

    def _sum(self, values: Numbers) -> Numbers:
        return add_up(values, self.stage.parent, self.stage.drawn.size)
