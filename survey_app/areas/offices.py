"""Post offices and the areas they serve, loaded from a CSV file: ``area,office,name``."""

import csv
import io
import unicodedata
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.errors import AppError
from survey_app.people import accounts
from survey_app.tables import Area

MAX_BYTES = 1_000_000
COLUMNS = ("area", "office", "name")


def load_offices(session: Session, path: Path) -> int:
    """Create the post offices of a CSV file and assign their areas; return the number of areas assigned.

    The area is a code in force (the one that began last); areas below it without an office of their own are
    served too.

    Raises:
        AppError: the file is too large, no UTF-8, lacks a column, or a row names an unknown area.
    """
    rows = list(csv.DictReader(io.StringIO(_read(path))))
    missing = [column for column in COLUMNS if not rows or column not in rows[0]]
    if missing:
        raise AppError(
            f"Tệp {path.name} thiếu cột {', '.join(missing)}; cần: {','.join(COLUMNS)}.",
            f"{path.name} has no column {', '.join(missing)}; needed: {','.join(COLUMNS)}.",
        )
    for line, row in enumerate(rows, start=2):
        area, office, name = ((row[column] or "").strip() for column in COLUMNS)
        newest = select(Area).where(Area.code == area).order_by(Area.valid_from.desc()).limit(1)
        found = session.scalars(newest).one_or_none()
        if found is None or not office or not name:
            raise AppError(
                f"{path.name} dòng {line}: không có đơn vị hành chính mã «{area}», hoặc thiếu mã, tên bưu cục.",
                f"{path.name} line {line}: there is no area '{area}', or the office has no code or name.",
            )
        accounts.add_office(session, office, name, areas=[found])
    return len(rows)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise AppError(f"Tệp {path.name} quá lớn.", f"{path.name} is too large.")
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except OSError as error:
        raise AppError(f"Không mở được tệp {path}.", f"Cannot open {path}.") from error
    except UnicodeDecodeError as error:
        raise AppError(
            f"Tệp {path.name} không phải UTF-8; hãy lưu lại ở dạng UTF-8.",
            f"{path.name} is not UTF-8; save it as UTF-8.",
        ) from error
