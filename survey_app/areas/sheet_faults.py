"""The mistakes of a file of areas, each with its row, told all at once."""

from dataclasses import dataclass, field

from survey_app.errors import AppError

MOST_NAMED = 50


@dataclass(slots=True)
class Faults:
    """Every mistake of a file, each with its row; row 1 is the header."""

    file: str
    found: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, row: int, vi: str, en: str) -> None:
        """Add a mistake in a row."""
        self.found.append((row, vi, en))

    def raise_if_any(self) -> None:
        """Raise one ``AppError`` that names every mistake; from a file with mistakes nothing is loaded."""
        if not self.found:
            return
        rows = sorted(self.found)[:MOST_NAMED]
        more = len(self.found) - len(rows)
        vi = "; ".join(
            [*(f"dòng {row}: {text}" for row, text, _ in rows), *([f"và {more} lỗi nữa"] if more else [])]
        )
        en = "; ".join(
            [*(f"row {row}: {text}" for row, _, text in rows), *([f"and {more} more"] if more else [])]
        )
        raise AppError(
            f"{self.file} có {len(self.found)} lỗi, chưa nạp gì: {vi}.",
            f"{self.file} has {len(self.found)} mistakes, nothing was loaded: {en}.",
        )
