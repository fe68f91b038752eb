"""A column of texts held as codes: each different text once, and its position for each row."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Column:
    """One column of a frame.

    Attributes:
        codes: for each row the position of its text in ``labels``.
        labels: the different texts, in the order they first occur.
    """

    codes: NDArray[np.int32]
    labels: NDArray[np.object_]

    @classmethod
    def of(cls, texts: "pd.Series[str]") -> Self:
        """Code a column of texts."""
        codes, found = pd.factorize(texts)
        return cls(codes.astype(np.int32), np.array(found, dtype=object))
