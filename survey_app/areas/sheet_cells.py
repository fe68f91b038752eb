"""Parsers and checks for the cells of a sheet of areas; mistakes are noted with their row."""

import datetime as dt
import math
import re

from survey_app.areas.sheet_faults import Faults
from survey_app.areas.sheet_files import Sheet

DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
    re.compile(r"(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})"),
)


def has_columns(sheet: Sheet, required: tuple[str, ...], optional: tuple[str, ...], faults: Faults) -> bool:
    """Return whether a sheet has its required columns; missing and unknown ones are noted."""
    missing = [name for name in required if name not in sheet.columns]
    strange = [name[:40] for name in sheet.columns if name not in required + optional]
    if missing:
        faults.add(1, f"thiếu cột {', '.join(missing)}", f"missing columns {', '.join(missing)}")
    if strange:
        usable = ", ".join(required + optional)
        listed = ", ".join(f"«{name}»" for name in strange)
        faults.add(
            1, f"cột lạ {listed}; các cột dùng được: {usable}", f"unknown columns {listed}; known: {usable}"
        )
    return not missing


def check_filled(number: int, row: dict[str, str], names: tuple[str, ...], faults: Faults) -> None:
    """Note the columns that a row leaves empty."""
    for name in names:
        if not row[name]:
            faults.add(number, f"cột {name} để trống", f"column {name} is empty")


def check_shape(number: int, name: str, value: str, pattern: re.Pattern[str], faults: Faults) -> None:
    """Note a value that does not match ``pattern``; an empty one is accepted."""
    if value and not pattern.fullmatch(value):
        faults.add(
            number, f"cột {name}: «{value[:30]}» không hợp lệ", f"column {name}: '{value[:30]}' is not valid"
        )


def read_date(number: int, name: str, value: str, faults: Faults) -> dt.date | None:
    """Return a day written 2025-07-01 or 01/07/2025; None for an empty cell or a mistake, which is noted."""
    if not value:
        return None
    for pattern in DATES:
        found = pattern.fullmatch(value)
        if found:
            try:
                return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    faults.add(
        number,
        f"cột {name}: «{value[:30]}» không phải ngày; viết 2025-07-01 hoặc 01/07/2025",
        f"column {name}: '{value[:30]}' is no date; write 2025-07-01 or 01/07/2025",
    )
    return None


def read_count(number: int, name: str, value: str, faults: Faults) -> int | None:
    """Return a whole number; None for an empty cell or a mistake, which is noted."""
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", value):
        vi = f"cột {name}: «{value[:30]}» không phải số nguyên; viết không có dấu chấm, phẩy"
        faults.add(number, vi, f"column {name}: '{value[:30]}' is no whole number")
        return None
    return int(value)


def read_flag(number: int, value: str, faults: Faults) -> bool:
    """Return whether a cell says yes; a value that is neither yes nor no is noted."""
    if value.lower() in {"1", "có", "true"}:
        return True
    if value.lower() not in {"", "0", "không", "false"}:
        faults.add(number, "cột synthetic: ghi có hoặc không (1 hoặc 0)", "column synthetic: write 1 or 0")
    return False


def read_share(number: int, value: str, faults: Faults) -> float | None:
    """Return a number above 0 and up to 1; None for an empty cell or a mistake, which is noted."""
    if not value:
        return None
    try:
        share = float(value.replace(",", "."))
    except ValueError:
        share = math.nan
    if 0 < share <= 1:
        return share
    faults.add(
        number,
        f"cột share: «{value[:30]}» không nằm trong (0, 1]",
        f"column share: '{value[:30]}' not in (0, 1]",
    )
    return None
