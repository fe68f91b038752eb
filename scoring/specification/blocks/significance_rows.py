"""Tests of significance as the rows of a result."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.errors import Sentence
from scoring.specification.blocks.result import Cell, Column, Result

TESTS = {
    "t": ("kiểm định t", "t test"),
    "goodness": ("mức phù hợp với tỷ lệ cho trước", "fit to given shares"),
    "wald F": ("F của biến trong mô hình (Wald)", "F of a term of the model (Wald)"),
    "chi_square F": ("độc lập, F bậc hai của Rao–Scott", "independence, Rao–Scott F, second order"),
    "chi_square Chisq": (
        "độc lập, chi bình phương bậc một của Rao–Scott",
        "independence, Rao–Scott chi-square, first order",
    ),
    "chi_square Wald": ("độc lập, Wald", "independence, Wald"),
    "chi_square adjWald": ("độc lập, Wald hiệu chỉnh", "independence, adjusted Wald"),
    "chi_square saddlepoint": ("độc lập, điểm yên ngựa", "independence, saddlepoint"),
    "chi_square lincom": (
        "độc lập, tổng có trọng số của các chi bình phương",
        "independence, weighted sum of chi-squares",
    ),
}
COLUMNS = (
    Column(name="test", head=("Kiểm định", "Test"), holds="text", words=TESTS),
    Column(name="variable", head=("Biến", "Variable"), holds="text"),
    Column(name="by", head=("Nhóm", "Domain"), holds="levels"),
    Column(name="estimate", head=("Ước lượng", "Estimate")),
    Column(name="se", head=("Sai số chuẩn", "Standard error")),
    Column(name="low", head=("Cận dưới", "Lower bound")),
    Column(name="high", head=("Cận trên", "Upper bound")),
    Column(name="statistic", head=("Trị kiểm định", "Statistic")),
    Column(name="df", head=("Bậc tự do", "Degrees of freedom")),
    Column(name="df2", head=("Bậc tự do mẫu số", "Degrees of freedom, denominator")),
    Column(name="p", head=("Giá trị p", "P value"), holds="p"),
    Column(name="why", head=("Lý do", "Reason"), holds="sentence", optional=True),
)


@dataclass(frozen=True, kw_only=True)
class Significance:
    """One test.

    Args:
        test: its name.
        variable: what is tested.
        by: the levels of the domain.
        numbers: its numbers by the names of the columns.
        why: the reason where there is no number.
    """

    test: str
    variable: str
    by: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    why: Sentence | None = None


def significance_result(name: str, tests: list[Significance]) -> Result:
    """Return tests as one result; columns that no test fills are left out."""
    filled = {key for test in tests for key in test.numbers}
    always = {"test", "variable", "by", "statistic", "df", "df2", "p", "why"}
    columns = tuple(column for column in COLUMNS if column.name in filled | always)
    rows = [tuple(_cell(test, column.name) for column in columns) for test in tests]
    return Result(kind="test", name=name, columns=columns, rows=rows)


def _cell(test: Significance, name: str) -> Cell:
    if name in ("test", "variable", "by", "why"):
        cell: Cell = getattr(test, name)
        return cell
    value = test.numbers.get(name)
    return value if value is not None and value == value else None
