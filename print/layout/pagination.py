"""Blocks to pages: in order, never broken, heads repeated where a grid goes on, pages filled alike."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from print.errors import PaperError
from print.layout.blocks import Block
from print.layout.sizes import BODY, MOST_PAGES

LOW = BODY.y + BODY.h
MOST_AIR = 5.0
IN_A_GRID = 1000.0  # mm²: to go on with a grid counts as much as this square of the room left on a page
_EXACT = 1e-6

Chunk = list[Block]


def paginate(flow: Iterable[Block]) -> list[list[Block]]:
    """Return the blocks of each page at their places: as few pages as they need, filled as evenly as they can be.

    Raises:
        PaperError: one block, with what it must stay with, is higher than a page; or too many pages.
    """
    chunks = list(_chunks(flow))
    fewest = _filled(chunks)
    if len(fewest) > MOST_PAGES:
        raise _too_many(len(fewest), next(block.of for block in chunks[fewest[MOST_PAGES]] if not block.keep))
    starts = _evenly(chunks, len(fewest))
    pages = [chunks[a:b] for a, b in zip(starts, [*starts[1:], len(chunks)], strict=True)]
    return [_spread([*_header(page[0]), *(block for chunk in page for block in chunk)]) for page in pages]


def _filled(chunks: Sequence[Chunk]) -> list[int]:
    """Return the first chunk of each page where every page takes as many as it can."""
    starts = [0]
    y = 0.0
    for i, chunk in enumerate(chunks):
        high = _height(chunk)
        if i and (_starts_page(chunk) or y + high > BODY.h + _EXACT):
            starts.append(i)
            y = _height(_header(chunk))
        y += high
        if y > BODY.h + _EXACT:
            raise _too_high(max(chunk, key=lambda block: block.height).of, y - BODY.h)
    return starts


def _evenly(chunks: Sequence[Chunk], pages: int) -> list[int]:
    """Return the first chunk of each of ``pages`` so that the squares of the room left on them are least."""
    sums = [0.0, *accumulate(map(_height, chunks))]
    best: list[dict[int, tuple[float, list[int]]]] = [{0: (0.0, [])}]
    for _ in range(pages):
        found: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, starts) in best[-1].items():
            for end, more in _ends(chunks, sums, start):
                if end not in found or cost + more < found[end][0]:
                    found[end] = cost + more, [*starts, start]
        best.append(found)
    return best[-1][len(chunks)][1]


def _ends(chunks: Sequence[Chunk], sums: Sequence[float], start: int) -> Iterator[tuple[int, float]]:
    """Yield where a page that begins with a chunk may end, and what that costs."""
    if start == len(chunks):
        return
    head = _header(chunks[start]) if start else []
    for end in range(start + 1, len(chunks) + 1):
        left = BODY.h - _height(head) - (sums[end] - sums[start])
        if left < -_EXACT or any(map(_starts_page, chunks[start + 1 : end])):
            return
        yield end, left**2 + IN_A_GRID * bool(head)


def _starts_page(chunk: Chunk) -> bool:
    return any(block.starts_page for block in chunk)


def _header(chunk: Chunk) -> Chunk:
    """Return what is printed above a chunk that opens a page."""
    return [chunk[0].header] if chunk[0].header is not None else []


def _spread(page: list[Block]) -> list[Block]:
    """Return the blocks at their places; what room is left goes above airy ones, never between rows of a table."""
    takers = sum(block.airy for block in page[1:])
    air = min(MOST_AIR, (BODY.h - _height(page)) / takers) if takers else 0.0
    placed = []
    y = BODY.y
    for i, block in enumerate(page):
        y += air if block.airy and i else 0.0
        placed.append(block.at(y))
        y += block.height
    return placed


def _chunks(flow: Iterable[Block]) -> Iterator[Chunk]:
    chunk: Chunk = []
    for block in flow:
        chunk.append(block)
        if not block.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _height(chunk: Iterable[Block]) -> float:
    return sum(block.height for block in chunk)


def _too_high(of: str, over: float) -> PaperError:
    return PaperError(
        f"«{of}» cao hơn một trang giấy {over:.0f} mm; rút ngắn câu hỏi, bớt phương án hoặc bớt dòng viết.",
        f"“{of}” is {over:.0f} mm higher than a page; shorten it, or use fewer options or lines.",
    )


def _too_many(pages: int, of: str) -> PaperError:
    return PaperError(
        f"Phiếu dài {pages} trang, nhiều hơn {MOST_PAGES}; câu «{of}» không còn chỗ. Bớt câu hỏi.",
        f"The form has {pages} pages, more than {MOST_PAGES}; “{of}” has no place. Ask fewer questions.",
    )
