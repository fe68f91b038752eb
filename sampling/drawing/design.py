"""The rows of a sample with the columns an estimate needs to know its design.

``stratum``, ``psu``, ``ssu`` … and ``fpc_1``, ``fpc_2`` … go to the estimator as they are:

* ``stratum`` is the stratum of the first stage; a unit that was certain to be taken is a stratum of its own;
* ``psu``, ``ssu``, ``tsu``, ``unit_4`` … are the paths of the selected units of each stage;
* ``fpc_k`` is the number of units in the stratum of stage k. After selection with unequal probabilities it
  is ``inf``: the variance is that of sampling with replacement in the first stage, which is slightly too large
  (Särndal, Swensson and Wretman 1992, §4.6; Cochran 1977, §11.9). For a certainty unit it is 1.
"""

import numpy as np
import pandas as pd

from sampling.drawing.drawn import Drawn
from sampling.frame.frame import SamplingFrame
from sampling.selection.household import kish_tables
from sampling.selection.randomness import Floats, Indices, permanent_numbers

STAGE_NAMES = ("psu", "ssu", "tsu")
ROLES = np.array(["main", "reserve"])


def stage_name(number: int) -> str:
    """Return the column with the units of a stage, counted from 0."""
    return STAGE_NAMES[number] if number < len(STAGE_NAMES) else f"unit_{number + 1}"


def sample_rows(frame: SamplingFrame, drawn: list[Drawn], *, seed: str) -> pd.DataFrame:
    """Return one row a selected last-stage unit.

    Columns: those of the frame (text), for a counted list the unit's column with 1 … take and
    ``list_position`` (its number in the unit's list), ``stratum``, ``pi_1`` …, ``weight``, ``role``,
    ``order``; then ``psu`` …, ``fpc_1`` …, ``stratum_2`` … where a later stage has strata.
    A reserve row carries the weight it has if it takes the place of a main one. With a household rule there
    is ``within`` (``kish:C``, ``next_birthday``), and one probability more, 1/adults, where the list has them;
    else the weight is the household's, to be multiplied by its adults before an estimate.
    """
    chain = chain_of(drawn)
    last = drawn[-1]
    rows = frame.table(last.row)
    if last.position.any():
        rows[last.stage.unit] = _slots(last)
        rows["list_position"] = last.position
    if last.stage.within is not None:
        rows["within"] = _rules(last, seed)
    rows["stratum"] = [drawn[0].stratum[unit] for unit in chain[0]]
    probabilities = [stage.pi[units] for stage, units in zip(drawn, chain, strict=True)]
    if last.stage.adults is not None:
        probabilities.append(1.0 / frame.numbers(last.stage.adults)[last.row])
    for number, pi in enumerate(probabilities, start=1):
        rows[f"pi_{number}"] = pi
    rows["weight"] = 1.0 / _product(probabilities)
    rows["role"] = ROLES[last.is_reserve.astype(np.int64)]
    rows["order"] = last.order
    if last.stage.adults is not None:
        rows[f"fpc_{len(drawn) + 1}"] = frame.numbers(last.stage.adults)[last.row]
    for number, (stage, units) in enumerate(zip(drawn, chain, strict=True)):
        rows[stage_name(number)] = [stage.path[unit] for unit in units]
        rows[f"fpc_{number + 1}"] = stage.population[units]
        if number and len(set(stage.stratum)) > 1:
            rows[f"stratum_{number + 1}"] = [stage.stratum[unit] for unit in units]
    return rows


def chain_of(drawn: list[Drawn]) -> list[Indices]:
    """Return for each unit of the last stage drawn its ancestor's position in every stage."""
    chain = [np.arange(len(drawn[-1]))]
    for stage in reversed(drawn[1:]):
        chain.insert(0, stage.parent[chain[0]])
    return chain


def _rules(last: Drawn, seed: str) -> list[str]:
    if last.stage.within == "next_birthday":
        return ["next_birthday"] * len(last)
    # Numbers of their own: those of the selection are small for whoever was selected.
    return [f"kish:{table}" for table in kish_tables(permanent_numbers(f"{seed}|kish|", last.path))]


def _slots(last: Drawn) -> list[str]:
    """Number the forms of a village 1 … take, and go on through its reserve."""
    slots = pd.Series(last.parent).groupby([last.parent, np.array(last.stratum)], sort=False).cumcount() + 1
    return [str(slot) for slot in slots]


def _product(factors: list[Floats]) -> Floats:
    product = np.ones(factors[0].size)
    for factor in factors:
        product = product * factor
    return product
