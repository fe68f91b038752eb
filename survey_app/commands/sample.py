"""``sipas sample``: draw a sample from a frame, or tell whether one is the sample that was drawn."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from survey_app.errors import AppError

if TYPE_CHECKING:
    from sampling.drawing.last_wave import LastWave


EXAMPLE = """\b
Examples:
  sipas sample frame.csv plan.toml --seed "Xổ số 25/11/2026: 123456" --out var/sample
  sipas sample --verify var/sample/manifest.json
  sipas sample --verify var/sample/manifest.json --frame frame.csv
  sipas sample frame.csv plan.toml --seed "…" --out var/2026 --last var/2025/manifest.json --keep 0.5
"""


@click.command(epilog=EXAMPLE)
@click.argument("frame", required=False)
@click.argument("plan", required=False)
@click.option("--seed", help="Any text, published beforehand; all randomness follows from it.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for sample.csv and manifest.json."
)
@click.option(
    "--verify",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A manifest.json, its sample.csv beside it.",
)
@click.option("--sheet", help="The worksheet of FRAME, by default the first; the manifest keeps it.")
@click.option("--frame", "frame_again", help="With --verify: draw again from this frame and compare.")
@click.option(
    "--last",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Last wave's manifest.json, to keep or avoid its first-stage units.",
)
@click.option(
    "--keep",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="With --last: the share of units that were in the last wave.",
)
def command(
    frame: str | None,
    plan: str | None,
    seed: str | None,
    out: Path | None,
    verify: Path | None,
    sheet: str | None,
    frame_again: str | None,
    last: Path | None,
    keep: float,
) -> None:
    """Draw a sample from FRAME (CSV or XLSX) by PLAN (TOML, or the name of a plan of the library)."""
    if verify is not None:
        _verify(verify, frame_again)
    elif frame is None or plan is None or seed is None or out is None:
        raise AppError(
            "Hãy cho FRAME, PLAN, --seed và --out, hoặc --verify; xem ví dụ trong sipas sample --help.",
            "Give FRAME, PLAN, --seed and --out, or --verify; sipas sample --help shows examples.",
        )
    else:
        _draw((frame, sheet), plan, seed, out, _last_wave(last, keep))


def _last_wave(manifest: Path | None, keep: float) -> "LastWave | None":
    from sampling.drawing.last_wave import last_wave
    from sampling.drawing.verify import read_manifest

    return None if manifest is None else last_wave(read_manifest(manifest), keep=keep)


def _draw(frame: tuple[str, str | None], plan: str, seed: str, out: Path, last: "LastWave | None") -> None:
    from sampling.drawing.draw import draw, load_plan
    from sampling.drawing.manifest import write
    from sampling.frame.frame import read_frame
    from survey_app.commands.said import say_findings

    loaded = load_plan(plan)
    file, sheet = frame
    read = read_frame(file, sheet=sheet)
    sample = draw(read, loaded, seed=seed, last=last)
    say_findings(read)
    write(sample, out)
    reserve = int((sample.rows["role"] == "reserve").sum())
    click.echo(f"Đã chọn {len(sample.rows) - reserve} đơn vị và {reserve} dự phòng: {out / 'sample.csv'}")


def _verify(manifest: Path, frame: str | None) -> None:
    from sampling.drawing.verify import verify

    verification = verify(manifest, frame=frame)
    click.echo(verification.vi)
    if not verification.untouched:
        sys.exit(1)
