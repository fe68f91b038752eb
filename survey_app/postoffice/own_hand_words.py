"""Words for a sheet's own hand: the habit of a row, how far it is confirmed, and what a person's word did."""

from survey_app.scanning.intake import SEEDED
from survey_app.scanning.own_hand import ENOUGH, Settled, Standing
from survey_app.tables import ScanRow
from survey_app.web.habit_words import habit
from survey_app.web.translation import gettext


def of_row(row: ScanRow, said: Standing | None) -> str:
    """Return what people have said of a row's habit on its form, empty where nothing may be told.

    A row on which somebody must read without knowing the machine's answer looks like any other.
    """
    if said is None or _is_blind(row):
        return ""
    if row.rule is not None:
        return gettext(
            "%(n)s dòng cùng kiểu (%(habit)s) của phiếu này đã được người xác nhận; dòng này được nhận theo quy tắc "
            "«nét tay riêng của phiếu» (%(rule)s).",
            n=said.confirmed,
            habit=habit(said.habit),
            rule=row.rule,
        )
    if said.contradicted:
        return gettext(
            "Kiểu đánh dấu: %(habit)s. Phiếu này có dòng cùng kiểu mà người đọc khác máy đoán, nên mọi dòng đều phải soát.",
            habit=habit(said.habit),
        )
    return gettext(
        "Kiểu đánh dấu: %(habit)s. Phiếu này đã có %(n)s dòng cùng kiểu được người xác nhận; đủ %(enough)s dòng thì các "
        "dòng còn lại được nhận.",
        habit=habit(said.habit),
        n=said.confirmed,
        enough=ENOUGH,
    )


def after(done: Settled) -> list[tuple[str, str]]:
    """Return the sentences on what a person's word did to the form's other rows, each with its kind of notice."""
    accepted = [
        gettext(
            "%(enough)s dòng cùng kiểu (%(habit)s) đã được người xác nhận: %(n)s dòng còn lại của phiếu được nhận theo.",
            enough=ENOUGH,
            habit=habit(name),
            n=rows,
        )
        for name, rows in done.accepted.items()
    ]
    given_back = [
        gettext(
            "Dòng này (%(habit)s) đọc khác máy đoán: %(n)s dòng cùng kiểu của phiếu trở lại danh sách phải soát.",
            habit=habit(name),
            n=rows,
        )
        for name, rows in done.given_back.items()
    ]
    return [*((each, "good") for each in accepted), *((each, "near") for each in given_back)]


def _is_blind(row: ScanRow) -> bool:
    if row.code is None or row.decided is not None:
        return False
    return row.checked != row.code if row.checked is not None else row.id % SEEDED == 0
