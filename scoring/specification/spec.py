"""The specification of ``sipas estimate`` as frozen values; ``spec_file`` reads them from TOML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.criteria.groups import Group
from scoring.design.lonely_psu import Lonely
from scoring.reduction.code_scores import Code
from scoring.specification.blocks.block import Block
from scoring.specification.columns.column_keys import ColumnSpec
from scoring.specification.columns.where import Where
from scoring.specification.pps_keys import PpsSpec
from scoring.specification.toml_keys import Keys

Make = Literal["jkn", "jk1", "brr", "fay", "bootstrap"]


@dataclass(frozen=True, kw_only=True)
class ReplicateSpec:
    """Replicate weights: columns that came with the data, or a way to make them (``make``).

    Args:
        columns: names or patterns of the columns.
        scale: the factor before the sum of squares.
        rscales: the factor of each replicate, or one for all; None: 1.
        combined: the columns are whole weights rather than factors of the weight.
        mse: deviations from the estimate rather than from the replicates' mean.
        make: how to make replicates.
        fay: what the PSU left out keeps of its weight, for ``fay``.
        number: how many, for ``bootstrap``.
        seed: where its draws start.
    """

    columns: Sequence[str] = ()
    scale: float = 1.0
    rscales: Sequence[float] | float | None = None
    combined: bool = True
    mse: bool = False
    make: Make | None = None
    fay: float = 0.0
    number: int = 0
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class DesignSpec:
    """The columns that describe the sample; with ``pps`` the first of ``fpc`` holds the chances."""

    strata: Sequence[str]
    clusters: Sequence[str]
    weight: str | None
    fpc: Sequence[str]
    nest: bool
    lonely: Lonely
    replicates: ReplicateSpec | None = None
    pps: PpsSpec | None = None


@dataclass(frozen=True, kw_only=True)
class Spec:
    """A whole specification; ``blocks`` stand kind by kind, in the order of the file within a kind.

    ``made`` are the columns to make, ``where`` picks the rows that all blocks are about.
    """

    design: DesignSpec
    columns: Sequence[str]
    valid: tuple[Code, ...] | None
    criteria: Mapping[str, Group]
    weighting: Sequence[Keys]
    blocks: Sequence[Block]
    weights_out: str | None
    where: Where | None = None
    made: Sequence[ColumnSpec] = ()
