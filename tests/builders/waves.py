"""An invented wave of the published questionnaire."""

import numpy as np
import pandas as pd

from questionnaires import load

SIPAS = load.published("sipas-2025")


def wave(seed=1, *, areas=12, villages=2, people=15):
    """Invent a wave of the published questionnaire: people of a village answer alike, some do not answer at all."""
    rng = np.random.default_rng(seed)
    n = areas * villages * people
    village = np.repeat(np.arange(areas * villages), people)
    satisfied = rng.beta(12, 3, areas * villages)[village]
    frame = {}
    for column in SIPAS.columns:
        code = np.where(rng.random(n) < satisfied, rng.integers(4, 6, n), rng.integers(1, 4, n))
        state = rng.choice([0, 201, 202, 203, 204], n)
        frame[column.name] = np.where(rng.random(n) < 0.08, state, code).astype("uint8")
    area = village // villages
    return pd.DataFrame(frame).assign(
        area=[f"{26000 + each}" for each in area],
        district=[f"H{each // 4}" for each in area],
        stratum=[f"S{each // 4}" for each in area],
        psu=[f"V{each}" for each in village],
        weight=rng.uniform(50, 150, areas * villages)[village],
        mode=rng.choice(["paper", "web"], n),
    )
