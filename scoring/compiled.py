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

    @njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
    def _rows(
        codes: Bytes,
        worth: Numbers,
        start: Indices,
        first: Indices,
        weight: Numbers,
        domain: Indices,
        cells: Numbers,
        domains: Numbers,
    ) -> None:
        """Add up all variables of a row together: then no sum waits for the one before."""
        for cell in range(first.size - 1):
            here, there = cells[cell], domains[domain[cell]]
            for row in range(first[cell], first[cell + 1]):
                w = weight[row]
                for variable in range(codes.shape[0]):
                    at = start[variable] + codes[variable, row]
                    here[variable, 0] += w * worth[at, 0]
                    here[variable, 1] += w * worth[at, 1]
                    there[variable, 0] += worth[at, 1]
                    there[variable, 1] += w * worth[at, 2]

    def _compiled(codes: Bytes, worths: Worths, runs: Runs) -> Sums:
        worth = np.stack([worths.score, worths.known, worths.score**2], axis=1)
        cells = np.zeros((runs.first.size - 1, len(codes), 2))
        domains = np.zeros((runs.domains, len(codes), 2))
        _rows(codes, worth, worths.start, runs.first, runs.weight, runs.domain, cells, domains)
        return Sums(cells[..., 0], cells[..., 1], domains[..., 0], domains[..., 1])

    compiled_pass = _compiled
