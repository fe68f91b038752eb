"""Work on all cores by threads: numpy and compiled code release the interpreter lock."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from math import prod
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers

Part = TypeVar("Part")
Made = TypeVar("Made")
Item = TypeVar("Item", bound=np.generic)
CACHED = 1 << 18  # numbers that stay in the cache while they are worked on


def in_parallel(work: Callable[[Part], Made], parts: Sequence[Part]) -> Iterator[Made]:
    """Do ``work`` for every part on threads and yield the results in the order of the parts."""
    if len(parts) < 2:
        yield from map(work, parts)
        return
    yield from _pool().map(work, parts)


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the thread pool of this process; a forked process starts its own."""
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="scoring")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)


def fill_in_parallel(shape: tuple[int, int], fill: Callable[[slice, Numbers], None]) -> Numbers:
    """Return an array that ``fill`` has filled, some rows at a time.

    Args:
        shape: rows and columns.
        fill: is given which rows, and these rows to be filled.
    """
    out = np.empty(shape)
    size = max(CACHED // max(shape[1], 1), 1)
    if shape[0] <= size:
        fill(slice(None), out)
        return out
    parts = [slice(start, start + size) for start in range(0, shape[0], size)]
    for _ in in_parallel(lambda part: fill(part, out[part]), parts):
        pass
    return out


class Scratch(threading.local):
    """Buffers of one thread, reused by each block: allocating takes longer than the work of a block."""

    def __init__(self) -> None:
        self._held: dict[type[np.generic], npt.NDArray[np.generic]] = {}

    def of(self, shape: tuple[int, int], kind: type[Item]) -> npt.NDArray[Item]:
        """Return the buffer of this kind, contents undefined; the next call for the kind may return it again."""
        size = prod(shape)
        if kind not in self._held or self._held[kind].size < size:
            self._held[kind] = np.empty(size, kind)
        return self._held[kind][:size].reshape(shape)  # type: ignore[return-value]
