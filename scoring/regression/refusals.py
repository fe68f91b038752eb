"""What is said of a model that cannot be fitted, with the column it fails at."""

import numpy as np

from scoring.columns.columns import Flags, Numbers
from scoring.errors import ScoringError, Sentence

FEW_PSUS: Sentence = (
    "quá ít đơn vị chọn mẫu cho số hệ số này (bậc tự do dưới 1) nên không có kiểm định và khoảng tin cậy",
    "too few sampled PSUs for so many coefficients (df below 1): no test and no interval",
)
SINGULAR: Sentence = (
    "ma trận hiệp phương sai của các hệ số này suy biến nên không kiểm định được; hãy gộp mức",
    "the covariance of these coefficients is singular: no test; merge levels",
)


def dependent(name: str) -> ScoringError:
    """Return the error about a column that the columns before it determine."""
    return ScoringError(
        f"Cột «{name}» của mô hình là tổ hợp của các cột đứng trước (đa cộng tuyến) hoặc không thay đổi; hãy bỏ đi.",
        f"The model's column “{name}” is a combination of the columns before it, or constant; leave it out.",
    )


def separated(x: Numbers, y: Numbers, weight: Numbers, names: tuple[str, ...]) -> ScoringError:
    """Return the error about columns that tell the outcome without error; the likelihood then has no maximum."""
    name = names[_separating(x, y, weight)]
    return ScoringError(
        f"Không ước lượng được mô hình logistic: «{name}» tách hẳn các dòng có kết quả 0 và 1 (hệ số vô hạn); "
        "hãy gộp mức hoặc bỏ biến này.",
        f"The logistic model has no estimate: “{name}” separates the rows with outcome 0 from those with 1 "
        "(an infinite coefficient); merge levels or leave it out.",
    )


def _separating(x: Numbers, y: Numbers, weight: Numbers) -> int:
    """Return the first column that alone separates the outcome, otherwise the one that differs most between 0 and 1."""
    one, zero = y[weight > 0] > 0.5, y[weight > 0] <= 0.5
    columns = x[weight > 0]
    for at in range(1, x.shape[1]):
        if _separates(columns[:, at], one, zero):
            return at
    gaps = np.abs(columns[one].mean(axis=0) - columns[zero].mean(axis=0)) / np.maximum(
        columns.std(axis=0), 1e-300
    )
    return int(np.argmax(np.where(np.arange(x.shape[1]) > 0, gaps, -1.0)))


def _separates(column: Numbers, one: Flags, zero: Flags) -> bool:
    """Tell whether one outcome only is found above or below some value of the column, ties included."""
    low, high = column[zero], column[one]
    return bool(low.max() <= high.min() or high.max() <= low.min())


def constant_outcome(name: str, value: float) -> ScoringError:
    """Return the error about an outcome that never changes."""
    return ScoringError(
        f"Biến kết quả «{name}» chỉ có một giá trị ({value:g}) trong các dòng được tính; không có gì để giải thích.",
        f"The outcome “{name}” has a single value ({value:g}) in the rows used; there is nothing to explain.",
    )


def not_binary(name: str, value: float, row: int) -> ScoringError:
    """Return the error about an outcome of a logistic model that is neither 0 nor 1."""
    return ScoringError(
        f"Biến kết quả «{name}», dòng dữ liệu {row}: {value:g} không phải 0 hay 1; hãy khai các mã được tính là 1 (ones).",
        f"The outcome “{name}”, data row {row}: {value:g} is neither 0 nor 1; say which codes count as 1 (ones).",
    )


def too_few_rows(name: str, rows: int, columns: int) -> ScoringError:
    """Return the error about a model with no more rows than coefficients."""
    return ScoringError(
        f"Mô hình của «{name}» có {columns} hệ số nhưng chỉ {rows} dòng đủ câu trả lời; hãy bỏ bớt biến.",
        f"The model of “{name}” has {columns} coefficients but only {rows} complete rows; leave terms out.",
    )


def too_many(term: str, columns: int, most: int) -> ScoringError:
    """Return the error about a model with more coefficients than anybody reads."""
    return ScoringError(
        f"Mô hình có {columns} hệ số, nhiều nhất ở «{term}»; tối đa {most}: hãy gộp các mức hoặc bỏ cột mã số.",
        f"The model has {columns} coefficients, most of them of “{term}”; {most} at most: merge levels, or leave ids out.",
    )


def in_replicate(name: str, error: ScoringError) -> ScoringError:
    """Return the error about a replicate in which a model cannot be fitted."""
    return ScoringError(
        f"Trọng số lặp «{name}»: {error.vi}",
        f"Replicate weight “{name}”: {error.en}",
    )
