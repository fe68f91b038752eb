"""``sipas sample``: draw a sample from a frame, or tell whether one is the sample that was drawn."""

import sys
from pathlib import Path

import click


@click.command()
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
@click.option("--frame", "frame_again", help="With --verify: draw again from this frame and compare.")
def command(
    frame: str | None,
    plan: str | None,
    seed: str | None,
    out: Path | None,
    verify: Path | None,
    frame_again: str | None,
) -> None:
    r"""Draw a sample from FRAME (CSV or XLSX) by PLAN (TOML, or the name of a plan of the library).

    \b
    sipas sample frame.csv dong-nai-recommended --seed "Xổ số Đồng Nai 25/11/2026: 123456" --out var/sample
    sipas sample --verify var/sample/manifest.json
    sipas sample --verify var/sample/manifest.json --frame frame.csv
    """
    if verify is not None:
        _verify(verify, frame_again)
    elif frame is None or plan is None or seed is None or out is None:
        raise click.UsageError("FRAME, PLAN, --seed and --out are needed, or --verify")
    else:
        _draw(frame, plan, seed, out)


def _draw(frame: str, plan: str, seed: str, out: Path) -> None:
    from sampling.frame import read_frame
    from sampling.manifest import write
    from sampling.stages import draw, load_plan

    loaded = load_plan(plan)
    sample = draw(read_frame(frame), loaded, seed=seed)
    write(sample, out)
    reserve = int((sample.rows["role"] == "reserve").sum())
    click.echo(f"Đã chọn {len(sample.rows) - reserve} đơn vị và {reserve} dự phòng: {out / 'sample.csv'}")


def _verify(manifest: Path, frame: str | None) -> None:
    from sampling.verify import verify

    verdict = verify(manifest, frame=frame)
    click.echo(verdict.vi)
    if not verdict.untouched:
        sys.exit(1)
