"""Output files of commands: checked before the work begins, written whole or not at all."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from survey_app.errors import AppError


def ready(out: Path, *, read: Iterable[Path] = ()) -> None:
    """Refuse a path that cannot be written, or that is one of the files ``read``.

    Raises:
        AppError: ``out`` is a folder, lies in none, or is one of the files in ``read``.
    """
    if out.is_dir():
        raise AppError(
            f"{out} là thư mục; hãy cho tên tệp để ghi, ví dụ {out / 'ket-qua'}.",
            f"{out} is a folder; give the name of a file to write, such as {out / 'result'}.",
        )
    if not out.parent.is_dir():
        raise AppError(
            f"Không có thư mục {out.parent} để ghi {out.name}; hãy tạo thư mục ấy hoặc chọn nơi khác.",
            f"There is no folder {out.parent} for {out.name}; make it, or choose another place.",
        )
    if any(_same(out, other) for other in read):
        raise AppError(
            f"Ghi vào {out} thì mất tệp đang được đọc hoặc ghi ở đó; hãy chọn tên khác.",
            f"Writing to {out} would destroy a file that is read or written there; choose another name.",
        )


@contextmanager
def written(out: Path) -> Iterator[None]:
    """Turn an error of the file system while ``out`` is written into an ``AppError``.

    Raises:
        AppError: no right to write there, no room left, and the like.
    """
    try:
        yield
    except OSError as error:
        raise AppError(
            f"Không ghi được {out}: {error.strerror}. Hãy xem quyền ghi và chỗ trống, hoặc chọn nơi khác.",
            f"Cannot write {out}: {error.strerror}. Check the rights and the room, or choose another place.",
        ) from error


@contextmanager
def whole(out: Path) -> Iterator[TextIO]:
    """Yield a text file that replaces ``out`` once it is complete; an interruption leaves the old one."""
    part = out.with_name(f"{out.name}.part")
    with written(out):
        try:
            with part.open("w", encoding="utf-8") as lines:
                yield lines
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
