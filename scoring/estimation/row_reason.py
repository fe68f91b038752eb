"""The reason why a row of a table lacks a number, as (Vietnamese, English)."""

from dataclasses import dataclass

from scoring.columns.rounding import OUTSIDE_SHARES
from scoring.errors import Sentence
from scoring.estimation.estimate_row import Estimate

NO_ANSWER = ("không có câu trả lời hợp lệ nào trong ô này", "no valid answer in this cell")
NO_VALUE = (
    "không tính được: mẫu số bằng 0 hoặc thiếu câu hỏi thành phần",
    "the denominator is 0 or a part is missing",
)
NEGATIVE_SUM = (
    "tổng trọng số của ô này không dương, vì calibrate đã cho trọng số âm",
    "the weights of this cell do not add up to a positive number: calibration made some negative",
)
ONE_PSU = (
    "chỉ có một đơn vị chọn mẫu (hoặc df = 0) nên không ước lượng được sai số",
    "a single sampled PSU (or df = 0): no standard error can be estimated",
)
NEGATIVE = (
    "phương sai ước lượng âm (Yates–Grundy với các xác suất chọn đồng thời này) nên không có sai số; hãy thử pps = brewer",
    "the estimated variance is negative (Yates–Grundy with these joint probabilities): no standard error; try pps = brewer",
)
NO_SHARE = (
    "kiểu khoảng tin cậy này chỉ dành cho tỷ lệ từ 0 đến 1; hãy dùng interval = t",
    "this interval is for shares from 0 to 1; use interval = t",
)
ALL_OR_NOBODY = (
    "tỷ lệ 0 % hoặc 100 %: kiểu khoảng tin cậy này không tính được, hãy dùng korn_graubard",
    "a share of 0 % or 100 %: this interval does not exist, use korn_graubard",
)
NO_DEFF = (
    "không có deff: phương sai mẫu ngẫu nhiên đơn giản bằng 0 hoặc không xác định",
    "no deff: the variance of a simple random sample is 0 or not defined",
)


NO_QUANTILE = (
    "khoảng tin cậy của phân vị không tồn tại (cận của tỷ lệ nằm ngoài các giá trị đã quan sát) nên không có sai số",
    "the quantile has no interval (a bound of the share lies beyond the observed values), so it has no standard error",
)
NO_DF = (
    "df = domain: số đơn vị chọn mẫu trừ số tầng của ô này bằng 0 nên không có khoảng tin cậy; dùng df = design",
    "df = domain: PSUs minus strata of this cell are 0, so there is no interval; use df = design",
)
NOT_POPULATION = (
    "không có deff: trọng số không cộng thành dân số (như khi đã chuẩn hóa về trung bình 1); hãy dùng deff = wr",
    "no deff: the weights do not add up to a population (as when normalised to mean 1); use deff = wr",
)


@dataclass(frozen=True)
class Case:
    """What a row's reason depends on beside its numbers.

    Args:
        measurable: whether the domain has more than a single sampled PSU, and the design degrees of freedom.
        no_df: the interval has no degrees of freedom although a standard error can be made.
        quantile: a quantile, whose standard error comes from its interval.
        population: the weights of the domain add up to more than its rows.
        negative: the estimated variance is below 0.
    """

    measurable: bool
    no_df: bool
    quantile: bool
    population: bool
    negative: bool = False


def reason(row: Estimate, case: Case) -> Sentence | None:
    """Say why a row lacks a number, the first cause first; None when it lacks none."""
    if row.n == 0:
        return NO_ANSWER
    if row.estimate is None:
        return NO_VALUE if row.sum_w >= 0 else NEGATIVE_SUM
    if case.no_df and row.low is None:
        return NO_DF
    if row.se is None and case.negative:
        return NEGATIVE
    if row.se is None:
        return NO_QUANTILE if case.quantile and case.measurable else ONE_PSU
    if row.low is None or row.high is None:
        if case.quantile:
            return NO_QUANTILE
        return ALL_OR_NOBODY if -OUTSIDE_SHARES <= row.estimate <= 1 + OUTSIDE_SHARES else NO_SHARE
    if row.deff is None:
        return NO_DEFF if case.population or case.quantile else NOT_POPULATION
    return None
