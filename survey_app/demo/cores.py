"""Processes beside the demo's own, so that a machine of several cores is not left idle."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

MOST = 4  # on SQLite one writes at a time; more would only wait


def on_all_cores() -> ProcessPoolExecutor:
    """Return a pool of a process a core; they start fresh, so nothing that is open here is open there."""
    return processes(min(MOST, os.cpu_count() or 1))


def processes(count: int) -> ProcessPoolExecutor:
    """Return a pool of ``count`` processes that start fresh."""
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"))
