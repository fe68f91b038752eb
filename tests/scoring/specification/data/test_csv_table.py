"""A CSV file that cannot be read says from which line on, and what to look for."""

import pytest

from scoring.errors import ScoringError
from scoring.specification.data.csv_table import read_csv

LONG = "x" * 131_073


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"a,{LONG}\n1,2\n", 1),
        (f"a,b\n1,2\n1,{LONG}\n", 3),
        ('a,b\n1,"2\n3,4\n', 2),
        ('a,"b\n1,2\n', 1),
        ('a,b\n1,"2"3\n', 2),
    ],
    ids=["long header", "long cell", "open quote", "open quote in the header", "sign behind a quote"],
)
def test_a_file_that_is_no_csv_says_from_which_line_on(tmp_path, text, line):
    (tmp_path / "a.csv").write_text(text, "utf-8")

    with pytest.raises(ScoringError) as told:
        read_csv(tmp_path / "a.csv")

    assert told.value.vi.startswith(f"Tệp «a.csv» không đọc được từ dòng {line}: có dấu nháy kép")
    assert told.value.en.startswith(f"The file “a.csv” is no readable CSV from line {line} on: ")
    assert "131072" in told.value.vi
