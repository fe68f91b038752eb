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
    def _runs(codes: Bytes, tables: Numbers, runs: Indices, weight: Numbers, out: Numbers) -> None:
        """Add up rows that come cell after cell; ``runs`` holds the first row of each cell and the end."""
        for variable in range(codes.shape[0]):
            for cell in range(runs.size - 1):
                above, below, n, second = 0.0, 0.0, 0.0, 0.0
                for row in range(runs[cell], runs[cell + 1]):
                    code = codes[variable, row]
                    score = tables[0, code]
                    known = tables[1, code]
                    weighted = weight[row] * score
                    above += weighted
                    below += weight[row] * known
                    n += known
                    second += weighted * score
                out[0, variable, cell], out[1, variable, cell] = above, below
                out[2, variable, cell], out[3, variable, cell] = n, second

    def _compiled(
        codes: Bytes, scores: Numbers, grid: Cells, weight: Numbers
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        valid = ~np.isnan(scores)
        tables = np.stack([np.where(valid, scores, 0.0), valid.astype(np.float64)])
        out = np.empty((4, len(codes), grid.count))
        _runs(codes, tables, grid.runs, weight, out)
        return out[0], out[1], out[2], out[3]

    compiled_pass = _compiled
