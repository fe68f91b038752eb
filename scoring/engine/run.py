"""A specification carried out on an engine: reduced there where sums are enough, fetched where rows are needed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scoring.columns.columns import Numbers
from scoring.columns.merged_labels import merged_labels
from scoring.engine.check import refuse_absent, refuse_empty, refuse_unusable, refuse_words
from scoring.engine.connect import opened
from scoring.engine.expression import Reduction, expression
from scoring.engine.reduced_design import Reduced, shape
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How, HowOptions
from scoring.specification.blocks.block import Setting
from scoring.specification.columns.made_table import all_names, sources
from scoring.specification.label_columns import label_columns
from scoring.specification.matching import expanded, matching
from scoring.specification.replicate_columns import replicate_columns
from scoring.specification.run import (
    Run,
    carry_out,
    make_design,
    notes_of,
    refuse_weightless,
    run,
)
from scoring.specification.spec import Spec

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

WIDE = 600  # conditional sums of one query; PostgreSQL allows 1,664 columns


@dataclass(frozen=True, eq=False, kw_only=True)
class ReducedSetting(Setting):
    """The setting of blocks that sums over clusters are enough for.

    Args:
        reduced: the sums.
    """

    reduced: Reduced

    def estimate(self, by: Sequence[str], options: HowOptions) -> Estimates:
        """Estimate a statistic of every item in every domain from the sums."""
        (made,) = self.reduced.estimate(self.reduced.items, [list(by)], How(**options))
        return made


def run_on(engine: str, data: str, spec: Spec, *, table: str | None = None) -> Run:
    """Carry out a specification on an engine.

    Args:
        engine: ``duckdb``, ``postgres`` or ``spark``.
        data: a file, or the address of a server.
        spec: what is asked for.
        table: the table, where ``data`` is a server.

    Shares, means and totals of items under a design that draws clusters are reduced by the engine. Whatever needs
    single rows (``where``, ``[columns]``, weighting, criteria, quantiles, ratios, likelihood intervals, rows drawn at the last stage, items without
    a list of valid codes) fetches the columns it names and continues in numpy: the result is the same, the traffic is not.
    """
    with opened(engine, data, table) as source:
        if spec.made:
            return _fetched(source, spec)
        items = matching(spec.columns, list(source.columns))
        refuse_absent(source, [spec.design.weight] if spec.design.weight else [])
        refuse_words(source, spec.design.weight)
        if not reducible(spec):
            return _fetched(source, spec)
        names, reduced = list(source.columns), reduce(source, spec, items)
    setting = ReducedSetting(
        data=reduced.by,
        names=names,
        design=reduced.design,
        items=items,
        valid=spec.valid,
        criteria=spec.criteria,
        reduced=reduced,
    )
    results = carry_out(spec.blocks, setting)
    return Run(design=reduced.design, results=results, steps=(), notes=[*reduced.notes, *notes_of(results)])


def reducible(spec: Spec) -> bool:
    """Tell whether sums over clusters are all that a specification needs."""
    design = spec.design
    return (
        bool(design.clusters)
        and design.replicates is None
        and len(design.fpc) <= len(design.clusters)
        and not spec.weighting
        and spec.where is None
        and spec.valid is not None
        and all(block.of_sums for block in spec.blocks)
    )


def reduce(source: "ir.Table", spec: Spec, items: Sequence[str]) -> Reduced:
    """Run the pass on the engine and return its histograms.

    Raises:
        ScoringError: a column is missing, or weights cannot be used.
    """
    codes, design = spec.valid or (), spec.design
    by = list(dict.fromkeys(name for block in spec.blocks for name in block.levels))
    keys = list(dict.fromkeys([*design.strata, *design.clusters, *design.fpc, *by]))
    step = max(WIDE // (2 * max(len(codes), 1)), 1)
    parts = [
        Reduction(keys=keys, weight=design.weight, items=items[start : start + step], codes=codes)
        for start in range(0, len(items), step)
    ]
    frames = [_queried(source, part, spec) for part in parts]
    counts = _histogram(parts, frames, "n")
    weighted = counts if design.weight is None else _histogram(parts, frames, "w")
    groups = frames[0].assign(weight_of_group=frames[0]["weight"].astype(float))
    notes = merged_labels(groups, label_columns(groups, spec))
    small = make_design(groups, replace(design, weight="weight_of_group"))
    refuse_weightless(small, design.weight)
    return Reduced(
        design=replace(small, counted=groups["rows"].to_numpy(np.float64)),
        by={name: groups[name].to_numpy() for name in by},
        items=tuple(items),
        codes=codes,
        weighted=weighted,
        counts=counts,
        notes=notes,
    )


def _queried(source: "ir.Table", part: Reduction, spec: Spec) -> "pd.DataFrame":
    frame: pd.DataFrame = expression(source, part).order_by(part.keys).to_pandas()
    refuse_unusable(frame, part.weight, [*spec.design.strata, *spec.design.clusters])
    return frame


def _histogram(parts: Sequence[Reduction], frames: Sequence["pd.DataFrame"], kind: str) -> Numbers:
    """Return groups × items × codes from the columns of every query."""
    shaped = [
        shape(frame, kind, len(part.items), len(part.codes))
        for part, frame in zip(parts, frames, strict=True)
    ]
    return np.concatenate(shaped, axis=1)


def _fetched(source: "ir.Table", spec: Spec) -> Run:
    design, columns = spec.design, list(source.columns)
    names = all_names(spec.made, columns)
    wanted = [*design.strata, *design.clusters, *design.fpc, *matching(spec.columns, names)]
    wanted += expanded([name for block in spec.blocks for name in block.columns], names)
    wanted += [*([design.weight] if design.weight else []), *(spec.where.columns if spec.where else [])]
    wanted += replicate_columns(design.replicates, names)
    named = columns if spec.weighting or spec.criteria else sources(spec.made, wanted, columns)
    refuse_absent(source, named)
    frame = source.select(list(dict.fromkeys(named))).to_pandas()
    refuse_empty(len(frame))
    return run(frame, columns, spec)
