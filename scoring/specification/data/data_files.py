"""Data files of every kind that people have, as columns of text: CSV, gzip, XLSX, SPSS, Stata and Parquet.

Every kind comes to the same texts as a CSV of the same answers: a whole number is written without decimals, a missing value
is empty, a date is ISO 8601. So the kind of file never changes a result.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sampling.labels import label_of
from scoring.errors import ScoringError
from scoring.specification.data.csv_table import TextTable, read_csv
from scoring.specification.data.workbook import read_workbook
from scoring.specification.files import unreadable


def read_data(path: Path) -> TextTable:
    """Read a data file by the ending of its name; any other ending is read as CSV.

    Raises:
        ScoringError: the file is missing, damaged, of another kind than its name says, or has no rows.
    """
    reader = READERS.get(path.suffix.lower(), read_csv)
    if reader is not read_csv and not path.is_file():
        raise ScoringError(f"Không có tệp «{path}».", f"There is no file “{path}”.")
    return reader(path)


def _spss(path: Path) -> TextTable:
    import pyreadstat

    return _statistical(path, pyreadstat.read_sav)


def _stata(path: Path) -> TextTable:
    import pyreadstat

    return _statistical(path, pyreadstat.read_dta)


def _statistical(
    path: Path, reader: Callable[..., tuple[Mapping[str, Iterable[object]], object]]
) -> TextTable:
    import pyreadstat

    try:
        columns, about = reader(str(path), output_format="dict")
    except OSError as error:
        raise unreadable(path, error) from None
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError):
        raise _damaged(path) from None
    labels = getattr(about, "variable_value_labels", {})
    return _table(
        path,
        columns,
        labels={
            name: {cell_text(code): text for code, text in texts.items()} for name, texts in labels.items()
        },
    )


def _parquet(path: Path) -> TextTable:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ScoringError(
            f"Đọc «{path.name}» cần phần cài thêm «scale»: pip install -e '.[scale]'.",
            f"Reading “{path.name}” needs the extra “scale”: pip install -e '.[scale]'.",
        ) from None
    try:
        read = pq.read_table(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
        raise _damaged(path) from None
    return _table(path, {name: read.column(name).to_pylist() for name in read.column_names}, labels={})


def _table(
    path: Path, columns: Mapping[str, Iterable[object]], *, labels: Mapping[str, Mapping[str, str]]
) -> TextTable:
    names = [label_of(name) for name in columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ScoringError(
            f"Tệp «{path.name}» có hai cột cùng tên «{twice}» (khác khoảng trắng hoặc dạng Unicode); hãy đổi tên một cột.",
            f"The file “{path.name}” has two columns named “{twice}” (with other blanks or Unicode form); rename one.",
        )
    texts = {
        name: [cell_text(value) for value in values]
        for name, values in zip(names, columns.values(), strict=True)
    }
    if not any(texts.values()):
        raise ScoringError(
            f"Tệp «{path.name}» không có dòng dữ liệu nào.", f"The file “{path.name}” has no rows of data."
        )
    return TextTable(texts, {label_of(name): words for name, words in labels.items()})


def cell_text(value: object) -> str:
    """Return a value as a CSV of the same data would have it.

    >>> [cell_text(value) for value in (5.0, 2.5, None, float("nan"), True, "x", dt.date(2025, 9, 1))]
    ['5', '2.5', '', '', '1', 'x', '2025-09-01']
    """
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case float() if math.isnan(value):
            return ""
        case float() if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        case float():
            return repr(float(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def _workbook(path: Path) -> TextTable:
    return _table(path, read_workbook(path), labels={})


def _damaged(path: Path) -> ScoringError:
    return ScoringError(
        f"Tệp «{path.name}» hỏng hoặc không phải dạng {path.suffix}; hãy lưu lại từ phần mềm đã tạo ra nó.",
        f"The file “{path.name}” is damaged or no {path.suffix} file; save it again with the program that made it.",
    )


READERS: dict[str, Callable[[Path], TextTable]] = {
    ".sav": _spss,
    ".dta": _stata,
    ".parquet": _parquet,
    ".xlsx": _workbook,
}
