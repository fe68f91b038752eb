"""A reader process: open files and read pages, under a memory limit of its own."""

import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import cv2

from print.errors import PaperError
from print.geometry import Layouts
from print.scanning.image_files import Load, open_images
from print.scanning.page_reasons import PageCode
from print.scanning.reading import PageReading
from print.scanning.sheets import read_sheets

CHUNK = 8  # images a process reads before it asks for more
MEMORY_BYTES = 1 << 30  # bytes a process may take beyond what its libraries need


def unreadable(path: Path, image: int, code: PageCode, **filled: object) -> PageReading:
    """Return the reading of an image that could not be opened."""
    return PageReading(path.as_posix(), image, None, None, "unreadable").with_reasons(code, **filled)


def work(pipe: Connection, layouts: Layouts, pictures: bool) -> None:
    """Read what is asked for until the other end closes; runs in its own process.

    Args:
        pipe: gives a file and which of its images to read; takes how many it has, the readings, then None.
        layouts: what may be printed on the pages, by tag.
        pictures: whether the readings carry the pages laid straight.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _limit_memory()
    while True:
        try:
            path, start, stop = pipe.recv()
            for message in _read(path, start, stop, layouts, pictures):
                pipe.send(message)
            pipe.send(None)
        except (EOFError, BrokenPipeError):
            return


def _read(
    path: Path, start: int, stop: int | None, layouts: Layouts, pictures: bool
) -> Iterator[int | PageReading]:
    """Yield how many images the file has, then each reading; damage is a reading too."""
    try:
        with open_images(path) as (count, load):
            yield count
            for index in range(start, min(count, start + CHUNK if stop is None else stop)):
                yield from _read_one(path, index, load, layouts, pictures)
    except PaperError as error:
        yield 1
        yield unreadable(path, start, "bad file", message=error.vi)


def _read_one(
    path: Path, index: int, load: Load, layouts: Layouts, pictures: bool
) -> tuple[PageReading, ...]:
    try:
        return read_sheets(load(index), layouts, file=path.as_posix(), image=index, pictures=pictures)
    except PaperError as error:
        return (unreadable(path, index, "bad file", message=error.vi),)
    except MemoryError:
        return (unreadable(path, index, "page too large"),)


def _limit_memory() -> None:
    """Set the address-space limit of this reader process; Windows has none."""
    try:
        import resource
    except ImportError:
        return
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + MEMORY_BYTES, in_use + MEMORY_BYTES))
