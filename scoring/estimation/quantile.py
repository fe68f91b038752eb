"""Quantiles of a column, by the rules of R's ``svyquantile``, with Woodruff (1952) intervals.

The rules are those of Hyndman and Fan (1996) with sums of weights in the place of counts; ``math`` is the inverse
of the distribution function, ``school`` takes the mean of two values at a step, ``shahvaish`` is Shah and Vaish (2006).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Unpack

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Indices, Numbers
from scoring.columns.rounding import ROUNDING
from scoring.design.design import Design
from scoring.design.domains import Columns, Domains, columns, domains_of
from scoring.design.negative_weights import refuse_negative_weights
from scoring.errors import ScoringError
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How, HowOptions, Rule
from scoring.intervals.intervals import t_quantile
from scoring.reduction.coded_answers import encode, scores_of


def quantile(
    design: Design,
    what: Columns,
    p: float = 0.5,
    by: Columns = (),
    where: npt.ArrayLike | None = None,
    **options: Unpack[HowOptions],
) -> Estimates:
    """Estimate one quantile of every column in every domain.

    Args:
        design: how the rows were drawn.
        what: the columns.
        p: which quantile, such as 0.5 for the median.
        by: the columns whose combinations are the domains.
        where: true for the rows that count.
        **options: see ``How``; ``rule`` says how to read a value off the distribution function.

    The domain's degrees of freedom (``df_domain``, and ``df = "domain"``) count PSUs in which somebody answers: the standard error
    is made from the interval, as in R. The interval turns the t interval of the share at or below the quantile back into values; the standard
    error is its length over twice the t quantile.

    >>> design = Design(data={"x": [1, 2, 3, 4, 10]})
    >>> quantile(design, "x", 0.5)["x"].estimate
    3.0
    """
    if not 0 < p < 1:
        raise ScoringError(
            f"Phân vị {p} phải nằm giữa 0 và 1.", f"The quantile {p} must lie between 0 and 1."
        )
    refuse_negative_weights(design, "phân vị", "quantiles")
    plain: HowOptions = {"interval": "t", **options, "statistic": "mean"}
    how = How(**plain)
    domains = domains_of(design, by, where)
    answers = encode(columns(design, what), how.code_scores)
    values = {name: scores_of(answers, name) for name in answers.names}
    ordered = _ordered(values, design.weight, domains)
    at = _read(ordered, np.full((domains.count, len(values)), p), RULES[how.rule])
    share: HowOptions = {"statistic": "mean", "interval": "t", "confidence": how.confidence, "df": how.df}
    shares = estimate(design, _below(values, at, domains.of_row), by, where, **share)
    if design.replicates is None:
        shares = replace(shares, answering_df=_answering(design, values, domains))
    low, high = (_read(ordered, bound, RULES[how.rule]) for bound in shares.bounds)
    return _with_influence(shares, at, (low, high), how)


def _answering(design: Design, values: Mapping[str, Numbers], domains: Domains) -> Numbers:
    """Return PSUs minus strata of each domain among rows that answer each variable, domains × variables, as R counts them."""
    answered = [~np.isnan(column) & design.counts for column in values.values()]
    return np.array(
        [
            [design.df_of(rows & (domains.of_row == domain)) for rows in answered]
            for domain in range(domains.count)
        ],
        np.float64,
    ).reshape(domains.count, len(values))


def _below(values: Mapping[str, Numbers], at: Numbers, domain: Indices) -> dict[str, Numbers]:
    """Return whether each value is at or below the quantile of its row's domain; NaN where there is no value."""
    return {
        name: np.where(np.isnan(column), np.nan, column <= np.append(at[:, j], np.nan)[domain])
        for j, (name, column) in enumerate(values.items())
    }


