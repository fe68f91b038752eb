"""Tables and numbers of ``sipas plan`` as text in Vietnamese."""

import io
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from survey_app.files import written_files

WIDTH = 118


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> str:
    """Return a table as text; the first ``words`` columns are left aligned, the others are numbers."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table()
    for place, name in enumerate(columns):
        drawn.add_column(name, justify="left" if place < words else "right")
    for row in rows:
        drawn.add_row(*row)
    out = io.StringIO()
    Console(file=out, width=WIDTH, highlight=False, markup=False).print(drawn)
    return "\n".join([title, *(line.rstrip() for line in out.getvalue().splitlines())])


def number(value: float, places: int = 0) -> str:
    """Return a number with a decimal comma and grouped thousands; a dash if it is not finite.

    >>> number(2623.4), number(0.8314, 2), number(float("inf"))
    ('2.623', '0,83', '–')
    """
    if not math.isfinite(value):
        return "–"
    return f"{value:,.{places}f}".translate(str.maketrans(",.-", ".,−"))


def points(share: float, places: int = 1) -> str:
    """Return a share in percent points.

    >>> points(0.0204)
    '2,0'
    """
    return number(100 * share, places)


def short(value: float) -> str:
    """Return a number as it was typed, with a decimal comma.

    >>> short(0.85), short(6.0)
    ('0,85', '6')
    """
    return f"{value:g}".replace(".", ",")


def as_json(values: object) -> str:
    """Return plain values as JSON text."""
    return json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False)


def check_out(out: Path | None, *, read: Iterable[Path]) -> None:
    """Refuse an ``out`` where the JSON cannot be written, before the work begins.

    Raises:
        AppError: ``out`` is a folder, lies in none, or is one of the files in ``read``.
    """
    if out is not None:
        written_files.ready(out, read=read)


def deliver(text: str, values: object, *, as_values: bool, out: Path | None) -> None:
    """Print the text, or with ``as_values`` the values as JSON; write the JSON to ``out`` where that is given."""
    click.echo(as_json(values) if as_values else text)
    if out is not None:
        with written_files.whole(out) as file:
            file.write(as_json(values) + "\n")
        click.echo(f"Đã ghi: {out}", err=as_values)
