"""The sampling frame: the list that is drawn from, held as text codes so that 10 million rows fit.

``read_frame`` (CSV, XLSX) and ``frame_from`` (rows, a DataFrame) give a ``SamplingFrame``. What is wrong with
the file itself is reported here, with the row; what is wrong with it for a certain plan, in ``checks``.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sampling.errors import SamplingError
from sampling.frame.coded_column import Column
from sampling.frame.findings import Findings
from sampling.frame.text import check_header, check_texts, to_numbers
from sampling.labels import label_notes
from sampling.selection.randomness import Floats, Indices
from sampling.workbook import text_of

MAX_ROWS = 10_000_000
MAX_COLUMNS = 200
CHUNK = 500_000


@dataclass(frozen=True)
class SamplingFrame:
    """A list of units, one a row; every column is text, coded once.

    Attributes:
        columns: the columns by name, in the order of the file.
        rows: how many rows there are.
        name: what people call it, usually the file name.
        sha256: of the file's bytes, or of the canonical CSV of rows given in memory.
        findings: what else was seen in the file: hidden rows, dates, merged labels, the place of the header.
        sheet: the worksheet that was asked for; nothing where it is the first, or no workbook.
    """

    columns: Mapping[str, Column] = field(repr=False)
    rows: int
    name: str
    sha256: str
    findings: Findings = field(default_factory=Findings, repr=False, compare=False)
    sheet: str | None = None

    def __len__(self) -> int:
        return self.rows

    def has(self, column: str) -> bool:
        """Tell whether the frame has this column."""
        return column in self.columns

    def codes(self, column: str) -> NDArray[np.int32]:
        """Return for each row the position of its text in ``labels(column)``."""
        return self.columns[column].codes

    def labels(self, column: str) -> NDArray[np.object_]:
        """Return the different texts of a column, in the order they first occur."""
        return self.columns[column].labels

    def numbers(self, column: str) -> Floats:
        """Return a column as numbers; ``nan`` where the text is no number."""
        return to_numbers(self.labels(column))[self.codes(column)]

    def ranks(self, column: str, rows: Indices) -> Indices:
        """Return numbers that order some rows as the code points of their texts do."""
        codes = self.codes(column)[rows]
        labels = self.labels(column)
        used = np.flatnonzero(np.bincount(codes, minlength=labels.size))
        rank = np.empty(labels.size, dtype=np.int64)
        rank[used[np.argsort(labels[used], kind="stable")]] = np.arange(used.size)
        return rank[codes]

    def texts(self, column: str, rows: Indices) -> list[str]:
        """Return the texts of some rows of a column."""
        return list(self.labels(column)[self.codes(column)[rows]])

    def lines(self, rows: Indices) -> list[int]:
        """Return the numbers that some rows have in the file, as a spreadsheet counts."""
        return self.findings.lines(rows)

    def without(self, rows: Indices) -> "SamplingFrame":
        """Return the frame without some rows; its name and its SHA-256 stay those of the file."""
        kept = np.delete(np.arange(self.rows), rows)
        columns = {
            name: Column.of(pd.Series(column.labels[column.codes[kept]], dtype=str))
            for name, column in self.columns.items()
        }
        return SamplingFrame(
            columns, kept.size, self.name, self.sha256, self.findings.without(rows, self.rows), self.sheet
        )

    def table(self, rows: Indices) -> pd.DataFrame:
        """Return some rows as a DataFrame of texts."""
        return pd.DataFrame({name: self.texts(name, rows) for name in self.columns}, dtype=str)


def read_frame(path: str | Path, *, sheet: str | None = None) -> SamplingFrame:
    """Read a frame from a CSV (UTF-8; comma, semicolon or tab) or an XLSX file.

    Every cell stays the text it is, so codes keep their leading zeros.

    Args:
        path: the file; ``.xlsx`` is read as a workbook, everything else as CSV.
        sheet: the worksheet, by default the first.

    Raises:
        SamplingError: the file cannot be read, or a row is wrong; the text names row and column.
    """
    from sampling.frame import files

    path = Path(path)
    if not path.is_file():
        raise SamplingError(
            f"Không có tệp khung mẫu «{path.name}».", f"There is no frame file «{path.name}»."
        )
    is_book = path.suffix.lower() == ".xlsx"
    columns, findings = files.read_xlsx(path, sheet) if is_book else files.read_csv(path)
    frame = _checked(columns, path.name, files.sha256(path), findings)
    return replace(frame, sheet=sheet) if is_book else frame


def frame_from(rows: pd.DataFrame | Iterable[Mapping[str, object]], *, name: str = "rows") -> SamplingFrame:
    """Make a frame from rows in memory: a DataFrame or mappings column → value.

    Numbers become their shortest text (``26041.0`` → ``26041``); the SHA-256 is that of the frame written
    as CSV (UTF-8, comma, a line feed), so that writing that file and reading it gives the same frame.

    Raises:
        SamplingError: a row is wrong; the text names row and column.

    >>> frame_from([{"village": "a", "adults": 12}, {"village": "b", "adults": 7}]).numbers("adults").tolist()
    [12.0, 7.0]
    """
    table = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    columns = {str(column): _coded(table[column]) for column in table.columns}
    return _checked(columns, name, _digest(columns))


def canonical_csv(data: pd.DataFrame) -> bytes:
    """Write a table of texts as CSV: UTF-8, comma, a line feed, quotes only where needed."""
    return data.to_csv(index=False, lineterminator="\n").encode()


def _digest(columns: Mapping[str, Column]) -> str:
    """Return the SHA-256 of ``canonical_csv`` without making the table, half a million rows at a time."""
    digest = hashlib.sha256(canonical_csv(pd.DataFrame(columns=list(columns), dtype=str)))
    alone = len(columns) == 1
    quoted = [(column.codes, _quoted(column.labels, alone=alone)) for column in columns.values()]
    rows = max((codes.size for codes, _ in quoted), default=0)
    for start in range(0, rows, CHUNK):
        cells = [labels[codes[start : start + CHUNK]] for codes, labels in quoted]
        digest.update(("\n".join(map(",".join, zip(*cells, strict=True))) + "\n").encode())
    return digest.hexdigest()


def _quoted(labels: NDArray[np.object_], *, alone: bool) -> NDArray[np.object_]:
    """Quote texts as ``csv.QUOTE_MINIMAL`` does; an empty one in a table of one column is quoted too."""
    special = re.compile('[",\r\n]')
    return np.array(
        [
            '"' + text.replace('"', '""') + '"' if special.search(text) or (alone and not text) else text
            for text in labels
        ],
        dtype=object,
    )


def _coded(values: "pd.Series[str]") -> Column:
    codes, labels = pd.factorize(values, use_na_sentinel=True)
    texts = np.array([_text(label) for label in labels], dtype=object)
    if (codes >= 0).all() and len(set(texts)) == texts.size:
        return Column.from_codes(codes.astype(np.int32), texts)
    # A missing value has code -1 and so takes the last entry; 1 and "1" become one text.
    return Column.of(pd.Series(np.append(texts, "")[codes], dtype=str))


def _text(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    if isinstance(value, np.floating):
        return text_of(float(str(value)))
    return text_of(value)


def _checked(
    columns: Mapping[str, Column], name: str, sha256: str, findings: Findings | None = None
) -> SamplingFrame:
    check_header(list(columns), name, most=MAX_COLUMNS)
    rows = max((column.codes.size for column in columns.values()), default=0)
    if rows > MAX_ROWS:
        raise SamplingError(
            f"Khung mẫu «{name}» có hơn {MAX_ROWS} dòng; hãy chia khung theo đơn vị cấp trên.",
            f"Frame «{name}» has more than {MAX_ROWS} rows; split it by the units above.",
        )
    if rows == 0:
        raise SamplingError(f"Khung mẫu «{name}» không có dòng nào.", f"Frame «{name}» has no rows.")
    found = findings or Findings()
    said = label_notes({each: column.labels for each, column in columns.items()})
    tidy = {each: column.labelled() for each, column in columns.items()}
    check_texts(tidy, name, found.lines)
    return SamplingFrame(tidy, rows, name, sha256, replace(found, labels=tuple(said)))
