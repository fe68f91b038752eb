"""A questionnaire small enough to see whole, with one of everything."""

import pytest

from questionnaires import load

SMALL = """\
format = 1
id = "small"
title = { vi = "Phiếu nhỏ", en = "A small form" }
intro = { vi = "Kính chào.", en = "Hello." }
closing = { vi = "Cảm ơn.", en = "Thanks." }

[scales.mood]
satisfied = [3]
not_satisfied = [1, 2]
dont_know = { vi = "Không biết", en = "Don't know" }
options = [
  { code = 1, vi = "Tệ", en = "Bad" },
  { code = 2, vi = "Vừa", en = "So-so" },
  { code = 3, vi = "Tốt", en = "Good" },
]

[[sections]]
id = "S"
title = { vi = "Phần một", en = "Part one" }

[[sections.items]]
id = "Q1"
kind = "choice"
required = true
vi = "Có làm thủ tục không?"
en = "Any procedure?"
options = [ { code = 1, vi = "Có", en = "Yes" }, { code = 2, vi = "Không", en = "No" } ]

[[sections.items]]
id = "G"
kind = "scale"
scale = "mood"
criterion = "1.1"
applies = "not Q1 == 2"
vi = "Dịch vụ"
en = "Service"
rows = [
  { id = "G1", vi = "Nhanh", en = "Fast" },
  { id = "G2", vi = "Đúng", en = "Right", weight = 2 },
]

[[sections.items]]
id = "Q2"
kind = "choices"
at_most = 2
vi = "Mong đợi"
en = "Hopes"
options = [
  { code = 1, vi = "Nhanh hơn", en = "Faster" },
  { code = 2, vi = "Rẻ hơn", en = "Cheaper" },
  { code = 5, vi = "Gần hơn", en = "Nearer" },
]

[[sections.items]]
id = "Q3"
kind = "text"
max_length = 20
applies = "Q2 in [5]"
vi = "Ở đâu?"
en = "Where?"

[[criteria]]
code = "1"
strategy = "mean_of_children"
vi = "Chung"
en = "All"

[[criteria]]
code = "1.1"
parent = "1"
vi = "Dịch vụ"
en = "Service"

[[checks]]
id = "fast-and-wrong"
level = "hard"
broken_if = "G1 == 3 and G2 == 1"
message = { vi = "Nhanh mà sai?", en = "Fast and wrong?" }

[[checks]]
id = "nothing-hoped"
level = "soft"
broken_if = "G1 == 1 and not answered(Q2)"
message = { vi = "Không mong gì?", en = "No hope?" }
"""


@pytest.fixture(scope="session")
def small_text() -> str:
    return SMALL


@pytest.fixture(scope="session")
def small():
    return load.loads(SMALL, "small.toml")
