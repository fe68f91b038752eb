"""A specification carried out on a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sampling.labels import label_notes
from scoring.columns.columns import Table, missing
from scoring.design.design import Design
from scoring.errors import ScoringError, Sentence
from scoring.specification.blocks.block import Block, Setting
from scoring.specification.blocks.result import Result
from scoring.specification.matching import matching
from scoring.specification.replicate_columns import with_replicates
from scoring.specification.spec import DesignSpec, Spec
from scoring.specification.weighting_steps import weigh
from scoring.weighting import StepReport


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """The result of a specification.

    Args:
        design: the design with the final weights.
        results: what the blocks gave, in their order.
        steps: what each step of weighting did.
        labels: the words for codes, by column and code, where the data has any.
        notes: what is to be said about the labels of the data, in Vietnamese and English.
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
    setting = Setting(
        data=data, names=names, design=design, items=items, valid=spec.valid, criteria=spec.criteria
    )
    results = carry_out(spec.blocks, setting)
    return Run(
        design=design,
        results=results,
        steps=[step.report for step in steps],
        labels=getattr(data, "labels", {}),
        notes=[*labels_said(data, spec), *notes_of(results)],
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


def labels_said(data: Table, spec: Spec) -> list[Sentence]:
    """Return which labels of the design, the domains and the classes of weighting were merged."""
    design = spec.design
    names = [*design.strata, *design.clusters, *(name for block in spec.blocks for name in block.levels)]
    for step in spec.weighting:
        names += [name for name in _texts_in(step.values) if name in data]
    columns = {name: np.asarray(data[name]) for name in dict.fromkeys(names)}
    texts = {name: values.tolist() for name, values in columns.items() if values.dtype.kind in "OUST"}
    return label_notes(
        {name: {str(value) for value in set(cells) if not missing(value)} for name, cells in texts.items()}
    )


def _texts_in(value: object) -> list[str]:
    """Return every text and key in the tables of a weighting step; those that are columns are its classes."""
    match value:
        case str():
            return [value]
        case Mapping():
            return [*value, *(text for each in value.values() for text in _texts_in(each))]
        case list():
            return [text for each in value for text in _texts_in(each)]
    return []


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
