"""Coordination with the last wave: keep a share of its first-stage units, or avoid them, whatever the method.

The manifest of a draw keeps the probability of every first-stage unit, drawn or not. With it the next draw takes
units with the conditional probabilities of ``overlap.coordinated``: every unit keeps its own probability overall,
so the weights do not change. A stratum may then give one unit more or fewer than planned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sampling.drawing.drawn import Drawn
from sampling.drawing.number_text import number
from sampling.errors import SamplingError
from sampling.plan.plan import Plan
from sampling.selection.overlap import coordinated
from sampling.selection.randomness import Floats

METHODS = frozenset({"systematic", "pps_systematic", "pivotal", "poisson", "cube"})
MOST_UNITS = 100_000


@dataclass(frozen=True)
class LastWave:
    """The first stage of the last wave, as the draw of this one needs it.

    Attributes:
        probabilities: last wave's inclusion probability of each first-stage unit by its path.
        selected: the paths of its main sample.
        keep: the share of this wave's units that should have been in the last; 0 avoids them.
    """

    probabilities: Mapping[str, float]
    selected: frozenset[str]
    keep: float

    def conditional(self, paths: Sequence[str], pi: Floats) -> Floats:
        """Return the probabilities to draw units with, given last wave's sample."""
        before = np.array([self.probabilities.get(path, 0.0) for path in paths])
        inside = np.array([path in self.selected for path in paths], dtype=bool)
        return coordinated(pi, before, inside, keep=self.keep)

    def record(self) -> dict[str, object]:
        """Return what a manifest keeps of it, enough to draw again."""
        return {
            "keep": number(self.keep),
            "selected": sorted(self.selected),
            "probabilities": {path: number(pi) for path, pi in self.probabilities.items()},
        }


def last_wave(manifest: Mapping[str, object], *, keep: float) -> LastWave:
    """Read the first stage of the last wave from its manifest.

    Raises:
        SamplingError: it does not hold the probabilities of its first-stage units, or ``keep`` is no share.
    """
    if not 0.0 <= keep <= 1.0:
        raise SamplingError(f"keep = {keep:g} phải từ 0 đến 1.", f"keep = {keep:g} must be from 0 to 1.")
    stages = manifest.get("stages")
    first = stages[0] if isinstance(stages, list) and stages else {}
    probabilities = first.get("probabilities")
    if not isinstance(probabilities, dict):
        raise SamplingError(
            "Biên bản đợt trước không ghi xác suất của mọi đơn vị cấp một (đợt trước rút ngẫu nhiên đơn giản hoặc "
            "khung quá dài); hãy dùng overlap trong kế hoạch.",
            "The last manifest lacks the probabilities of all first-stage units; use overlap in the plan instead.",
        )
    lines = [str(line).split("\t") for line in first["selected"]]
    selected = frozenset(line[0] for line in lines if line[1] == "main")
    return LastWave({path: float(pi) for path, pi in probabilities.items()}, selected, keep)


def from_record(record: object) -> LastWave | None:
    """Read what ``LastWave.record`` wrote; nothing for a draw without a last wave."""
    if not isinstance(record, dict):
        return None
    probabilities = {path: float(pi) for path, pi in record["probabilities"].items()}
    return LastWave(probabilities, frozenset(record["selected"]), float(record["keep"]))


def check_last_wave(plan: Plan, last: LastWave | None) -> None:
    """Refuse a first stage whose method cannot follow conditional probabilities.

    Raises:
        SamplingError: the method is none of those that accept a sum that is not whole.
    """
    first = plan.stages[0]
    if last is not None and (first.method not in METHODS or first.overlap is not None):
        raise SamplingError(
            f"Giai đoạn 1 dùng {first.method}; để giữ hoặc tránh đơn vị đợt trước hãy dùng một trong "
            f"{', '.join(sorted(METHODS))}, hoặc overlap với srs.",
            f"Stage 1 uses {first.method}; to keep or avoid last wave's units use one of "
            f"{', '.join(sorted(METHODS))}, or overlap with srs.",
        )


def probabilities_of(drawn: Drawn) -> dict[str, str] | None:
    """Return the probability of every unit of a first stage as a manifest keeps it, nothing where unknown."""
    if not drawn.everyone or len(drawn.everyone) > MOST_UNITS:
        return None
    return {path: number(pi) for path, pi in drawn.everyone.items()}
