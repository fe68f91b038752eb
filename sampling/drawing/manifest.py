"""The manifest of a draw and the files it travels in: what was drawn from what, by which rule, byte for byte.

Nothing in it depends on the machine: no time, no path, no version but those of this package and of the rules
of the draw. Whoever has the frame, the plan and the seed gets the same bytes.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pandas as pd

from sampling.drawing.drawn import CellCount, Drawn
from sampling.drawing.last_wave import LastWave, probabilities_of
from sampling.drawing.number_text import number
from sampling.plan.plan import Plan

FORMAT = "sipas-sample-1"
RULES = {
    "numbers": "u = int(first 13 hexadecimal digits of SHA-256('key|column|text'), 16) / 16**13, key = seed or overlap.key",
    "srs": "step k swaps position k of the list with position k + floor(u_k (N-k)), k from 0; text = parent/stratum|k+1",
    "streams": "PCG64(int(SHA-256('seed|column|parent/stratum'), 16)).random_raw() >> 11, over 2**53",
    "selected": "path, role, order, text, the 13 digits of u",
    "floats": "12 significant digits",
}


@dataclass(frozen=True)
class Sample:
    """A drawn sample with its design.

    Attributes:
        rows: one row a selected last-stage unit: the frame's columns, then ``stratum``, ``pi_1`` …,
            ``weight``, ``role`` (``main``/``reserve``), ``order``; then for the estimate ``psu``, ``ssu`` …
            and the population counts ``fpc_1`` …. See ``design.sample_rows``.
        stages: what each stage gave.
        plan: the plan.
        seed: the text all randomness follows from.
        frame_name: the frame's file name.
        frame_sha256: the frame's SHA-256.
        frame_sheet: the worksheet that was asked for; nothing where it is the first.
        frame_rows: rows of the frame.
        frame_columns: columns of the frame.
        last: last wave's sample, if this one was coordinated with it.
    """

    rows: pd.DataFrame
    stages: tuple[Drawn, ...]
    plan: Plan
    seed: str
    frame_name: str
    frame_sha256: str
    frame_sheet: str | None
    frame_rows: int
    frame_columns: tuple[str, ...]
    last: LastWave | None = None

    @property
    def manifest(self) -> dict[str, object]:
        """The manifest of the draw; see ``manifest_of``."""
        return manifest_of(self)

    @property
    def main(self) -> pd.DataFrame:
        """The rows of the main sample, without the reserve."""
        return self.rows[self.rows["role"] == "main"].reset_index(drop=True)


def sample_csv(sample: Sample) -> bytes:
    """Write ``sample.csv``: the frame's columns, ``stratum``, ``pi_1`` …, ``weight``, ``role``, ``order``.

    Between the frame's columns and ``stratum`` stand the columns a counted list or a household rule adds.
    """
    probabilities = [column for column in sample.rows.columns if column.startswith("pi_")]
    numbers = [*probabilities, "weight"]
    extra = [
        column
        for column in (sample.plan.stages[-1].unit, "list_position", "within")
        if column in sample.rows.columns and column not in sample.frame_columns
    ]
    table = sample.rows[[*sample.frame_columns, *extra, "stratum", *numbers, "role", "order"]].copy()
    for column in numbers:
        table[column] = [number(value) for value in table[column]]
    return table.to_csv(index=False, lineterminator="\n").encode()


def manifest_of(sample: Sample) -> dict[str, object]:
    """Return the manifest as JSON values, sealed with the SHA-256 of all the rest."""
    content: dict[str, object] = {
        "format": FORMAT,
        "version": metadata.version("sipas"),
        "rules": RULES,
        "frame": _frame(sample),
        "plan": {"name": sample.plan.name, "text": sample.plan.text},
        "seed": sample.seed,
        "seed_sha256": hashlib.sha256(sample.seed.encode()).hexdigest(),
        "stages": [_stage(stage) for stage in sample.stages],
        "last_wave": None if sample.last is None else sample.last.record(),
        "sample": _sample(sample),
    }
    return content | {"seal": seal(content)}


def seal(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a manifest without its seal: the number to publish with the draw."""
    rest = {key: value for key, value in content.items() if key != "seal"}
    return hashlib.sha256(as_json(rest)).hexdigest()


def as_json(content: Mapping[str, object]) -> bytes:
    """Write a manifest: UTF-8, sorted keys, one value a line."""
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def write(sample: Sample, folder: Path) -> None:
    """Write ``sample.csv`` and ``manifest.json`` into a folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sample.csv").write_bytes(sample_csv(sample))
    (folder / "manifest.json").write_bytes(as_json(sample.manifest))


def _frame(sample: Sample) -> dict[str, object]:
    sheet = {} if sample.frame_sheet is None else {"sheet": sample.frame_sheet}
    return {
        "name": sample.frame_name,
        "sha256": sample.frame_sha256,
        **sheet,
        "rows": sample.frame_rows,
        "columns": list(sample.frame_columns),
    }


def _sample(sample: Sample) -> dict[str, object]:
    roles = sample.rows["role"]
    return {
        "sha256": hashlib.sha256(sample_csv(sample)).hexdigest(),
        "rows": len(sample.rows),
        "main": int((roles == "main").sum()),
        "reserve": int((roles == "reserve").sum()),
        "main_weight": number(math.fsum(sample.rows.loc[roles == "main", "weight"])),
    }


def _stage(drawn: Drawn) -> dict[str, object]:
    return {
        "unit": drawn.stage.unit,
        "method": drawn.stage.method,
        "strata": [_cell(cell) for cell in drawn.cells],
        "probabilities": probabilities_of(drawn),
        "selected": [
            f"{path}\t{'reserve' if waits else 'main'}\t{order}\t{text}\t{_digits(u)}"
            for path, waits, order, text, u in zip(
                drawn.path, drawn.is_reserve, drawn.order, drawn.text, drawn.number, strict=True
            )
        ],
    }


def _cell(cell: CellCount) -> dict[str, object]:
    return {
        "parent": cell.parent,
        "stratum": cell.stratum,
        "units": cell.units,
        "size": number(cell.size),
        "take": cell.take,
        "taken": cell.taken,
        "reserve": cell.reserve,
        "certain": list(cell.certain),
        "interval": number(cell.interval),
    }


def _digits(u: float) -> str:
    """Return the 13 hexadecimal digits a permanent number was read from."""
    return f"{int(u * 16.0**13):013x}"
