"""Tables of the same domains beside one another."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scoring.result import Estimates
from scoring.spread import Linearised, Replicated, Spread


def beside(tables: Sequence[Estimates]) -> Estimates:
    """Put the variables of tables of one design and the same domains into the first, their covariance kept."""
    first, *others = tables
    if not others:
        return first
    return replace(
        first,
        variables=tuple(name for table in tables for name in table.variables),
        value=np.concatenate([table.value for table in tables], axis=1),
        spread=_joined([table.spread for table in tables]),
        n=np.concatenate([table.n for table in tables], axis=1),
        sum_w=np.concatenate([table.sum_w for table in tables], axis=1),
        srs=np.concatenate([table.srs for table in tables], axis=1),
    )


def _joined(spreads: Sequence[Spread]) -> Spread:
    linearised = [spread for spread in spreads if isinstance(spread, Linearised)]
    if len(linearised) == len(spreads):
        first = linearised[0]
        values = np.concatenate([spread.influence.values for spread in linearised], axis=1)
        flags = [spread.answered for spread in linearised if spread.answered is not None]
        answered = np.concatenate(flags, axis=1) if len(flags) == len(spreads) else None
        return replace(first, influence=replace(first.influence, values=values), answered=answered)
    replicated = [spread for spread in spreads if isinstance(spread, Replicated)]
    if len(replicated) == len(spreads):
        deviations = np.concatenate([spread.deviations for spread in replicated], axis=2)
        return replace(replicated[0], deviations=deviations)
    raise TypeError("linearised and replicated tables cannot stand beside one another")
