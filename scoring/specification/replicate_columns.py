"""Replicate weights of a specification: read from columns, or made from the design."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scoring.columns.columns import Numbers, Table, column, numbers
from scoring.design.design import Design
from scoring.design.replication import balanced, bootstrap, given, jackknife
from scoring.errors import ScoringError
from scoring.specification.matching import matching
from scoring.specification.spec import ReplicateSpec

PLACE = ("[design]", "replicates")


def replicate_columns(spec: ReplicateSpec | None, names: Sequence[str]) -> list[str]:
    """Return the columns of replicate weights, in the order of the patterns."""
    return [] if spec is None else matching(spec.columns, names, PLACE)


def with_replicates(
    design: Design, data: Table, names: Sequence[str], spec: ReplicateSpec, weight: str | None
) -> Design:
    """Return the design with the replicates that are asked for.

    Args:
        design: the design with the weights of the full sample.
        data: the columns.
        names: their names, in order.
        spec: what is asked for.
        weight: the column of the full sample's weight.
    """
    if spec.make is not None:
        return _made(design, spec)
    listed = replicate_columns(spec, names)
    if weight in listed:
        raise ScoringError(
            f"[design] khóa «replicates»: cột «{weight}» là trọng số của cả mẫu, không phải trọng số lặp.",
            f"[design] key “replicates”: column “{weight}” is the full sample's weight, no replicate weight.",
        )
    rscales = spec.rscales
    if rscales is not None and not isinstance(rscales, float) and len(rscales) != len(listed):
        raise ScoringError(
            f"[design] khóa «rscales»: có {len(rscales)} số, «replicates» có {len(listed)} cột "
            f"({listed[0]} … {listed[-1]}).",
            f"[design] key “rscales”: {len(rscales)} numbers, “replicates” has {len(listed)} columns "
            f"({listed[0]} … {listed[-1]}).",
        )
    weights = np.empty((design.n, len(listed)))
    for at, name in enumerate(listed):
        weights[:, at] = _weights(data, name)
    made = given(
        design,
        weights,
        scale=spec.scale,
        rscales=np.full(len(listed), rscales) if isinstance(rscales, float) else rscales,
        mse=spec.mse,
        combined=spec.combined,
    )
    return (
        made
        if made.replicates is None
        else made.with_replicates(replace(made.replicates, names=tuple(listed)))
    )


def _weights(data: Table, name: str) -> Numbers:
    """Return a column of replicate weights; negative ones are let pass, for some public files have them."""
    raw = column(data, name)
    try:
        values = raw.astype(np.float64)
    except (TypeError, ValueError):
        values = numbers(raw, name)
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        raise ScoringError(
            f"Cột trọng số lặp «{name}», dòng dữ liệu {bad[0] + 1}: trống hoặc vô hạn; hãy sửa dữ liệu.",
            f"Replicate weight column “{name}”, data row {bad[0] + 1}: blank or infinite; correct the data.",
        )
    if not values.sum() > 0:
        raise ScoringError(
            f"Cột trọng số lặp «{name}»: tổng không lớn hơn 0; hãy bỏ cột này khỏi «replicates».",
            f"Replicate weight column “{name}”: its sum is not above 0; leave it out of “replicates”.",
        )
    return values


def _made(design: Design, spec: ReplicateSpec) -> Design:
    strata = len(design.strata_of_rows[1])
    if spec.make == "jk1" and strata > 1:
        raise ScoringError(
            f"[design] khóa «make»: jk1 dành cho mẫu không phân tầng, ở đây có {strata} tầng; hãy dùng jkn.",
            f"[design] key “make”: jk1 is for samples without strata, here are {strata}; use jkn.",
        )
    if spec.make in ("jk1", "jkn"):
        made = jackknife(design)
    elif spec.make == "bootstrap":
        made = bootstrap(design, spec.number, np.random.default_rng(spec.seed))
    else:
        made = balanced(design, fay=spec.fay)
    return made.around_the_estimate() if spec.mse else made
