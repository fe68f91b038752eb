"""Fates of the demo's forms: answered on the web or on paper, refused, lost, spoiled.

The shares are invented; they leave every state of the ledger and every queue with something in it.
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np


class Fate(StrEnum):
    """The fate of one form."""

    WEB = "web"
    PAPER = "paper"
    SCANNED = "scanned"
    TO_BE_KEYED = "to be keyed"
    REFUSED = "refused"
    LOST = "lost"
    SPOILED = "spoiled"
    INVALID = "invalid"
    STILL_OUT = "still out"


SHARES = {
    Fate.WEB: 0.07,
    Fate.PAPER: 0.741,
    Fate.SCANNED: 0.014,
    Fate.TO_BE_KEYED: 0.01,
    Fate.REFUSED: 0.07,
    Fate.LOST: 0.01,
    Fate.SPOILED: 0.01,
    Fate.INVALID: 0.005,
    Fate.STILL_OUT: 0.07,
}


def draw_fates(count: int, *, rng: np.random.Generator) -> Sequence[Fate]:
    """Return one fate a form, in the order of the forms."""
    kinds = list(SHARES)
    places = rng.choice(len(kinds), size=count, p=np.array(list(SHARES.values())) / sum(SHARES.values()))
    return [kinds[place] for place in places]
