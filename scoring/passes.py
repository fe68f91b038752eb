"""One pass over a block of answers: bytes look up what they are worth and are added up cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from scoring.coding import Bytes, Coded
from scoring.columns import Flags, Indices, Numbers, add_up

FEW = 1 << 16  # answers so few are quicker added as runs than as a sparse product
Pairs: TypeAlias = npt.NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class Worths:
    """What bytes are worth: tables of 256 one after the other, and where each variable's begins.

    Args:
        score: the score of each byte, 0 where it is no valid answer.
        known: whether it is.
        start: per variable, the first entry of its table.
    """

    score: Numbers
    known: Flags
    start: Indices

    @classmethod
    def of(cls, answers: Coded) -> "Worths":
        """Put the variables' tables together; one that several variables share comes once."""
        tables = {id(scores): scores for scores in answers.scores}
        place = {key: at * 256 for at, key in enumerate(tables)}
        whole = np.concatenate(list(tables.values()))
        known = ~np.isnan(whole)
        start = np.array([place[id(scores)] for scores in answers.scores])
        return cls(np.where(known, whole, 0.0), known, start)

    @cached_property
    def pairs(self) -> Pairs:
        """Score and validity as one complex number, so that they are looked up and added up together."""
        return self.score + 1j * self.known

    @cached_property
    def binary(self) -> bool:
        """Whether every score is 0 or 1, so that its square is itself."""
        return bool(((self.score == 0) | (self.score == 1)).all())


@dataclass(frozen=True, eq=False)
class Runs:
    """The rows of a block, which come cell after cell.

    Args:
        first: the first row of each cell, and the end; no cell is empty.
        weight: the weight of each row.
        domain: the domain of each cell.
        domains: how many domains there are.
    """

    first: Indices
    weight: Numbers
    domain: Indices
    domains: int

    def domain_sums(self, values: Numbers) -> Numbers:
        """Add rows × columns up to domains."""
        return add_up(values, np.repeat(self.domain, np.diff(self.first)), self.domains)

    def cell_sums(self, values: Numbers) -> Numbers:
        """Add rows × columns up to cells, weighted."""
        if values.size <= FEW:
            return np.add.reduceat(values * self.weight[:, None], self.first[:-1])
        from scipy.sparse import csr_array

        shape = (self.first.size - 1, self.weight.size)
        member = csr_array((self.weight, np.arange(self.weight.size), self.first), shape)
        return np.asarray(member @ values, np.float64)


@dataclass(frozen=True, eq=False)
class Sums:
    """What a pass adds up.

    Args:
        above: cells × variables, weight × score.
        below: cells × variables, the weight of valid answers.
        n: domains × variables, valid answers.
        second: domains × variables, weight × score².
    """

    above: Numbers
    below: Numbers
    n: Numbers
    second: Numbers


Pass: TypeAlias = Callable[[Bytes, Worths, Runs], Sums]


def numpy_pass(codes: Bytes, worths: Worths, runs: Runs) -> Sums:
    """Add up answers (variables × rows) with numpy."""
    at = codes.T.astype(np.intp, order="C")
    if worths.start.any():
        at += worths.start
    pairs = worths.pairs.take(at, mode="clip")
    in_cell = runs.cell_sums(pairs.view(np.float64))
    above, below = in_cell[:, 0::2], in_cell[:, 1::2]
    n = runs.domain_sums(pairs.view(np.float64))[:, 1::2]
    squares = above if worths.binary else runs.cell_sums(pairs.real**2)
    return Sums(above, below, n, add_up(squares, runs.domain, runs.domains))
