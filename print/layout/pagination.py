"""Blocks to pages: in order, never broken, heads repeated where a grid goes on."""

from collections.abc import Iterable, Iterator

from print.errors import PaperError
from print.layout.blocks import Block
from print.layout.sizes import BODY, MOST_PAGES

LOW = BODY.y + BODY.h
MOST_AIR = 2.5


def paginate(flow: Iterable[Block]) -> list[list[Block]]:
    """Return the blocks of each page at their places.

    Raises:
        PaperError: one block, with what it must stay with, is higher than a page; or too many pages.
    """
    pages = [_spread(page) for page in _filled(flow)]
    if len(pages) > MOST_PAGES:
        raise _too_many(len(pages), next(block.of for block in pages[MOST_PAGES] if not block.keep))
    return pages


def _filled(flow: Iterable[Block]) -> list[list[Block]]:
    """Return the blocks of each page, still with their own tops at 0."""
    pages: list[list[Block]] = [[]]
    y = BODY.y
    for whole in _chunks(flow):
        chunk = _as_printed(whole, pages[-1])
        if pages[-1] and (whole[0].starts_page or y + _height(chunk) > LOW):
            pages.append([])
            y = BODY.y
            chunk = [*([whole[0].header] if whole[0].header else []), *whole]
        for block in chunk:
            pages[-1].append(block)
            y += block.height
        if y > LOW + 1e-6:
            raise _too_high(chunk[-1].of, y - LOW)
    return pages


def _spread(page: list[Block]) -> list[Block]:
    """Return the blocks at their places; what room is left goes above airy ones, never between rows."""
    takers = sum(block.airy for block in page[1:])
    air = min(MOST_AIR, (BODY.h - _height(page)) / takers) if takers else 0.0
    placed = []
    y = BODY.y
    for i, block in enumerate(page):
        y += air if block.airy and i else 0.0
        placed.append(block.at(y))
        y += block.height
    return placed


def _chunks(flow: Iterable[Block]) -> Iterator[list[Block]]:
    chunk: list[Block] = []
    for block in flow:
        chunk.append(block)
        if not block.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _as_printed(chunk: list[Block], page: list[Block]) -> list[Block]:
    """Return the chunk with brief heads where the page already has the full one."""
    introduced = {block.of for block in page}
    return [block.brief if block.brief is not None and block.of in introduced else block for block in chunk]


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
