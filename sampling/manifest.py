"""The manifest of a draw and the files it travels in: what was drawn from what, by which rule, byte for byte."""

import hashlib
import json
from pathlib import Path

import numpy as np

from sampling.stages import Sample

FORMAT = "sipas-sample-1"


def number(value: float) -> str:
    """Write a number with 12 significant digits, the same on every machine.

    >>> number(1 / 3), number(2.0), number(1234567.5)
    ('0.333333333333', '2', '1234567.5')
    """
    return np.format_float_positional(float(f"{value:.12g}"), trim="-")


def sample_csv(sample: Sample) -> bytes:
    """Write ``sample.csv``: the frame's columns, ``stratum``, ``pi_1`` …, ``weight``, ``role``, ``order``."""
    stages = len(sample.stages)
    counted = [c for c in (sample.plan.stages[-1].unit, "list_position") if c not in sample.frame_columns]
    extra = [column for column in counted if column in sample.rows.columns]
    probabilities = [f"pi_{number}" for number in range(1, stages + 1)]
    numbers = [*probabilities, "weight"]
    columns = [*sample.frame_columns, *extra, "stratum", *numbers, "role", "order"]
    table = sample.rows[columns].copy()
    for column in numbers:
        table[column] = [number(value) for value in table[column]]
    return table.to_csv(index=False, lineterminator="\n").encode()


def manifest_of(sample: Sample) -> dict[str, object]:
    """Return the manifest as JSON values."""
    return {
        "format": FORMAT,
        "frame": {"name": sample.frame_name, "sha256": sample.frame_sha256, "rows": sample.frame_rows},
        "plan": {"name": sample.plan.name, "text": sample.plan.text},
        "seed": sample.seed,
        "sample_sha256": hashlib.sha256(sample_csv(sample)).hexdigest(),
    }


def write(sample: Sample, folder: Path) -> None:
    """Write ``sample.csv`` and ``manifest.json`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sample.csv").write_bytes(sample_csv(sample))
    text = json.dumps(sample.manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_bytes((text + "\n").encode())
