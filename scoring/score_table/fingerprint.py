"""Hashes of the inputs of a score run, and an order of rows that does not depend on the database's."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import scoring
from scoring.columns.columns import missing


def canonical(data: pd.DataFrame, columns: Sequence[str]) -> tuple[pd.DataFrame, str]:
    """Return the rows in one order that depends on their content only, and the SHA-256 of that content.

    Args:
        data: one row per response.
        columns: the columns that matter, in the order that the hash takes them.
    """
    parts, digest = [], hashlib.sha256()
    for name in columns:
        packed, levels = _packed(data[name])
        parts.append(packed)
        digest.update(f"{len(name)}:{name};{levels}\n".encode())
    rows = np.ascontiguousarray(np.concatenate(parts, axis=1))
    keys = rows.view(np.dtype((np.void, rows.shape[1]))).ravel()
    order = np.argsort(keys, kind="stable")
    digest.update(rows[order].tobytes())
    return data.iloc[order].reset_index(drop=True), digest.hexdigest()


def _packed(column: "pd.Series[float]") -> tuple[NDArray[np.uint8], str]:
    """Return each value as bytes that depend on the value only, and a text of what they encode."""
    if column.dtype == np.uint8:
        return np.asarray(column, dtype=np.uint8)[:, None], "byte"
    if column.dtype.kind in "iuf":
        return _bytes(column.to_numpy(dtype=">f8")), "number"
    texts = ["" if missing(value) else str(value) for value in column]
    levels = sorted(set(texts))
    number = {level: i for i, level in enumerate(levels)}
    places = np.array([number[text] for text in texts], dtype=">i4")
    return _bytes(places), json.dumps(levels, ensure_ascii=False)


def _bytes(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(values).view(np.uint8).reshape(len(values), values.dtype.itemsize)


def of_values(value: object) -> str:
    """Return the SHA-256 of a frozen value made of dataclasses, texts, numbers and tuples."""
    return hashlib.sha256(json.dumps(_plain(value), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(each) for each in value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Decimal) else value


def versions() -> dict[str, str]:
    """Return the versions of the computing packages, and a hash of this package's code."""
    found = {name: _version(name) for name in ("sipas", "numpy", "scipy", "pandas")}
    return {**found, "scoring_code": _code()}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def _code() -> str:
    """Return the hash of all modules of ``scoring``, once a process: later edits are not what runs."""
    digest = hashlib.sha256()
    folder = Path(scoring.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
