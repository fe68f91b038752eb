"""The columns of the data that a specification reads as labels."""

from collections.abc import Mapping

from scoring.columns.columns import Table
from scoring.specification.spec import Spec


def label_columns(data: Table, spec: Spec) -> list[str]:
    """Return the columns of strata, sampling units, domains, rules and classes of weighting, in this order.

    Args:
        data: the columns; what a weighting step names is a class where the data has it.
        spec: what is asked for.
    """
    design = spec.design
    names = [*design.strata, *design.clusters, *(name for block in spec.blocks for name in block.levels)]
    names += [] if spec.where is None else spec.where.columns
    for step in spec.weighting:
        names += [name for name in _texts_in(step.values) if name in data]
    return list(dict.fromkeys(names))


def _texts_in(value: object) -> list[str]:
    """Return every text and key in the tables of a weighting step."""
    match value:
        case str():
            return [value]
        case Mapping():
            return [*value, *(text for each in value.values() for text in _texts_in(each))]
        case list():
            return [text for each in value for text in _texts_in(each)]
    return []
