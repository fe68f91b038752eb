"""A column of texts held as codes: each different text once, and its position for each row."""

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sampling.labels import label_of
from sampling.selection.randomness import Indices

# What label_of changes in a text of ASCII, each text standing between line feeds.
TO_TIDY = re.compile(r"\n | \n|  |\t|\.0\n")


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

    def labelled(self) -> Self:
        """Return the column with every text as the label it is; texts of one label share a code."""
        whole = "\n".join(self.labels)
        if whole.isascii() and not TO_TIDY.search(f"\n{whole}\n"):
            return self
        labels = [label_of(text) for text in self.labels]
        if labels == self.labels.tolist():
            return self
        place, found = pd.factorize(np.array(labels, dtype=object))
        return self.from_codes(place.astype(np.int32)[self.codes], np.array(found, dtype=object))


def first_rows(codes: NDArray[np.int32], labels: int) -> Indices:
    """Return the first row of each code, codes being numbered in the order they first occur.

    >>> first_rows(np.array([0, 0, 1, 0, 2], dtype=np.int32), 3).tolist()
    [0, 2, 4]
    """
    if labels == codes.size:
        return np.arange(labels)
    return np.searchsorted(np.maximum.accumulate(codes), np.arange(labels, dtype=np.int32))
