"""Uploaded files: names made safe, sizes limited."""

import unicodedata
from dataclasses import dataclass

from survey_app.errors import AppError

LARGEST_FRAME = 24 * 1024 * 1024
LARGEST_PLAN = 256 * 1024
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """An uploaded file."""

    name: str
    content: bytes


def safe_name(name: str, otherwise: str) -> str:
    r"""Return a file name without folders and control characters, short enough for every disk.

    >>> safe_name("..\\C:/khung  m\u1eabu\x00.csv", "khung.csv")
    'khung  m\u1eabu.csv'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(
        " ."
    )
    stem, dot, ending = printable.rpartition(".")
    if not dot or not stem:
        return otherwise
    return f"{stem[:LONGEST_NAME]}.{ending[:8]}"


def limited(name: str, content: bytes, most: int) -> Sent:
    """Return an uploaded file of at most ``most`` bytes.

    Raises:
        AppError: (413) it is larger, or empty.
    """
    if not content:
        raise AppError(f"Tệp «{name[:80]}» không có nội dung.", f"The file '{name[:80]}' is empty.")
    if len(content) > most:
        size = f"{most // (1024 * 1024)} MB" if most >= 1024 * 1024 else f"{most // 1024} KB"
        raise AppError(
            f"Tệp «{name[:80]}» lớn hơn {size}. Khung lớn hơn thì mở đợt bằng lệnh «sipas open-wave».",
            f"The file '{name[:80]}' is larger than {size}. Use “sipas open-wave” for a larger frame.",
            status=413,
        )
    return Sent(name, content)


def toml_text(sent: Sent) -> str:
    """Return the text of a plan or of targets as the commands read it, so that both give the same hashes.

    Raises:
        AppError: it is not UTF-8.
    """
    try:
        return sent.content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise AppError(
            f"Tệp «{sent.name[:80]}» không phải UTF-8; hãy lưu lại dạng UTF-8.",
            f"The file '{sent.name[:80]}' is not UTF-8; save it as UTF-8.",
        ) from error
