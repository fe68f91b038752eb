"""Results as a workbook for reports: heads in view, numbers with formats, no text that is taken for a formula."""

import datetime as dt
import io
from typing import TYPE_CHECKING

from scoring.specification.output.csv_output import safe
from scoring.specification.output.sheet import Field, Sheet
from scoring.specification.output.sheets import sheets
from scoring.specification.run import Run

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# A workbook carries a date of its making; ours is fixed, so that the same results give the same bytes.
MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a label without a zone, as the format has none
NARROWEST, WIDEST = 9, 46
MISSING = "–"
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def to_xlsx(done: Run, *, language: str = "vi") -> bytes:
    """Write a sheet for each kind of results, and one of notes; a missing number is a dash and its row says why."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **PLAIN})
    book.set_properties({"created": MADE})
    formats = Formats(book)
    for sheet in sheets(done, language):
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return out.getvalue()


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        look = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        self.head = book.add_format(look)
        self.number_head = book.add_format({**look, "align": "right"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.dash = book.add_format({"align": "right", "valign": "top", "font_color": "#666666"})

    def number(self, form: str) -> "Format":
        """Return the format of numbers of a form."""
        if form not in self._made:
            self._made[form] = self._book.add_format({"num_format": form or "General", "valign": "top"})
        return self._made[form]


def _write(page: "Worksheet", sheet: Sheet, formats: Formats) -> None:
    numeric = [
        any(not isinstance(row[at].value, str) for row in sheet.rows) for at in range(len(sheet.heads))
    ]
    for at, head in enumerate(sheet.heads):
        page.write_string(0, at, safe(head), formats.number_head if numeric[at] else formats.head)
    for line, row in enumerate(sheet.rows, start=1):
        for at, field in enumerate(row):
            _write_field(page, line, at, field, formats)
    page.freeze_panes(1, 1)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    for at, head in enumerate(sheet.heads):
        page.set_column(at, at, _width(sheet, at, head, numeric=numeric[at]))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_field(page: "Worksheet", line: int, at: int, field: Field, formats: Formats) -> None:
    if field.value is None:
        page.write_string(line, at, MISSING, formats.dash)
    elif isinstance(field.value, str):
        if field.value:
            page.write_string(line, at, safe(field.value), formats.text)
    else:
        page.write_number(line, at, field.value, formats.number(field.form))


def _width(sheet: Sheet, at: int, head: str, *, numeric: bool) -> int:
    """Return a width that holds the words of a head and the texts below, within reason."""
    longest = max((len(word) for word in head.split()), default=0) + 3
    if not numeric:
        longest = max(longest, *(len(str(row[at].value)) + 2 for row in sheet.rows), 0)
    values = [row[at].value for row in sheet.rows]
    largest = max((abs(value) for value in values if isinstance(value, int | float)), default=0.0)
    return int(min(max(longest, len(f"{largest:,.0f}") + 4, NARROWEST), WIDEST))
