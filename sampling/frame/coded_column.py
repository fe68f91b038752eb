"""A column of texts held as codes: each different text once, and its position for each row."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sampling.selection.randomness import Indices


@dataclass(frozen=True)
class Column:
    """One column of a frame; made by ``of`` or ``from_codes``.

    Attributes:
        codes: for each row the position of its text in ``labels``.
        labels: the different texts, in the order they first occur.
        first: the row each text first occurs in.
        blank: the position of the empty text in ``labels``, -1 where no row is empty.
    """

    codes: NDArray[np.int32]
    labels: NDArray[np.object_]
    first: Indices
    blank: int

    @classmethod
    def of(cls, texts: "pd.Series[str]") -> Self:
        """Code a column of texts."""
        codes, found = pd.factorize(texts)
        return cls.from_codes(codes.astype(np.int32), np.array(found, dtype=object))

    @classmethod
    def from_codes(cls, codes: NDArray[np.int32], labels: NDArray[np.object_]) -> Self:
        """Take codes that number the texts in the order they first occur."""
        blank = np.flatnonzero(labels == "")
        return cls(codes, labels, first_rows(codes, labels.size), int(blank[0]) if blank.size else -1)


def first_rows(codes: NDArray[np.int32], labels: int) -> Indices:
    """Return the first row of each code, codes being numbered in the order they first occur.

    >>> first_rows(np.array([0, 0, 1, 0, 2], dtype=np.int32), 3).tolist()
    [0, 2, 4]
    """
    if labels == codes.size:
        return np.arange(labels)
    return np.searchsorted(np.maximum.accumulate(codes), np.arange(labels, dtype=np.int32))
