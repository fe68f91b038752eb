"""One cell of a stage, the units of one stratum below one selected parent: its main sample and its reserve."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampling.inclusion import proportional
from sampling.overlap import poisson_window, rank_window
from sampling.plan import Stage
from sampling.randomness import Floats, Indices, Stream, permanent_numbers
from sampling.select import METHODS


@dataclass(frozen=True)
class Cell:
    """Units that are drawn from together, in their canonical or sorted order.

    Attributes:
        prefix: the path of the parent unit with ``/`` after it, empty in the first stage.
        stratum: the label of the stratum; with the prefix it seeds the stream of the cell.
        ids: the identity of each unit; prefix and id are its path.
        size: the size measure of each unit, or nothing where all count the same.
        balance: the columns the cube balances on, one row a unit.
    """

    prefix: str
    stratum: str
    ids: list[str]
    size: Floats | None = None
    balance: Floats | None = None


@dataclass(frozen=True)
class Choice:
    """What was drawn in a cell.

    Attributes:
        main: positions of the main sample, in the order of their random numbers or of the list.
        reserve: positions of the reserve, first to be used first.
        pi: the inclusion probability of every unit of the cell.
        certain: which units were certain to be taken.
        numbers: the permanent random number of every unit.
        interval: the sampling interval of PPS, 0 where there is none.
    """

    main: Indices
    reserve: Indices
    pi: Floats
    certain: NDArray[np.bool_]
    numbers: Floats
    interval: float = 0.0


def choose(cell: Cell, stage: Stage, take: int, *, seed: str) -> Choice:
    """Draw the main sample and the reserve of one cell.

    SRS takes the smallest permanent numbers, and the next ones are the reserve. After the other methods the
    reserve is drawn from the rest by sequential Poisson order ``u/x`` (Ohlsson 1998), which favours large
    units as the main sample does; with equal sizes it is the order of the permanent numbers.
    """
    key = stage.overlap.key if stage.overlap else seed
    numbers = permanent_numbers(f"{key}|{stage.unit}|{cell.prefix}", cell.ids)
    units = len(cell.ids)
    if cell.size is None:
        pi, certain, interval = np.full(units, take / units), np.full(units, take == units), 0.0
    else:
        inclusion = proportional(cell.size, take)
        pi, certain, interval = inclusion.pi, inclusion.certain, inclusion.interval
    main, rest = _selected(cell, stage, pi, numbers=numbers, seed=seed)
    return Choice(main, rest[: stage.reserve], pi, certain, numbers, interval)


def _selected(cell: Cell, stage: Stage, pi: Floats, *, numbers: Floats, seed: str) -> tuple[Indices, Indices]:
    """Return the main sample and all other units in the order of the reserve."""
    if stage.method == "srs":
        ranked = np.argsort(numbers, kind="stable")
        return rank_window(ranked, round(float(pi.sum())), stage.overlap)
    name = f"{seed}|{stage.unit}|{cell.prefix}|{cell.stratum}"
    if stage.method == "poisson":
        main = poisson_window(numbers, pi, stage.overlap)
    elif stage.method == "cube":
        from sampling.cube import cube

        balance = np.empty((pi.size, 0)) if cell.balance is None else cell.balance
        main = cube(pi, balance, Stream(name))
    else:
        main = METHODS[stage.method](pi, Stream(name))
    others = np.setdiff1d(np.arange(pi.size), main)
    weight = np.ones(pi.size) if cell.size is None else cell.size
    return main, others[np.argsort(numbers[others] / weight[others], kind="stable")]
