"""Tables and tests that there cannot be, refused in whole sentences."""

import numpy as np
import pytest

from scoring.comparison.cross_table import cross_table
from scoring.comparison.goodness import goodness
from scoring.design.design import Design
from scoring.errors import ScoringError

DATA = {"sex": ["1", "1", "2", "2"] * 5, "town": ["a", "b"] * 10, "blank": [""] * 20, "one": ["x"] * 20}
DIFFER = "hai cột (và «by») phải khác nhau và không trống hoàn toàn."
LACKING = "không có trong dữ liệu hoặc không có tỷ lệ lớn hơn 0; hãy ghi đủ các mức."
REFUSED = {
    "a column with itself": (
        lambda design: cross_table(design, "sex", "sex"),
        f"Không lập được bảng «sex» × «sex»: {DIFFER}",
    ),
    "rows within themselves": (
        lambda design: cross_table(design, "sex", "town", by=["sex"]),
        f"Không lập được bảng «sex» × «town»: {DIFFER}",
    ),
    "columns within themselves": (
        lambda design: cross_table(design, "sex", "town", by=["one", "town"]),
        f"Không lập được bảng «sex» × «town»: {DIFFER}",
    ),
    "an empty column": (
        lambda design: cross_table(design, "blank", "town"),
        f"Không lập được bảng «blank» × «town»: {DIFFER}",
    ),
    "a level without a share": (
        lambda design: goodness(design, "sex", {"1": 0.5}),
        f"Cột «sex»: mức «2» {LACKING}",
    ),
    "a share without a level": (
        lambda design: goodness(design, "sex", {"1": 0.5, "2": 0.3, "3": 0.2}),
        f"Cột «sex»: mức «3» {LACKING}",
    ),
    "a share of nothing": (
        lambda design: goodness(design, "sex", {"1": 1.0, "2": 0.0}),
        f"Cột «sex»: mức «2» {LACKING}",
    ),
    "a level left out by where": (
        lambda design: goodness(design, "sex", {"1": 0.5, "2": 0.5}, where=np.arange(20) % 4 < 2),
        f"Cột «sex»: mức «2» {LACKING}",
    ),
    "one level": (
        lambda design: goodness(design, "one", {"x": 1.0}),
        "Cột «one» chỉ có một mức nên không kiểm định được.",
    ),
}


@pytest.mark.parametrize(("ask", "said"), REFUSED.values(), ids=REFUSED)
def test_what_there_cannot_be_is_refused_and_says_which(ask, said):
    with pytest.raises(ScoringError) as refused:
        ask(Design(data=DATA))
    assert refused.value.vi == said
