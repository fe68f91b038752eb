"""The design of a sample: an immutable value that every estimate is made under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Flags, Indices, Numbers, Table, Values, column, numbers
from scoring.columns.levels import codes_of, factorize
from scoring.design.calibration_residuals import Calibration
from scoring.design.columns_of_design import checked_weight, names, numbered, refuse_blank, stratum
from scoring.design.lonely_psu import Lonely, Spreading, refuse_unknown, spreading, unit_paths
from scoring.design.pps import Pps, refuse_without_chances, unequal_spreading, unequal_stage
from scoring.design.replicates import Replicates
from scoring.design.stages import Stage, Stages, Units, nested, rates, refuse_deeper, refuse_split, unit_ids
from scoring.design.unequal_spreading import UnequalSpreading
from scoring.errors import ScoringError


@dataclass(frozen=True, eq=False, kw_only=True)
class Design:
    """A sampling design: strata, clusters by stage, weights, populations.

    Arrays have one entry per row. Missing answers and domains never remove a row: design the whole file, and pass ``where=``.

    Args:
        strata: the stratum of each row; absent: one stratum.
        clusters: the unit of each row, stage by stage; absent: each row is its own.
        weights: the weight of each row; absent: 1.
        fpc: per stage, the population the row's unit was drawn from (or the sampled share, when no value is above 1); absent:
            with replacement. A list one longer than ``clusters`` says that rows were drawn within the last clusters.
        pps: PSUs were drawn without replacement with unequal chances; ``fpc[0]`` then holds the chance of each PSU.
        lonely: what to do with a stratum of one PSU: ``fail``, ``remove``, ``certainty`` (both: it adds
            nothing), ``adjust`` (centred at the overall mean), ``average`` (it adds the mean of the others).
        nest: cluster ids may repeat between strata; if false, a PSU in two strata is an error.
        data: the table whose columns estimates name.
        calibrations: how weights were adjusted to totals; ``scoring.weighting`` fills it.
        replicates: replicate weights, in the place of linearisation.
        negative: weights below 0 are allowed; ``weighting.calibrate`` sets it where it makes some.
        counted: how many sampled rows each row stands for, when an engine added them up; absent: 1.
        subpopulation: the rows that estimates are about (``scoring.design.domains.within``); absent: all.
        called: the columns' own names, for messages.

    >>> Design(strata=["a", "a", "b", "b"], clusters=[[1, 2, 1, 2]], weights=[2, 2, 3, 3]).df
    2
    """

    strata: npt.ArrayLike | None = None
    clusters: Sequence[npt.ArrayLike] = ()
    weights: npt.ArrayLike | None = None
    fpc: Sequence[npt.ArrayLike] = ()
    pps: Pps | None = None
    lonely: Lonely = "fail"
    nest: bool = True
    data: "Table | None" = None
    calibrations: tuple[Calibration, ...] = ()
    replicates: Replicates | None = None
    negative: bool = False
    counted: Numbers | None = None
    subpopulation: Flags | None = None
    called: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_unknown(self.lonely)
        refuse_deeper(len(self.fpc), len(self.clusters))
        if self.pps is not None:
            refuse_without_chances(len(self.fpc), replicates=self.replicates is not None)

    @classmethod
    def from_frame(
        cls,
        data: Table,
        *,
        strata: str | Sequence[str] | None = None,
        clusters: str | Sequence[str] = (),
        weight: str | None = None,
        fpc: str | Sequence[str] = (),
        pps: Pps | None = None,
        lonely: Lonely = "fail",
        nest: bool = True,
    ) -> Self:
        """Make a design from the columns of a table (a pandas frame, or arrays by name).

        >>> data = {"h": ["a", "a", "b", "b"], "w": [2, 2, 3, 3]}
        >>> Design.from_frame(data, strata="h", weight="w").df
        2
        """
        by, units, sizes = (names(given) for given in (strata or (), clusters, fpc))
        stages = {**numbered("clusters", units), **numbered("fpc", sizes)}
        return cls(
            strata=stratum(data, by),
            clusters=[column(data, name) for name in units],
            weights=None if weight is None else numbers(column(data, weight), weight),
            fpc=[numbers(column(data, name), name) for name in sizes],
            pps=pps,
            called={"strata": ", ".join(by), "weight": weight or "", **stages},
            lonely=lonely,
            nest=nest,
            data=data,
        )

    @cached_property
    def n(self) -> int:
        """Number of rows."""
        for values in (self.weights, self.strata, *self.clusters, *self.fpc):
            if values is not None:
                return int(np.asarray(values).shape[0])
        if self.data is None:
            raise ScoringError("Thiết kế mẫu chưa có dữ liệu nào.", "The design has no data at all.")
        if isinstance(self.data, Mapping):
            return len(np.asarray(next(iter(self.data.values()), ())))
        return len(self.data)

    @property
    def sampled(self) -> int:
        """Number of sampled rows, also where an engine has added rows up."""
        return self.n if self.counted is None else int(self.counted.sum())

    @cached_property
    def weight(self) -> Numbers:
        """The weight of each row, checked: a finite number, not negative unless that is allowed."""
        if self.weights is None:
            return np.ones(self.n)
        return checked_weight(self.weights, self._called("weight"), negative=self.negative)

    @cached_property
    def counts(self) -> npt.NDArray[np.bool_]:
        """Whether each row counts as an answer: its weight is not 0."""
        return np.asarray(self.weight != 0, np.bool_)

    @cached_property
    def strata_of_rows(self) -> tuple[Indices, list[str]]:
        """The stratum number of each row, and the names of the strata."""
        if self.strata is None:
            return np.zeros(self.n, np.int64), [""]
        codes, levels = factorize(self.strata)
        refuse_blank(codes < 0, self._called("strata"))
        return codes, levels

    @cached_property
    def psu(self) -> Units:
        """The PSU of each row and the stratum of each PSU."""
        stratum = self.strata_of_rows[0]
        if not self.clusters:
            return Units(np.arange(self.n), stratum)
        units = nested(stratum, self._ids(0))
        if not self.nest:
            refuse_split(units, self.clusters[0])
        return units

    @cached_property
    def stages(self) -> Stages:
        """The stages the variance adds up: the first only, unless populations are given."""
        count = max(len(self.clusters), len(self.fpc)) if self.fpc else 1
        units = [self.psu]
        for depth in range(1, count):
            units.append(self._below(units[-1], depth))
        return Stages(units[-1].of_row, tuple(self._stage(units, depth) for depth in range(count)))

    @cached_property
    def spreading(self) -> tuple[Spreading | UnequalSpreading, ...]:
        """The variance factors of every stage.

        Raises:
            ScoringError: a stratum has one PSU and the rule is ``fail``.
        """
        if self.pps is None:
            return spreading(self.stages, self.lonely)
        ids = unit_ids(self.psu, self.clusters[0] if self.clusters else np.arange(1, self.n + 1))
        first = unequal_spreading(self.stages.stages[0], self.pps, self.lonely, ids)
        return first, *spreading(self.stages, self.lonely, first=1)

    @cached_property
    def df(self) -> int:
        """Degrees of freedom: PSUs minus strata among rows of positive weight, or those of the replicates."""
        return self.df_of(self.counts) if self.replicates is None else self.replicates.df

    @cached_property
    def samples_psus_only(self) -> bool:
        """Whether PSUs are the only sampled stage, and not all strata were taken in full."""
        first, *below = self.stages.stages
        return self.replicates is None and not below and bool(np.any(first.rate < 1))

    def df_of(self, rows: npt.NDArray[np.bool_]) -> int:
        """Return PSUs minus strata among some rows."""
        if rows.all():
            return int(self.psu.parent.size - np.unique(self.psu.parent).size)
        psus = np.flatnonzero(np.bincount(self.psu.of_row[rows], minlength=self.psu.parent.size))
        return int(psus.size - np.unique(self.psu.parent[psus]).size)

    def column(self, name: str) -> Values:
        """Return a column of the design's data."""
        if self.data is None:
            raise ScoringError(
                f"Thiết kế mẫu không kèm dữ liệu nên không có cột «{name}».",
                f"No data, so no column “{name}”.",
            )
        return column(self.data, name)

    def with_weights(self, weights: npt.ArrayLike, *calibrations: Calibration) -> "Design":
        """Return the design with other weights and, where they were calibrated, the step for their residuals."""
        return replace(self, weights=weights, calibrations=(*self.calibrations, *calibrations))

    def with_replicates(self, replicates: Replicates) -> "Design":
        """Return the design with replicates in the place of linearisation."""
        return replace(self, replicates=replicates)

    def around_the_estimate(self) -> "Design":
        """Return the design with the deviations of its replicates taken from the estimate."""
        return replace(self, replicates=self.replicates and replace(self.replicates, mse=True))

    def _called(self, part: str) -> str:
        return self.called.get(part) or part

    def _ids(self, depth: int) -> Indices:
        codes = codes_of(self.clusters[depth])
        refuse_blank(codes < 0, self._called(f"clusters[{depth + 1}]"))
        return codes

    def _below(self, above: Units, depth: int) -> Units:
        if depth >= len(self.clusters):
            return Units(np.arange(self.n), above.of_row)
        return nested(above.of_row, self._ids(depth))

    def _parents(self, units: Sequence[Units], depth: int) -> Sequence[str]:
        """Return what to call the parents of a stage: strata, or the units above by all their ids."""
        if depth == 0:
            return self.strata_of_rows[1]
        if depth >= len(self.fpc):  # with replacement: no message is about them
            return ()
        return unit_paths(self._parents(units, depth - 1), units[depth - 1], self.clusters[depth - 1])

    def _stage(self, units: Sequence[Units], depth: int) -> Stage:
        unit, leaf = units[depth], units[-1]
        of_leaf = np.arange(leaf.parent.size)
        if unit is not leaf:
            of_leaf[leaf.of_row] = unit.of_row
        labels = self._parents(units, depth)
        if depth >= len(self.fpc):
            drawn = np.bincount(unit.parent, minlength=len(labels) or units[depth - 1].parent.size)
            return Stage(of_leaf, unit.parent, drawn.astype(float), np.zeros(drawn.size), labels)
        name = self._called(f"fpc[{depth + 1}]")
        size = numbers(self.fpc[depth], name)
        if depth == 0 and self.pps is not None:
            return unequal_stage(of_leaf, unit, size, name, labels)
        refuse_blank(~(size > 0), name)
        return Stage(of_leaf, unit.parent, *rates(unit, size, column=name), labels)
