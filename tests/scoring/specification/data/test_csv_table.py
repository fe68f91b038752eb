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


def test_points_beside_decimal_commas_that_may_part_thousands_are_refused_when_read(tmp_path):
    path = tmp_path / "excel.csv"
    path.write_text("w;dân số;mục;q\n2,5;1.234;1.1;5\n3,25;12.500;1.20;4\n", "utf-8-sig")
    table = read_csv(path)

    assert table["w"].tolist() == ["2.5", "3.25"]
    assert table["mục"].tolist() == ["1.1", "1.20"]
    with pytest.raises(ScoringError, match=r"Cột «dân số».*«1.234» là 1234 hay 1,234"):
        table["dân số"]


def test_points_are_decimals_where_no_column_has_decimal_commas(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("w;q\n1.234;5\n12.500;4\n", "utf-8")

    assert read_csv(path)["w"].tolist() == ["1.234", "12.500"]
