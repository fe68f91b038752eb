"""Tables of estimates: frozen, row by row an ``Estimate``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from scoring.columns.columns import Flags, Indices, Numbers
from scoring.columns.rounding import NEGLIGIBLE, ROUNDING
from scoring.design.design import Design
from scoring.design.domains import Domains
from scoring.errors import ScoringError
from scoring.estimation.domain_sizes import Extent
from scoring.estimation.estimate_row import Estimate, key, number_or_none
from scoring.estimation.options import How
from scoring.estimation.row_reason import Case, reason
from scoring.estimation.sampling_variance import Spread, settled
from scoring.estimation.variance import standard_errors
from scoring.intervals.intervals import Basis, intervals

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, kw_only=True)
class Estimates:
    """A table of estimates, domains × variables, that knows its design and its covariance.

    Iterating gives ``Estimate`` rows, domain by domain, then by variable. Arrays (``value``, ``se``, ``low``,
    ``high``, ``deff``, ``n``, ``sum_w``) have the shape domains × variables; NaN where there is no number.

    Args:
        design: the design of all rows.
        variables: the names of the columns.
        domains: the domains of the rows.
        value: the estimates.
        spread: their influence values or replicates.
        n: rows of positive weight with a valid answer.
        sum_w: weights of these rows.
        srs: the variance under simple random sampling that deff compares with.
        extent: rows, weights and PSUs per domain.
        how: the options it was made with.
        given: bounds that were not made from the spread (quantiles).
        kernel: what passed over the answers.
        first_logits: where R's fits of the shares stand after one step, when a likelihood interval was asked for.
        answering_df: PSUs minus strata among rows that answer each variable, where these are the domain's (quantiles).
    """

    design: Design
    variables: tuple[str, ...]
    domains: Domains
    value: Numbers
    spread: Spread
    n: Numbers
    sum_w: Numbers
    srs: Numbers
    extent: Extent
    how: How = field(default_factory=How)
    given: tuple[Numbers, Numbers] | None = None
    kernel: str = "numpy"
    first_logits: Numbers | None = None
    answering_df: Numbers | None = None

    @cached_property
    def variances(self) -> Numbers:
        """Estimated variances; below 0 only where pairs of units make them so, not by rounding."""
        return settled(self.spread.variances(), NEGLIGIBLE * np.abs(self.value))

    @cached_property
    def se(self) -> Numbers:
        """Standard errors; NaN where all answers lie in a single sampled PSU, but for totals: other PSUs add 0 to them."""
        unknown = np.isnan(self.value) | ~self.measurable[:, None]
        se = np.where(unknown, np.nan, standard_errors(self.variances))
        if self.how.is_total:
            return se
        for domain, column in np.argwhere(se <= NEGLIGIBLE * np.abs(self.value)):
            srs_varies = bool(self.srs[domain, column] > 0)
            if not self.spread.has_enough_psus(int(domain), int(column), srs_varies=srs_varies):
                se[domain, column] = np.nan
        return se

    @cached_property
    def measurable(self) -> Flags:
        """Per domain: whether a standard error can be made, that is, df ≥ 1 and not a single sampled PSU of a mean."""
        if self.how.is_total:
            return np.full(self.domains.count, self.design.df > 0)
        return ~((self.extent.psus <= 1) & self.design.samples_psus_only) & (self.design.df > 0)

    @cached_property
    def df(self) -> Numbers:
        """Degrees of freedom of the intervals, domains × variables."""
        return self.domain_df if self.how.df == "domain" else np.full(self.value.shape, float(self.design.df))

    @cached_property
    def domain_df(self) -> Numbers:
        """PSUs minus strata of each domain, domains × variables."""
        own = self.answering_df
        return np.broadcast_to(self.extent.df[:, None], self.value.shape) if own is None else own

    @cached_property
    def deff(self) -> Numbers:
        """Design effects; NaN where the reference has no variance."""
        with np.errstate(all="ignore"):
            return np.where(self.srs > 0, self.se**2 / self.srs, np.nan)

    @cached_property
    def bounds(self) -> tuple[Numbers, Numbers]:
        """Lower and upper bounds."""
        if self.given is not None:
            return self.given
        extent = self.extent
        with np.errstate(all="ignore"):
            basis = Basis(
                value=self.value,
                se=self.se,
                df=np.where(self.df > 0, self.df, np.nan),
                rows=extent.rows[:, None],
                n=self.n,
                weight=self.sum_w * (extent.positive / extent.weight)[:, None],
                logit=self.first_logits,
            )
        return intervals(basis, self.how.interval_kind, self.how.confidence)

    @property
    def low(self) -> Numbers:
        """Lower bounds."""
        return self.bounds[0]

    @property
    def high(self) -> Numbers:
        """Upper bounds."""
        return self.bounds[1]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The name of each row, in order."""
        domains = [self.domains.by(domain) for domain in range(self.domains.count)]
        return tuple(key(name, by) for by in domains for name in self.variables)

    @cached_property
    def rows(self) -> tuple[Estimate, ...]:
        """All rows."""
        return tuple(self._row(domain, column) for domain, column in np.ndindex(*self.value.shape))

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.rows)

    def __len__(self) -> int:
        return self.value.size

    def __getitem__(self, name: str) -> Estimate:
        """Return the row of a name such as ``q01`` or ``q01[district=H01]``."""
        return self.rows[self.index(name)]

    def has(self, name: str) -> bool:
        """Tell whether there is a row of this name."""
        return name in self._places

    def index(self, name: str) -> int:
        """Return the index of a row by its name."""
        try:
            return self._places[name]
        except KeyError:
            raise ScoringError(
                f"Không có ước lượng «{name}»; tên có dạng q01 hoặc q01[cột=mức].",
                f"There is no estimate “{name}”; names look like q01 or q01[column=level].",
            ) from None

    @cached_property
    def vcov(self) -> Numbers:
        """The covariance of all rows, in their order."""
        totals = [self.spread.totals(domain) for domain in range(self.domains.count)]
        return self.spread.covariance(np.concatenate(totals, axis=1))

    def totals(self, name: str) -> Numbers:
        """Return the influence totals (units × 1) of a row, for combinations across tables of one design."""
        domain, column = divmod(self.index(name), len(self.variables))
        return self.spread.totals(domain)[:, [column]]

    def combine(self, groups: Mapping[str, Mapping[str, float]]) -> "Estimates":
        """Return linear combinations of the variables within every domain, with their covariance.

        Args:
            groups: the factor of each variable, by the name of the new one, such as
                ``{"C1": {"q01": 0.5, "q02": 0.5}}``.

        n and sum_w of a combination are the smallest of its parts; deff is not known.
        """
        factors = np.zeros((len(self.variables), len(groups)))
        for column, parts in enumerate(groups.values()):
            for name, factor in parts.items():
                factors[self.variables.index(name), column] = factor
        used = [np.flatnonzero(column) for column in factors.T]
        value = np.stack([self.value[:, at] @ factors[at, column] for column, at in enumerate(used)], axis=1)
        return replace(
            self,
            variables=tuple(groups),
            value=value,
            spread=self.spread.combine(factors),
            n=_smallest(self.n, used),
            sum_w=_smallest(self.sum_w, used),
            srs=np.full(value.shape, np.nan),
            given=None,
            first_logits=None,
            answering_df=None,
        )

    def with_how(self, how: How) -> "Estimates":
        """Return the same table with another interval, confidence or df; a likelihood interval is then up to 1e-4 from R's."""
        return replace(self, how=how)

    def to_frame(self) -> "pd.DataFrame":
        """Return a pandas frame, one row per estimate, the levels of the domain in front."""
        import pandas as pd

        return pd.DataFrame([{**row.by, **{k: v for k, v in vars(row).items() if k != "by"}} for row in self])

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.keys)}

    def _row(self, domain: int, column: int) -> Estimate:
        at = (domain, column)
        row = Estimate(
            variable=self.variables[column],
            by=MappingProxyType(self.domains.by(domain)),
            estimate=number_or_none(self.value[at]),
            se=number_or_none(self.se[at]),
            low=number_or_none(self.low[at]),
            high=number_or_none(self.high[at]),
            deff=number_or_none(self.deff[at]),
            df=int(self.design.df),
            df_domain=int(self.domain_df[at]),
            n=int(self.n[at]),
            n_psu=int(self.extent.psus[domain]),
            sum_w=float(self.sum_w[at]),
        )
        return replace(row, why=reason(row, self._case(at)))

    def _case(self, at: tuple[int, int]) -> Case:
        more = bool(self.extent.weight[at[0]] > self.extent.positive[at[0]] * (1 + ROUNDING))
        measurable, negative = bool(self.measurable[at[0]]), bool(self.variances[at] < 0)
        return Case(measurable, measurable and bool(self.df[at] <= 0), self.given is not None, more, negative)


def _smallest(table: Numbers, used: Sequence[Indices]) -> Numbers:
    return np.stack([table[:, at].min(axis=1) for at in used], axis=1)
