"""Words for a scanned row: its question, its choices with their keys, and the reasons to review it."""

from dataclasses import dataclass

from questionnaires.codec import token_of
from questionnaires.missing import BLANK, ILLEGIBLE, kind_of, named
from questionnaires.model import ChoicesItem, Column, Questionnaire
from survey_app.collection import margin_notes
from survey_app.postoffice import keying_rows
from survey_app.scanning.review_queue import kinds_without_oval
from survey_app.tables import ScanRow
from survey_app.web.translation import gettext, say


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice for a row; ``key`` is its key on the keyboard, if it has one."""

    code: int
    key: str
    label: str


def question(questionnaire: Questionnaire, column: str) -> str:
    """Return the question of a row: the item's text, and the option's where each option has a row; or its note."""
    place = margin_notes.place_of(column)
    if place is not None:
        return gettext("Ghi chú ngoài lề, trang %(page)s", page=place[0])
    if column in questionnaire.items:
        return f"{column} {say(questionnaire.items[column].text)}"
    found = next((each for each in questionnaire.columns if each.name == column), None)
    if found is None:
        return column
    item = questionnaire.items[found.item]
    question = f"{item.id} {say(item.text)}"
    if isinstance(item, ChoicesItem):
        option = next(each for each in item.options if each.code == found.option)
        return f"{question} – {say(option.text)}"
    return question


def choices(questionnaire: Questionnaire, row: ScanRow) -> list[Choice]:
    """Return the choices for a row: its ovals in their order, then the kinds without an oval."""
    codes = [int(code) for code in row.ink]
    if not codes:
        as_typed = Choice(BLANK, "", gettext("giữ như đã gõ"))
        return [as_typed, Choice(ILLEGIBLE, "", say(named(ILLEGIBLE).name))]
    found = next((each for each in questionnaire.columns if each.name == row.item), None)
    return [
        *(Choice(code, _key(found, code), _label(questionnaire, found, code)) for code in codes),
        *(Choice(kind.code, kind.desk_key, say(kind.name)) for kind in kinds_without_oval()),
    ]


def _key(column: Column | None, code: int) -> str:
    """Return the key of an oval: a missing kind's own, the only oval's 1, a digit where one digit says it."""
    kind = kind_of(code)
    if kind is not None:
        return kind.desk_key
    if column is not None and column.option is not None:
        return "1"
    return str(code) if code < 10 else ""


def _label(questionnaire: Questionnaire, column: Column | None, code: int) -> str:
    """Return an oval's text without its mark, which the key beside it shows."""
    if column is None:
        return str(code)
    if column.option is not None:
        return gettext("có đánh dấu")
    words = keying_rows.in_words(questionnaire.items[column.item], [token_of(column, code)])
    return words.partition(" – ")[2] or words


def label(questionnaire: Questionnaire, row: ScanRow, code: int | None) -> str:
    """Return the words for one answer of a row."""
    return next((each.label for each in choices(questionnaire, row) if each.code == code), "–")


def short(code: int) -> str:
    """Return an answer in short: the option's number, or a word for a missing kind."""
    kind = kind_of(code)
    return str(code) if kind is None else say(kind.short)


def reason(row: ScanRow) -> str:
    """Return why the reader was not certain, in words."""
    return reasons().get(row.reason, "")


def reasons() -> dict[str, str]:
    """Return each reason to review a row in words: the reader's, and the desk's own."""
    return {
        "several marks": gettext("nhiều ô có mực"),
        "circled": gettext("khoanh tròn"),
        "faint": gettext("nét mờ"),
        "washed out": gettext("dòng trống, nhưng ảnh bị đẩy sáng nên nét mờ có thể đã mất"),
        "small mark": gettext("dấu quá nhỏ"),
        "struck through": gettext("dấu bị gạch bỏ"),
        "scribbled": gettext("bôi đen ra ngoài ô"),
        "ink beside": gettext("có mực ngoài ô"),
        "words marked": gettext("có mực trên chữ hoặc bên cạnh dòng"),
        "pale ink beside": gettext("có nét mờ ngoài ô"),
        "handwriting": gettext("chữ viết tay"),
        "margin note": gettext("chữ viết ngoài các câu hỏi"),
        "streak": gettext("vệt bẩn của máy quét"),
        "ovals not found": gettext("không thấy ô in"),
        "oval covered": gettext("ô in bị che hoặc bị xóa"),
        "odd on contact sheet": gettext("khác lạ trên bảng ảnh"),
    }
