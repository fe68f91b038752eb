"""Criteria: several items as one number, with the covariance of the items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, Unpack

import numpy as np
import numpy.typing as npt

from scoring.cells import Cells, cells
from scoring.coding import Coded, Measured, encode
from scoring.columns import Indices, Numbers, add_up
from scoring.design import Design
from scoring.errors import ScoringError
from scoring.estimate import Columns, Part, columns, domains_of, replicate_moments, table
from scoring.how import How, HowOptions
from scoring.moments import Moments, domain_sums, moments
from scoring.result import Estimates

Combine = Literal["mean_of_items", "pooled", "item_weighted"]
Group: TypeAlias = Sequence[str] | Mapping[str, float]


def estimate_groups(
    design: Design,
    groups: Mapping[str, Group],
    by: Columns = (),
    where: npt.ArrayLike | None = None,
    *,
    combine: Combine = "mean_of_items",
    **options: Unpack[HowOptions],
) -> Estimates:
    """Estimate criteria made of items, and headings made of criteria.

    Args:
        design: how the rows were drawn; its data has the items.
        groups: the parts of each criterion: names of items or of other groups, or their factors by name.
        by: the columns whose combinations are the domains.
        where: true for the rows that count.
        combine: ``mean_of_items`` (the mean of the parts' scores, by their factors where given), ``pooled``
            (all answers of all items together), ``item_weighted`` (the mean of the parts, each with as much
            weight as it has items).
        **options: see ``How``.

    n counts the rows with a valid answer to any of the items, and sum_w their weights.

    >>> design = Design(data={"a": [5, 1, 5], "b": [5, 5, 9]})
    >>> for way in ("mean_of_items", "pooled"):
    ...     row = estimate_groups(design, {"C": ["a", "b"]}, combine=way, valid=range(1, 6))["C"]
    ...     print(way, round(row.estimate, 4), round(row.se, 4), row.n)
    mean_of_items 0.8333 0.1667 3
    pooled 0.8 0.1833 3
    """
    how = How(**options)
    factors = {name: factors_of(name, groups, combine) for name in groups}
    names = sorted({item for parts in factors.values() for item in parts})
    answers = encode(columns(design, names), how.worth)
    wanted = domains_of(design, by, where)
    grid = cells(design, wanted)
    sums, rest = moments(answers, grid, design.weight, how.kernel), replicate_moments(design, answers, grid)
    below = domain_sums(sums.below, grid)
    if combine == "pooled":
        pooled = Part(grid, _pool(sums, factors), None if rest is None else _pool(rest, factors))
        result = table(design, pooled, wanted, how)
        below = domain_sums(pooled.sums.below, grid)
        lines = [
            dict.fromkeys(share, (result.value[:, at], _inverse(below[:, at])))
            for at, share in enumerate(factors.values())
        ]
    else:
        items = table(design, Part(grid, sums, rest), wanted, how)
        result = items.combine(factors)
        lines = [
            {item: _line(items, below, item, share[item]) for item in share} for share in factors.values()
        ]
    return _with_rows(result, _Deviations(answers, grid, design.weight), lines)


def _with_rows(
    result: Estimates, deviations: "_Deviations", lines: Sequence[Mapping[str, tuple[Numbers, Numbers]]]
) -> Estimates:
    """Count who answered any item, and add what a simple random sample would have had."""
    parts = [deviations.of(one, total=result.how.statistic == "total") for one in lines]
    n, sum_w, squares = (np.stack(column, axis=1) for column in zip(*parts, strict=True))
    with np.errstate(all="ignore"):
        finite = 1.0 if result.how.deff == "wr" else np.maximum(1 - n / sum_w, 0)
        srs = finite * sum_w / (n - 1) * squares
    return replace(result, n=n, sum_w=sum_w, srs=srs)


def factors_of(name: str, groups: Mapping[str, Group], combine: Combine) -> dict[str, float]:
    """Return the factor of every item of a group; they add up to 1 (all are 1 when pooled).

    >>> groups = {"H": ["C1", "C2"], "C1": ["a", "b", "c"], "C2": ["d"]}
    >>> factors_of("H", groups, "mean_of_items")["d"], factors_of("H", groups, "item_weighted")["d"]
    (0.5, 0.25)
    """
    return _resolve(name, groups, combine, ())


def _resolve(
    name: str, groups: Mapping[str, Group], combine: Combine, path: tuple[str, ...]
) -> dict[str, float]:
    if name not in groups:
        return {name: 1.0}
    if name in path or not groups[name]:
        raise ScoringError(
            f"Tiêu chí «{name}» trống hoặc chứa chính nó; hãy sửa danh sách câu hỏi.",
            f"Criterion “{name}” is empty or contains itself; correct its items.",
        )
    group = groups[name]
    parts = {part: _resolve(part, groups, combine, (*path, name)) for part in group}
    if combine == "pooled":
        return {item: 1.0 for part in parts.values() for item in part}
    sizes = {part: float(len(items)) if combine == "item_weighted" else 1.0 for part, items in parts.items()}
    if isinstance(group, Mapping):
        sizes = {part: float(factor) for part, factor in group.items()}
    whole = sum(sizes.values())
    out: dict[str, float] = {}
    for part, items in parts.items():
        for item, factor in items.items():
            out[item] = out.get(item, 0.0) + sizes[part] / whole * factor
    return out


def _pool(sums: Moments, factors: Mapping[str, Mapping[str, float]]) -> Moments:
    picked = [[sums.names.index(item) for item in parts] for parts in factors.values()]
    added = {
        name: np.stack([getattr(sums, name)[:, at].sum(axis=1) for at in picked], axis=1)
        for name in ("above", "below", "n", "sum_w", "squares")
    }
    return Moments(names=tuple(factors), **added)


def _line(items: Estimates, below: Numbers, item: str, factor: float) -> tuple[Numbers, Numbers]:
    at = items.variables.index(item)
    return items.value[:, at], factor * _inverse(below[:, at])


def _inverse(below: Numbers) -> Numbers:
    with np.errstate(all="ignore"):
        return 1 / below


@dataclass(frozen=True, eq=False)
class _Deviations:
    """The row-by-row influence of criteria, for what a simple random sample would have had."""

    answers: Coded | Measured
    grid: Cells
    weight: Numbers

    def of(
        self, lines: Mapping[str, tuple[Numbers, Numbers]], *, total: bool
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return rows, weights and weighted squares per domain of Σ (score − centre) × slope over some items."""
        domain = np.append(self.grid.domain, self.grid.domains)[self.grid.of_row]
        answered, influence = np.zeros(domain.size, bool), np.zeros(domain.size)
        for item, (centre, slope) in lines.items():
            score = scores_of(self.answers, item)
            valid = ~np.isnan(score)
            answered |= valid
            if total:
                influence += np.where(valid, score, 0.0)
            else:
                part = (score - np.append(centre, 0.0)[domain]) * np.append(slope, 0.0)[domain]
                influence += np.where(valid, part, 0.0)
        n, sum_w = self._sum(answered, domain), self._sum(answered * self.weight, domain)
        with np.errstate(all="ignore"):
            mean = np.append(self._sum(influence * self.weight, domain) / sum_w, 0.0)
        squares = self._sum(answered * self.weight * (influence - mean[domain]) ** 2, domain)
        return n, sum_w, squares

    def _sum(self, values: npt.NDArray[np.generic], domain: Indices) -> Numbers:
        return add_up(values, domain, self.grid.domains + 1)[: self.grid.domains]


def scores_of(answers: Coded | Measured, item: str) -> Numbers:
    """Return the score of every row on one item, NaN where it has no valid answer."""
    at = answers.names.index(item)
    if isinstance(answers, Coded):
        return np.asarray(answers.scores[at][answers.codes[at]], np.float64)
    return answers.values[at]
