"""Records of a scanned page: the page, its answer rows, its boxes for open text, and its margin notes.

- ``warnings(reading)``: the warnings of a page that was read all the same
- ``page_of(form, reading, crops, picture=…, stamp=…) -> ScanPage``
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

from print.scanning.page_reasons import Beware, PageCode
from print.scanning.reading import Crop, PageReading
from survey_app.people.stamp import Stamp
from survey_app.tables import Form, ScanPage, ScanRow

WARNINGS: Final[tuple[PageCode, ...]] = get_args(Beware)


def warnings(reading: PageReading) -> list[PageCode]:
    """Return the reader's reasons that are warnings only."""
    return [code for code in reading.reason_codes if code in WARNINGS]


def page_of(
    form: Form, reading: PageReading, crops: Mapping[str, Crop], *, picture: Path, stamp: Stamp
) -> ScanPage:
    """Return the record of a page.

    Args:
        form: whose page it is.
        reading: what the machine read.
        crops: x, y, width, height of each row in ``picture``, by item.
        picture: the file that shows the page upright.
        stamp: who scanned.
    """
    return ScanPage(
        form_id=form.id,
        page=reading.page,
        state=reading.state,
        file=Path(reading.file).name[:200],
        image=reading.image,
        picture=str(picture),
        version=reading.version,
        rule=reading.rule,
        by_id=stamp.by_id,
        day=stamp.day,
        keyed=False,
        warned=",".join(warnings(reading)),
        rows=_rows(reading, crops),
    )


def _rows(reading: PageReading, crops: Mapping[str, Crop]) -> list[ScanRow]:
    """Return the answer rows, and each box for open text and each margin note as a row without ovals."""
    marks = [
        ScanRow(
            item=row.item,
            code=row.code,
            reason=row.reason,
            ink={str(code): share for code, share in row.ink.items()},
            crop=list(crops[row.item]),
            suggest=row.suggest,
        )
        for row in reading.rows
    ]
    boxes = [
        ScanRow(
            item=box.item,
            code=None if box.written else 0,
            reason="handwriting" if box.written else "nothing written",
            ink={},
            crop=list(crops[box.item]),
        )
        for box in reading.writing
    ]
    notes = [
        ScanRow(item=note.item, code=None, reason="margin note", ink={}, crop=list(crops[note.item]))
        for note in reading.notes
    ]
    return marks + boxes + notes
