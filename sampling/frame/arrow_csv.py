"""Reading of a large CSV by pyarrow, where that is installed; the result is that of pandas."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sampling.frame.coded_column import Column


def read_coded(path: Path, separator: str, header: Sequence[str]) -> dict[str, Column] | None:
    """Read a CSV into coded columns.

    Returns:
        Nothing where pyarrow is missing, or where it refuses the file: pandas then reads it, or finds the
        words for what is wrong.
    """
    try:
        import pyarrow as pa
        from pyarrow import csv
    except ImportError:
        return None
    try:
        table = csv.read_csv(
            path,
            parse_options=csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(header, pa.large_string())),
        )
    except pa.ArrowInvalid:
        return None
    if table.column_names != list(header) or table.num_rows == 0:
        return None
    columns = {}
    for name in header:
        array = table[name].combine_chunks().dictionary_encode()
        labels = np.asarray(array.dictionary.to_numpy(zero_copy_only=False), dtype=object)
        columns[name] = Column.from_codes(np.asarray(array.indices.to_numpy(), dtype=np.int32), labels)
    ends_blank = not any(column.labels[column.codes[-1]] for column in columns.values())
    return None if ends_blank else columns
