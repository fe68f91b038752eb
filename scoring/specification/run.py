"""A specification carried out on a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scoring.columns.columns import Table
from scoring.columns.merged_labels import merged_labels
from scoring.design.design import Design
from scoring.errors import ScoringError, Sentence
from scoring.specification.blocks.block import Block, Setting
from scoring.specification.blocks.result import Result
from scoring.specification.columns.made_table import with_columns
from scoring.specification.label_columns import label_columns
from scoring.specification.matching import matching
from scoring.specification.replicate_columns import with_replicates
from scoring.specification.spec import DesignSpec, Spec
from scoring.specification.weighting_steps import weigh
from scoring.weighting import StepReport, Weighted


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """The result of a specification.

    Args:
        design: the design with the final weights.
        results: what the blocks gave, in their order.
        steps: what each step of weighting did.
        labels: the words for codes, by column and code, where the data has any.
        notes: what is to be said about the labels of the data and the steps of weighting, in Vietnamese and English.
    """

    design: Design
    results: Sequence[Result]
    steps: Sequence[StepReport]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: Sequence[Sentence] = ()

    def words(self, levels: Mapping[str, str]) -> dict[str, str]:
        """Return the words for levels, of those that the data has words for."""
        return {
            name: self.labels[name][level]
            for name, level in levels.items()
            if level in self.labels.get(name, {})
        }

    def worded(self, level: str) -> str:
        """Return a level written as ``column=level`` with its word, where the data has one."""
        name, _, code = level.partition("=")
        return f"{name}={self.words({name: code}).get(name, code)}"


def run(data: Table, names: Sequence[str], spec: Spec) -> Run:
    """Carry out a specification.

    Args:
        data: the columns.
        names: their names, in order, for patterns.
        spec: what is asked for.
    """
    data, names, made = with_columns(data, names, spec.made)
    design = make_design(data, spec.design)
    refuse_weightless(design, spec.design.weight)
    if spec.design.replicates is not None:
        design = with_replicates(design, data, names, spec.design.replicates, spec.design.weight)
    design, steps = weigh(design, spec.weighting)
    items = matching(spec.columns, names)
    about, said = (design, []) if spec.where is None else spec.where.within(design, data, names)
    setting = Setting(
        data=data, names=names, design=about, items=items, valid=spec.valid, criteria=spec.criteria
    )
    results = carry_out(spec.blocks, setting)
    return Run(
        design=design,
        results=results,
        steps=[step.report for step in steps],
        labels=getattr(data, "labels", {}),
        notes=[
            *merged_labels(data, label_columns(data, spec)),
            *made,
            *_said(steps),
            *said,
            *notes_of(results),
        ],
    )


def carry_out(blocks: Sequence[Block], setting: Setting) -> tuple[Result, ...]:
    """Carry out blocks in their order; each knows what those before it gave."""
    for block in blocks:
        setting = setting.after(block.carry_out(setting))
    return tuple(setting.results)


def notes_of(results: Sequence[Result]) -> list[Sentence]:
    """Return the notes of results, each with the name of its block."""
    return [
        (f"«{result.name}»: {vi}", f"“{result.name}”: {en}") for result in results for vi, en in result.notes
    ]


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
        pps=None if spec.pps is None else spec.pps.make(),
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
