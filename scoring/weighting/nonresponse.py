"""Nonresponse adjustment: respondents take over the weight of nonrespondents of their class."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.weighting.classes import classes
from scoring.weighting.report import Weighted, report


def nonresponse(design: Design, responded: npt.ArrayLike, columns: str | Sequence[str] = ()) -> Weighted:
    """Move the weight of nonrespondents to the respondents of their class; their own becomes 0.

    Args:
        design: the design of all sampled rows, those who did not answer included.
        responded: true for the rows that answered.
        columns: the column or columns whose levels are the classes; absent: one class.

    The rows stay in the design, so that the standard error still counts their PSUs.

    Raises:
        ScoringError: names the class in which nobody answered.

    >>> nonresponse(Design(weights=[2, 2, 2]), [True, True, False]).design.weight.tolist()
    [3.0, 3.0, 0.0]
    """
    answered = np.asarray(responded, dtype=bool)
    if answered.shape != (design.n,):
        raise ScoringError(
            f"responded có {answered.size} dòng, thiết kế mẫu có {design.n}.",
            f"responded has {answered.size} rows, the design has {design.n}.",
        )
    group, levels = classes(design, columns) if columns else (np.zeros(design.n, np.int64), [""])
    before = design.weight
    everybody = np.bincount(group, before, minlength=len(levels))
    there = np.bincount(group, before * answered, minlength=len(levels))
    empty = np.flatnonzero((everybody > 0) & (there == 0))
    if empty.size:
        name = columns if isinstance(columns, str) else ",".join(columns)
        raise ScoringError(
            f"Ô «{name}={levels[empty[0]]}» không có ai trả lời; hãy gộp với ô khác.",
            f"Cell “{name}={levels[empty[0]]}” has no respondents; merge it with another.",
        )
    factor = everybody / np.where(there > 0, there, 1)
    after = np.where(answered, before * factor[group], 0.0)
    return Weighted(design.with_weights(after), report("nonresponse", before, after))
