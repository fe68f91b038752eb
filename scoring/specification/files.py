"""Files named by a specification, with errors where they cannot be read or written."""

from pathlib import Path

from scoring.errors import ScoringError


def unreadable(path: Path, error: OSError) -> ScoringError:
    """Return the error about a file that is there but cannot be read."""
    return ScoringError(
        f"Không đọc được tệp «{path}»: {error.strerror}.",
        f"The file “{path}” cannot be read: {error.strerror}.",
    )


def write_file(path: Path, content: str | bytes, key: str) -> None:
    """Write a file that a key of the specification, or an option, names; text in UTF-8.

    Raises:
        ScoringError: the place cannot be written to; it names the key and the file.
    """
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ScoringError(
            f"Khóa «{key}»: không ghi được tệp «{path}» ({error.strerror}); hãy chọn nơi khác.",
            f"Key “{key}”: the file “{path}” cannot be written ({error.strerror}); choose another place.",
        ) from None
