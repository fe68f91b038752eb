"""Files to read: those that a folder holds, and the kind of each."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from print.errors import PaperError

SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"})
_MAGIC = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",
}


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in a steady order, and the files left out."""

    files: list[Path]
    left_out: list[Path]


def find_files(paths: Sequence[Path]) -> Found:
    """Return the named files, and below named folders every file that is a picture or PDF by content or name.

    Hidden files of a folder are neither: systems keep thumbnails and notes there.

    Raises:
        PaperError: a named path does not exist or is no file, a folder may not be opened, or there is nothing to read.
    """
    files: dict[Path, None] = {}
    left_out: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            for inside in sorted(_visible(path)):
                (files if _looks_readable(inside) else left_out)[inside] = None
        elif path.is_file():
            files[path] = None
        else:
            raise PaperError(
                f"Không thấy tệp hay thư mục {path}; xem lại đường dẫn.",
                f"There is no file or folder {path}; check the path.",
            )
    if not files:
        names = ", ".join(str(path) for path in paths)
        raise PaperError(
            f"Không có tệp PDF, TIFF, PNG hay JPEG nào trong {names}; xem lại thư mục và cách lưu của máy quét.",
            f"There is no PDF, TIFF, PNG or JPEG file in {names}; check the folder and how the scanner saves.",
        )
    return Found(list(files), list(left_out))


def _visible(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, broken links too, without hidden files and folders."""
    for at, below, names in os.walk(folder, onerror=_refuse):
        below[:] = [name for name in below if not name.startswith(".")]
        yield from (Path(at) / name for name in names if not name.startswith("."))


def _refuse(error: OSError) -> None:
    raise PaperError(
        f"Không mở được thư mục {error.filename}: {error.strerror}; hãy xem quyền đọc của thư mục.",
        f"The folder {error.filename} cannot be opened: {error.strerror}; check who may read it.",
    ) from error


def _looks_readable(path: Path) -> bool:
    if not path.is_file():
        return False
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        return _kind_by_head(_head(path)) is not None
    except OSError:
        return False


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024)


def _kind_by_head(head: bytes) -> str | None:
    if b"%PDF-" in head:
        return "PDF"
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


def kind_of(path: Path) -> str:
    """Return ``PDF``, ``PNG``, ``JPEG`` or ``TIFF`` by the first bytes of a file, never by its name.

    Raises:
        PaperError: the file cannot be opened, is empty, or is of another kind.
    """
    try:
        head = _head(path)
    except PermissionError as error:
        raise PaperError(
            f"Không được phép mở tệp {path.name}; hãy xem quyền đọc của tệp.",
            f"{path.name} may not be opened; check who may read it.",
        ) from error
    except OSError as error:
        raise PaperError(
            f"Không mở được tệp {path.name}: {error.strerror}; hãy chép lại hoặc quét lại.",
            f"{path.name} cannot be opened: {error.strerror}; copy or scan it again.",
        ) from error
    kind = _kind_by_head(head)
    if kind is not None:
        return kind
    if not head:
        raise PaperError(
            f"Tệp {path.name} rỗng (0 byte); hãy chép lại hoặc quét lại.",
            f"{path.name} is empty (0 bytes); copy or scan it again.",
        )
    raise PaperError(
        f"Tệp {path.name} không phải PDF, TIFF, PNG hay JPEG; hãy quét lại và lưu ở một trong các dạng đó.",
        f"{path.name} is not PDF, TIFF, PNG or JPEG; scan again and save as one of these.",
    )
