"""A specification carried out on a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from scoring.columns.columns import Table
from scoring.columns.merged_labels import merged_labels
from scoring.criteria.groups import estimate_groups
from scoring.design.design import Design
from scoring.errors import ScoringError, Sentence
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import HowOptions
from scoring.estimation.quantile import quantile
from scoring.estimation.ratio import ratio
from scoring.reduction.code_scores import Statistic
from scoring.specification.label_columns import label_columns
from scoring.specification.matching import matching
from scoring.specification.replicate_columns import with_replicates
from scoring.specification.spec import DesignSpec, EstimateSpec, Spec
from scoring.specification.weighting_steps import weigh
from scoring.weighting import StepReport, Weighted


@dataclass(frozen=True, eq=False, kw_only=True)
class EstimateTable:
    """The estimates of one block.

    Args:
        name: the block's name.
        table: its estimates.
        p: which quantile they are; None for other statistics.
        denominator: what ratios are per; None for other statistics.
    """

    name: str
    table: Estimates
    p: float | None = None
    denominator: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """The result of a specification.

    Args:
        design: the design with the final weights.
        blocks: the estimates, block by block.
        steps: what each step of weighting did.
        labels: the words for codes, by column and code, where the data has any.
        notes: what is to be said about the labels of the data and the steps of weighting, in Vietnamese and English.
    """

    design: Design
    blocks: Sequence[EstimateTable]
    steps: Sequence[StepReport]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: Sequence[Sentence] = ()


def run(data: Table, names: Sequence[str], spec: Spec) -> Run:
    """Carry out a specification.

    Args:
        data: the columns.
        names: their names, in order, for patterns.
        spec: what is asked for.
    """
    design = make_design(data, spec.design)
    refuse_weightless(design, spec.design.weight)
    if spec.design.replicates is not None:
        design = with_replicates(design, data, names, spec.design.replicates, spec.design.weight)
    design, steps = weigh(design, spec.weighting)
    items = matching(spec.columns, names)
    blocks = [table for block in spec.estimates for table in _blocks(design, items, spec, block)]
    return Run(
        design=design,
        blocks=blocks,
        steps=[step.report for step in steps],
        labels=getattr(data, "labels", {}),
        notes=[*merged_labels(data, label_columns(data, spec)), *_said(steps)],
    )


def _said(steps: Sequence[Weighted]) -> list[Sentence]:
    """Return what is to be said about the steps of weighting."""
    return [sentence for step in steps if (sentence := step.report.sentence) is not None]


def make_design(data: Table, spec: DesignSpec) -> Design:
    """Make the design from the columns of a table."""
    return Design.from_frame(
        data,
        strata=spec.strata,
        clusters=spec.clusters,
        weight=spec.weight,
        fpc=spec.fpc,
        lonely=spec.lonely,
        nest=spec.nest,
    )


def refuse_weightless(design: Design, weight: str | None) -> None:
    """Refuse a design whose weights are all 0."""
    if not design.weight.sum() > 0:
        raise ScoringError(
            f"[design] khóa «weight»: mọi giá trị của cột «{weight}» đều bằng 0.",
            f"[design] key “weight”: all values of column “{weight}” are 0.",
        )


def _blocks(design: Design, items: Sequence[str], spec: Spec, block: EstimateSpec) -> list[EstimateTable]:
    options: HowOptions = {**block.options, "valid": spec.valid}
    if block.of == "criteria":
        return [EstimateTable(name=block.name, table=_criteria(design, spec, block, options))]
    if block.statistic == "quantile":
        return [
            EstimateTable(name=block.name, table=quantile(design, items, p, block.by, **options), p=p)
            for p in block.p
        ]
    if block.statistic == "ratio":
        table = ratio(design, items, block.denominator or "", block.by, **options)
        named = replace(table, variables=tuple(items))
        return [EstimateTable(name=block.name, table=named, denominator=block.denominator)]
    return [EstimateTable(name=block.name, table=estimate(design, items, block.by, **_with(options, block)))]


def _criteria(design: Design, spec: Spec, block: EstimateSpec, options: HowOptions) -> Estimates:
    if not spec.criteria:
        raise ScoringError(
            f"[[estimate]] «{block.name}»: of = criteria nhưng không có [criteria].",
            f"[[estimate]] “{block.name}”: of = criteria but there is no [criteria].",
        )
    if block.statistic in ("ratio", "quantile"):
        raise ScoringError(
            f"[[estimate]] «{block.name}»: {block.statistic} chỉ tính cho items.",
            f"[[estimate]] “{block.name}”: {block.statistic} is for items only.",
        )
    return estimate_groups(design, spec.criteria, block.by, combine=block.combine, **_with(options, block))


def _with(options: HowOptions, block: EstimateSpec) -> HowOptions:
    return {**options, "statistic": cast(Statistic, block.statistic)}