def _with_influence(shares: Estimates, at: Numbers, bounds: tuple[Numbers, Numbers], how: How) -> Estimates:
    """Return quantiles with the influence values of the shares below, scaled to the standard error."""
    df = np.where(shares.df > 0, shares.df, np.nan)
    se = (bounds[1] - bounds[0]) / (2 * t_quantile(df, how.confidence))
    with np.errstate(all="ignore"):
        stretch = np.where((se == 0) & (shares.se == 0), 0.0, -se / shares.se)
    return replace(
        shares,
        value=at,
        spread=shares.spread.combine(np.stack([np.diag(row) for row in stretch])),
        srs=np.full(at.shape, np.nan),
        how=how,
        given=bounds,
    )


_Ordered = Mapping[tuple[str, int], tuple[Numbers, Numbers]]


def _ordered(values: Mapping[str, Numbers], weight: Numbers, domains: Domains) -> _Ordered:
    """Return the sorted values of every variable in every domain, with their weights.

    Equal values come by their weight, so that no rule depends on the order of the rows.
    """
    out = {}
    for name, column in values.items():
        for domain in range(domains.count):
            used = (domains.of_row == domain) & ~np.isnan(column) & (weight != 0)
            order = np.lexsort((weight[used], column[used]))
            out[name, domain] = column[used][order], weight[used][order]
    return out


def _read(ordered: _Ordered, p: Numbers, rule: Callable[..., float]) -> Numbers:
    names = list(dict.fromkeys(name for name, _ in ordered))
    out = np.full(p.shape, np.nan)
    for (name, domain), (x, w) in ordered.items():
        at = (domain, names.index(name))
        if x.size and 0 <= p[at] <= 1:
            out[at] = x[0] if x.size == 1 else rule(x, w, p[at])
    return out


def _step(x: Numbers, w: Numbers, p: float) -> tuple[int, int, bool]:
    """Return the last place whose cumulated weight is at most p, the next place, and whether it is p but for rounding."""
    share = np.cumsum(w) / w.sum()
    at = int(np.searchsorted(share, p + ROUNDING, side="right")) - 1
    if at < 0:
        return 0, 0, False
    return at, min(at + 1, x.size - 1), bool(abs(p - share[at]) <= ROUNDING)


def _inverse(x: Numbers, w: Numbers, p: float) -> float:
    at, following, exact = _step(x, w, p)
    return float(x[at] if exact else x[following])


def _averaged(x: Numbers, w: Numbers, p: float) -> float:
    at, following, exact = _step(x, w, p)
    return float((x[at] + x[following]) / 2 if exact else x[following])


def _even(x: Numbers, w: Numbers, p: float) -> float:
    at, following, exact = _step(x, w, p)
    return float(x[at] if exact and (at + 1) % 2 == 0 else x[following])


def _shah_vaish(x: Numbers, w: Numbers, p: float) -> float:
    place = (np.cumsum(w / w.mean()) + 0.5 - w / 2) / (x.size + 1)
    order = np.argsort(place, kind="stable")
    at = int(np.searchsorted(place[order], p, side="right")) - 1
    return float(x[order][max(at, 0)])


def _between(place: Callable[[Numbers, Numbers], Numbers]) -> Callable[[Numbers, Numbers, float], float]:
    def rule(x: Numbers, w: Numbers, p: float) -> float:
        return float(np.interp(p, place(np.cumsum(w), w), x))

    return rule


def _before(total: Numbers) -> Numbers:
    return np.concatenate([[0.0], total[:-1]])


RULES: dict[Rule, Callable[[Numbers, Numbers, float], float]] = {
    "math": _inverse,
    "school": _averaged,
    "shahvaish": _shah_vaish,
    "hf1": _inverse,
    "hf2": _averaged,
    "hf3": _even,
    "hf4": _between(lambda total, w: total / total[-1]),
    "hf5": _between(lambda total, w: (total - w / 2) / total[-1]),
    "hf6": _between(lambda total, w: total / (total[-1] + w[-1])),
    "hf7": _between(lambda total, w: _before(total) / total[-2]),
    "hf8": _between(lambda total, w: (_before(total) / 3 + total * 2 / 3) / (total[-1] + w[-1] / 3)),
    "hf9": _between(lambda total, w: (_before(total) * 3 / 8 + total * 5 / 8) / (total[-1] + w[-1] / 4)),
}
