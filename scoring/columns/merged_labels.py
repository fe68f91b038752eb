"""Which labels of a table's columns were merged by the rule for labels, in sentences."""

from collections.abc import Iterable

import numpy as np

from sampling.labels import Sentence, label_notes
from scoring.columns.columns import Table, missing


def merged_labels(data: Table, names: Iterable[str]) -> list[Sentence]:
    """Return what is to be said of the labels in columns of text (vi, en); columns of numbers have no spellings.

    Args:
        data: the columns, as they were read.
        names: columns that are read as labels; a name may come twice.

    >>> merged_labels({"xa": np.array(["Hoà", "Hoà ", "Tân"], object), "n": np.array([1, 2, 2])}, ["xa", "n"])[0][1]
    '1 spellings were merged with the label they are (Unicode form, blanks, 1 = 1.0): column “xa”: 3 spellings, 2 labels.'
    """
    columns = {name: np.asarray(data[name]) for name in dict.fromkeys(names)}
    texts = {name: values.tolist() for name, values in columns.items() if values.dtype.kind in "OUST"}
    return label_notes(
        {name: {str(value) for value in set(cells) if not missing(value)} for name, cells in texts.items()},
        zeros_merged=True,
    )
