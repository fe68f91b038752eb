"""Direct standardisation: means of domains as if each had the same shares of the levels of a column."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from scoring.columns.columns import Flags, Indices, Numbers, add_up
from scoring.columns.levels import sorted_levels
from scoring.design.domains import Domains
from scoring.errors import ScoringError, Sentence
from scoring.estimation.domain_sizes import cell_sizes, extent
from scoring.estimation.estimate_row import key
from scoring.estimation.estimates import Estimates
from scoring.estimation.linearisation import unsampled
from scoring.estimation.options import DeffKind
from scoring.reduction.cells import cells


@dataclass(frozen=True, eq=False)
class Standardised:
    """Standardised estimates, and the reasons of those that are missing by the names of their rows."""

    table: Estimates
    whys: Mapping[str, Sentence]


def standardise(
    table: Estimates, column: str, shares: Mapping[str, float], deff: DeffKind = "wor"
) -> Standardised:
    """Combine the levels of a column by given shares, as R's ``svystandardize(excluding.missing=)`` with ``svyby``.

    Args:
        table: shares or means by domain and level: ``column`` is the last of its domain columns, and its design effects
            are those of ``wr``.
        column: the column.
        shares: the share of each level, or numbers in this proportion.
        deff: the reference of the design effects that are returned.

    The estimate of a domain is Σ share · estimate of the level, its influence values the same sum, and its reference a
    simple random sample of the standardised distribution. A domain in which a level has no valid answers has no number:
    without that level it would not be the same sum as the others.

    Raises:
        ScoringError: a level of the data has no share, or one with a share is not in the data.

    >>> from scoring import Design, estimate
    >>> data = {"q": [1.0, 3.0, 5.0, 5.0], "area": list("aabb"), "age": [1, 2, 1, 2]}
    >>> by_age = estimate(Design(data=data), "q", by=["area", "age"], statistic="mean", deff="wr")
    >>> standardise(by_age, "age", {"1": 0.75, "2": 0.25}).table["q[area=a]"].estimate
    1.5
    """
    factor = _shares_of(table.domains, column, shares)
    domains, place = _without_last(table.domains)
    count, levels = domains.count, len(shares)
    lacking = add_up((table.n > 0) & np.isfinite(table.value), place, count) < levels
    n, sum_w = add_up(table.n, place, count), add_up(table.sum_w, place, count)
    value = add_up(np.nan_to_num(table.value) * factor[:, None], place, count)
    squares = add_up(np.nan_to_num(_mean_square(table)) * factor[:, None], place, count) - value**2
    with np.errstate(all="ignore"):
        srs = squares / (n - 1) * (1.0 if deff == "wr" else unsampled(n, sum_w))
    grid = cells(table.design, domains)
    made = replace(
        table,
        domains=domains,
        value=np.where(lacking, np.nan, value),
        spread=table.spread.regroup(place, factor, count),
        n=n,
        sum_w=sum_w,
        srs=srs,
        extent=extent(table.design, grid, cell_sizes(table.design, grid)),
        how=replace(table.how, deff=deff),
        first_logits=None,
    )
    return Standardised(made, _whys(table, made, column, shares, lacking))


def _shares_of(domains: Domains, column: str, shares: Mapping[str, float]) -> Numbers:
    """Return the share of each domain's level; they add up to 1 over the levels."""
    used = np.unique(domains.of_row[domains.of_row >= 0])
    found = {domains.levels[at][-1] for at in used}
    wrong = sorted_levels(found ^ set(shares))
    if wrong:
        where = (
            ("có trong dữ liệu", "is in the data")
            if wrong[0] in found
            else ("không có trong dữ liệu", "is not")
        )
        raise ScoringError(
            f"Chuẩn hóa theo cột «{column}»: mức «{wrong[0]}» {where[0]}; «shares» phải ghi đúng các mức: "
            f"{', '.join(sorted_levels(found))}.",
            f"Standardising by “{column}”: level “{wrong[0]}” {where[1]}; “shares” must list the levels of the data: "
            f"{', '.join(sorted_levels(found))}.",
        )
    whole = sum(shares.values())
    return np.array([shares.get(levels[-1], 0.0) / whole for levels in domains.levels])


def _without_last(domains: Domains) -> tuple[Domains, Indices]:
    """Return the domains without the last of their columns, and the place of each old one among them."""
    kept = list(dict.fromkeys(levels[:-1] for levels in domains.levels))
    place = np.array([kept.index(levels[:-1]) for levels in domains.levels], np.int64)
    of_row = np.where(domains.of_row < 0, -1, np.append(place, -1)[domains.of_row])
    return Domains(domains.columns[:-1], tuple(kept), of_row), place


def _mean_square(table: Estimates) -> Numbers:
    """Return the weighted mean of the squares behind each estimate, from its variance in a simple random sample."""
    return np.nan_to_num(table.srs) * np.maximum(table.n - 1, 0) + table.value**2


def _whys(
    table: Estimates, made: Estimates, column: str, shares: Mapping[str, float], lacking: Flags
) -> dict[str, Sentence]:
    """Return for each missing row the first level that has no valid answer."""
    out = {}
    for domain, at in np.argwhere(lacking):
        levels = made.domains.levels[domain]
        there = {
            each[-1]
            for d, each in enumerate(table.domains.levels)
            if each[:-1] == levels and table.n[d, at] > 0 and np.isfinite(table.value[d, at])
        }
        absent = next(level for level in shares if level not in there)
        out[key(made.variables[at], made.domains.by(int(domain)))] = (
            f"không chuẩn hóa được: mức «{absent}» của cột «{column}» không có câu trả lời hợp lệ nào trong nhóm này",
            f"cannot be standardised: level “{absent}” of “{column}” has no valid answer in this domain",
        )
    return out
