"""Scanned files to readings: every page on all cores, with duplicates and missing sides of the batch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from print.errors import PaperError
from print.geometry import Layout
from print.layout.compose import compose, tag
from print.scanning.copies import Marks
from print.scanning.find_files import find_files
from print.scanning.page.printed import prints
from print.scanning.page_reader import read_image
from print.scanning.page_reasons import PageCode
from print.scanning.reading import PageReading, RowReading
from print.scanning.spool import Spool
from print.scanning.worker_pool import read_all
from questionnaires.model import Questionnaire
from questionnaires.text import LANGUAGES

__all__ = ["Batch", "PageReading", "RowReading", "layouts_of", "read_files", "read_image"]

Side = tuple[str, int]  # form number, page


def layouts_of(questionnaire: Questionnaire) -> dict[str, Layout]:
    """Return the questionnaire's layouts with their print, by the tag in their QR codes: each size and language.

    A size of print in which it does not fit the paper, and a language that it lacks words in, was never printed.

    Raises:
        PaperError: the questionnaire fits the paper in no size and language.
    """
    layouts: dict[str, Layout] = {}
    refused: list[PaperError] = []
    for large, language in product((False, True), LANGUAGES):
        try:
            form = compose(questionnaire, large=large, language=language)
        except PaperError as error:
            refused.append(error)
        else:
            layouts[form.tag] = replace(form.layout, prints=prints(form))
    if not layouts:
        raise refused[0]
    return layouts


def read_files(
    paths: Sequence[Path],
    questionnaire: Questionnaire,
    *,
    printed_as: Sequence[Layout] = (),
    pictures: bool = False,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[PageReading]:
    """Yield every page's reading, in the order of the files, once the whole batch has been read.

    Args:
        paths: files, or folders of files.
        questionnaire: what is asked; forms of any other are foreign.
        printed_as: layouts kept from printing, for forms that an earlier version of this program drew.
        pictures: whether the readings carry the pages laid straight, made by the process that read them.
        workers: processes; as many as there are cores when None.
        progress: told (images read, images known of) now and then.

    Only the whole batch tells which pages come twice and whose other side is missing; until then the
    readings wait in temporary files, so memory stays flat.

    Raises:
        PaperError: a path does not exist, there is no file in it, or the questionnaire does not fit the paper.
    """
    layouts = _layouts(questionnaire, printed_as)
    files = find_files(paths).files
    batch = Batch(layouts)
    with Spool() as spool:
        for reading in read_all(files, layouts, pictures=pictures, workers=workers, progress=progress):
            batch.note(reading)
            spool.add(reading)
        for reading in spool:
            yield batch.settle(reading)


def _layouts(questionnaire: Questionnaire, printed_as: Sequence[Layout]) -> dict[str, Layout]:
    """Return the layouts kept from printing and those of today; of one that is both, today's has its print."""
    kept = {tag(layout): layout for layout in printed_as}
    try:
        return kept | layouts_of(questionnaire)
    except PaperError:
        if not kept:
            raise
        return kept


class Batch:
    """The pages of a batch, kept to find pages that come twice and forms that lack a side."""

    def __init__(self, layouts: dict[str, Layout]) -> None:
        self._needed = {
            layout.version: {page.number for page in layout.pages if page.rows or page.writing}
            for layout in layouts.values()
        }
        self._seen: dict[Side, list[Marks]] = {}
        self._pages: dict[str, set[int]] = {}
        self._settled: set[Side] = set()

    def note(self, reading: PageReading) -> None:
        """Record a reading; call once for each of the batch, before any is settled."""
        side = _side(reading)
        if side is not None:
            self._seen.setdefault(side, []).append(Marks(reading))
            self._pages.setdefault(side[0], set()).add(side[1])

    def settle(self, reading: PageReading) -> PageReading:
        """Return the reading with its final state; call in the order in which they were noted.

        A page that comes twice with the same marks counts once, the first time; where the marks differ
        all copies are duplicates, and a person decides.
        """
        side = _side(reading)
        if side is None:
            return reading
        copies = self._seen[side]
        first = side not in self._settled
        self._settled.add(side)
        differ = any(copies[0].differ(copy) for copy in copies[1:])
        if len(copies) > 1 and (not first or differ):
            code: PageCode = "copies differ" if differ else "copies agree"
            return replace(reading, state="duplicate").with_reasons(code, times=len(copies))
        lacking = self._needed.get(reading.version or "", set()) - self._pages[side[0]]
        if lacking and reading.state in {"read", "needs review"}:
            missing = ", ".join(str(page) for page in sorted(lacking))
            return replace(reading, state="missing side").with_reasons("other side missing", pages=missing)
        return reading


def _side(reading: PageReading) -> Side | None:
    if reading.number is None or reading.page is None or reading.state == "unreadable":
        return None
    return reading.number, reading.page
