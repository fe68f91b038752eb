"""Reproducible random numbers: SHA-256 of a text, and PCG64 seeded by SHA-256.

Three kinds are used and all follow from the seed text alone:

* a **permanent random number** belongs to one unit: ``u = first 13 hexadecimal digits of
  SHA-256("seed|column|path") / 16**13``. It can be checked in a shell:
  ``printf '%s' 'seed|village|26041/3' | sha256sum``;
* a **shuffle** of a list (SRS) takes one such number a step, from ``"seed|column|cell|step"``: a sample of 10 out
  of a million costs ten numbers;
* a **stream** serves the methods that need a sequence (pivotal, Sampford, …): the PCG64 bit generator,
  whose raw output numpy guarantees, seeded with the integer SHA-256("seed|column|cell").
"""

import hashlib
from collections.abc import Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


class Uniform(Protocol):
    """A source of numbers in [0, 1): a ``Stream`` here, a ``numpy.random.Generator`` in simulations."""

    def random(self, size: int, /) -> Floats:
        """Return ``size`` numbers."""
        ...


class Stream:
    """Uniform numbers from the raw 64-bit output of PCG64, the same on any machine and numpy version.

    ``Generator.random`` may change between versions of numpy (NEP 19), the raw output may not; the upper
    53 bits over 2**53 are taken.

    Args:
        text: what the stream belongs to; its SHA-256 seeds the generator.

    >>> Stream("xổ số 22/11|village|26041").random(2).round(6).tolist()
    [0.311493, 0.324804]
    """

    def __init__(self, text: str) -> None:
        self._bits = np.random.PCG64(int(hashlib.sha256(text.encode()).hexdigest(), 16))

    def random(self, size: int, /) -> Floats:
        """Return ``size`` numbers in [0, 1)."""
        raw = np.asarray(self._bits.random_raw(size), dtype=np.uint64)
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53


def shuffle_numbers(text: str, count: int) -> Floats:
    """Return the numbers of a list's shuffle: ``u_k`` from SHA-256(text + "k"), k = 1, 2, … ``count``."""
    return permanent_numbers(text, map(str, range(1, count + 1)))


def permanent_numbers(key: str, paths: Iterable[str]) -> Floats:
    """Return the permanent random number of each unit (Ohlsson 1995).

    Args:
        key: the text before the path; the same key gives a unit the same number in every wave.
        paths: the identity of each unit, its parents before it, joined by ``/``.

    >>> permanent_numbers("seed|village|", ["26041/3"]).round(6).tolist()
    [0.994125]
    """
    begun = hashlib.sha256(key.encode())
    digests = bytearray()
    for path in paths:
        digest = begun.copy()
        digest.update(path.encode())
        digests += digest.digest()[:8]
    whole = np.frombuffer(bytes(digests), dtype=">u8").astype(np.uint64)
    return (whole >> np.uint64(12)).astype(np.float64) * 2.0**-52
