"""The draw of all cells of one stage."""

from functools import partial

import numpy as np

from sampling.drawing.cells import Cell, choose
from sampling.drawing.drawn import Drawn
from sampling.drawing.gather import DrawnCell, count_of, gathered
from sampling.drawing.listing import Listing
from sampling.drawing.precision_takes import precise_takes
from sampling.drawing.stage_cells import StageCell, ids_of, prefix_of
from sampling.errors import SamplingError
from sampling.plan.plan import COUNT
from sampling.selection.randomness import Floats, Indices
from sampling.size.allocation import takes


def draw_cells(listing: Listing, cells: list[StageCell], *, seed: str) -> Drawn:
    """Draw every cell of a stage.

    Raises:
        SamplingError: a stratum has fewer units than it has to give; the text names it.
    """
    planned = list(zip(cells, takes_of(listing, cells), strict=True))
    given = [_draw_cell(listing, cell, take, seed=seed) if take else None for cell, take in planned]
    parts = [part for part in given if part is not None]
    if not any(part.size for part in parts):
        raise SamplingError(
            f"Giai đoạn {listing.number + 1} không chọn được đơn vị nào.",
            f"Stage {listing.number + 1} selected no unit.",
        )
    counts = [count_of(listing, *cell_take, part) for cell_take, part in zip(planned, given, strict=True)]
    return gathered(listing, parts, tuple(counts))


def _draw_cell(listing: Listing, cell: StageCell, take: int, *, seed: str) -> DrawnCell:
    def paths(places: Indices) -> list[str]:
        return [prefix + text for text in ids_of(listing, cell, places)]

    prefix, ids = prefix_of(listing, cell), partial(ids_of, listing, cell)
    units = Cell(prefix, cell.stratum, cell.count, ids, cell.size, _balance(listing, cell))
    choice = choose(units, listing.stage, take, seed=seed, last=listing.last)
    below_reserve = listing.is_below_reserve(cell.parent)
    return DrawnCell(cell, choice, paths(choice.places), tuple(paths(choice.certain)), below_reserve)


def takes_of(listing: Listing, cells: list[StageCell]) -> list[int]:
    """Return how many units each cell of a stage gives.

    Raises:
        SamplingError: a stratum has fewer units than it has to give and the plan does not say ``take_all``.
    """
    reserve = [listing.is_below_reserve(cell.parent) for cell in cells]
    main = [cell for cell, below_reserve in zip(cells, reserve, strict=True) if not below_reserve]
    shares = _shares(listing, main)
    # A reserve unit is no part of the total; it gets as much as a main one on average.
    average = max(1, round(sum(shares) / max(1, len(shares))))
    given = iter(shares)
    planned = [average if below_reserve else next(given) for below_reserve in reserve]
    short = [(cell, take) for cell, take in zip(cells, planned, strict=True) if take > cell.count]
    if short and listing.stage.shortfall == "error":
        raise _too_few(listing, short)
    return [min(take, cell.count) for cell, take in zip(cells, planned, strict=True)]


def _shares(listing: Listing, cells: list[StageCell]) -> list[int]:
    take = listing.stage.take
    if take.bethel:
        return precise_takes(listing, cells)
    units, measure = [cell.count for cell in cells], [cell.total for cell in cells]
    return takes(take, units, measure, _deviations(listing, cells))


def _too_few(listing: Listing, short: list[tuple[StageCell, int]]) -> SamplingError:
    def places(under: str, stratum: str) -> str:
        return "; ".join(
            f"{under} «{listing.parent_path(cell.parent) or '-'}», {stratum} «{cell.stratum}»: {take} > {cell.count}"
            for cell, take in short[:10]
        )

    unit = listing.stage.unit
    return SamplingError(
        f"Giai đoạn {listing.number + 1}: cần chọn nhiều «{unit}» hơn số có trong khung ở {len(short)} nơi: "
        f'{places("trong", "tầng")}. Hãy giảm take, gộp tầng, hoặc ghi shortfall = "take_all".',
        f"Stage {listing.number + 1}: more «{unit}» to take than the frame has in {len(short)} places: "
        f'{places("in", "stratum")}. Take fewer, merge strata, or write shortfall = "take_all".',
    )


def _deviations(listing: Listing, cells: list[StageCell]) -> list[float] | None:
    column = listing.stage.take.deviation
    if column is None:
        return None
    values = listing.frame.numbers(column)
    return [float(values[cell.rows[0]]) for cell in cells]


def _balance(listing: Listing, cell: StageCell) -> Floats | None:
    if not listing.stage.balance:
        return None
    rows = cell.rows_of(np.arange(cell.count))
    numbers = [
        np.ones(rows.size) if column == COUNT else listing.frame.numbers(column)[rows]
        for column in listing.stage.balance
    ]
    return np.column_stack(numbers)
