"""The texts of TOML files: any file by its path, and those of the library by name."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from scoring.errors import ScoringError


def read(path: Path) -> str:
    """Return the text of a file in UTF-8.

    Raises:
        ScoringError: when there is no such file, or it is no UTF-8 text.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ScoringError(
            f"Không đọc được tệp {path.name}; hãy xem lại đường dẫn và quyền đọc.",
            f"Cannot read {path.name}; check the path and the right to read.",
        ) from error
    except UnicodeDecodeError as error:
        raise ScoringError(
            f"Tệp {path.name} không phải văn bản UTF-8; hãy lưu lại bằng UTF-8.",
            f"File {path.name} is not UTF-8 text; save it as UTF-8.",
        ) from error


def library(name: str) -> str:
    """Return the text of a file of the library by its stem, such as ``plan-336``.

    Raises:
        ScoringError: when the library has no file of this name; the message lists those it has.
    """
    texts = _texts()
    if name not in texts:
        available = ", ".join(texts)
        raise ScoringError(
            f"Thư viện không có «{name[:60]}»; hiện có: {available}.",
            f"The library has no “{name[:60]}”; it has: {available}.",
        )
    return texts[name].read_text("utf-8")


@cache
def library_names(table: str) -> tuple[str, ...]:
    """Return the stems of the library's files with a table of this name; ``sipas`` marks target sets."""
    return tuple(name for name, text in _texts().items() if table in tomllib.loads(text.read_text("utf-8")))


def _texts() -> dict[str, Traversable]:
    found = (files("scoring") / "library").iterdir()
    texts = {each.name.removesuffix(".toml"): each for each in found if each.name.endswith(".toml")}
    return dict(sorted(texts.items()))
