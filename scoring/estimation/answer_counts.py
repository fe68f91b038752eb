"""Counts of every answer, valid or not, in rows and weights: the denominators by name."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers, add_up
from scoring.columns.levels import factorize
from scoring.design.design import Design
from scoring.design.domains import Columns, Domains, columns, domains_of

BLANK = ""


@dataclass(frozen=True, eq=False)
class Tally:
    """Rows and weights by answer.

    Args:
        domains: the domains.
        n: per variable, rows of positive weight by answer as written in the data, one number per domain; ``""`` is blank.
        weight: per variable, the weights of these rows.
    """

    domains: Domains
    n: Mapping[str, Mapping[str, Numbers]]
    weight: Mapping[str, Mapping[str, Numbers]]


def tally(design: Design, what: Columns, by: Columns = (), where: npt.ArrayLike | None = None) -> Tally:
    """Count every answer of every variable in every domain, valid or not; a row of weight 0 is none.

    Args:
        design: how the rows were drawn.
        what: the variables.
        by: the columns whose combinations are the domains.
        where: true for the rows that count.

    >>> counts = tally(Design(data={"q": ["5", "9", "", "5"]}), "q")
    >>> {answer: int(n[0]) for answer, n in counts.n["q"].items()}
    {'5': 2, '9': 1, '': 1}
    """
    domains = domains_of(design, by, where)
    inside = domains.of_row >= 0
    rows: dict[str, dict[str, Numbers]] = {}
    weights: dict[str, dict[str, Numbers]] = {}
    for name, values in columns(design, what).items():
        codes, levels = factorize(values)
        at = np.where(codes < 0, len(levels), codes)[inside] * domains.count + domains.of_row[inside]
        size = (len(levels) + 1) * domains.count
        answers = [*levels, BLANK]
        for counts, part in ((rows, design.counts[inside]), (weights, design.weight[inside])):
            table = add_up(part, at, size).reshape(-1, domains.count)
            counts[name] = dict(zip(answers, table, strict=True))
    return Tally(domains, rows, weights)
