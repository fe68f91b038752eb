"""Weights after the field: substitution, persons in a household, nonresponse.

The base weight ``1/(π_1·π_2·…)`` comes with the draw. What happened afterwards changes it in three steps, each
a function of the sample's rows that returns new rows; calibration to known totals belongs to the estimate.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sampling.errors import SamplingError
from sampling.fieldwork.reserves import Substitution
from sampling.selection.randomness import Floats


def base(*probabilities: ArrayLike) -> Floats:
    """Return ``1/(π_1·π_2·…)`` (Horvitz and Thompson 1952).

    >>> base([0.5, 0.1], [0.2, 0.1]).round(9).tolist()
    [10.0, 100.0]
    """
    product = np.ones(np.shape(probabilities[0]))
    for pi in probabilities:
        product = product * np.asarray(pi, dtype=np.float64)
    if not (product > 0).all():
        raise SamplingError("Có xác suất chọn bằng 0.", "An inclusion probability is 0.")
    return 1.0 / product


def after_substitution(rows: pd.DataFrame, log: Sequence[Substitution]) -> pd.DataFrame:
    """Return the rows that were in the field, with the column ``substitutes`` (the row replaced, else -1).

    Who was replaced leaves; who came in carries the weight of its own row. Within a village all base weights
    are equal, so that the village keeps its weight: substituting is the same as spreading a nonrespondent's
    weight over the village, and biased in the same way when those absent think otherwise (Kish 1965, §13.6;
    Chapman 1983). Response rates are therefore counted on the main sample, see ``response_rows``.
    """
    out = {entry.out for entry in log}
    into = {entry.into: entry.out for entry in log}
    in_use = (rows["role"] == "main") | rows.index.isin(list(into))
    kept = rows[in_use & ~rows.index.isin(list(out))].copy()
    kept["substitutes"] = [into.get(int(place), -1) for place in kept.index]
    return kept


def response_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows response rates are counted on: the main sample, substituted or not (AAPOR 2023)."""
    return rows[rows["role"] == "main"]


def within_household(weight: ArrayLike, adults: ArrayLike) -> Floats:
    """Return household weights times the adults of the household, the weight of the one person asked.

    >>> within_household([100.0, 50.0], [3, 1]).tolist()
    [300.0, 50.0]
    """
    count = np.asarray(adults, dtype=np.float64)
    if not (count >= 1).all():
        raise SamplingError("Số người lớn trong hộ phải từ 1.", "A household has at least 1 adult.")
    return np.asarray(weight, dtype=np.float64) * count


def for_nonresponse(
    weight: ArrayLike, responded: NDArray[np.bool_], classes: Sequence[object], *, least: int = 5
) -> Floats:
    """Share the weight of those who did not answer among those of their class who did.

    ``w_i · Σ_class w / Σ_{class, answered} w`` for respondents, 0 for others; totals of classes are kept
    (Oh and Scheuren 1983; Särndal, Swensson and Wretman 1992, §15.6).

    Args:
        weight: base weights of eligible units.
        responded: who answered.
        classes: the weighting class of each unit, the village or the stratum.
        least: classes with fewer answers must be merged first.

    Raises:
        SamplingError: a class has too few answers; the text names it.

    >>> for_nonresponse([2.0, 2.0, 3.0], np.array([True, False, True]), ["a", "a", "b"], least=1).tolist()
    [4.0, 0.0, 3.0]
    """
    w = np.asarray(weight, dtype=np.float64)
    code, labels = pd.factorize(np.asarray(classes, dtype=object))
    answers = np.bincount(code, weights=responded, minlength=labels.size)
    thin = np.flatnonzero(answers < least)
    if thin.size:
        name, count = labels[thin[0]], int(answers[thin[0]])
        raise SamplingError(
            f"Nhóm «{name}» chỉ có {count} phiếu trả lời, cần ít nhất {least}; hãy gộp với nhóm bên cạnh.",
            f"Class «{name}» has {count} answers, {least} are needed; merge it with its neighbour.",
        )
    everyone = np.bincount(code, weights=w)
    answered = np.bincount(code, weights=np.where(responded, w, 0.0))
    return np.where(responded, w * (everyone / answered)[code], 0.0)
