"""The accepted responses as files, a row each or a row an answer; no form number, no order of arrival.

- ``wide(data) -> bytes``: CSV for programs, UTF-8 without mark, what every score can be recomputed from
- ``long(data, questionnaire) -> Sheet``: one row an answer with its wording, for who checks by eye
- ``open_answers(texts) -> Sheet``: open text by item and area, apart from all other answers
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from questionnaires.missing import kind_of
from questionnaires.model import TICKED, ChoiceItem, ChoicesItem, Column, Questionnaire, ScaleItem
from survey_app.collection import margin_notes
from survey_app.files.sheets import Sheet, safe

if TYPE_CHECKING:
    import pandas as pd

LONG_COLUMNS = ("row", "area", "stratum", "psu", "weight", "mode", "item", "column", "code", "answer")


def wide(data: "pd.DataFrame", questionnaire: Questionnaire) -> bytes:
    """Return the table of ``results.responses`` as CSV: design columns, then one column a code."""
    names = [column.name for column in questionnaire.columns]
    design = [column for column in data.columns if column not in names]
    table = data[[*design, *names]]
    texts = {column: table[column].map(safe) for column in design if table[column].dtype.kind not in "iuf"}
    return table.assign(**texts).to_csv(index=False, lineterminator="\n").encode()


def long(data: "pd.DataFrame", questionnaire: Questionnaire) -> Sheet:
    """Return one row an answer: mode and design, the item, its code and the code's meaning."""
    return Sheet("Câu trả lời", LONG_COLUMNS, tuple(_rows(data, questionnaire)))


def open_answers(texts: "pd.DataFrame") -> Sheet:
    """Return the table of ``results.texts``; margin notes have a name that no item has."""
    named = texts.assign(item=texts["item"].map(_text_item))
    return Sheet("Ý kiến", tuple(named.columns), tuple(named.itertuples(index=False, name=None)))


def _text_item(item: str) -> str:
    place = margin_notes.place_of(item)
    if place is None:
        return item
    page, row = place
    return f"ghi chú cạnh câu {row}, trang {page}" if row else f"ghi chú ngoài lề, trang {page}"


def meaning(questionnaire: Questionnaire, column: Column, code: int) -> str:
    """Return the meaning of a column's code, in Vietnamese."""
    item = questionnaire.items[column.item]
    kind = kind_of(code)
    if kind is not None:
        return kind.name.vi
    if column.option is not None and isinstance(item, ChoicesItem):
        option = next(option for option in item.options if option.code == column.option)
        return f"{'có' if code == TICKED else 'không'}: {option.text.vi}"
    options = item.options if isinstance(item, ScaleItem | ChoiceItem) else ()
    return next((option.text.vi for option in options if option.code == code), "")


def _rows(data: "pd.DataFrame", questionnaire: Questionnaire) -> Iterator[tuple[str | int | float, ...]]:
    design = list(data.reindex(columns=list(LONG_COLUMNS[1:6])).itertuples(index=False, name=None))
    codes = {column.name: data[column.name].tolist() for column in questionnaire.columns}
    for row, place in enumerate(design):
        for column in questionnaire.columns:
            code = codes[column.name][row]
            yield (row + 1, *place, column.item, column.name, code, meaning(questionnaire, column, code))
