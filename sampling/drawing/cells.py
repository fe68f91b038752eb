"""One cell of a stage, the units of one stratum below one selected parent: its main sample and its reserve."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sampling.drawing.last_wave import LastWave
from sampling.plan.plan import Stage
from sampling.selection.cube import cube
from sampling.selection.inclusion import Inclusion, proportional
from sampling.selection.methods import METHODS
from sampling.selection.overlap import poisson_window, rank_window
from sampling.selection.randomness import Floats, Indices, Stream, permanent_numbers, shuffle_numbers


@dataclass(frozen=True)
class Cell:
    """Units that are drawn from together, in the order of the frame or of ``sort``.

    Attributes:
        prefix: the path of the parent unit with ``/`` after it, empty in the first stage.
        stratum: the label of the stratum; with the prefix it is the name of the cell.
        count: how many units there are.
        ids: gives the identities of some units; prefix and id are the path of a unit.
        size: the size measure of each unit, or nothing where all count the same.
        balance: the columns the cube balances on, one row a unit.
    """

    prefix: str
    stratum: str
    count: int
    ids: Callable[[Indices], list[str]]
    size: Floats | None = None
    balance: Floats | None = None

    @property
    def name(self) -> str:
        """What the random numbers of the cell belong to."""
        return f"{self.prefix}{self.stratum}"


@dataclass(frozen=True)
class Choice:
    """The units drawn from a cell; the arrays have one entry a drawn unit, the main sample before the reserve.

    Attributes:
        places: positions of the units in the cell.
        main: how many of them are the main sample.
        pi: their inclusion probabilities.
        numbers: their random numbers.
        texts: what their numbers were made from, after ``key|column|``.
        certain: positions of the units that were certain to be taken.
        interval: the sampling interval of PPS, 0 where there is none.
        everyone: the probability of every unit of the cell by its path; nothing after a shuffle.
    """

    places: Indices
    main: int
    pi: Floats
    numbers: Floats
    texts: list[str]
    certain: Indices
    interval: float
    everyone: Mapping[str, float]


def choose(cell: Cell, stage: Stage, take: int, *, seed: str, last: LastWave | None = None) -> Choice:
    """Draw the main sample and the reserve of one cell, given last wave's sample if there is one to follow."""
    if stage.method == "srs" and stage.overlap is None:
        return _shuffled(cell, stage, take, seed=seed)
    key = stage.overlap.key if stage.overlap else seed
    paths = [cell.prefix + text for text in cell.ids(np.arange(cell.count))]
    numbers = permanent_numbers(f"{key}|{stage.unit}|", paths)
    inclusion = _inclusion(cell, take)
    if stage.method == "srs":
        main, rest = rank_window(np.argsort(numbers, kind="stable"), take, stage.overlap)
    else:
        drawing = inclusion.pi if last is None else last.conditional(paths, inclusion.pi)
        main = _selected(cell, stage, drawing, numbers=numbers, seed=seed)
        rest = _reserve_order(cell, main, numbers)
    places = np.concatenate([main, rest[: stage.reserve]])
    return Choice(
        places=places,
        main=main.size,
        pi=inclusion.pi[places],
        numbers=numbers[places],
        texts=[paths[place] for place in places],
        certain=np.flatnonzero(inclusion.certain),
        interval=inclusion.interval,
        everyone=dict(zip(paths, inclusion.pi.tolist(), strict=True)),
    )


def _shuffled(cell: Cell, stage: Stage, take: int, *, seed: str) -> Choice:
    """Draw by SRS: the top of the shuffled list is the main sample, the next are the reserve (Knuth 1997, §3.4.2)."""
    drawn = min(cell.count, take + stage.reserve)
    numbers = shuffle_numbers(f"{seed}|{stage.unit}|{cell.name}|", drawn)
    return Choice(
        places=top_of_shuffle(numbers, cell.count),
        main=take,
        pi=np.full(drawn, take / cell.count),
        numbers=numbers,
        texts=[f"{cell.name}|{step}" for step in range(1, drawn + 1)],
        certain=np.empty(0, dtype=np.int64),
        interval=0.0,
        everyone={},
    )


def top_of_shuffle(numbers: Floats, count: int) -> Indices:
    """Return the first positions of a shuffled list of ``count``, without making the list.

    Step k swaps position k with position ``k + ⌊u_k·(count-k)⌋`` (Fisher and Yates 1938, Durstenfeld 1964).

    >>> top_of_shuffle(np.array([0.0, 0.5, 0.99]), 4).tolist()
    [0, 2, 3]
    """
    moved: dict[int, int] = {}
    top = np.empty(numbers.size, dtype=np.int64)
    for step, u in enumerate(numbers.tolist()):
        other = step + int(u * (count - step))
        top[step] = moved.get(other, other)
        moved[other] = moved.get(step, step)
    return top


def _inclusion(cell: Cell, take: int) -> Inclusion:
    if cell.size is not None:
        return proportional(cell.size, take)
    return Inclusion(np.full(cell.count, take / cell.count), np.zeros(cell.count, dtype=bool), 0.0)


def _selected(cell: Cell, stage: Stage, pi: Floats, *, numbers: Floats, seed: str) -> Indices:
    stream = Stream(f"{seed}|{stage.unit}|{cell.name}")
    if stage.method == "poisson":
        return poisson_window(numbers, pi, stage.overlap)
    if stage.method == "cube":
        return cube(pi, np.empty((pi.size, 0)) if cell.balance is None else cell.balance, stream)
    return METHODS[stage.method](pi, stream)


def _reserve_order(cell: Cell, main: Indices, numbers: Floats) -> Indices:
    """Return all units but the main sample, in the order of the reserve.

    That is the order ``u/x`` of sequential Poisson sampling (Ohlsson 1998), which favours large units as the
    main sample does; with equal sizes it is the order of the permanent numbers.
    """
    others = np.setdiff1d(np.arange(cell.count), main)
    weight = np.ones(others.size) if cell.size is None else cell.size[others]
    return others[np.argsort(numbers[others] / weight, kind="stable")]
