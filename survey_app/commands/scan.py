"""``sipas scan``: scanned forms read into one line of JSON a page."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from print.geometry import Layout
from print.scanning.reading import PageReading
from questionnaires.load import load
from survey_app.errors import AppError
from survey_app.files.written_files import ready, whole

EXAMPLE = """\b
Example:
  sipas scan scans/ --questionnaire phieu.toml --out marks.jsonl
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
UNUSABLE = frozenset({"unreadable", "foreign"})
NAMED = 6  # files named in one sentence


@click.command(epilog=EXAMPLE)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--questionnaire",
    "-q",
    "source",
    required=True,
    type=click.Path(path_type=Path),
    help="The questionnaire the forms were printed from.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the marks go.")
@click.option(
    "--layout",
    "layouts",
    multiple=True,
    type=click.Path(path_type=Path),
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
    from print.scanning.find_files import find_files
    from print.scanning.reading import to_line
    from print.scanning.scan import read_files

    found = find_files(paths)
    ready(out, read=[*found.files, source, *layouts])
    questionnaire = load(source)
    printed_as = [_layout_of_file(path) for path in layouts]
    summary = _BatchSummary()
    with _progress() as bar, whole(out) as lines:
        task = bar.add_task("pages", total=None)
        for reading in read_files(
            found.files,
            questionnaire,
            printed_as=printed_as,
            workers=workers,
            progress=lambda read, total: bar.update(task, completed=read, total=total),
        ):
            lines.write(to_line(reading) + "\n")
            summary.note(reading)
    for line in (*summary.not_taken(), *_left_out(found.left_out)):
        click.echo(line, err=True)
    click.echo(f"{summary.pages()}\n{summary.certain()} → {out}")


@dataclass
class _BatchSummary:
    """Counts of the pages of a batch, printed after the last one."""

    states: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    refused: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def note(self, reading: PageReading) -> None:
        self.states[reading.state] += 1
        self.rows.update(row.state for row in reading.rows)
        if reading.state in UNUSABLE:
            images = self.refused.setdefault((reading.file, _why(reading)), [])
            if reading.image + 1 not in images[-1:]:  # the other half of an image of two sheets
                images.append(reading.image + 1)

    def not_taken(self) -> Iterator[str]:
        """Yield one line for each file and reason, however many pages it is about."""
        for (file, why), images in self.refused.items():
            first, last = images[0], images[-1]
            which = f"ảnh {first}" if first == last else f"{len(images)} ảnh ({first}–{last})"
            yield f"{file}, {which}: {why}"

    def pages(self) -> str:
        counts = ", ".join(f"{count} {STATES[state]} ({state})" for state, count in self.states.most_common())
        return f"{self.states.total()} trang: {counts}."

    def certain(self) -> str:
        return f"{self.rows['accepted']} dòng chắc chắn, {self.rows['review']} dòng cần người soát"


def _why(reading: PageReading) -> str:
    """Return the reason why a page was not taken, with advice, as the post office reads it."""
    from survey_app.postoffice.scan_page_words import not_taken

    return not_taken().get(reading.reason_codes[0], reading.reason)


def _left_out(files: Sequence[Path]) -> Iterator[str]:
    if files:
        named = ", ".join(str(path) for path in files[:NAMED])
        more = f" và {len(files) - NAMED} tệp khác" if len(files) > NAMED else ""
        yield f"Bỏ qua {len(files)} tệp không phải PDF, TIFF, PNG hay JPEG: {named}{more}."


def _layout_of_file(path: Path) -> Layout:
    """Return the layout in a file written by ``sipas print --layout``."""
    from print.layout.compose import from_json

    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise AppError(
            f"{path} không phải tệp bố cục mà sipas print --layout ghi ra; hãy chọn đúng tệp.",
            f"{path} is no layout that sipas print --layout wrote; choose the right file.",
        ) from error


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
