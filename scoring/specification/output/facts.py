"""What every output says beside its rows: the size of the design, and notes."""

import numpy as np

from scoring.design.design import Design
from scoring.specification.blocks.result import place_of
from scoring.specification.run import Run


def design_facts(design: Design) -> dict[str, int]:
    """Return the size of a design: rows, PSUs, strata, degrees of freedom."""
    units = design.psu.parent
    return {"n": design.sampled, "n_psu": units.size, "n_strata": int(np.unique(units).size), "df": design.df}


def notes(done: Run, language: str) -> list[str]:
    """Return what is to be said about the labels of the data and the blocks, one line each."""
    return [note[place_of(language)] for note in done.notes]
