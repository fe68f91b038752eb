"""The pass in numpy: the bytes of a block are looked up as scores and summed by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Flags, Indices, Numbers, add_up
from scoring.columns.threads import Scratch
from scoring.reduction.coded_answers import Bytes

Pairs: TypeAlias = npt.NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class ScoreTables:
    """The scores of bytes: tables of 256 one after the other, and the start of each variable's table.

    Args:
        score: the score of each byte, 0 where it is no valid answer.
        valid: whether it is.
        start: per variable, the first entry of its table.
    """

    score: Numbers
    valid: Flags
    start: Indices

    @classmethod
    def of(cls, scores: Sequence[Numbers]) -> Self:
        """Concatenate the tables of the variables; one that several share comes once."""
        tables = {id(table): table for table in scores}
        place = {key: at * 256 for at, key in enumerate(tables)}
        whole = np.concatenate(list(tables.values()))
        valid = ~np.isnan(whole)
        start = np.array([place[id(table)] for table in scores])
        return cls(np.where(valid, whole, 0.0), valid, start)

    def of_some(self, columns: slice) -> Self:
        """Return the tables of some of the variables."""
        start = self.start[columns]
        return self if start.size == self.start.size else replace(self, start=start)

    @cached_property
    def pairs(self) -> Pairs:
        """Score and validity as one complex number, so that they are looked up and added up together."""
        pairs = np.empty(self.score.size, np.complex128)
        pairs.real, pairs.imag = self.score, self.valid
        return pairs

    @cached_property
    def binary(self) -> bool:
        """Whether every score is 0 or 1, so that its square is itself."""
        return bool(((self.score == 0) | (self.score == 1)).all())


@dataclass(frozen=True, eq=False)
class Runs:
    """The rows of a block, sorted by cell.

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

    def sums(self, values: Numbers) -> tuple[Numbers, Numbers]:
        """Return sums of rows × columns in one sparse product: weighted by cell, and by domain the rows of any weight.

        A row of weight 0 is no answer: it counts in neither.
        """
        from scipy.sparse import csc_array

        rows, cells = self.weight.size, self.first.size - 1
        of_cell = np.stack([np.arange(cells), cells + self.domain], axis=1, dtype=np.int32)
        place = np.repeat(of_cell, np.diff(self.first), axis=0)
        factor = np.stack([self.weight, self.weight != 0], axis=1, dtype=np.float64)
        start = np.arange(0, 2 * rows + 1, 2, dtype=np.int32)
        member = csc_array((factor.ravel(), place.ravel(), start), (cells + self.domains, rows))
        both = np.asarray(member @ values, np.float64)
        return both[:cells], both[cells:]


@dataclass(frozen=True, eq=False)
class Sums:
    """The arrays that a pass fills with sums.

    Args:
        above: cells × variables, weight × score.
        below: cells × variables, the weight of valid answers.
        n: domains × variables, valid answers of positive weight; 0 to begin with.
        second: domains × variables, weight × score²; 0 to begin with.
    """

    above: Numbers
    below: Numbers
    n: Numbers
    second: Numbers


@dataclass(frozen=True)
class Pass:
    """A kernel: the function that sums a block of answers by cell.

    Args:
        name: what to call it.
        block: how many answers it takes at once, so that its tables stay in the cache and calls are few.
        fill: takes the codes (variables × rows), their score tables, the rows, and the sums to fill.
    """

    name: str
    block: int
    fill: Callable[[Bytes, ScoreTables, Runs, Sums], None]


_scratch = Scratch()


def _fill(codes: Bytes, score_tables: ScoreTables, runs: Runs, sums: Sums) -> None:
    at = _scratch.of(codes.T.shape, np.intp)
    np.copyto(at, codes.T)
    if score_tables.start.any():
        at += score_tables.start
    pairs = score_tables.pairs.take(at, out=_scratch.of(at.shape, np.complex128), mode="clip")
    in_cell, in_domain = runs.sums(pairs.view(np.float64))
    sums.above[:], sums.below[:] = in_cell[:, 0::2], in_cell[:, 1::2]
    sums.n[:] = in_domain[:, 1::2]
    squares = sums.above if score_tables.binary else runs.sums(pairs.real**2)[0]
    sums.second[:] = add_up(squares, runs.domain, runs.domains)


numpy_pass = Pass("numpy", 1 << 18, _fill)
