"""Readings on disk until the whole batch has been read, so that memory stays flat however many pages there are."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from print.scanning.reading import PageReading, Upright, from_line, to_line


class Spool:
    """Readings in the order in which they were added, in temporary files that go when the spool is left."""

    def __init__(self) -> None:
        self._lines = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 # __exit__ closes it
        self._pictures = tempfile.TemporaryFile()  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lines.close()
        self._pictures.close()

    def add(self, reading: PageReading) -> None:
        """Put a reading at the end: its line of JSON, a line about its picture, and the picture in a file beside."""
        upright = reading.upright
        self._lines.write(to_line(reading) + "\n")
        if upright is None:
            self._lines.write("null\n")
            return
        self._lines.write(json.dumps([len(upright.jpeg), dict(upright.crops)]) + "\n")
        self._pictures.write(upright.jpeg)

    def __iter__(self) -> Iterator[PageReading]:
        """Yield every reading with its picture; once, after the last was added."""
        self._lines.seek(0)
        self._pictures.seek(0)
        for line in self._lines:
            yield replace(from_line(line), upright=self._upright(json.loads(next(self._lines))))

    def _upright(self, noted: tuple[int, dict[str, list[int]]] | None) -> Upright | None:
        if noted is None:
            return None
        size, crops = noted
        return Upright(
            self._pictures.read(size), {item: (x, y, w, h) for item, (x, y, w, h) in crops.items()}
        )
