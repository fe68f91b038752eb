"""``sipas scan``: scanned forms in, one line of JSON a page out."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from questionnaires.load import load
from survey_app.errors import AppError

EXAMPLE = """\b
Example:
  sipas scan scans/ --questionnaire questionnaires/library/sipas-2025.toml --out marks.jsonl
"""
# Each state of a page in words; the word of the JSON stands beside it.
STATES = {
    "read": "đọc chắc chắn",
    "needs review": "có dòng cần soát",
    "unreadable": "không đọc được",
    "foreign": "không phải phiếu này",
    "duplicate": "trùng",
    "missing side": "thiếu trang khác",
    "bilevel": "quét đen trắng",
    "photocopied": "bản photo",
}


@click.command(epilog=EXAMPLE)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--questionnaire",
    "-q",
    "source",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The questionnaire the forms were printed from.",
)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the marks go."
)
@click.option(
    "--layout",
    "layouts",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The layout.json kept from printing, where an earlier version drew the forms.",
)
@click.option("--large", is_flag=True, help="Large print; found by itself, so this changes nothing.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; one for each core if not given.")
def command(  # one parameter an option, as click wants it
    paths: tuple[Path, ...],
    source: Path,
    out: Path,
    layouts: tuple[Path, ...],
    large: bool,
    workers: int | None,
) -> None:
    """Read scanned forms: PDF, TIFF, PNG or JPEG files, or folders of them.

    Each page becomes one line of JSON. Rows the machine is not certain of have the state "review" and no code;
    a page that cannot be read never stops the others.
    """
    from print.layout import from_json
    from print.reading import to_line
    from print.scan import read_files

    questionnaire = load(source)
    states: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    with _progress() as bar, _whole(out) as lines:
        task = bar.add_task("pages", total=None)
        for reading in read_files(
            paths,
            questionnaire,
            printed_as=[from_json(json.loads(path.read_text(encoding="utf-8"))) for path in layouts],
            workers=workers,
            progress=lambda read, known: bar.update(task, completed=read, total=known),
        ):
            lines.write(to_line(reading) + "\n")
            states[reading.state] += 1
            rows.update(row.state for row in reading.rows)
            if reading.state == "unreadable":
                bar.console.print(
                    f"{reading.file} [{reading.image}]: {reading.reason}", markup=False, soft_wrap=True
                )
    told = ", ".join(f"{count} {STATES[state]} ({state})" for state, count in states.most_common())
    click.echo(f"{states.total()} trang: {told or 'không có trang nào'}.")
    click.echo(f"{rows['accepted']} dòng chắc chắn, {rows['review']} dòng cần người soát → {out}")


@contextmanager
def _whole(out: Path) -> Iterator[TextIO]:
    """Write beside the file and put it in place when all is written, so that a stop leaves the old one."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8") as lines:
            yield lines
        part.replace(out)
    except OSError as error:
        raise AppError(
            f"Không ghi được {out}: {error.strerror}. Hãy chọn thư mục khác cho --out.",
            f"Cannot write {out}: {error.strerror}. Choose another folder for --out.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _progress() -> Progress:
    from rich.console import Console

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
