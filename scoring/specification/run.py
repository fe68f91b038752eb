"""From a table and a specification to estimates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import cast

from scoring.columns.columns import Table
from scoring.criteria.groups import estimate_groups
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import HowOptions, Statistic
from scoring.estimation.quantile import quantile
from scoring.estimation.ratio import ratio
from scoring.specification.spec import DesignSpec, EstimateSpec, Spec
from scoring.specification.weighting_steps import weigh
from scoring.weighting import StepReport


@dataclass(frozen=True, eq=False, kw_only=True)
class Block:
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
    """What a specification came to.

    Args:
        design: the design with the final weights.
        blocks: the estimates, block by block.
        steps: what each step of weighting did.
    """

    design: Design
    blocks: Sequence[Block]
    steps: Sequence[StepReport]


def run(data: Table, names: Sequence[str], spec: Spec) -> Run:
    """Carry out a specification.

    Args:
        data: the columns.
        names: their names, in order, for patterns.
        spec: what is asked for.
    """
    design = make_design(data, spec.design)
    refuse_weightless(design, spec.design.weight)
    design, steps = weigh(design, spec.weighting)
    items = matching(spec.columns, names)
    blocks = [block for asked in spec.estimates for block in _blocks(design, items, spec, asked)]
    return Run(design=design, blocks=blocks, steps=[step.report for step in steps])


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
    """Refuse a design in which nothing has any weight."""
    if not design.weight.sum() > 0:
        raise ScoringError(
            f"[design] khóa «weight»: mọi giá trị của cột «{weight}» đều bằng 0.",
            f"[design] key “weight”: all values of column “{weight}” are 0.",
        )


def matching(patterns: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the columns that names and patterns mean, each once, in the order of the patterns.

    >>> matching(["q??", "age"], ["q01", "q02", "age"])
    ['q01', 'q02', 'age']
    """
    out: dict[str, None] = {}
    for pattern in patterns:
        found = [pattern] if pattern in names else [name for name in names if fnmatchcase(name, pattern)]
        if not found:
            raise ScoringError(
                f"[items] khóa «columns»: không có cột nào tên «{pattern}».",
                f"[items] key “columns”: no column is called “{pattern}”.",
            )
        out.update(dict.fromkeys(found))
    return list(out)


def _blocks(design: Design, items: Sequence[str], spec: Spec, asked: EstimateSpec) -> list[Block]:
    options: HowOptions = {**asked.options, "valid": spec.valid}
    if asked.of == "criteria":
        return [Block(name=asked.name, table=_criteria(design, spec, asked, options))]
    if asked.statistic == "quantile":
        return [
            Block(name=asked.name, table=quantile(design, items, p, asked.by, **options), p=p)
            for p in asked.p
        ]
    if asked.statistic == "ratio":
        table = ratio(design, items, asked.denominator or "", asked.by, **options)
        named = replace(table, variables=tuple(items))
        return [Block(name=asked.name, table=named, denominator=asked.denominator)]
    return [Block(name=asked.name, table=estimate(design, items, asked.by, **_with(options, asked)))]


def _criteria(design: Design, spec: Spec, asked: EstimateSpec, options: HowOptions) -> Estimates:
    if not spec.criteria:
        raise ScoringError(
            f"[[estimate]] «{asked.name}»: of = criteria nhưng không có [criteria].",
            f"[[estimate]] “{asked.name}”: of = criteria but there is no [criteria].",
        )
    if asked.statistic in ("ratio", "quantile"):
        raise ScoringError(
            f"[[estimate]] «{asked.name}»: {asked.statistic} chỉ tính cho items.",
            f"[[estimate]] “{asked.name}”: {asked.statistic} is for items only.",
        )
    return estimate_groups(design, spec.criteria, asked.by, combine=asked.combine, **_with(options, asked))


def _with(options: HowOptions, asked: EstimateSpec) -> HowOptions:
    return {**options, "statistic": cast(Statistic, asked.statistic)}
