"""Advice on a scanned row that goes to a person: what the machine saw, and what its suggestion rests on."""

from typing import Final

from questionnaires.missing import BLANK
from questionnaires.model import Questionnaire
from survey_app.postoffice import scan_row_words
from survey_app.tables import ScanRow
from survey_app.web.translation import gettext

# Reasons for which a mark may have been taken back by the person who made it.
TAKEN_BACK: Final = frozenset({"circled", "scribbled", "struck through"})


def advice(questionnaire: Questionnaire, row: ScanRow) -> str:
    """Return the sentences above a row the machine was not certain of, "" for one it was certain of."""
    if row.code is not None:
        return ""
    if row.reason == "words marked":
        return _words_marked(questionnaire, row)
    if row.reason == "margin note":
        return gettext(
            "Người dân viết ngoài các câu hỏi; chữ này được giữ riêng, không tính là trả lời. Nếu chỉ là vết bẩn hoặc nét "
            "bút lạc, hãy để trống rồi chọn «giữ như đã gõ»."
        )
    if is_cancelled(row):
        return _cancelled(row.reason)
    why = scan_row_words.reason(row)
    return gettext("Máy chưa chắc: %(why)s.", why=why) if why else ""


def is_cancelled(row: ScanRow) -> bool:
    """Return whether the machine suggests that the only mark of a row was taken back: nothing is chosen then."""
    return row.code is None and row.reason in TAKEN_BACK and row.suggest == BLANK


def guess(row: ScanRow) -> str:
    """Return the words beside the answer that is suggested."""
    return gettext("(máy đoán: dấu đã bị bỏ)") if is_cancelled(row) else gettext("(máy đoán)")


def _words_marked(questionnaire: Questionnaire, row: ScanRow) -> str:
    look = gettext("Hãy xem cả chữ lẫn ô rồi chọn.")
    if _is_marked(row):
        said = gettext("Trong ô có dấu, nhưng người dân còn đánh dấu lên chữ hoặc viết bên cạnh.")
    elif row.suggest is None:
        said = gettext("Người dân đánh dấu lên chữ hoặc viết bên cạnh, không vào ô.")
    elif len(row.ink) == 1:
        said = gettext("Người dân đánh dấu lên chữ của phương án này, không vào ô.")
    else:
        near = scan_row_words.label(questionnaire, row, row.suggest)
        said = gettext("Người dân đánh dấu lên chữ, không vào ô: gần «%(answer)s» nhất.", answer=near)
    return f"{said} {look}"


def _is_marked(row: ScanRow) -> bool:
    from print.scanning.rows.classify import UNTOUCHED_SHARE

    return any(share >= UNTOUCHED_SHARE for share in row.ink.values())


def _cancelled(reason: str) -> str:
    how = {
        "circled": gettext("Dấu duy nhất của dòng bị khoanh lại, có lẽ để bỏ."),
        "scribbled": gettext("Dấu duy nhất của dòng bị bôi đi, có lẽ để bỏ."),
        "struck through": gettext("Dấu duy nhất của dòng bị gạch qua, có lẽ để bỏ."),
    }
    kept = gettext("Nếu đúng là bỏ thì không ô nào được chọn (bỏ trống); nếu không, hãy chọn ô có dấu.")
    return f"{how[reason]} {kept}"
