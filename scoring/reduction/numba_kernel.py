"""The pass in compiled code, where the optional extra ``speed`` is installed; otherwise ``compiled_pass`` is None."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Indices, Numbers
from scoring.reduction.coded_answers import Bytes
from scoring.reduction.numpy_kernel import Pass, Runs, ScoreTables, Sums

Counts: TypeAlias = npt.NDArray[np.uintp]
compiled_pass: Pass | None

try:
    from numba import njit
except ImportError:
    compiled_pass = None
else:

    @njit(cache=True, nogil=True)
    def _add_up(
        codes: Bytes,
        moments: Numbers,
        start: Indices,
        first: Counts,
        weight: Numbers,
        domain: Indices,
        above: Numbers,
        below: Numbers,
        n: Numbers,
        second: Numbers,
    ) -> None:
        # Without fast-math: a vectoriser's gathers are slower than four sums in registers.
        for variable in range(codes.shape[0]):
            table = moments[start[variable] : start[variable] + 256]
            mine = codes[variable]
            for cell in range(first.size - 1):
                over, under, count, square = 0.0, 0.0, 0.0, 0.0
                for row in range(first[cell], first[cell + 1]):
                    w, code = weight[row], mine[row]
                    over += w * table[code, 0]
                    under += w * table[code, 1]
                    if w != 0:
                        count += table[code, 1]
                    square += w * table[code, 2]
                above[cell, variable], below[cell, variable] = over, under
                n[domain[cell], variable] += count
                second[domain[cell], variable] += square

    def _fill(codes: Bytes, score_tables: ScoreTables, runs: Runs, sums: Sums) -> None:
        moments = np.stack([score_tables.score, score_tables.valid, score_tables.score**2], axis=1)
        # Unsigned, so that no look-up has to test for an index from the end.
        first = runs.first.astype(np.uintp)
        tables = (sums.above, sums.below, sums.n, sums.second)
        _add_up(codes, moments, score_tables.start, first, runs.weight, runs.domain, *tables)

    compiled_pass = Pass("numba", 1 << 20, _fill)
