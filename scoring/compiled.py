"""The pass in compiled code, where the optional extra ``speed`` is installed; otherwise ``compiled_pass`` is None."""

import numpy as np

from scoring.coding import Bytes
from scoring.columns import Indices, Numbers
from scoring.passes import Pass, Runs, Sums, Worths

compiled_pass: Pass | None

try:
    from numba import njit
except ImportError:
    compiled_pass = None
else:

    @njit(cache=True, nogil=True)
    def _add_up(
        codes: Bytes,
        worth: Numbers,
        start: Indices,
        first: Indices,
        weight: Numbers,
        domain: Indices,
        cells: Numbers,
        domains: Numbers,
    ) -> None:
        # Cell by cell and without fast-math: a vectoriser's gathers are slower than four sums in registers.
        for cell in range(first.size - 1):
            for variable in range(codes.shape[0]):
                above, below, n, second = 0.0, 0.0, 0.0, 0.0
                for row in range(first[cell], first[cell + 1]):
                    at = start[variable] + codes[variable, row]
                    above += weight[row] * worth[at, 0]
                    below += weight[row] * worth[at, 1]
                    n += worth[at, 1]
                    second += weight[row] * worth[at, 2]
                cells[0, cell, variable] = above
                cells[1, cell, variable] = below
                domains[0, domain[cell], variable] += n
                domains[1, domain[cell], variable] += second

    def _compiled(codes: Bytes, worths: Worths, runs: Runs) -> Sums:
        worth = np.stack([worths.score, worths.known, worths.score**2], axis=1)
        cells = np.empty((2, runs.first.size - 1, len(codes)))
        domains = np.zeros((2, runs.domains, len(codes)))
        _add_up(codes, worth, worths.start, runs.first, runs.weight, runs.domain, cells, domains)
        return Sums(*cells, *domains)

    compiled_pass = _compiled
