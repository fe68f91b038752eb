"""Drawing all cells of one stage, and gathering what came out."""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sampling.allocate import takes
from sampling.cells import Cell, Choice, choose
from sampling.drawn import CellCount, Drawn
from sampling.errors import SamplingError
from sampling.plan import COUNT, Stage
from sampling.randomness import Floats, Indices
from sampling.stage_cells import Listing, StageCell, ids_of, prefix_of

WITHOUT_REPLACEMENT_COUNTS = frozenset({"srs", "systematic"})


@dataclass(frozen=True)
class _Part:
    """What one cell gave; arrays and lists have one entry a drawn unit."""

    cell: StageCell
    choice: Choice
    paths: list[str]
    certain: tuple[str, ...]

    @property
    def is_certain(self) -> NDArray[np.bool_]:
        """Whether a drawn unit was certain to be taken."""
        return np.isin(self.choice.places, self.choice.certain)


def draw_cells(listing: Listing, cells: list[StageCell], *, seed: str) -> Drawn:
    """Draw every cell of a stage.

    Raises:
        SamplingError: a stratum has fewer units than it has to give; the text names it.
    """
    wanted = _takes(listing, cells)
    parts, counts = [], []
    for cell, take in zip(cells, wanted, strict=True):
        if take == 0:
            counts.append(_count(listing, cell, take, None))
            continue
        part = _draw_cell(listing, cell, take, seed=seed)
        parts.append(part)
        counts.append(_count(listing, cell, take, part))
    if not any(part.choice.places.size for part in parts):
        raise SamplingError(
            f"Giai đoạn {listing.number + 1} không chọn được đơn vị nào.",
            f"Stage {listing.number + 1} selected no unit.",
        )
    return _gather(listing, parts, tuple(counts))


def _draw_cell(listing: Listing, cell: StageCell, take: int, *, seed: str) -> _Part:
    def paths(places: Indices) -> list[str]:
        return [prefix + text for text in ids_of(listing, cell, places)]

    prefix, ids = prefix_of(listing, cell), partial(ids_of, listing, cell)
    units = Cell(prefix, cell.stratum, cell.count, ids, cell.size, _balance(listing, cell))
    choice = choose(units, listing.stage, take, seed=seed, last=listing.last)
    return _Part(cell, choice, paths(choice.places), tuple(paths(choice.certain)))


def _takes(listing: Listing, cells: list[StageCell]) -> list[int]:
    reserve = _below_reserve(listing, cells)
    main = [cell for cell, waits in zip(cells, reserve, strict=True) if not waits]
    shares = takes(
        listing.stage.take, [c.count for c in main], [c.total for c in main], _deviations(listing, main)
    )
    # A reserve unit is no part of the total; it gets as much as a main one on average.
    average = max(1, round(sum(shares) / max(1, len(shares))))
    given = iter(shares)
    wanted = [average if waits else next(given) for waits in reserve]
    short = [(cell, take) for cell, take in zip(cells, wanted, strict=True) if take > cell.count]
    if short and listing.stage.shortfall == "error":
        raise _too_few(listing, short)
    return [min(take, cell.count) for cell, take in zip(cells, wanted, strict=True)]


def _too_few(listing: Listing, short: list[tuple[StageCell, int]]) -> SamplingError:
    def places(under: str, stratum: str) -> str:
        return "; ".join(
            f"{under} «{_parent_path(listing, cell) or '-'}», {stratum} «{cell.stratum}»: {take} > {cell.count}"
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


def _below_reserve(listing: Listing, cells: list[StageCell]) -> list[bool]:
    if listing.before is None:
        return [False] * len(cells)
    return [bool(listing.before.is_reserve[cell.parent]) for cell in cells]


def _parent_path(listing: Listing, cell: StageCell) -> str:
    return "" if listing.before is None else listing.before.path[cell.parent]


def _balance(listing: Listing, cell: StageCell) -> Floats | None:
    if not listing.stage.balance:
        return None
    rows = cell.rows_of(np.arange(cell.count))
    numbers = [
        np.ones(rows.size) if column == COUNT else listing.frame.numbers(column)[rows]
        for column in listing.stage.balance
    ]
    return np.column_stack(numbers)


def _count(listing: Listing, cell: StageCell, take: int, part: _Part | None) -> CellCount:
    return CellCount(
        parent=_parent_path(listing, cell),
        stratum=cell.stratum,
        units=cell.count,
        size=math.fsum(cell.size) if cell.size is not None else float(cell.count),
        take=take,
        taken=part.choice.main if part else 0,
        reserve=part.choice.places.size - part.choice.main if part else 0,
        certain=part.certain if part else (),
        interval=part.choice.interval if part else 0.0,
    )


def _gather(listing: Listing, parts: list[_Part], counts: tuple[CellCount, ...]) -> Drawn:
    choices = [part.choice for part in parts]
    waits = _below_reserve(listing, [part.cell for part in parts])
    first = listing.before is None
    return Drawn(
        stage=listing.stage,
        row=np.concatenate([part.cell.rows_of(part.choice.places) for part in parts]),
        parent=np.concatenate([np.full(part.choice.places.size, part.cell.parent) for part in parts]),
        unit=np.concatenate([part.cell.units_of(part.choice.places) for part in parts]),
        path=[path for part in parts for path in part.paths],
        stratum=[label for part in parts for label in _strata(part)],
        pi=np.concatenate([choice.pi for choice in choices]),
        number=np.concatenate([choice.numbers for choice in choices]),
        text=[text for choice in choices for text in choice.texts],
        is_reserve=np.concatenate(
            [
                np.full(choice.places.size, wait) | (np.arange(choice.places.size) >= choice.main)
                for choice, wait in zip(choices, waits, strict=True)
            ]
        ),
        order=np.concatenate(
            [np.r_[1 : choice.main + 1, 1 : choice.places.size - choice.main + 1] for choice in choices]
        ).astype(np.int64),
        population=np.concatenate([_population(listing.stage, part) for part in parts]),
        position=np.concatenate([part.cell.numbers_of(part.choice.places) for part in parts]),
        cells=counts,
        everyone={path: pi for choice in choices for path, pi in choice.everyone.items()} if first else {},
    )


def _strata(part: _Part) -> list[str]:
    """Return the stratum of each unit for the variance: a certainty unit is one of its own."""
    return [
        f"{part.cell.stratum}|{path} (chắc chắn)" if certain else part.cell.stratum
        for path, certain in zip(part.paths, part.is_certain, strict=True)
    ]


def _population(stage: Stage, part: _Part) -> Floats:
    if part.cell.size is None and stage.method in WITHOUT_REPLACEMENT_COUNTS:
        return np.full(part.choice.places.size, float(part.cell.count))
    return np.where(part.is_certain, 1.0, np.inf)
