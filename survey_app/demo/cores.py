"""Process pools for the demo, to use every core."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

MOST = 4  # on SQLite one writes at a time; more would only wait


def on_all_cores() -> ProcessPoolExecutor:
    """Return a pool of one process a core; they are spawned, so they inherit no open connection or file."""
    return processes(min(MOST, os.cpu_count() or 1))


def processes(count: int) -> ProcessPoolExecutor:
    """Return a pool of ``count`` spawned processes."""
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"))
