"""Drawing all cells of one stage, and gathering what came out."""

from dataclasses import dataclass

import numpy as np

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
    """The selected units of one cell, as columns."""

    cell: StageCell
    prefix: str
    ids: list[str]
    choice: Choice
    places: Indices

    def path(self, place: int) -> str:
        """Return the identity of a unit with its parents."""
        return self.prefix + self.ids[place]


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
    if not parts:
        raise SamplingError(
            f"Giai đoạn {listing.number + 1} không chọn được đơn vị nào.",
            f"Stage {listing.number + 1} selected no unit.",
        )
    return _gather(listing, parts, tuple(counts))


def _draw_cell(listing: Listing, cell: StageCell, take: int, *, seed: str) -> _Part:
    prefix, ids = prefix_of(listing, cell), ids_of(listing, cell)
    list_of_units = Cell(prefix, cell.stratum, ids, cell.size, _balance(listing, cell))
    choice = choose(list_of_units, listing.stage, take, seed=seed)
    return _Part(cell, prefix, ids, choice, np.concatenate([choice.main, choice.reserve]))


def _takes(listing: Listing, cells: list[StageCell]) -> list[int]:
    reserve = _below_reserve(listing, cells)
    main = [cell for cell, waits in zip(cells, reserve, strict=True) if not waits]
    shares = takes(
        listing.stage.take, [c.units.size for c in main], [c.total for c in main], _deviations(listing, main)
    )
    # A reserve unit is no part of the total; it gets as much as a main one on average.
    average = max(1, round(sum(shares) / max(1, len(shares))))
    given = iter(shares)
    wanted = [average if waits else next(given) for waits in reserve]
    short = [(cell, take) for cell, take in zip(cells, wanted, strict=True) if take > cell.units.size]
    if short and listing.stage.shortfall == "error":
        raise _too_few(listing, short)
    return [min(take, cell.units.size) for cell, take in zip(cells, wanted, strict=True)]


def _too_few(listing: Listing, short: list[tuple[StageCell, int]]) -> SamplingError:
    def places(under: str, stratum: str) -> str:
        return "; ".join(
            f"{under} «{_parent_path(listing, cell) or '-'}», {stratum} «{cell.stratum}»: {take} > {cell.units.size}"
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
    numbers = [
        np.ones(cell.rows.size) if column == COUNT else listing.frame.numbers(column)[cell.rows]
        for column in listing.stage.balance
    ]
    return np.column_stack(numbers)


def _count(listing: Listing, cell: StageCell, take: int, part: _Part | None) -> CellCount:
    sized = cell.size is not None
    certain = np.flatnonzero(part.choice.certain) if part and sized else np.empty(0, dtype=np.int64)
    return CellCount(
        parent=_parent_path(listing, cell),
        stratum=cell.stratum,
        units=cell.units.size,
        size=float(cell.size.sum()) if cell.size is not None else float(cell.units.size),
        take=take,
        taken=part.choice.main.size if part else 0,
        reserve=part.choice.reserve.size if part else 0,
        certain=tuple(part.path(int(place)) for place in certain) if part else (),
        interval=part.choice.interval if part else 0.0,
    )


def _gather(listing: Listing, parts: list[_Part], counts: tuple[CellCount, ...]) -> Drawn:
    waits = _below_reserve(listing, [part.cell for part in parts])
    return Drawn(
        stage=listing.stage,
        row=np.concatenate([part.cell.rows[part.places] for part in parts]),
        parent=np.concatenate([np.full(part.places.size, part.cell.parent) for part in parts]),
        unit=np.concatenate([part.cell.units[part.places] for part in parts]),
        path=[part.path(int(place)) for part in parts for place in part.places],
        stratum=[_stratum(part, int(place)) for part in parts for place in part.places],
        pi=np.concatenate([part.choice.pi[part.places] for part in parts]),
        number=np.concatenate([part.choice.numbers[part.places] for part in parts]),
        is_reserve=np.concatenate(
            [
                np.full(part.places.size, wait) | (np.arange(part.places.size) >= part.choice.main.size)
                for part, wait in zip(parts, waits, strict=True)
            ]
        ),
        order=np.concatenate(
            [np.r_[1 : part.choice.main.size + 1, 1 : part.choice.reserve.size + 1] for part in parts]
        ).astype(np.int64),
        population=np.concatenate([_population(listing.stage, part) for part in parts]),
        position=np.concatenate([part.cell.units[part.places] * int(part.cell.counted) for part in parts]),
        cells=counts,
    )


def _stratum(part: _Part, place: int) -> str:
    if part.cell.size is not None and part.choice.certain[place]:
        return f"{part.cell.stratum}|{part.path(place)} (chắc chắn)"
    return part.cell.stratum


def _population(stage: Stage, part: _Part) -> Floats:
    if part.cell.size is None and stage.method in WITHOUT_REPLACEMENT_COUNTS:
        return np.full(part.places.size, float(part.cell.units.size))
    return np.where(part.choice.certain[part.places], 1.0, np.inf)
