"""How many units a first stage takes so that every variable is as precise as the plan demands.

The mean of a variable in a domain has the variance ``Σ W_h² S_h² (1+(m-1)ρ) / (m n_h)``: ``W_h`` the stratum's share of the
domain, ``m`` the answers of one first-stage unit, ``ρ`` their correlation (Kish 1965, §5.4). In a plan of one stage without
sizes ``Σ W_h² S_h²/N_h`` is taken off (Cochran 1977, §5.3).
"""

import math
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sampling.drawing.listing import Listing
from sampling.drawing.stage_cells import StageCell
from sampling.errors import SamplingError
from sampling.labels import label_of
from sampling.plan.precision import PerStratum, VariableTarget
from sampling.selection.randomness import Floats
from sampling.size.precision import Demand, cheapest

NAMED = 10
Key = tuple[str, str]


def precise_takes(listing: Listing, cells: list[StageCell]) -> list[int]:
    """Return how many units each stratum gives: the cheapest sample that keeps every demand.

    Raises:
        SamplingError: a demand cannot be kept, a stratum or a domain lacks a number; the text names key and place.
    """
    take = listing.stage.take
    units = np.array([cell.count for cell in cells], dtype=np.float64)
    most = units if take.maximum is None else np.minimum(units, take.maximum)
    cost = _in_strata(listing, cells, take.cost, "take.cost")
    sizes = cheapest(demands(listing, cells), cost=cost, least=np.minimum(take.minimum, most), most=most)
    return [int(size) for size in sizes]


def demands(listing: Listing, cells: list[StageCell]) -> list[Demand]:
    """Return every demand of the first stage's take: of the whole and of each domain, variable by variable.

    Raises:
        SamplingError: a stratum lacks a number, or a domain is unknown or has the mean 0.
    """
    return [
        demand
        for place, target in enumerate(listing.stage.take.bethel, start=1)
        for demand in _demands(listing, cells, target, f"take.bethel {place}")
    ]


def _demands(listing: Listing, cells: list[StageCell], target: VariableTarget, key: str) -> Iterator[Demand]:
    mean, deviation = _moments(listing, cells, target, key)
    answers = listing.stage.take.response * math.prod(
        float(stage.take.each or 1) for stage in listing.plan.stages[1:]
    )
    alike = 1.0 + max(answers - 1.0, 0.0) * (target.rho or 0.0)
    one_stage = len(listing.plan.stages) == 1 and listing.stage.size is None
    size = np.array([cell.total for cell in cells], dtype=np.float64)
    units = np.array([cell.count for cell in cells], dtype=np.float64)
    for name, cv, inside in _domains(listing, cells, target, key):
        shares = np.where(inside, size, 0.0) / size[inside].sum()
        simple = (shares * deviation) ** 2
        overall = float(shares @ mean)
        if overall == 0:
            raise _wrong(
                key,
                f"«{target.variable}» {name or 'toàn bộ'}: trung bình bằng 0 nên không có CV",
                f"«{target.variable}» {name or 'whole'}: the mean is 0, so there is no CV",
            )
        finite = float(np.sum(simple / units)) if one_stage else 0.0
        yield Demand(target.variable, name, cv, overall, simple * alike / answers, finite)


def _moments(
    listing: Listing, cells: list[StageCell], target: VariableTarget, key: str
) -> tuple[Floats, Floats]:
    """Return the mean and the standard deviation of a variable in each stratum."""
    if target.share is not None:
        share = _in_strata(listing, cells, target.share, f"{key}.share")
        return share, np.sqrt(share * (1.0 - share))
    mean, deviation = (
        _in_strata(listing, cells, value or 0.0, f"{key}.{name}")
        for name, value in (("mean", target.mean), ("deviation", target.deviation))
    )
    return mean, deviation


def _in_strata(listing: Listing, cells: list[StageCell], value: PerStratum, key: str) -> Floats:
    """Return a number for each stratum: one for all, of a column, or by label."""
    if isinstance(value, str):
        column = listing.frame.numbers(value)
        return np.array([column[cell.rows[0]] for cell in cells], dtype=np.float64)
    if not isinstance(value, Mapping):
        return np.full(len(cells), value, dtype=np.float64)
    labels = [label_of(cell.stratum) for cell in cells]
    _refuse_unknown(value, labels, key, ("tầng", "stratum"))
    missing = [label for label in labels if label not in value]
    if missing:
        raise _wrong(
            key, f"thiếu số của tầng {_listed(missing)}", f"no number for stratum {_listed(missing)}"
        )
    return np.array([value[label] for label in labels], dtype=np.float64)


def _domains(
    listing: Listing, cells: list[StageCell], target: VariableTarget, key: str
) -> Iterator[tuple[str, float, NDArray[np.bool_]]]:
    """Yield name, coefficient of variation and strata of the whole and of each domain that has a limit."""
    if target.cv is not None:
        yield "", target.cv, np.ones(len(cells), dtype=bool)
    rows = np.array([cell.rows[0] for cell in cells], dtype=np.int64)
    for column, limits in target.cv_by.items():
        labels = np.array([label_of(text) for text in listing.frame.texts(column, rows)], dtype=object)
        known = list(dict.fromkeys(labels.tolist()))
        if isinstance(limits, Mapping):
            _refuse_unknown(limits, known, f"{key}.cv_by.{column}", ("miền", "domain"))
        by_label = limits if isinstance(limits, Mapping) else dict.fromkeys(known, limits)
        for label, cv in by_label.items():
            yield f"{column} «{label}»", cv, labels == label


def _refuse_unknown(given: Mapping[str, float], known: list[str], key: str, what: Key) -> None:
    unknown = [label for label in given if label not in known]
    if unknown:
        vi, en = what
        raise _wrong(
            key,
            f"khung không có {vi} {_listed(unknown)}; có: {_listed(known)}",
            f"the frame has no {en} {_listed(unknown)}; it has: {_listed(known)}",
        )


def _listed(labels: list[str]) -> str:
    return ", ".join(f"«{label}»" for label in labels[:NAMED]) + (" …" if len(labels) > NAMED else "")


def _wrong(key: str, vi: str, en: str) -> SamplingError:
    return SamplingError(f"Giai đoạn 1, khóa «{key}»: {vi}.", f"Stage 1, key «{key}»: {en}.")
