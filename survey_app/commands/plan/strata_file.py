"""A CSV of strata with population, cost, and means and deviations of variables, for ``sipas plan size strata``."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sampling.frame.row_checks import is_total
from sampling.frame.text import THOUSANDS
from sampling.labels import label_of
from sampling.size.population_strata import PopulationStrata
from scoring.columns.decimals import read_decimal
from scoring.errors import ScoringError
from scoring.specification.data.csv_table import TextTable, read_csv
from survey_app.errors import AppError

Numbers = NDArray[np.float64]
Fits = Callable[[Numbers], NDArray[np.bool_]]


@dataclass(frozen=True, eq=False)
class StrataFile:
    """The content of a file of strata.

    Attributes:
        names: the strata.
        variables: the variables, in the order of the columns.
        strata: their numbers.
    """

    names: list[str]
    variables: list[str]
    strata: PopulationStrata


def read_strata(path: Path) -> StrataFile:
    """Read strata: ``stratum``, ``population``, perhaps ``cost``; per variable ``share_X``, or ``mean_X`` and ``sd_X``.

    Raises:
        AppError: a column is missing, or a number cannot be; it says which row.
        ScoringError: the file cannot be read.
    """
    table = read_csv(path)
    for name in ("stratum", "population"):
        _need(table, name)
    variables = [column.partition("_")[2] for column in table if column.startswith(("share_", "mean_"))]
    if not variables or not len(table):
        raise AppError(
            "Tệp tầng cần ít nhất một tầng và một biến: cột share_TÊN (tỷ lệ), hoặc mean_TÊN và sd_TÊN.",
            "The file needs a stratum and a variable: a column share_NAME, or mean_NAME and sd_NAME.",
        )
    names = _names(table)
    moments = [_moments(table, variable) for variable in variables]
    strata = PopulationStrata(
        size=_numbers(table, "population", lambda n: n >= 1, "từ 1", "at least 1"),
        mean=np.column_stack([mean for mean, _ in moments]),
        deviation=np.column_stack([deviation for _, deviation in moments]),
        cost=_cost(table),
    )
    return StrataFile(names, variables, strata)


def _names(table: TextTable) -> list[str]:
    """Return the names of the strata; one that is blank, repeated or a total is refused with its row."""
    names = [label_of(str(name)) for name in table["stratum"].tolist()]
    for row, name in enumerate(names, start=1):
        if not name or name in names[: row - 1] or is_total(name):
            raise AppError(
                f"Dòng dữ liệu {row}, cột stratum: «{name}» trống, lặp lại, hoặc là dòng cộng; mỗi tầng cần một dòng và một tên.",
                f"Data row {row}, column stratum: '{name}' is blank, repeated, or a total; every stratum needs one row and a name.",
            )
    return names


def _moments(table: TextTable, variable: str) -> tuple[Numbers, Numbers]:
    """Return the mean and the standard deviation of a variable in each stratum."""
    if f"share_{variable}" in table:
        p = _numbers(table, f"share_{variable}", lambda p: (p >= 0) & (p <= 1), "từ 0 đến 1", "from 0 to 1")
        return p, np.sqrt(p * (1 - p))
    _need(table, f"sd_{variable}")
    mean = _numbers(table, f"mean_{variable}", np.isfinite, "là số", "a number")
    return mean, _numbers(table, f"sd_{variable}", lambda s: s >= 0, "không âm", "not negative")


def _cost(table: TextTable) -> Numbers:
    if "cost" not in table:
        return np.ones(len(table))
    return _numbers(table, "cost", lambda c: c > 0, "lớn hơn 0", "above 0")


def _numbers(table: TextTable, column: str, fits: Fits, vi: str, en: str) -> Numbers:
    texts = [str(text) for text in table[column].tolist()]
    for row, text in enumerate(texts, start=1):
        if THOUSANDS.fullmatch(text.strip()):
            raise AppError(
                f"Dòng dữ liệu {row}, cột {column}: không rõ «{text[:40]}» là số lẻ hay có dấu ngăn hàng nghìn; hãy ghi 310000 "
                "hoặc 1.5.",
                f"Data row {row}, column {column}: nobody can tell whether '{text[:40]}' has a decimal or a thousands mark; write "
                "310000 or 1.5.",
            )
    values = np.array([_number(text) for text in texts])
    wrong = np.flatnonzero(~(np.isfinite(values) & fits(values)))
    if wrong.size:
        row, text = int(wrong[0]) + 1, texts[wrong[0]]
        raise AppError(
            f"Dòng dữ liệu {row}, cột {column}: «{text[:40]}» phải {vi}.",
            f"Data row {row}, column {column}: '{text[:40]}' must be {en}.",
        )
    return values


def _number(text: str) -> float:
    try:
        return float(read_decimal(text))
    except ScoringError:
        return float("nan")


def _need(table: TextTable, column: str) -> None:
    if column not in table:
        have = ", ".join(list(table)[:12])
        raise AppError(
            f"Tệp tầng thiếu cột «{column}»; các cột hiện có: {have}.",
            f"The file of strata lacks the column '{column}'; it has: {have}.",
        )
