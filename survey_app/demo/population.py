"""A synthetic list of villages under the real communes and wards, with invented sizes."""

import numpy as np
import pandas as pd

ADULTS_IN_ALL = 3_300_000
VILLAGES_PER_COMMUNE = (9, 22)
WARD_IS_LARGER = 1.8


def synthetic_villages(communes: pd.DataFrame, *, rng: np.random.Generator) -> pd.DataFrame:
    """Invent villages and their adults for real communes.

    Args:
        communes: one row a commune or ward, columns ``code`` and ``kind`` («xã» or «phường»).
        rng: source of randomness; the same state gives the same list.

    Returns:
        One row a village: ``commune``, ``urban`` («xã» or «phường»), ``village`` (unique in the
        province), ``name`` («Thôn 2», in wards «Khu phố 2») and ``adults`` (people of 18 or more).
        Sizes add up to about 3.3 million.
    """
    communes = communes.sort_values("code", ignore_index=True)
    villages = rng.integers(*VILLAGES_PER_COMMUNE, size=len(communes), endpoint=True)
    row = np.repeat(np.arange(len(communes)), villages)
    ward = (communes["kind"] == "phường").to_numpy()[row]
    size = rng.lognormal(sigma=0.45, size=len(row)) * np.where(ward, WARD_IS_LARGER, 1.0)
    adults = np.maximum(60, np.rint(size * ADULTS_IN_ALL / size.sum())).astype(int)
    ordinal = np.concatenate([np.arange(1, count + 1) for count in villages])
    code = communes["code"].to_numpy()[row]
    return pd.DataFrame(
        {
            "commune": code,
            "urban": communes["kind"].to_numpy()[row],
            "village": [f"{c}-{n:02d}" for c, n in zip(code, ordinal, strict=True)],
            "name": [f"{'Khu phố' if w else 'Thôn'} {n}" for w, n in zip(ward, ordinal, strict=True)],
            "adults": adults,
        }
    )
