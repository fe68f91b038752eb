"""The specification of ``sipas estimate`` as frozen values; ``spec_file`` reads them from TOML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.criteria.groups import Combine, Group
from scoring.design.lonely_psu import Lonely
from scoring.estimation.options import HowOptions
from scoring.reduction.code_scores import Code
from scoring.specification.toml_keys import Keys


@dataclass(frozen=True, kw_only=True)
class DesignSpec:
    """The columns that describe the sample."""

    strata: Sequence[str]
    clusters: Sequence[str]
    weight: str | None
    fpc: Sequence[str]
    nest: bool
    lonely: Lonely


@dataclass(frozen=True, kw_only=True)
class EstimateSpec:
    """One block ``[[estimate]]``."""

    name: str
    of: str
    combine: Combine
    statistic: str
    by: Sequence[str]
    options: HowOptions
    denominator: str | None
    p: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Spec:
    """A whole specification."""

    design: DesignSpec
    columns: Sequence[str]
    valid: tuple[Code, ...] | None
    criteria: Mapping[str, Group]
    weighting: Sequence[Keys]
    estimates: Sequence[EstimateSpec]
    weights_out: str | None
