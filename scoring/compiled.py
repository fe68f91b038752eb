"""The pass in compiled code, where the optional extra ``speed`` is installed; otherwise ``compiled_pass`` is None."""

from collections.abc import Callable

import numpy as np

from scoring.cells import Cells
from scoring.coding import Bytes
from scoring.columns import Indices, Numbers

compiled_pass: "Callable[[Bytes, Numbers, Cells, Numbers], tuple[Numbers, Numbers, Numbers, Numbers]] | None"

try:
    from numba import njit
except ImportError:
    compiled_pass = None
else:

    @njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
    def _runs(
        codes: Bytes, scores: Numbers, valid: Numbers, runs: Indices, weight: Numbers, out: Numbers
    ) -> None:
        """Add up rows that come cell after cell; ``runs`` holds the first row of each cell and the end."""
        for cell in range(runs.size - 1):
            above, below, n, second = 0.0, 0.0, 0.0, 0.0
            for row in range(runs[cell], runs[cell + 1]):
                code = codes[row]
                score = scores[code]
                known = valid[code]
                weighted = weight[row] * score
                above += weighted
                below += weight[row] * known
                n += known
                second += weighted * score
            out[0, cell], out[1, cell], out[2, cell], out[3, cell] = above, below, n, second

    @njit(cache=True, nogil=True)
    def _scattered(
        codes: Bytes, scores: Numbers, valid: Numbers, of_row: Indices, weight: Numbers, out: Numbers
    ) -> None:
        """Add up rows in any order."""
        for row in range(codes.size):
            code, cell = codes[row], of_row[row]
            weighted = weight[row] * scores[code]
            out[0, cell] += weighted
            out[1, cell] += weight[row] * valid[code]
            out[2, cell] += valid[code]
            out[3, cell] += weighted * scores[code]

    def _compiled(
        codes: Bytes, scores: Numbers, grid: Cells, weight: Numbers
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        valid = ~np.isnan(scores)
        filled = np.where(valid, scores, 0.0)
        out = np.zeros((4, grid.count + 1))
        if grid.sorted:
            _runs(codes, filled, valid.astype(np.float64), grid.runs, weight, out)
        else:
            _scattered(codes, filled, valid.astype(np.float64), grid.of_row, weight, out)
        return out[0, :-1], out[1, :-1], out[2, :-1], out[3, :-1]

    compiled_pass = _compiled
